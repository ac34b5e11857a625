"""Which domain each row stands under, where the print gives it once for many rows.

A merged domain cell comes out of a page as text in one row and blanks in the others.  The text is carried down;
but a cell that a page break cuts can lose its first row: then a blank stands one row above the text that belongs
to it.  A blank row just above a new domain is moved to it only where two signs agree: none of its leading bodies
leads elsewhere in the domain above while one does below, and its words are nearer to the rows below.  Both
readings are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from loaders.layouts import Layout
from loaders.rows import Row
from loaders.text import Text
from ontology.model import Repair, Role


@dataclass(frozen=True)
class Domain:
    """The domain of one row; `as_printed` only where the letter of the print gives another one."""

    name: str | None
    text: Text | None
    as_printed: str | None = None


def read_domains(rows: Sequence[Row], layout: Layout) -> tuple[list[Domain], list[Repair]]:
    """A domain for each row, from its domain column, else its heading, else its section (unless that is a list)."""
    column_values = [_column(row) for row in rows]
    if not any(column_values):
        return [_heading(row, layout) for row in rows], []
    groups: list[int] = []
    texts: list[Text | None] = []
    for row, value in zip(rows, column_values, strict=True):
        name = layout.bare(value.value) if value else None
        current = texts[groups[-1]] if groups else None
        known = layout.bare(current.value) if current else None
        new_list = bool(groups) and row.list_number != rows[len(groups) - 1].list_number
        if not groups or new_list or (name is not None and name != known):
            texts.append(value or None)
            groups.append(len(texts) - 1)
        else:
            groups.append(groups[-1])
    moved = _moved(rows, column_values, groups)
    domains, repairs = [], []
    for i, row in enumerate(rows):
        text = texts[moved[i]]
        name = layout.bare(text.value) if text else None
        printed_text = texts[groups[i]]
        printed = layout.bare(printed_text.value) if printed_text else None
        differs = moved[i] != groups[i]
        domains.append(Domain(name, text, printed if differs else None))
        if not column_values[i] and name is not None:
            rule = "domain-moved-to-next" if differs else "domain-carried-down"
            before = printed or "" if differs else ""
            repairs.append(Repair(rule, before, name, _place(row).span, str(i), uncertain=differs))
    return domains, repairs


def _column(row: Row) -> Text | None:
    column = row.header.of("domain")
    value = None if column is None else row.cell(column.index)
    return value or None


def _place(row: Row) -> Text:
    column = row.header.of("domain")
    return row.cells[0] if column is None else row.cell(column.index)


def _heading(row: Row, layout: Layout) -> Domain:
    text = row.heading if row.heading is not None else row.section
    if text is None or text is row.list_title:
        return Domain(None, None)
    return Domain(layout.bare(text.value), text)


def _moved(rows: Sequence[Row], values: Sequence[Text | None], groups: Sequence[int]) -> list[int]:
    """The group of each row after blank rows above a boundary were weighed."""
    moved = list(groups)
    for i in range(len(rows) - 2, 0, -1):
        if values[i] is not None or moved[i] == moved[i + 1]:
            continue
        above = [row for row, g in zip(rows, groups, strict=True) if g == groups[i] and row is not rows[i]]
        below = [row for row, g in zip(rows, groups, strict=True) if g == moved[i + 1]]
        if not above or not below:
            continue
        leads = _leads(rows[i])
        led_above = set().union(*(_leads(row) for row in above))
        led_below = set().union(*(_leads(row) for row in below))
        if leads & led_above or not leads & led_below:
            continue
        if _nearness(rows[i], below) > _nearness(rows[i], above):
            moved[i] = moved[i + 1]
    return moved


def _leads(row: Row) -> set[str]:
    bodies = row.header.bodies
    first = next((c for c in bodies if c.role is Role.LEAD), bodies[0] if bodies else None)
    return set() if first is None else {name for name in row.cell(first.index).value.split("、") if name}


def _words(row: Row) -> Counter[str]:
    column = row.header.of("measure")
    text = row.cell(column.index).value if column is not None else ""
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _nearness(row: Row, others: Sequence[Row]) -> float:
    """Cosine between the character pairs of a row and those of several rows together, 0 to 1."""
    mine = _words(row)
    theirs: Counter[str] = Counter()
    for other in others:
        theirs.update(set(_words(other)))
    dot = sum(count * theirs[pair] for pair, count in mine.items())
    norm = sqrt(sum(c * c for c in mine.values()) * sum(c * c for c in theirs.values()))
    return dot / norm if norm else 0.0
