"""Cells that span rows and columns become rows with one cell for each column.

* A cell over several rows stands in each of them, as the same `Words`: a domain is then carried exactly.
* A cell over the whole width is a row of one cell: a heading inside the table.
* A header of two levels (责任单位 over 牵头, 配合) becomes one row of its lowest names.
* Rows under one number cell are one measure: their other cells become paragraphs of one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

from loaders.formats.rendition import Rendition, Words, joined, refused

NUMBER = re.compile(r"[(（]?\d{1,5}[)）.．、]?")
MAX_SLOTS = 2_000_000
"""Spans can claim a million columns in a few bytes; a grid with more slots than this is refused."""


class Valued(Protocol):
    """A cell before or after it has its place."""

    @property
    def value(self) -> str:
        """What is printed."""


@dataclass(frozen=True)
class Cell:
    """A cell and the rows and columns that it covers; `height` and `width` are at least 1."""

    row: int
    column: int
    height: int
    width: int
    words: Words


def lay_out(out: Rendition, cells: Sequence[Cell]) -> list[list[Words]]:
    """The rows of a table; rows in which nothing is printed are left out.

    Raises `DocumentError` where the spans make a grid beyond `MAX_SLOTS`.
    """
    slots = _slots(out.name, cells)
    slots = _two_level_header(slots)
    rows: list[list[Words]] = []
    i = 0
    cut = _cells_a_row(slots)
    while i < len(slots):
        group = _under_one_number(slots, i)
        if len(group) > 1:
            rows.append(_one_row(out, group, cut))
        else:
            heading = _heading(slots[i])
            if heading is None:
                rows.append([cell.words for cell in (_distinct(slots[i]) if cut else slots[i])])
            elif heading.row == i:
                rows.append([heading.words])
        i += len(group)
    return [row for row in rows if any(cell.value for cell in row)]


def write(out: Rendition, rows: Sequence[Sequence[Words]]) -> None:
    """Writes a table; rows of one cell above its header are its caption, and become paragraphs."""
    start = captions(rows)
    for row in rows[:start]:
        out.paragraph(next(cell for cell in row if cell.value))
    out.table(rows[start:])


def captions(rows: Iterable[Sequence[Valued]]) -> int:
    """How many rows at the top hold one cell of text each."""
    return sum(1 for _ in takewhile(lambda row: sum(bool(cell.value) for cell in row) == 1, rows))


def _slots(name: str, cells: Sequence[Cell]) -> list[list[Cell]]:
    """One cell for each row and for each column in which any cell begins; blank ones fill the gaps."""
    if not cells:
        return []
    starts = sorted({cell.column for cell in cells})
    height = max(cell.row for cell in cells) + 1
    if height * len(starts) > MAX_SLOTS:
        raise refused(
            name, f"a table of {height:,} rows and {len(starts):,} columns is too large to be one of measures"
        )
    slots: list[list[Cell | None]] = [[None] * len(starts) for _ in range(height)]
    for cell in cells:
        left = bisect_left(starts, cell.column)
        right = max(left + 1, bisect_left(starts, cell.column + cell.width))
        for row in slots[cell.row : cell.row + cell.height]:
            for i in range(left, right):
                if row[i] is None:
                    row[i] = cell
    return [
        [Cell(r, c, 1, 1, Words("")) if cell is None else cell for c, cell in enumerate(row)]
        for r, row in enumerate(slots)
    ]


def _heading(row: Sequence[Cell]) -> Cell | None:
    """The one cell of a row in which nothing else is printed, if it is wider than a column; else None."""
    filled = [cell for cell in _distinct(row) if cell.words.value]
    wide = len(filled) == 1 and (filled[0].width > 1 or len(row) == 1)
    return filled[0] if wide else None


def _distinct(row: Sequence[Cell]) -> list[Cell]:
    return [cell for i, cell in enumerate(row) if i == 0 or cell is not row[i - 1]]


def _cells_a_row(slots: Sequence[Sequence[Cell]]) -> bool:
    """Whether all rows but headings have the same number of cells, fewer than columns.

    Tables drawn by hand have borders that miss each other by a hair; then cells count, not positions.
    """
    counts = {len(_distinct(row)) for row in slots} - {1}
    return len(counts) == 1 and counts != {len(slots[0])}


def _two_level_header(slots: list[list[Cell]]) -> list[list[Cell]]:
    for top, row in enumerate(slots[:4]):
        depth = row[0].height
        wide = [cell for cell in _distinct(row) if cell.width > 1 and cell.height < depth]
        if len(_distinct(row)) == 1 or depth < 2:
            continue
        if wide and row[0].row == top and not NUMBER.fullmatch(row[0].words.value):
            bottom = top + min(depth, len(slots) - top) - 1
            return [*slots[:top], slots[bottom], *slots[bottom + 1 :]]
        break
    return slots


def _under_one_number(slots: Sequence[Sequence[Cell]], start: int) -> Sequence[Sequence[Cell]]:
    """The rows from `start` that share the cell with their number, at least one."""
    row = slots[start]
    shared = next(
        (i for i, cell in enumerate(row) if cell.height > 1 and NUMBER.fullmatch(cell.words.value)),
        None,
    )
    end = start + 1
    while shared is not None and end < len(slots) and slots[end][shared] is row[shared]:
        end += 1
    return slots[start:end]


def _one_row(out: Rendition, group: Sequence[Sequence[Cell]], cut: bool) -> list[Words]:  # noqa: FBT001
    rows = [_distinct(row) for row in group] if cut else group
    made: list[Words] = []
    for column in zip(*rows, strict=True):
        parts = [cell.words for cell in _distinct(column) if cell.words.value]
        made.append(parts[0] if len(parts) == 1 else joined(parts) if parts else Words(""))
    number = next((one for one in made if NUMBER.fullmatch(one.value)), made[0])
    out.repair("rows-joined", "｜".join("".join(c.words.value for c in row) for row in rows), number.value, number)
    return made
