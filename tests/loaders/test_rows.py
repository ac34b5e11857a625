"""Rows: headers, headings, numbers."""

from __future__ import annotations

import pytest

from loaders.domains import read_domains
from loaders.formats import plain
from loaders.layouts import profile
from loaders.rows import Reading, read_rows
from loaders.source import text_source
from ontology.model import Severity


def reading(*lines: str) -> Reading:
    blocks = plain.read(text_source("a.txt", "\n".join(lines).encode()))
    return read_rows("a.txt", blocks, profile())


HEAD = "序号\t事项\t主要内容\t牵头单位"


def errors(found: Reading) -> list[str]:
    return [str(one) for one in found.problems if one.severity is Severity.ERROR]


def test_rows_run_on_over_repeated_headers() -> None:
    found = reading(HEAD, "1\t甲\t内\t市局", "", HEAD, "2\t乙\t内\t市局")
    assert [row.number for row in found.rows] == [1, 2]
    assert [one.rule for one in found.repairs] == ["repeated-header"]
    assert errors(found) == []


A, B, C, D = (f"{n}\t{name}\t内\t市局" for n, name in enumerate("甲乙丙丁", 1))

BROKEN = {
    "a gap": ((A, C), "a.txt, line 3, row 3: 1 (line 2) is followed by 3: 2 is missing"),
    "a wide gap": ((A, "5\t戊\t内\t市局"), "line 3, row 5: 1 (line 2) is followed by 5: 2、3、4 are missing"),
    "a number twice": (
        (A, "1\t乙\t内\t市局", C),
        "line 3, row 1: the number 1 stands twice (also on line 2), here where 2",
    ),
    "a row twice": ((A, B, B, C), "line 4, row 2: the number 2 stands twice (also on line 3); each"),
    "a misprint": (
        (A, "7\t乙\t内\t市局", C, D),
        "line 3, row 7: 1 (line 2) is followed by 7 where 2 was wanted",
    ),
    "a first number other than 1": ((B,), "line 2, row 2: the list begins with 2: 1 is missing"),
    "no number": ((A, "x\t乙\t内\t市局"), "line 3, row after 1, 序号: “x” is no number"),
    "a cell too few": ((A, "2\t乙\t内"), "line 3, row 2: the row has 3 cells where the header has 4"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sequence_names_document_line_and_row(name: str) -> None:
    rows, said = BROKEN[name]
    found = errors(reading(HEAD, *rows))
    assert len(found) == 1
    assert said in found[0]


def test_all_problems_are_collected() -> None:
    nine = "9\t丙\t内\t市局"
    assert len(errors(reading(HEAD, A, nine, nine, "4\t丁\t内"))) == 3


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        ("序号\t事项\t主要内容", "1\t甲\t内", "no column of responsible bodies"),
        ("序号\t主要内容\t牵头单位", "1\t内\t市局", "no column that names the measure"),
    ],
)
def test_a_missing_column_is_named(header: str, row: str, wanted: str) -> None:
    found = errors(reading(header, row))
    assert len(found) == 1
    assert wanted in found[0]
    assert "line 1" in found[0]


def test_a_table_without_numbers_is_numbered_with_a_warning() -> None:
    found = reading("事项\t主要内容\t牵头单位", "甲\t内\t市局", "乙\t内\t市局")
    assert [row.number for row in found.rows] == [1, 2]
    assert [one.severity for one in found.problems] == [Severity.WARNING]


def test_numbers_that_begin_again_under_a_new_heading_make_lists() -> None:
    table = (HEAD, "1\t甲\t内\t市局", "2\t乙\t内\t市局", "")
    found = reading("一、复制推广的举措（2项）", *table, "二、供借鉴的举措（3项）", *table)
    assert [(row.list_number, row.number) for row in found.rows] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert errors(found) == []
    assert ["says 3 measures and holds 2" in str(one) for one in found.problems] == [True]


def test_a_table_of_something_else_is_passed_over() -> None:
    found = reading("姓名\t电话", "张三\t123")
    assert (found.rows, found.problems) == ((), ())


DOMAINS = "序号\t所属领域\t改革措施\t牵头单位"


def test_domains_are_carried_down() -> None:
    found = reading(
        DOMAINS,
        "1\t一、纳税领域（2项）\t报税。内\t市税务局",
        "2\t\t退税。内\t市税务局",
        "3\t二、贸易\t通关。内\t海关",
    )
    domains, repairs = read_domains(found.rows, profile())
    assert [one.name for one in domains] == ["纳税", "纳税", "贸易"]
    assert [one.rule for one in repairs] == ["domain-carried-down"]


def test_a_blank_above_a_boundary_moves_only_where_bodies_and_words_agree() -> None:
    rows = (
        "1\t一、纳税\t网上报税。\t市税务局",
        "2\t\t自助退税。\t市税务局",
        "3\t\t完善海关申报通关制度。\t深圳海关",
        "4\t二、贸易\t推广海关提前申报通关。\t深圳海关",
    )
    domains, repairs = read_domains(reading(DOMAINS, *rows).rows, profile())
    assert [one.name for one in domains] == ["纳税", "纳税", "贸易", "贸易"]
    assert [one.as_printed for one in domains] == [None, None, "纳税", None]
    assert [one.rule for one in repairs if one.uncertain] == ["domain-moved-to-next"]
    kept = (*rows[:2], rows[2].replace("深圳海关", "市税务局、深圳海关"), rows[3])
    domains, _ = read_domains(reading(DOMAINS, *kept).rows, profile())
    assert [one.name for one in domains] == ["纳税", "纳税", "纳税", "贸易"]
