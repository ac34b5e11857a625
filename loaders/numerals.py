"""Chinese numerals up to 999, as they number headings and articles."""

from __future__ import annotations

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100}


def chinese_number(text: str) -> int | None:
    """The value of 一, 十二, 二十, 一百零三; None for anything else, the empty text included."""
    if not text or any(char not in DIGITS and char not in UNITS for char in text):
        return None
    total, digit = 0, 0
    for char in text:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit
