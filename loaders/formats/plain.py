"""Plain text and Markdown: paragraphs, and tables in the three notations that people paste.

* pipes, one row a line:             `| 1 | 一、深化… | <b>升级…</b> | 市市场监管局 |`
* tabs between cells, one row a line: `1⇥多缴退税E管家⇥通过在电子税务局…⇥省税务局⇥全省范围`
* a tab before each cell, one cell a line, as word processors paste tables:

      ⇥1
      ⇥证照主题联办
      ⇥佛山市大力推进“证照联办”改革…

  Here a cell may hold several paragraphs; all but the first stand on lines without a tab.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.blocks import Block, Blocks, Paragraph, Table
from loaders.markup import strip_markup
from loaders.source import Source
from loaders.text import Text, join, whole
from ontology.model import Repair

RULER = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?$")
PIPE = re.compile(r"(?<!\\)\|")
HEADING = re.compile(r"^(#{1,6})\s+")
NUMBER = re.compile(r"^\s*[(（]?\d{1,5}[)）.．、]?\s*$")


def read(source: Source) -> Blocks:
    """The blocks of a text file."""
    lines = list(whole(source).lines())
    reader = _Reader(lines)
    blocks = reader.blocks()
    return Blocks(tuple(blocks), tuple(reader.repairs))


@dataclass
class _Reader:
    """Walks the lines once; `i` is the next line."""

    lines: Sequence[Text]

    def __post_init__(self) -> None:
        self.i = 0
        self.repairs: list[Repair] = []

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        while self.i < len(self.lines):
            line = self.lines[self.i]
            value = line.value
            if not value.strip():
                self.i += 1
            elif _is_pipe_row(value):
                found.append(self._pipe_table())
            elif value.startswith("\t") and "\t" not in value[1:].strip():
                found.append(self._cell_lines())
            elif "\t" in value.strip():
                found.append(self._tab_table())
            else:
                found.append(self._paragraph(line))
                self.i += 1
        return found

    def _paragraph(self, line: Text) -> Paragraph:
        mark = HEADING.match(line.value)
        text = line.part(mark.end()) if mark else line
        return Paragraph(self._clean(text).strip(), len(mark.group(1)) if mark else None)

    def _clean(self, text: Text) -> Text:
        """A cell or paragraph without its markup; what is left out is recorded."""
        clean, marks = strip_markup(text)
        if marks and any(mark.lower() not in ("<b>", "</b>", "**", "<br>") for mark in marks):
            self.repairs.append(Repair("tag-stripped", "".join(marks), "", text.strip().span))
        return clean

    # -- pipes ---------------------------------------------------------------------------------------------

    def _pipe_table(self) -> Table:
        first = self.lines[self.i].line
        rows = []
        while self.i < len(self.lines) and _is_pipe_row(self.lines[self.i].value):
            line = self.lines[self.i].strip()
            if not RULER.match(line.value):
                rows.append(tuple(self._clean(cell).strip() for cell in _split(line, PIPE)))
            self.i += 1
        return Table(tuple(rows), first)

    # -- tabs, one row a line --------------------------------------------------------------------------------

    def _tab_table(self) -> Table:
        """Rows until a blank line or a line that cannot go on with a row.

        A row with too few cells takes in the lines after it, up to the next line that begins with a number:
        a line end inside a cell had torn it.
        """
        first = self.lines[self.i].line
        rows: list[tuple[Text, ...]] = []
        width = 0
        while self.i < len(self.lines):
            line = self.lines[self.i]
            if "\t" not in line.value.strip():
                if not rows or not line.value.strip() or len(rows[-1]) >= width:
                    break
                rows[-1] = _grow(rows[-1], [line])
                self.i += 1
                continue
            cells = _split_tabs(line)
            width = width or len(cells)
            torn = rows and len(rows[-1]) < width and not NUMBER.match(cells[0].value)
            if torn and len(rows[-1]) + len(cells) - 1 <= width:
                rows[-1] = _grow(rows[-1], cells)
            else:
                rows.append(cells)
            self.i += 1
        return Table(tuple(tuple(self._clean(c).strip() for c in row) for row in rows), first)

    # -- tabs, one cell a line -------------------------------------------------------------------------------

    def _cell_lines(self) -> Table:
        """Cells gathered into rows as wide as the first unbroken run of tabbed lines, the header.

        A first cell that a blank line parts from what follows is a row of its own (a heading in the table).
        A row that is full takes further untabbed paragraphs only up to a blank line.
        """
        first = self.lines[self.i].line
        width = self._header_width()
        rows: list[list[list[Text]]] = []
        row: list[list[Text]] = []
        blank = False
        while self.i < len(self.lines):
            line = self.lines[self.i]
            if not line.value.strip() and not line.value.startswith("\t"):
                blank = True
            elif line.value.startswith("\t"):
                if len(row) == width or (len(row) == 1 and blank):
                    row = []
                if not row:
                    rows.append(row)
                row.append([line.part(1)])
                blank = False
            elif row and not (blank and (len(row) == width or len(row) == 1)):
                row[-1].append(line)
                blank = False
            else:
                break
            self.i += 1
        return Table(tuple(tuple(self._clean(join(cell)).strip() for cell in row) for row in rows), first)

    def _header_width(self) -> int:
        width = 0
        for line in self.lines[self.i :]:
            if not line.value.startswith("\t"):
                break
            width += 1
        return width


def _is_pipe_row(value: str) -> bool:
    stripped = value.strip()
    return stripped.startswith("|") and len(PIPE.findall(stripped)) > 1


def _split(line: Text, separator: re.Pattern[str]) -> list[Text]:
    """The cells between the first and the last pipe of a line."""
    marks = [match.start() for match in separator.finditer(line.value)]
    if marks[-1] != len(line.value) - 1:
        marks.append(len(line.value))
    return [line.part(a + 1, b) for a, b in zip(marks, marks[1:], strict=False)]


def _split_tabs(line: Text) -> tuple[Text, ...]:
    marks = [-1, *(i for i, char in enumerate(line.value) if char == "\t"), len(line.value)]
    return tuple(line.part(a + 1, b) for a, b in zip(marks, marks[1:], strict=False))


def _grow(row: tuple[Text, ...], cells: Sequence[Text]) -> tuple[Text, ...]:
    return (*row[:-1], join([row[-1], cells[0]]), *cells[1:])
