"""Delimited text: the separator found, quotes, places in the file's own bytes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.blocks import Table
from loaders.formats import READERS
from tests.loaders.formats.support import refusal_of, shape_of

READ = READERS[".csv"]

CASES: dict[str, tuple[str, list[str | list[list[str]]]]] = {
    "commas, and full-width commas in the text": (
        "序号,事项\r\n1,甲，乙\r\n2,丙\r\n",
        [[["序号", "事项"], ["1", "甲，乙"], ["2", "丙"]]],
    ),
    "semicolons": ("序号;事项;单位\n1;甲,乙;省厅\n", [[["序号", "事项", "单位"], ["1", "甲,乙", "省厅"]]]),
    "full-width commas": ("序号，事项，单位\n1，甲，省厅\n", [[["序号", "事项", "单位"], ["1", "甲", "省厅"]]]),
    "tabs": ("序号\t事项\n1\t甲,乙\n", [[["序号", "事项"], ["1", "甲,乙"]]]),
    "the separator that Excel declares": ("sep=;\r\n序号;事项\r\n1;甲\r\n", [[["序号", "事项"], ["1", "甲"]]]),
    "line ends, separators and quotes inside quotes": (
        '序号,事项\n1,"甲,乙\n第二段 ""秒批"""\n2,丙\n',
        [[["序号", "事项"], ["1", '甲,乙\n第二段 "秒批"'], ["2", "丙"]]],
    ),
    "a field that only begins with a quoted word": (
        '序号,事项\n1,"一网通办"改革\n',
        [[["序号", "事项"], ["1", '"一网通办"改革']]],
    ),
    "a caption and blank columns": (
        "任务分工表,,,\n序号,事项,,\n1,甲,,\n",
        ["任务分工表", [["序号", "事项"], ["1", "甲"]]],
    ),
    "blank rows inside a table": ("序号,事项\n1,甲\n,\n2,乙\n\n", [[["序号", "事项"], ["1", "甲"], ["2", "乙"]]]),
    "a second table": (
        "序号,事项\n1,甲\n\n附表,\n序号,单位\n1,乙\n",
        [[["序号", "事项"], ["1", "甲"]], "附表", [["序号", "单位"], ["1", "乙"]]],
    ),
    "a heading between rows": ("序号,事项\n一、开办,\n1,甲\n", [[["序号", "事项"], ["一、开办", ""], ["1", "甲"]]]),
    "one column": ("甲\n乙\n", ["甲", "乙"]),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_blocks(name: str, encoding: str) -> None:
    text, expected = CASES[name]
    assert shape_of(READ, "a.csv", text.encode(encoding)).blocks == expected


FIELD = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)


FILLED = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(FILLED, FIELD, FIELD), min_size=1, max_size=5))  # a blank row may begin another table
def test_csv_fields_are_those_of_any_other_reader(rows: list[tuple[str, str, str]]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(["序号", "事项", "单位"])
    writer.writerows(rows)
    source, blocks = READ("a.csv", stream.getvalue().encode())
    table = blocks.blocks[0]
    assert isinstance(table, Table)
    want = [list(row) for row in rows]
    assert [[cell.value for cell in row] for row in table.rows[1:]] == want
    for row in table.rows:
        for cell in row:
            assert source.slice(cell.span).replace('""', '"') == cell.value


def test_csv_line_of_a_row_is_its_line_in_the_file() -> None:
    _, blocks = READ("a.csv", '题,\n序号,事项\n1,"甲\n乙"\n2,丙\n'.encode())
    table = blocks.blocks[1]
    assert isinstance(table, Table)
    assert [row[0].line for row in table.rows] == [2, 3, 5]


def test_csv_quote_that_is_never_closed() -> None:
    assert "never closed" in refusal_of(READ, "a.csv", '序号,事项\n1,"甲\n2,乙\n'.encode())


def test_csv_without_fields_is_refused() -> None:
    assert "no text" in refusal_of(READ, "a.csv", b",,,\n,,,\n")


def test_csv_that_is_a_renamed_workbook_is_refused() -> None:
    assert "ZIP container" in refusal_of(READ, "a.csv", b"PK\x03\x04\x00\x00")
