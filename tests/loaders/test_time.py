"""No reader and no extractor takes time that grows with the square of its input."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from loaders.bodies import split_bodies
from loaders.clauses import find_clauses, names_only, without_clauses
from loaders.dates import read_deadline
from loaders.formats import READERS
from loaders.heads import read_head
from loaders.layouts import profile
from loaders.markup import strip_markup
from loaders.numerals import chinese_number
from loaders.pipeline import read_texts
from loaders.prose import read_prose
from loaders.rows import read_rows
from loaders.scopes import read_scope
from loaders.source import text_source
from loaders.text import Text, tidy, whole
from ontology.errors import DocumentError
from ontology.model import Role
from ontology.reference import area, find_areas, place_body

SMALL, LARGE = 8_000, 32_000
"""Characters, four times as many in the second."""
MOST = 8.0
"""Four times the input may take this many times as long; sixteen times would be the square."""
QUICK_S = 1.5
"""What takes no longer than this at the larger size has not blown up, whatever the ratio says."""

NASTY = {
    "、": "、", "（": "（", "《": "《", "》": "》", "digits": "1", "“": "“", "brackets": "（a）", "nested": "（《“〔【",
    "names": "市科技局、", "labels": "责任单位：", "label bracket": "（责任单位：市科技局）", "open label": "（责任单位：",
    "places": "广州、", "with": "市局会同", "and": "市局和", "verbs": "牵头", "duty": "按职责分工", "when": "2025年", "except": "除深圳",
    "adopted": "（已推广", "stops": "。", "sentences": "推行改革。", "spaces": "a ", "wide spaces": "　", "tags": "<b>", "bold": "**",
    "bold words": "**a", "ordinals": "一、", "semicolons": "；责任单位：市局", "numbers": "〔2020〕1号", "levels": "市、", "company": "市a公司",
    "by": "由市", "letters": "a", "hundred": "十", "stars": "*", "label spaces": "责任单位 ", "marks": "〔2020", "unit": "省市",
}  # fmt: skip


def seconds(work: Callable[[], object], tries: int) -> float:
    """The processor time of a call, at best of some tries."""
    best = float("inf")
    for _ in range(tries):
        start = time.process_time()
        with suppress(DocumentError):
            work()
        best = min(best, time.process_time() - start)
    return best


def check(work: Callable[[str], object], unit: str) -> None:
    """Measures `work` on the unit repeated to both sizes."""
    small, large = (unit * (size // len(unit)) for size in (SMALL, LARGE))
    if seconds(lambda: work(large), 1) > QUICK_S:
        long = seconds(lambda: work(large), 2)
        assert long < MOST * seconds(lambda: work(small), 3), f"{long:.2f} s for {LARGE:,} characters"


def _text(words: str) -> Text:
    return whole(text_source("a.txt", words.encode()))


list(read_texts(["x"]))
PLACE = area("深圳市")
EXTRACTORS: dict[str, Callable[[str], object]] = {
    "split_bodies": lambda words: split_bodies(_text(words), Role.LEAD),
    "find_clauses": lambda words: find_clauses(_text(words)),
    "without_clauses": lambda words: without_clauses(_text(words)),
    "names_only": lambda words: names_only(_text(words)),
    "read_scope": lambda words: read_scope(_text(words), "a", PLACE),
    "read_deadline": lambda words: read_deadline(_text(words), "a"),
    "place_body": lambda words: [place_body(words[i : i + 200], PLACE, "a") for i in range(0, len(words), 2000)],
    "find_areas": find_areas,
    "chinese_number": chinese_number,
    "tidy": lambda words: tidy(_text(words)),
    "strip_markup": lambda words: strip_markup(_text(words)),
    "pipeline": lambda words: list(read_texts([words])),
}


@pytest.mark.parametrize("name", EXTRACTORS)
def test_an_extractor_takes_no_square_of_time(name: str) -> None:
    for unit in NASTY.values():
        check(EXTRACTORS[name], unit)


HEAD = "序号\t事项\t内容\t责任单位\n"
SHAPES: dict[str, Callable[[str], str]] = {
    "one line": lambda words: words,
    "one cell": lambda words: HEAD + f"1\t甲\t{words}\t市局",
    "one cell of bodies": lambda words: HEAD + f"1\t甲\t乙\t{words}",
    "one paragraph": lambda words: f"一、甲。{words}（责任单位：市局）",
}
PAGE = "<table><tr><td>序号<td>事项<td>内容<td>责任单位<tr><td>1<td>甲<td>{}<td>市局</table>"


def _whole_way(ending: str, text: str) -> None:
    source, blocks = READERS[ending](f"a{ending}", text.encode())
    assert source.text
    reading = read_rows("a", blocks, profile())
    read_head(blocks.blocks, profile())
    rows = reading.rows or read_prose(blocks.blocks)
    for row in rows:
        for column in row.header.bodies:
            split_bodies(row.cell(column.index), Role.RESPONSIBLE)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_line_takes_no_square_of_time(shape: str) -> None:
    for unit in NASTY.values():
        check(lambda words: _whole_way(".txt", SHAPES[shape](words)), unit)


@pytest.mark.parametrize("ending", [".csv", ".html"])
def test_a_long_cell_takes_no_square_of_time(ending: str) -> None:
    for unit in NASTY.values():
        check(lambda words: _whole_way(ending, PAGE.format(words) if ending == ".html" else words), unit)


MANY: dict[str, tuple[str, str]] = {
    "rows of one character": (".txt", "a\n"),
    "rows": (".txt", "1\t甲\t乙\t市局\n"),
    "cells on lines": (".txt", "\t甲\n"),
    "pipes": (".txt", "| 1 | 甲 |\n"),
    "records": (".csv", "1,甲,乙,市局\n"),
    "records of one character": (".csv", "a\n"),
    "one record": (".csv", "a,"),
    "quotes": (".csv", '"a",'),
    "doubled quotes": (".csv", '""'),
    "headings": (".txt", "一、甲\n"),
    "deep headings": (".txt", "一、甲\n（一）乙\n1.丙\n（1）丁\n"),
    "measures": (".txt", "1.甲。乙。（责任单位：市局）\n"),
    "measures of two levels": (".txt", "一、甲\n1.乙。丙。\n责任单位：市局\n"),
    "lines without a number": (".txt", "推行改革。给予补贴。（责任单位：市局）\n"),
    "labels": (".txt", "一、甲\n责任单位\n"),
    "markdown headings": (".md", "# 甲\n"),
    "repeated headers": (".txt", HEAD),
    "tables": (".txt", HEAD + "1\t甲\t乙\t市局\n\n"),
    "blank lines": (".txt", "\n \n\t\n"),
    "tags": (".html", "<div>"),
    "table rows": (".html", "<tr><td>1<td>a"),
    "spans": (".html", "<td rowspan=9 colspan=3>a"),
    "paragraphs": (".html", "<p>甲<br>乙"),
    "inner tables": (".html", "<table><tr><td>"),
}


@pytest.mark.parametrize("name", MANY)
def test_many_parts_take_no_square_of_time(name: str) -> None:
    ending, unit = MANY[name]
    opened = "<table>" if ending == ".html" else ""
    check(lambda words: _whole_way(ending, opened + words), unit)
    if ending == ".txt":
        check(lambda words: _whole_way(ending, HEAD + words), unit)


@pytest.mark.parametrize("unit", ["1", "、", "（", "《", " "])
def test_a_line_of_five_megabytes_is_read_or_refused_in_seconds(unit: str) -> None:
    words = unit * (5_000_000 // len(unit.encode()))
    assert seconds(lambda: _whole_way(".txt", f"一、甲。{words}"), 1) < 30
