"""How a spreadsheet shows a stored number: 43983 under yyyy"年"m"月" is 2020年6月."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from loaders.formats.counting import chinese

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 47: "mm:ss", 49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"',
}  # fmt: skip
"""Formats that files name by number only, as a Chinese Excel shows them."""

QUOTED = r'"[^"]*"|\\.'
SECTION = re.compile(rf"(?:{QUOTED}|[^;])*")
BRACKET = re.compile(r"\[(?!(?:h+|m+|s+)\])[^\]]*\]", re.IGNORECASE)
TOKEN = re.compile(
    rf"{QUOTED}|[_*].|\[(?:h+|m+|s+)\]|AM/PM|A/P|上午/下午|General|y+|m+|d+|h+|s+|a{{3,4}}|[0#?][0#?,]*(?:\.[0#?]+)?|.",
    re.IGNORECASE | re.DOTALL,
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HALVES = ("AM/PM", "A/P", "上午/下午")
FIRST_DAY = datetime(1899, 12, 30)
LAST_SERIAL = 2_958_466


def shown(stored: float, pattern: str, *, from_1904: bool = False) -> str:
    """A number as its cell shows it, in a Chinese Excel."""
    sections = [match.group() for match in SECTION.finditer(pattern) if match.group()]
    section = sections[1] if stored < 0 and len(sections) > 1 else sections[0] if sections else "General"
    in_chinese = "[dbnum1]" in section.lower()
    tokens = TOKEN.findall(BRACKET.sub("", section))
    if any(_is_date(token) for token in tokens):
        moment = _moment(stored + (1462 if from_1904 else 0))
        return _general(stored) if moment is None else _date(moment, tokens)
    value = abs(stored) if stored < 0 and len(sections) > 1 else stored
    if in_chinese and value == int(value):
        return "".join(chinese(int(value)) if _is_number(t) or t.lower() == "general" else _literal(t) for t in tokens)
    return _number(value, tokens)


def _is_date(token: str) -> bool:
    return token[0] in "yYmMdDhHsS" or token.lower()[:2] in ("[h", "[m", "[s")


def _is_number(token: str) -> bool:
    return token[0] in "0#?"


def _literal(token: str) -> str:
    if token.startswith('"'):
        return token[1:-1]
    if token.startswith("\\"):
        return token[1:]
    return "" if token[0] in "_*" else token


def _general(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e11 else format(value, ".10g")


def _number(value: float, tokens: list[str]) -> str:
    if not any(_is_number(token) for token in tokens):
        return "".join(_general(value) if t.lower() == "general" or t == "@" else _literal(t) for t in tokens)
    percent = tokens.count("%")
    said, done = "", False
    for token in tokens:
        if _is_number(token) and not done:
            said += _digits(value * 100**percent, token)
            done = True
        elif not _is_number(token):
            said += _literal(token)
    return said


def _digits(value: float, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = format(rounded, ",f" if "," in whole else "f")
    optional = len(decimals) - len(decimals.rstrip("#?"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    return sign + text.rstrip(".").rjust(whole.count("0"), "0")


def _moment(serial: float) -> datetime | None:
    """The day and time of a serial number; None where sheets know none. Excel counts a 29 February 1900."""
    if not 0 <= serial < LAST_SERIAL:
        return None
    return FIRST_DAY + timedelta(days=serial + (serial < 60), microseconds=500)


def _date(moment: datetime, tokens: list[str]) -> str:
    twelve = any(token.upper() in HALVES for token in tokens)
    said, after_hours = "", False
    for at, token in enumerate(tokens):
        kind = token.lower().strip("[]")
        letter = kind[0] if kind else ""
        if letter == "m" and len(kind) < 3 and (after_hours or _seconds_follow(tokens[at + 1 :])):
            said += f"{moment.minute:0{len(kind)}}"
        elif token.upper() in HALVES:
            morning, evening = token.split("/")
            said += morning if moment.hour < 12 else evening
        elif kind in ("aaa", "aaaa"):
            said += ("星期" if kind == "aaaa" else "") + "一二三四五六日"[moment.weekday()]
        elif letter and _is_date(token):
            said += _field(moment, letter, len(kind), twelve=twelve)
        else:
            said += _literal(token)
        if letter in tuple("hydm") and _is_date(token):
            after_hours = letter == "h"
    return said


def _seconds_follow(tokens: list[str]) -> bool:
    return next((token[0] in "sS" for token in tokens if _is_date(token)), False)


def _field(moment: datetime, letter: str, width: int, *, twelve: bool) -> str:
    if letter == "y":
        return f"{moment.year % 100:02}" if width < 3 else f"{moment.year:04}"
    if letter in "md" and width > 2:
        return MONTHS[moment.month - 1] if letter == "m" else DAYS[moment.weekday()]
    hour = (moment.hour - 1) % 12 + 1 if twelve else moment.hour
    value = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    return f"{value:0{min(width, 2)}}"
