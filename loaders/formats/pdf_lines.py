"""Printed characters become lines, and lines paragraphs.

A line that ends though the next word would still have fitted was ended by its author: there a paragraph ends.
All other line ends were made by the page and join without a space, between Latin words with one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from loaders.formats.pdf_pages import Glyph
from loaders.formats.rendition import Words, words
from loaders.text import ASCII_WORD

NOT_FIRST = "，。、；：？！）》〉】〕」』”’“‘％,.;:?!)]}%°…—·"
"""Characters that no line begins with: they take the one before them along. Programs tie quotes on both sides."""
NOT_LAST = "（《〈【〔「『“‘”’([{"
SENTENCE_END = "。；：！？…;:!?"
NUMBERED = re.compile(r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]")
"""After a full stop these begin a paragraph, also where the line before is full."""
SAME_LINE = 0.5
"""Baselines nearer than this part of the size are one line; an exponent stands within."""


@dataclass(frozen=True)
class Line:
    """Glyphs from left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def x0(self) -> float:
        """Where it begins."""
        return self.glyphs[0].x0

    @cached_property
    def x1(self) -> float:
        """Where it ends."""
        return max(glyph.x1 for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The middle one of its glyphs' sizes."""
        return sorted(glyph.size for glyph in self.glyphs)[len(self.glyphs) // 2]

    @cached_property
    def y(self) -> float:
        """The baseline that most glyphs stand on."""
        return sorted(glyph.y for glyph in self.glyphs)[len(self.glyphs) // 2]

    @cached_property
    def runs(self) -> list[tuple[str, bool]]:
        """Its text, a space where two Latin words stand apart."""
        found: list[tuple[str, bool]] = []
        for before, glyph in zip((None, *self.glyphs), self.glyphs, strict=False):
            apart = before is not None and glyph.x0 - before.x1 > 0.15 * glyph.size
            if apart and before is not None and ASCII_WORD.match(before.char) and ASCII_WORD.match(glyph.char):
                found.append((" ", before.bold and glyph.bold))
            found.append((plain(glyph.char), glyph.bold))
        return found

    @cached_property
    def text(self) -> str:
        """Its text without white space around it."""
        return "".join(char for char, _ in self.runs).strip()


def plain(char: str) -> str:
    """Radicals and compatibility forms (⽤ for 用), which fonts name in place of characters, as the character."""
    point = ord(char)
    if 0x2E80 <= point <= 0x2FDF or 0xF900 <= point <= 0xFAFF:
        return unicodedata.normalize("NFKC", char)
    return char


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a cell or page from top to bottom; glyphs printed twice to look bold are one, in bold."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.y):
        last = rows[-1][-1] if rows else None
        near = last is not None and glyph.y - last.y <= SAME_LINE * min(max(glyph.size, last.size), 40)
        if near:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = []
    for row in rows:
        kept: list[Glyph] = []
        for glyph in sorted(row, key=lambda one: one.x0):
            twin = kept[-1] if kept else None
            if twin is not None and twin.char == glyph.char and glyph.x0 - twin.x0 < 0.15 * glyph.size:
                kept[-1] = replace(twin, bold=True)
            else:
                kept.append(glyph)
        while kept and kept[-1].char.isspace():
            kept.pop()
        while kept and kept[0].char.isspace():
            kept.pop(0)
        if kept:
            lines.append(Line(tuple(kept)))
    return lines


def paragraphs(lines: Sequence[Line], left: float, right: float) -> list[list[Line]]:
    """Lines between two margins, parted where their author ended a paragraph."""
    found: list[list[Line]] = []
    for line in lines:
        if found and not ends(found[-1][-1], line, left, right):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def ends(line: Line, following: Line, left: float, right: float) -> bool:
    """Whether a paragraph ends between two lines."""
    em = max(line.size, following.size)
    if not 0.75 < line.size / following.size < 1.33:
        return True
    centred = abs((line.x0 - left) - (right - line.x1)) < em and line.x0 - left > em
    room = (right - left) - (line.x1 - line.x0) if centred else right - line.x1
    if line.text.endswith("。") and NUMBERED.match(following.text):
        return True
    slack = 0.4 if line.text.endswith(tuple(SENTENCE_END)) else 1.2
    if room > _first_word(following) + slack * em:
        return True
    indented = 1.5 * em < following.x0 - left < 2.6 * em and line.x0 - left < em
    return indented and abs((following.x0 - left) - (right - following.x1)) > em


def _first_word(line: Line) -> float:
    """How wide the part is that a line break may not tear."""
    glyphs = line.glyphs
    end = 1
    while end < len(glyphs) and end < 40:
        before, char = glyphs[end - 1].char, glyphs[end].char
        tied = before in NOT_LAST or char in NOT_FIRST or (_is_latin(before) and _is_latin(char))
        if not tied:
            break
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def _is_latin(char: str) -> bool:
    return "!" <= char <= "~"


def as_words(parts: Sequence[Sequence[Line]]) -> Words:
    """Paragraphs of lines as text."""
    runs: list[tuple[str, bool]] = []
    for part in parts:
        for line in part:
            before = runs[-1][0][-1:] if runs else ""
            if ASCII_WORD.match(before) and ASCII_WORD.match(line.text):
                runs.append((" ", False))
            runs += line.runs
        runs.append(("\n", False))
    return words(runs)
