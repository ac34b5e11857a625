"""Whole numbers as documents count with them: 7, 07, 七, ⑦, g, vii."""

from __future__ import annotations

from itertools import groupby

DIGITS = "〇一二三四五六七八九"
UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def chinese(value: int) -> str:
    """十二 for 12, 一百零五 for 105; figures from 10,000 on and below 0."""
    if not 0 <= value < 10_000:
        return str(value)
    said = ""
    for unit, name in UNITS:
        digit, value = divmod(value, unit)
        said += DIGITS[digit] + name if digit else "〇"
    said = "".join("零" if char == "〇" else "".join(run) for char, run in groupby(said)).strip("零")
    return said.removeprefix("一") if said.startswith("一十") else said or "〇"


def by_digits(value: int) -> str:
    """二〇二〇 for 2020."""
    return "".join(DIGITS[int(digit)] for digit in str(abs(value)))


def circled(value: int) -> str:
    """⑦ for 7; figures beyond 20."""
    return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)


def letter(value: int) -> str:
    """A to Z for 1 to 26, then AA, BB and so on."""
    return chr(65 + (value - 1) % 26) * ((value - 1) // 26 + 1) if 1 <= value <= 520 else str(value)


def roman(value: int) -> str:
    """`vii` for 7, in small letters; figures beyond 3,999."""
    if not 0 < value < 4000:
        return str(value)
    said = ""
    for size, name in ROMAN:
        count, value = divmod(value, size)
        said += name * count
    return said
