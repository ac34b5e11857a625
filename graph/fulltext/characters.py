"""What is known of single Chinese characters: initials of all their readings, and which are traditional."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

FIRST, LAST = 0x4E00, 0x9FFF
"""The CJK unified ideographs."""


@cache
def readings(character: str) -> str:
    """The first letters of a character's readings: `ctz` for 重, read chóng, zhòng and, seldom, tóng; empty for none."""
    from pypinyin import Style, pinyin

    (found,) = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore") or ([],)
    return "".join(sorted({one[0].lower() for one in found if one and one[0].isascii()}))


@cache
def traditional() -> Mapping[str, str]:
    """Each traditional character with the simplified one that stands for it."""
    from opencc import OpenCC

    every = "".join(map(chr, range(FIRST, LAST + 1)))
    # One character a line, so that no phrase is formed of neighbours.
    plain = OpenCC("t2s").convert("\n".join(every)).split("\n")
    return {old: new for old, new in zip(every, plain, strict=True) if old != new and len(new) == 1}
