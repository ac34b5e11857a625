"""Cells and clauses of bodies."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.bodies import split_bodies
from loaders.source import text_source
from loaders.text import Text, whole
from ontology.model import Role

L, R, C, P = Role.LEAD, Role.RESPONSIBLE, Role.COORDINATING, Role.COOPERATING


def text_of(value: str) -> Text:
    return whole(text_source("a.txt", value.encode()))


def split(value: str, role: Role = R, leads: Literal["first", "comma"] | None = None) -> list[tuple[str, Role]]:
    return [(one.printed, one.role) for one in split_bodies(text_of(value), role, leads=leads)]


CASES: dict[str, tuple[str, Role, list[tuple[str, Role]]]] = {
    "one name": ("深圳市税务局", L, [("深圳市税务局", L)]),
    "mixed separators and a shared ending": (
        "广州、深圳、珠海出入境边防检查总站，省商务厅",
        L,
        [
            ("广州出入境边防检查总站", L),
            ("深圳出入境边防检查总站", L),
            ("珠海出入境边防检查总站", L),
            ("省商务厅", L),
        ],
    ),
    "a shared ending after the word for city": (
        "广州、深圳、东莞市政府",
        P,
        [("广州市政府", P), ("深圳市政府", P), ("东莞市政府", P)],
    ),
    "a shared beginning, up to the comma": (
        "省发展改革委、工业和信息化厅、财政厅，各地级以上市人民政府",
        P,
        [("省发展改革委", P), ("省工业和信息化厅", P), ("省财政厅", P), ("各地级以上市人民政府", P)],
    ),
    "a comma ends a shared beginning": ("省商务厅，财政厅", R, [("省商务厅", R), ("财政厅", R)]),
    "brackets hold separators": (
        "市房管局、各县（市、区）政府",
        R,
        [("市房管局", R), ("各县（市、区）政府", R)],
    ),
    "a slash of levels before the name": (
        "市司法局，市、区市场监管领域相关部门",
        R,
        [("市司法局", R), ("市、区市场监管领域相关部门", R)],
    ),
    "half of a government": ("市经信局，各区、县（市）政府", R, [("市经信局", R), ("各区、县（市）政府", R)]),
    "a class before a bureau stays apart": (
        "各区（功能区）、市公安局",
        R,
        [("各区（功能区）", R), ("市公安局", R)],
    ),
    "coordinates and cooperates": (
        "市住房城乡建设局统筹，市自然资源局、珠海供电局、珠海水控集团配合",
        R,
        [("市住房城乡建设局", C), ("市自然资源局", P), ("珠海供电局", P), ("珠海水控集团", P)],
    ),
    "clauses joined without a comma": (
        "市发展改革局统筹、珠海供电局配合",
        R,
        [("市发展改革局", C), ("珠海供电局", P)],
    ),
    "leads and coordinates is a lead": (
        "市市场监管局牵头统筹，各区（功能区）、市公安局、珠海税务局配合",
        R,
        [("市市场监管局", L), ("各区（功能区）", P), ("市公安局", P), ("珠海税务局", P)],
    ),
    "by duty keeps the column's role": (
        "市口岸办、深圳海关按部门职责分工负责",
        L,
        [("市口岸办", L), ("深圳海关", L)],
    ),
    "by duty in the middle": (
        "各行业主管部门按职责分工分别负责、市市场监管局",
        L,
        [("各行业主管部门", L), ("市市场监管局", L)],
    ),
    "and other departments": (
        "市公安局、市市场监管局等部门按职责分工负责",
        L,
        [("市公安局", L), ("市市场监管局", L)],
    ),
    "and so on": ("市司法局、各区政府(新区管委会)等", R, [("市司法局", R), ("各区政府(新区管委会)", R)]),
    "leads and is responsible, the rest cooperates": (
        "省发展改革委牵头负责，省科技厅、商务厅配合",
        R,
        [("省发展改革委", L), ("省科技厅", P), ("省商务厅", P)],
    ),
    "labels": (
        "牵头单位：市科技局；配合单位：市财政局、市人社局",
        R,
        [("市科技局", L), ("市财政局", P), ("市人社局", P)],
    ),
    "a star is no name": ("责任单位：*县科技局、县人社局", R, [("县科技局", R), ("县人社局", R)]),
    "together with": ("市发展改革局会同市财政局", L, [("市发展改革局", L), ("市财政局", P)]),
    "words that only look like a beginning": (
        "市科技局、市政管局、市民政局",
        R,
        [("市科技局", R), ("市政管局", R), ("市民政局", R)],
    ),
    "nobody": ("—", R, []),
    "blank": ("", R, []),
}


@pytest.mark.parametrize("name", CASES)
def test_split_bodies(name: str) -> None:
    words, role, expected = CASES[name]
    cell = text_of(words) if words else text_of("x").part(0, 0)
    assert [(one.printed, one.role) for one in split_bodies(cell, role)] == expected


def test_a_rule_stated_once_gives_leads() -> None:
    assert split("市科技局、市数据局，市委网信办", leads="comma") == [
        ("市科技局", L),
        ("市数据局", L),
        ("市委网信办", R),
    ]
    assert split("责任单位：市科技局、市数据局", leads="first") == [("市科技局", L), ("市数据局", R)]


@given(
    st.text(
        st.sampled_from("市省区县局厅委政府各牵头配合统筹按职责分工负责等、，；（）()：深圳广州*— \n"),
        max_size=60,
    )
)
def test_split_bodies_never_fails_and_quotes_what_stands_there(words: str) -> None:
    cell = text_of(f"x{words}").part(1)
    for one in split_bodies(cell, R):
        assert one.printed
        quote = one.text.quote("责任单位")
        assert cell.source.slice(quote.span) == quote.text
