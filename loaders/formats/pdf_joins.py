"""Tables that go on over pages: a table goes on, if the next page begins with one of the same columns.

Its repeated header is dropped, a row that the page tore is put together, and a cell merged over several rows is
joined again where its other half is blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from loaders.formats.grid import NUMBER
from loaders.formats.pdf_lines import Line, paragraphs
from loaders.formats.pdf_pages import Glyph
from loaders.formats.pdf_tables import MOST_PADDING, PrintedCell, PrintedTable

SAME_COLUMN = 5.0
"""Columns of two pages are the same if their widths differ by less."""


def goes_on(table: PrintedTable, following: PrintedTable) -> bool:
    """Whether the table on the next page has the same columns."""
    if len(table.columns) != len(following.columns):
        return False
    ours = [x - table.columns[0] for x in table.columns]
    theirs = [x - following.columns[0] for x in following.columns]
    return all(abs(a - b) < SAME_COLUMN for a, b in zip(ours, theirs, strict=True))


def repeated_header(table: PrintedTable, following: PrintedTable) -> int:
    """How many rows at the top of the next page repeat rows at the top of the table."""
    ours = [_signature(table, i) for i in range(min(table.height, 6))]
    theirs = [_signature(following, i) for i in range(min(following.height, 6))]
    for start in range(min(3, len(ours))):
        count = 0
        while count < len(theirs) and start + count < len(ours) and theirs[count] == ours[start + count]:
            count += 1
        if count and not any(NUMBER.fullmatch(text) for row in theirs[:count] for text in row):
            return count
    return 0


def part_header(table: PrintedTable, following: PrintedTable) -> None:
    """Parts a repeated header from the torn row below it, where the program drew no line between them."""
    first = following.row(0)
    for i in range(min(3, table.height)):
        names = [cell.text for cell in table.row(i)]
        found = len(names) == len(first) > 1 and all(names)
        if not found or any(NUMBER.fullmatch(name) for name in names):
            continue
        heads = [_head(cell, name) for cell, name in zip(first, names, strict=True)]
        if all(heads) and [cell.text for cell in first] != names:
            for cell in following.cells:
                cell.top, cell.bottom = cell.top + 1, cell.bottom + 1
            following.height += 1
            for cell, count in zip(first, heads, strict=True):
                lines = [line for part in cell.lines for line in part]
                following.cells.append(replace(cell, top=0, bottom=1, lines=[lines[:count]]))
                cell.lines = _without(cell.lines, count)
            return


def _head(cell: PrintedCell, name: str) -> int:
    """How many lines at the top of a cell make up a name; 0 where they are other words."""
    said = ""
    for count, line in enumerate((line for part in cell.lines for line in part), 1):
        said += "".join(line.text.split())
        if said == name:
            return count
    return 0


def _without(parts: list[list[Line]], count: int) -> list[list[Line]]:
    """Paragraphs without their first lines."""
    left = []
    for part in parts:
        left.append(part[count:])
        count = max(0, count - len(part))
    return [part for part in left if part]


def _signature(table: PrintedTable, index: int) -> tuple[str, ...]:
    return tuple(cell.text for cell in table.row(index))


def begins_anew(following: PrintedTable, header: int) -> bool:
    """Whether the next page's first row after its header is number 1: a list of its own."""
    if header >= following.height:
        return False
    first = next((cell.text for cell in following.row(header) if NUMBER.fullmatch(cell.text)), "")
    return first.strip("(（)）.．、") == "1"


def join(table: PrintedTable, following: PrintedTable, header: int) -> bool:
    """Adds the next page's rows below its header to a table; True where a row had been torn.

    The number says whether one was: each row has one, so two halves of a row have it once between them.
    """
    last = table.row(table.height - 1)
    first = following.row(header) if header < following.height else []
    pairs = [(a, b) for a in last for b in first if (a.left, a.right) == (b.left, b.right)]
    _learn(table, following)
    torn = len(pairs) == len(last) == len(first) > 1 and _is_torn(pairs, table.numbers)
    partner: dict[int, PrintedCell] = {}
    for above, below in pairs:
        halves = bool(above.text) != bool(below.text) or not (above.text or below.text)
        if torn or (halves and above.left in table.merging and not NUMBER.fullmatch(above.text or below.text)):
            partner[id(below)] = above
    offset = table.height - header - (1 if torn else 0)
    for cell in following.cells:
        if cell.bottom <= header:
            continue
        cell.top, cell.bottom = max(cell.top, header) + offset, cell.bottom + offset
        half = partner.get(id(cell))
        if half is None:
            table.cells.append(cell)
        else:
            half.bottom = max(half.bottom, cell.bottom)
            half.lines = _continued(half, cell)
    table.height = following.height + offset
    return torn


def _is_torn(pairs: Sequence[tuple[PrintedCell, PrintedCell]], column: int | None) -> bool:
    above, below = "".join(a.text for a, _ in pairs), "".join(b.text for _, b in pairs)
    if not above or not below:
        return False
    if column is None:
        longest = max((a for a, _ in pairs), key=lambda a: len(a.text))
        partly = sum(not b.text for _, b in pairs) > 0
        return partly and not longest.text.endswith(("。", "；", "！", "”"))
    number = next(((a.text, b.text) for a, b in pairs if a.left == column), ("", ""))
    return not (number[0] and number[1])


def _learn(table: PrintedTable, following: PrintedTable) -> None:
    """Notes in which column of a table numbers stand, and in which columns cells are merged over rows."""
    for page in (following,) if table.learned else (table, following):
        texts: dict[int, list[str]] = defaultdict(list)
        for cell in page.cells:
            if cell.right - cell.left == 1:
                texts[cell.left] += [cell.text] if cell.text else []
                table.merging |= {cell.left} if cell.bottom - cell.top > 1 else set()
        for column in sorted(texts):
            numbers = sum(bool(NUMBER.fullmatch(text)) for text in texts[column])
            if table.numbers is None and numbers * 2 > len(texts[column]):
                table.numbers = column
    table.learned = True


def _continued(above: PrintedCell, below: PrintedCell) -> list[list[Line]]:
    """The paragraphs of both halves; the one that the page tore is one again."""
    if not above.lines or not below.lines:
        return above.lines or below.lines
    last, first = above.lines[-1], below.lines[0]
    padding = min(max(0.0, min(line.x0 for part in above.lines for line in part) - above.x0), MOST_PADDING)
    whole = paragraphs([last[-1], _moved(first[0], above.x0 - below.x0)], above.x0 + padding, above.x1 - padding)
    if len(whole) == 1:
        return [*above.lines[:-1], [*last, *first], *below.lines[1:]]
    return [*above.lines, *below.lines]


def _moved(line: Line, by: float) -> Line:
    if by == 0:
        return line
    return Line(tuple(Glyph(g.char, g.x0 + by, g.x1 + by, g.y, g.size, g.bold) for g in line.glyphs))
