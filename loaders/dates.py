"""Deadlines as documents print them."""

from __future__ import annotations

import calendar
import re

from loaders.text import Text
from ontology.model import DatePrecision, Deadline

DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2})年(?:"
    r"(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<end>[底末]+))?"
    r"|第?(?P<quarter>[一二三四1-4])季度(?:[底末]|之?前)?"
    r"|(?P<half>[上下])半年"
    r"|(?P<yearend>[底末]))?"
)
ONGOING = re.compile(r"持续|长期|常态化|全年|每年|按?年度")
QUARTERS = {**{c: n for n, c in enumerate("一二三四", 1)}, **{c: n for n, c in enumerate("1234", 1)}}


def read_deadline(cell: Text, field: str) -> Deadline | None:
    """A deadline cell; None where it is blank.

    底 and 末 give the last day (2020年2月底 is 2020-02-29), a bare month stays a month, a bare year a year; of
    several dates the last one counts.  持续推进 gives no date and `ongoing`.  What is neither keeps only its words.
    """
    if not cell:
        return None
    ongoing = bool(ONGOING.search(cell.value))
    value: str | None = None
    precision: DatePrecision | None = None
    for match in DATE.finditer(cell.value):
        found = _value(match)
        if found is not None:
            value, precision = found
    return Deadline(value, precision, ongoing, cell.quote(field))


def doubled_end(cell: Text) -> bool:
    """Whether 底 is printed twice (2020年6月底底): read as one, and worth a warning."""
    return any(len(match["end"] or "") > 1 for match in DATE.finditer(cell.value))


def _value(match: re.Match[str]) -> tuple[str, DatePrecision] | None:
    year = int(match["year"])
    if match["month"]:
        month = int(match["month"])
        if not 1 <= month <= 12:
            return None
        if match["day"]:
            day = int(match["day"])
            return (f"{year}-{month:02}-{day:02}", "day") if 1 <= day <= calendar.monthrange(year, month)[1] else None
        return _month_end(year, month) if match["end"] else (f"{year}-{month:02}", "month")
    if match["quarter"]:
        return _month_end(year, 3 * QUARTERS[match["quarter"]])
    if match["half"]:
        return _month_end(year, 6 if match["half"] == "上" else 12)
    return _month_end(year, 12) if match["yearend"] else (str(year), "year")


def _month_end(year: int, month: int) -> tuple[str, DatePrecision]:
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}", "day"
