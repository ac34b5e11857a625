"""The text rendition of a format that has no stable byte positions of its own.

A reader hands over paragraphs and tables as `Words`; they are written one after another, and when all is written
each becomes a `Text` that knows its place.  A paragraph takes a line (an empty one a blank line); a table takes
one line a cell, a tab before it and a blank line after each row, the notation that word processors paste:

    ⇥1
    ⇥加强基础能力保障
    ⇥加大算力资源支持

    ⇥2
    ⇥
    ⇥畅通数据要素供给

The same `Words` in several rows (a merged cell) are written once, blank after that, and give the same `Text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.blocks import Block, Blocks, Paragraph, Table
from loaders.source import Source, rendered_source
from loaders.text import Text
from ontology.errors import DocumentError
from ontology.model import Problem, Repair

BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, eq=False)
class Words:
    """Text on its way into a rendition; two with the same value are still two. `bold` as in `Text`."""

    value: str
    bold: tuple[tuple[int, int], ...] = ()


def words(runs: Iterable[tuple[str, bool]]) -> Words:
    """Runs of text, each in bold or not, as one: lines without white space around them, no blank ones."""
    pieces: list[str] = []
    bold: list[tuple[int, int]] = []
    length, owed = 0, ""
    for value, is_bold in runs:
        value = BREAK.sub("\n", UNWRITABLE.sub("", value)).replace("\t", " ")
        for piece in re.findall(r"\s+|\S+", value):
            if piece.isspace():
                owed += piece
                continue
            gap = ("\n" if "\n" in owed else owed) if length else ""
            begin = length + len(gap)
            length = begin + len(piece)
            pieces += [gap, piece]
            if is_bold and bold and bold[-1][1] == begin - len(gap):
                bold[-1] = (bold[-1][0], length)
            elif is_bold:
                bold.append((begin, length))
            owed = ""
    return Words("".join(pieces), tuple(bold))


def joined(parts: Sequence[Words]) -> Words:
    """Several as the paragraphs of one."""
    runs: list[tuple[str, bool]] = []
    for part in parts:
        at = 0
        for begin, end in part.bold:
            runs += [(part.value[at:begin], False), (part.value[begin:end], True)]
            at = end
        runs += [(part.value[at:], False), ("\n", False)]
    return words(runs)


@dataclass(frozen=True)
class _Note:
    rule: str
    before: str
    after: str
    words: Words | None
    at: int


class Rendition:
    """Writes a document's text and keeps where each piece of it went."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data
        self._written: list[str] = []
        self._length = 0
        self._place: dict[Words, int] = {}
        self._blocks: list[tuple[Words, int | None] | tuple[tuple[Words, ...], ...]] = []
        self._notes: list[_Note] = []

    def paragraph(self, text: Words, heading: int | None = None) -> None:
        """A paragraph on lines of its own; an empty one is a blank line and no block."""
        self._put(text)
        self._write("\n")
        if text.value:
            self._blocks.append((text, heading))

    def table(self, rows: Sequence[Sequence[Words]]) -> None:
        """A table; rows without any cell are left out, and so is a table without rows."""
        kept = tuple(tuple(row) for row in rows if row)
        if not kept:
            return
        for row in kept:
            for cell in row:
                self._write("\t")
                if cell not in self._place:
                    self._put(cell)
                self._write("\n")
            self._write("\n")
        self._blocks.append(kept)

    def repair(self, rule: str, before: str, after: str = "", where: Words | None = None) -> None:
        """Notes a change; `where` are the words it concerns, None where it left something out just here."""
        self._notes.append(_Note(rule, before, after, where, self._length))

    def finish(self) -> tuple[Source, Blocks]:
        """The source with its rendition, and the blocks.

        Raises `DocumentError` where nothing at all was written.
        """
        if not self._blocks:
            raise refused(self.name, "the file holds no text; a document with a table of measures was wanted")
        source = rendered_source(self.name, self._data, "".join(self._written))
        texts = {
            one: Text(source, one.value, range(at, at + len(one.value)), at, one.bold)
            for one, at in self._place.items()
        }
        blocks: list[Block] = []
        for block in self._blocks:
            first = block[0]
            if isinstance(first, Words):
                blocks.append(Paragraph(texts[first], block[1] if isinstance(block[1], int) else None))
            else:
                rows = tuple(tuple(texts[cell] for cell in row) for row in block if isinstance(row, tuple))
                blocks.append(Table(rows, rows[0][0].line))
        repairs = []
        for note in self._notes:
            text = None if note.words is None else texts.get(note.words)
            span = source.span(note.at, note.at) if text is None else text.span
            repairs.append(Repair(note.rule, note.before, note.after, span))
        return source, Blocks(tuple(blocks), tuple(repairs))

    def _put(self, text: Words) -> None:
        self._place[text] = self._length
        self._write(text.value)

    def _write(self, value: str) -> None:
        self._written.append(value)
        self._length += len(value)


def refused(name: str, message: str) -> DocumentError:
    """The error for a file that as a whole cannot be read."""
    return DocumentError(name, [Problem(name, None, message)])
