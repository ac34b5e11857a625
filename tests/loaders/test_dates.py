"""Deadlines."""

from __future__ import annotations

import pytest

from loaders.dates import doubled_end, read_deadline
from loaders.numerals import chinese_number
from loaders.source import text_source
from loaders.text import whole

CASES = {
    "2020年6月底": ("2020-06-30", "day", False),
    "2020年2月底": ("2020-02-29", "day", False),
    "2019年2月末": ("2019-02-28", "day", False),
    "2020年12月": ("2020-12", "month", False),
    "2020年6月底底": ("2020-06-30", "day", False),
    "2021年3月15日前": ("2021-03-15", "day", False),
    "2020年": ("2020", "year", False),
    "2020年底前": ("2020-12-31", "day", False),
    "2020年第三季度": ("2020-09-30", "day", False),
    "2021年上半年": ("2021-06-30", "day", False),
    "持续推进": (None, None, True),
    "2020年6月底，持续推进": ("2020-06-30", "day", True),
    "2020年13月": (None, None, False),
    "2021年2月30日": (None, None, False),
    "尽快": (None, None, False),
    "2020年3月至2020年9月底": ("2020-09-30", "day", False),
}


@pytest.mark.parametrize("words", CASES)
def test_read_deadline(words: str) -> None:
    deadline = read_deadline(whole(text_source("a.txt", words.encode())), "完成时限")
    assert deadline is not None
    assert (deadline.value, deadline.precision, deadline.ongoing) == CASES[words]
    assert deadline.quote.text == words


def test_a_blank_cell_states_no_deadline() -> None:
    assert read_deadline(whole(text_source("a.txt", b"x")).part(0, 0), "完成时限") is None


def test_a_doubled_end_is_noticed() -> None:
    assert doubled_end(whole(text_source("a.txt", "2020年6月底底".encode())))
    assert not doubled_end(whole(text_source("a.txt", "2020年6月底".encode())))


@pytest.mark.parametrize(
    ("words", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("", None), ("1", None)],
)
def test_chinese_number(words: str, value: int | None) -> None:
    assert chinese_number(words) == value
