"""What makes texts findable in the page: simplified forms of traditional characters, and initials of pinyin."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

FIRST, LAST = 0x4E00, 0x9FFF
"""The CJK unified ideographs."""


def characters(texts: Iterable[str]) -> list[str]:
    """List the Chinese characters of texts, each once."""
    return sorted({one for text in texts for one in text if FIRST <= ord(one) <= LAST})


def initials(texts: Iterable[str]) -> dict[str, str]:
    """Give the first letters of each character's readings: `ctz` for 重, read chóng, zhòng and, seldom, tóng."""
    return {one: found for one in characters(texts) if (found := _readings(one))}


def simplified(texts: Iterable[str]) -> dict[str, str]:
    """Give the traditional characters that stand for the simplified ones of texts."""
    held = set(characters(texts))
    return {old: new for old, new in _traditional().items() if new in held and old not in held}


@cache
def _readings(character: str) -> str:
    from pypinyin import Style, pinyin

    (found,) = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore") or ([],)
    return "".join(sorted({one[0].lower() for one in found if one and one[0].isascii()}))


@cache
def _traditional() -> dict[str, str]:
    from opencc import OpenCC

    every = "".join(map(chr, range(FIRST, LAST + 1)))
    # One character a line, so that no phrase is formed of neighbours.
    plain = OpenCC("t2s").convert("\n".join(every)).split("\n")
    return {old: new for old, new in zip(every, plain, strict=True) if old != new and len(new) == 1}
