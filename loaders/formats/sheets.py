"""Sheets: one grid that may hold captions, several tables, and nothing in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest
from typing import TypeVar

from loaders.formats.grid import NUMBER, Valued

LOOK = 50
"""A header stands within so many rows below a blank one."""

V = TypeVar("V", bound=Valued)


def without_blank_columns(rows: Sequence[Sequence[V]]) -> list[list[V]]:
    """Rows without the columns in which no row has text (trailing separators)."""
    used = [any(cell is not None and cell.value for cell in column) for column in zip_longest(*rows)]
    return [[cell for cell, use in zip(row, used, strict=False) if use] for row in rows]


def tables(rows: Sequence[Sequence[V]]) -> list[list[Sequence[V]]]:
    """The tables of a sheet: cut at blank rows, where what follows begins like a table of its own.

    It does where its first row of several cells has no number: that is a header.  Other blank rows are dropped.
    """
    found: list[list[Sequence[V]]] = [[]]
    for at, row in enumerate(rows):
        blank = not any(cell.value for cell in row)
        if blank and found[-1] and begins_table(rows[i] for i in range(at + 1, len(rows))):
            found.append([])
        elif not blank:
            found[-1].append(row)
    return [part for part in found if part]


def begins_table(rows: Iterable[Sequence[Valued]]) -> bool:
    """Whether the rows begin with a header; captions and blank rows above it do not count."""
    for row in islice(rows, LOOK):
        filled = [cell.value for cell in row if cell.value]
        if len(filled) > 1:
            return not any(NUMBER.fullmatch(value.strip()) for value in filled)
    return False
