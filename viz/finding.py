"""What makes texts findable in the page: simplified forms of traditional characters, and initials of pinyin."""

from __future__ import annotations

from collections.abc import Iterable

from graph.fulltext.characters import FIRST, LAST, readings, traditional


def characters(texts: Iterable[str]) -> list[str]:
    """List the Chinese characters of texts, each once."""
    return sorted({one for text in texts for one in text if FIRST <= ord(one) <= LAST})


def initials(texts: Iterable[str]) -> dict[str, str]:
    """Give the first letters of each character's readings: `ctz` for 重, read chóng, zhòng and, seldom, tóng."""
    return {one: found for one in characters(texts) if (found := readings(one))}


def simplified(texts: Iterable[str]) -> dict[str, str]:
    """Give the traditional characters that stand for the simplified ones of texts."""
    held = set(characters(texts))
    return {old: new for old, new in traditional().items() if new in held and old not in held}
