"""Figures that texts set, and figures that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.targets import find_targets
from ontology.model import Bound

LEAST, MOST = Bound.AT_LEAST, Bound.AT_MOST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("接电业务由原来的15个工作日压减至10个工作日内完成", [("接电业务", 15, 10, None, "工作日", MOST)]),
        ("把首页材料由1202项精简为678项", [("首页材料", 1202, 678, None, "项", None)]),
        ("将企业报送的30份表格精简为8份", [("企业报送表格", 30, 8, None, "份", None)]),
        ("网上办理的比例由61%提升至74%以上", [("网上办理的比例", 61, 74, None, "%", LEAST)]),
        ("将开户时间压缩到一个工作日内", [("开户时间", None, 1, None, "工作日", MOST)]),
        ("压缩厂房类项目审批总时限至30个工作日", [("厂房类项目审批总时限", None, 30, None, "工作日", None)]),
        ("管线类项目审批总时限至26个工作日", [("管线类项目审批总时限", None, 26, None, "工作日", None)]),
        ("每单费用压减至400美元以内", [("每单费用", None, 400, None, "美元", MOST)]),
        ("办理时间缩短一半以上", [("办理时间", None, None, 50, "%", LEAST)]),
        ("提交材料精简30%", [("提交材料", None, None, 30, "%", None)]),
        ("注销登记0.5天内办结", [("注销登记办结", None, 0.5, None, "天", MOST)]),
        ("在第二个工作日内完成装表", [("完成装表", None, 2, None, "工作日", MOST)]),
        ("掌上可办不少于500项", [("掌上可办", None, 500, None, "项", LEAST)]),
        ("每户审批压缩至1-2分钟", [("每户审批", None, 2, None, "分钟", MOST)]),
        (
            "简易报装3个工作日接电、小微企业2个工作日接电",
            [
                ("简易报装接电", None, 3, None, "工作日", MOST),
                ("小微企业接电", None, 2, None, "工作日", MOST),
            ],
        ),
    ],
)
def test_forms_of_targets(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [(t.metric, t.baseline, t.value, t.change, t.unit, t.bound) for t in find_targets(text)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "提高审批一次通过率",
        "推广“最多跑一次”",
        "两项登记一并受理",
        "给予不超过100万元补助",
        "按不超过投资额的30%给予奖励",
        "服务主题已达69个",
        "2020年6月底前完成",
        "三年内完成",
        "第十二条 开展三项行动",
    ],
)
def test_figures_that_are_no_targets(text: str) -> None:
    assert find_targets(text) == []


@given(st.text(alphabet="由从压缩至到5个工作日内％%项、，。一半“”办结不少于3-—新增", max_size=120))
def test_targets_stand_in_order_and_in_the_text(text: str) -> None:
    found = find_targets(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all((one.value is None) != (one.change is None) for one in found)
