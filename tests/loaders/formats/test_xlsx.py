"""Workbooks as Excel shows them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from loaders.formats import READERS
from loaders.formats.shown import BUILT_IN, shown
from tests.loaders.formats.support import refusal_of, shape_of

READ = READERS[".xlsx"]
HEADER = ["序号", "领域", "事项"]


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def of_rows(*rows: list[str | int | float | date | None]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return fill


def test_xlsx_merged_cells_captions_and_headings() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["任务分工表"],
            [None],
            [*HEADER],
            ["一、开办"],
            [1, "商事", "甲"],
            [2, None, "乙"],
            [3, "税务", "丙"],
        ):
            sheet.append(row)
        for span in ("A1:C1", "A4:C4", "B5:B6"):
            sheet.merge_cells(span)

    assert shape_of(READ, "a.xlsx", workbook(fill)).blocks == [
        "任务分工表",
        [HEADER, ["一、开办"], ["1", "商事", "甲"], ["2", "商事", "乙"], ["3", "税务", "丙"]],
    ]


def test_xlsx_hidden_rows_columns_and_sheets_are_left_out_and_recorded() -> None:
    def fill(sheet: Worksheet) -> None:
        of_rows([*HEADER], [1, "商事", "甲"], [2, "税务", "乙"], [3, "口岸", "丙"])(sheet)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book = sheet.parent
        assert book is not None
        other = book.create_sheet("草稿")
        other.append(["密"])
        other.sheet_state = "hidden"

    made = shape_of(READ, "a.xlsx", workbook(fill))
    assert made.blocks == [[["序号", "事项"], ["1", "甲"], ["3", "丙"]]]
    assert made.repairs == [
        ("hidden-row-left-out", "2｜税务｜乙"),
        ("hidden-column-left-out", "领域｜商事｜税务｜口岸"),
        ("hidden-sheet-left-out", "草稿"),
    ]


def test_xlsx_merged_range_that_begins_in_a_hidden_row_still_shows() -> None:
    def fill(sheet: Worksheet) -> None:
        of_rows([*HEADER], [1, "商事", "甲"], [2, None, "乙"])(sheet)
        sheet.merge_cells("B2:B3")
        sheet.row_dimensions[2].hidden = True

    assert shape_of(READ, "a.xlsx", workbook(fill)).blocks == [[HEADER, ["2", "商事", "乙"]]]


def test_xlsx_blank_rows_part_tables_only_above_a_header() -> None:
    rows = of_rows(
        [*HEADER], [1, "商事", "甲"], [], [2, "税务", "乙"], [], ["二、附表"], [], ["序号", "单位"], [1, "省厅"]
    )
    assert shape_of(READ, "a.xlsx", workbook(rows)).blocks == [
        [HEADER, ["1", "商事", "甲"], ["2", "税务", "乙"]],
        "二、附表",
        [["序号", "单位"], ["1", "省厅"]],
    ]


def test_xlsx_every_visible_sheet_is_read() -> None:
    def fill(sheet: Worksheet) -> None:
        of_rows(["序号", "事项"], [1, "甲"])(sheet)
        book = sheet.parent
        assert book is not None
        of_rows(["序号", "事项"], [1, "乙"])(book.create_sheet("二"))

    assert shape_of(READ, "a.xlsx", workbook(fill)).blocks == [
        [["序号", "事项"], ["1", "甲"]],
        [["序号", "事项"], ["1", "乙"]],
    ]


def test_xlsx_dates_and_numbers_are_as_shown() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["序号", "时限", "时间", "比例", "金额"])
        sheet.append([1, datetime(2020, 6, 30), datetime(2020, 6, 30), 0.125, 1234.5])
        for place, pattern in (
            ("A2", '0"."'),
            ("B2", 'yyyy"年"m"月"'),
            ("C2", "mm-dd-yy"),
            ("D2", "0.0%"),
            ("E2", "#,##0.00"),
        ):
            sheet[place].number_format = pattern

    assert shape_of(READ, "a.xlsx", workbook(fill)).blocks == [
        [["序号", "时限", "时间", "比例", "金额"], ["1.", "2020年6月", "2020/6/30", "12.5%", "1,234.50"]]
    ]


DAY = 44012.0  # 30 June 2020
SHOWN: list[tuple[float, str, str]] = [
    (7.0, "General", "7"), (0.1 + 0.2, "General", "0.3"), (-2.5, "General", "-2.5"), (1e20, "General", "1e+20"),
    (7.0, "000", "007"), (2.5, "0", "3"), (2.0, "0.0#", "2.0"), (2.256, "0.0#", "2.26"), (1e6, "#,##0", "1,000,000"),
    (-3.0, "0;(0)", "(3)"), (3.0, '第0"项"', "第3项"), (7.0, "@", "7"), (0.5, "0%", "50%"), (3.0, "0_ ", "3"),
    (12.0, "[DBNum1][$-804]General", "十二"), (12.0, '[DBNum1]General"、"', "十二、"),
    (DAY, BUILT_IN[14], "2020/6/30"), (DAY, BUILT_IN[57], "2020年6月"), (DAY, BUILT_IN[31], "2020年6月30日"),
    (DAY, "yyyy-mm-dd", "2020-06-30"), (DAY, "[$-804]yyyy/m/d;@", "2020/6/30"), (DAY, "d-mmm-yy", "30-Jun-20"),
    (DAY, "yyyy/m/d aaaa", "2020/6/30 星期二"), (DAY + 0.75, "yyyy/m/d h:mm", "2020/6/30 18:00"),
    (DAY + 0.75, "h:mm AM/PM", "6:00 PM"), (0.5 + 1 / 24 / 60, "mm:ss", "01:00"), (1.0, "yyyy/m/d", "1900/1/1"),
    (-1.0, "yyyy/m/d", "-1"), (1e9, "yyyy/m/d", "1000000000"),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "pattern", "expected"), SHOWN)
def test_shown(stored: float, pattern: str, expected: str) -> None:
    assert shown(stored, pattern) == expected


def test_shown_in_a_workbook_of_1904() -> None:
    assert shown(DAY - 1462, "yyyy/m/d", from_1904=True) == "2020/6/30"


def test_xlsx_stored_value_of_a_formula() -> None:
    data = workbook(of_rows(["序号", "事项"], ["=ROW()-1", "甲"]))
    assert "cell Sheet!A2 holds a formula" in refusal_of(READ, "a.xlsx", data)
    stored = edited(data, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>1</v>")
    stored = edited(stored, "xl/worksheets/sheet1.xml", b"<v />", b"<v>1</v>")
    assert shape_of(READ, "a.xlsx", stored).blocks == [[["序号", "事项"], ["1", "甲"]]]


def edited(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            content = given.read(name)
            made.writestr(name, content.replace(old, new) if name == part else content)
    return stream.getvalue()


def test_xlsx_without_any_cell_is_refused() -> None:
    assert "no text" in refusal_of(READ, "a.xlsx", workbook(of_rows()))
