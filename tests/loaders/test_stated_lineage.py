"""What rows say of their lineage: the words that count, and those that only look like it."""

from __future__ import annotations

import time

import pytest

from loaders.lineage import Stated, find_lineage, own
from ontology.model import LineageKind
from ontology.reference import find_areas

FIRST, LEARNS, UPGRADES, REFERS = LineageKind


def said(text: str) -> list[tuple[object, ...]]:
    places = [(start, end, hit.qualified_name) for start, end, hit in find_areas(text)]
    return [
        (one.kind, one.area, one.qualifier, one.extent, one.practice, text[one.start : one.end])
        for one in find_lineage(text, places)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("发行全国首款专利证券化产品", [(FIRST, None, "首款", "全国", None, "全国首款")]),
        ("推出全国首个平台，设立全国首家中心", [(FIRST, None, "首个", "全国", None, "全国首个"), (FIRST, None, "首家", "全国", None, "全国首家")]),
        ("率先在全国建设管家", [(FIRST, None, "率先", "全国", None, "率先在全国")]),
        ("在全省范围内率先实行", [(FIRST, None, "率先", "全省", None, "在全省范围内率先")]),
        ("首创渔网技术", [(FIRST, None, "首创", None, None, "首创")]),
        ("参考广州市做法", [(LEARNS, "广州市", None, None, None, "参考广州市做法")]),
        ("学习借鉴广州、深圳先进经验", [(LEARNS, "广州市", None, None, None, "学习借鉴广州、深圳先进经验"), (LEARNS, "深圳市", None, None, None, "学习借鉴广州、深圳先进经验")]),
        ("学习深圳海关“网上稽核查”经验做法", [(LEARNS, "深圳市", None, None, "网上稽核查", "学习深圳海关“网上稽核查”经验做法")]),
        ("借鉴“园区改造”经验", [(LEARNS, None, None, None, "园区改造", "借鉴“园区改造”经验")]),
        ("打造“一口受理”升级版", [(UPGRADES, None, None, None, "一口受理", "“一口受理”升级版")]),
        ("升级“一窗通”平台", [(UPGRADES, None, None, None, "一窗通", "升级“一窗通”")]),
        ("推出“秒批”2.0版", [(UPGRADES, None, None, None, "秒批", "“秒批”2.0版")]),
        ("在现有“秒批”服务的基础上升级", [(UPGRADES, None, None, None, "秒批", "在现有“秒批”服务的基础上升级")]),
        ("复制推广自贸区第三批改革试点经验", [(REFERS, None, None, None, "第三批", "复制推广自贸区第三批改革试点经验")]),
        ("按粤府函〔2019〕12号复制推广", [(REFERS, None, None, None, "按粤府函〔2019〕12号", "按粤府函〔2019〕12号复制推广")]),
    ],
)  # fmt: skip
def test_words_of_lineage(text: str, found: list[tuple[object, ...]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "力争在全国率先实现",
        "鼓励率先探索",
        "首次登记",
        "推出首批清单",
        "发扬首创精神",
        "借鉴国内外成熟经验",
        "机器学习模式",
        "参考公共信用信息",
        "借鉴国际惯例",
        "推动产业转型升级",
        "增值税发票管理2.0系统",
        "总规模3.01亿元",
        "落实第二批联合奖惩应用",
        "借鉴多层次住房体系经验，广州市执行",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert said(text) == []


def test_in_an_account_of_practice_only_claims_of_being_first_are_kept() -> None:
    found = [Stated(0, 2, FIRST), Stated(2, 4, LEARNS), Stated(4, 6, UPGRADES)]
    assert own(found, practice=True) == found[:1]
    assert own(found, practice=False) == found


@pytest.mark.parametrize(
    "text", ["学习" * 20_000, "全国" * 20_000, "升级“" * 20_000, "复制推广第一" * 7_000, "基础上在“" * 9_000]
)
def test_time_grows_with_the_length_alone(text: str) -> None:
    start = time.perf_counter()
    find_lineage(text, [])
    assert time.perf_counter() - start < 2
