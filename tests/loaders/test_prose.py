"""Measures as numbered prose."""

from __future__ import annotations

import pytest

from loaders.clauses import find_clauses
from loaders.formats import plain
from loaders.prose import read_prose
from loaders.rows import Row
from loaders.source import text_source
from loaders.text import whole


def rows(*lines: str) -> tuple[Row, ...]:
    return read_prose(plain.read(text_source("a.txt", "\n".join(lines).encode())).blocks)


def shape(found: tuple[Row, ...]) -> list[tuple[str, str, str | None, str]]:
    """Key, title, domain and bodies of each measure."""
    return [
        (
            f"{row.list_number}-{row.number}" if row.list_number is not None else str(row.number),
            row.cells[1].value,
            row.heading.value if row.heading is not None else None,
            row.cells[3].value,
        )
        for row in found
    ]


CASES = {
    "numbers under bracketed domains": (
        (
            "关于印发方案的通知",
            "一、总体目标",
            "到2028年建成百个社区。",
            "二、重点任务",
            "（一）加强保障。",
            "1.强化算力。打造网络。（省发展改革委牵头负责，省财政厅配合）",
            "2.提升数据。开放资源。〔责任单位：各县（市、区）政府〕",
            "（二）完善空间。",
            "3.打造社区。建设10个社区（含既有）。（责任单位：市科技局）",
            "三、组织保障",
            "1.加强领导。健全机制。（责任单位：市科技局）",
        ),
        [
            ("1", "强化算力", "加强保障", "省发展改革委牵头负责，省财政厅配合"),
            ("2", "提升数据", "加强保障", "责任单位：各县（市、区）政府"),
            ("3", "打造社区", "完善空间", "责任单位：市科技局"),
        ],
    ),
    "articles, some with parts that carry the bodies": (
        (
            "第一条 办公空间支持",
            "提供专属空间。（责任单位：区科技局）",
            "第二条 人才支持",
            "（一）青年人才。给予补贴。（责任单位：区人力资源局）",
            "（二）“菁英”奖励。给予奖励。（责任单位：区投资促进局、区人才工作局）",
            "附则",
            "（一）适用范围",
            "1.社区：指园区。",
        ),
        [
            ("1", "办公空间支持", None, "责任单位：区科技局"),
            ("2-1", "青年人才", "人才支持", "责任单位：区人力资源局"),
            ("2-2", "“菁英”奖励", "人才支持", "责任单位：区投资促进局、区人才工作局"),
        ],
    ),
    "bodies on a line of their own": (
        (
            "（一）优化布局",
            "坚持因地制宜。",
            "1．打造创业带。建设园区。",
            "责任单位：市科技局，各区县（市）政府",
            "2．建设社区。选择片区。",
            "责任单位：市工信局",
        ),
        [
            ("1", "打造创业带", "优化布局", "责任单位：市科技局，各区县（市）政府"),
            ("2", "建设社区", "优化布局", "责任单位：市工信局"),
        ],
    ),
    "several clauses in one measure": (
        ("1.提供支持。给予资助。（责任单位：市人力社保局）每年选拔一批。（责任单位：市委人才办）",),
        [("1", "提供支持", None, "责任单位：市人力社保局；责任单位：市委人才办")],
    ),
    "a rule for later brackets is no name": (
        (
            "1.加大支持。建设。（责任单位：市科技局，市网信办；第一个逗号前为牵头单位，下同）",
            "2.畅通供给。汇聚。（责任单位：市数据局，市科技局）",
        ),
        [
            ("1", "加大支持", None, "责任单位：市科技局，市网信办"),
            ("2", "畅通供给", None, "责任单位：市数据局，市科技局"),
        ],
    ),
    "measures without numbers": (
        (
            "一、优化服务",
            "强化算力供给。建设平台，给予支持。（责任单位：市科技局）",
            "畅通数据要素。开放数据。（市数据局牵头）",
            "二、强化保障",
            "加强人才引育。给予补贴。（责任单位：市人社局）",
        ),
        [
            ("1-1", "强化算力供给", "优化服务", "责任单位：市科技局"),
            ("1-2", "畅通数据要素", "优化服务", "市数据局牵头"),
            ("2-1", "加强人才引育", "强化保障", "责任单位：市人社局"),
        ],
    ),
    "numbers that begin again": (
        (
            "（一）算力",
            "1.供给。建设。（主管部门：市科技局）",
            "2.补贴。发放。（负责单位：市科技局）",
            "（二）数据",
            "1.开放。共享。（市数据局、市财政局）",
        ),
        [
            ("1-1", "供给", "算力", "主管部门：市科技局"),
            ("1-2", "补贴", "算力", "负责单位：市科技局"),
            ("2-1", "开放", "数据", "市数据局、市财政局"),
        ],
    ),
    "bodies after the last full stop": (
        ("第五条 降低成本。执行优惠电价。牵头单位：省发展改革委；配合单位：省电力公司",),
        [("5", "降低成本", None, "牵头单位：省发展改革委；配合单位：省电力公司")],
    ),
    "titles in brackets, without numbers": (
        ("【开办便利】一日办结。【责任单位：市市场监管局】", "【许可提速】精简环节。【责任单位：市住建局】"),
        [("1", "开办便利", None, "责任单位：市市场监管局"), ("2", "许可提速", None, "责任单位：市住建局")],
    ),
    "a title in brackets of its own": (
        ("第一条【办公空间】提供空间，减免租金。（责任单位：区科技局）",),
        [("1", "办公空间", None, "责任单位：区科技局")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_read_prose(name: str) -> None:
    lines, expected = CASES[name]
    assert shape(rows(*lines)) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "列第一位的为牵头单位，下同",
        "排第一位的单位为牵头单位，下同",
        "第一个单位为牵头单位，以下均同",
        "首位为牵头部门，下同",
        "排名第一的为牵头单位，下同",
    ],
)
def test_the_first_name_leads_where_a_bracket_says_so_once(rule: str) -> None:
    found = rows(
        f"1.加大支持。建设。（责任单位：市科技局、市网信办，{rule}）",
        "2.畅通供给。汇聚。（责任单位：市数据局、市科技局）",
    )
    assert {row.header.bodies[0].leads for row in found} == {"first"}
    assert [row.cells[3].value for row in found] == ["责任单位：市科技局、市网信办", "责任单位：市数据局、市科技局"]


def test_the_comma_rule_reaches_the_column() -> None:
    lines, _ = CASES["a rule for later brackets is no name"]
    assert {row.header.bodies[0].leads for row in rows(*lines)} == {"comma"}


@pytest.mark.parametrize(
    "words",
    [
        "打造平台（以下简称平台）。",
        "（一表申请、一窗发放2个环节，1日内办结，全流程0费用）",
        "（2026—2027年）",
        "（原则上每家贷款10万元以内）",
    ],
)
def test_other_brackets_are_no_clauses(words: str) -> None:
    assert find_clauses(whole(text_source("a.txt", words.encode()))) == []


def test_prose_without_bodies_has_no_measures() -> None:
    assert rows("一、会议", "1.听取汇报。", "2.研究工作。") == ()
