"""Blocks become rows: headers are found, repeated ones dropped, headings remembered, numbers checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from loaders.blocks import Blocks, Paragraph, Table
from loaders.layouts import Header, Layout, Leads, grouped, leads_by_note
from loaders.numerals import chinese_number
from loaders.text import Text, tidy
from ontology.model import Problem, Repair, Role, Severity

NOTE = re.compile(r"^(?:注|备注|说明|填表说明)[：:]")
NUMBER = re.compile(r"^[(（]?(\d{1,5})[)）.．、]?$")
HEADING_LENGTH = 60
"""A heading before a table is shorter than this and ends without a full stop."""
NAMES_TASK = re.compile(r"任务|举措|措施|做法|事项|经验|项目|名称|标题")


@dataclass(frozen=True)
class Row:
    """One row of a table of measures. `cells` are cleaned and stand in the order of the header's columns."""

    number: int
    header: Header
    cells: tuple[Text, ...]
    page: int
    """Which table, or part of a table under its own copy of the header, the row stands in; from 0."""
    heading: Text | None
    """The heading row that it stands under inside its table, or None."""
    section: Text | None
    """The heading paragraph that its table stands under, or None."""
    list_number: int | None = None
    list_title: Text | None = None

    @property
    def line(self) -> int:
        """The 1-based line that the row begins on."""
        return self.cells[0].line

    def cell(self, index: int) -> Text:
        """The cell of a column."""
        return self.cells[index]


@dataclass(frozen=True)
class Reading:
    """What was made of a document's tables."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    repairs: tuple[Repair, ...]


@dataclass
class _Reader:
    document: str
    layout: Layout
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    header: Header | None = None
    page: int = -1
    heading: Text | None = None
    section: Text | None = None
    promised: list[tuple[Text, int]] = field(default_factory=list)
    """Headings that say how many measures they hold: heading and count."""
    notes: list[str] = field(default_factory=list)
    """What stands outside the rows: a rule for who leads may be among it."""

    def problem(self, line: int, message: str, cell: str | None = None) -> None:
        self.problems.append(Problem(self.document, line, message, cell))

    def table(self, table: Table, before: Paragraph | None) -> bool:
        """Reads one table; False where it is no table of measures."""
        header_at = next((i for i, row in enumerate(table.rows[:6]) if self.layout.header(row)), None)
        if header_at is None:
            width = {len(row) for row in table.rows}
            numbered = any(_number(row[0]) is not None for row in table.rows)
            if self.header is None or not width <= {1, len(self.header.cells)} or not numbered:
                return False
            body: Sequence[tuple[Text, ...]] = table.rows
        else:
            if self.header is not None and any(_number(row[0]) is not None for row in table.rows[:header_at]):
                for row in table.rows[:header_at]:
                    self._row(row)
            self._start(table.rows[header_at])
            body = table.rows[header_at + 1 :]
        if before is not None:
            self.section, self.heading = before.text, None
            self._promise(before.text)
        for row in body:
            self._row(row)
        return True

    def _start(self, row: tuple[Text, ...]) -> None:
        header = self.layout.header(row)
        if header is None:  # pragma: no cover - the caller found it
            return
        self.page += 1
        if self.header is not None and header.cells == self.header.cells:
            self.repairs.append(Repair("repeated-header", "｜".join(header.cells), "", row[0].span))
            return
        self.header = header
        self._check_columns(header)

    def _check_columns(self, header: Header) -> None:
        columns = "、".join(name for name in header.cells if name)
        if not header.bodies:
            self.problem(
                header.line,
                f"the table has no column of responsible bodies (牵头单位, 责任单位, 配合单位 …); it has {columns}. "
                "Add the column, or its name to the layout",
            )
        measure = header.of("measure")
        if measure is None or (header.of("content") is None and not NAMES_TASK.search(measure.name)):
            self.problem(
                header.line,
                f"the table has no column that names the measure (事项, 改革措施, 任务 …); it has {columns}. "
                "Add the column, or its name to the layout",
            )
        if header.of("number") is None:
            self.problems.append(
                Problem(
                    self.document,
                    header.line,
                    f"the table has no column of numbers (序号); it has {columns}. "
                    "Its rows are numbered in the order they stand",
                    severity=Severity.WARNING,
                )
            )

    def _row(self, row: tuple[Text, ...]) -> None:
        header = self.header
        if header is None:  # pragma: no cover - rows are read under a header only
            return
        cells = tuple(tidy(cell) for cell in row)
        words = [cell for cell in cells if cell]
        if not words:
            return
        if tuple("".join(cell.value.split()) for cell in cells) == header.cells:
            self.page += 1
            self.repairs.append(Repair("repeated-header", "｜".join(header.cells), "", row[0].span))
            return
        number_column = header.of("number")
        number = _number(cells[0 if number_column is None else min(number_column.index, len(cells) - 1)])
        if (
            len({cell.value for cell in words}) == 1
            and len(words) in (1, len(cells))
            and (number is None or len(header.cells) == 1)
        ):
            self._heading_row(words[0])
            return
        if len(cells) != len(header.cells):
            self.problem(
                row[0].line,
                f"the row has {len(cells)} cells where the header has {len(header.cells)} "
                f"({'、'.join(header.cells)}); a cell or its separator is missing or too many",
                f"row {cells[0].value or '?'}",
            )
            return
        if number_column is None:
            number = len(self.rows) + 1
        elif number is None:
            what = f"“{cells[number_column.index].value}” is no number" if cells[number_column.index] else "is blank"
            self.problem(
                row[0].line,
                f"{what}; the number that the document prints for this row was wanted",
                f"row after {self.rows[-1].number if self.rows else 'the header'}, {number_column.name}",
            )
            return
        self.rows.append(Row(number, header, cells, self.page, self.heading, self.section))

    def _heading_row(self, text: Text) -> None:
        if NOTE.match(text.value):
            self.notes.append(text.value)
            return
        self.heading = text
        self._promise(text)

    def _promise(self, text: Text) -> None:
        count = self.layout.counted(text.value)
        if count is not None:
            self.promised.append((text, count))


def read_rows(file: str, blocks: Blocks, layout: Layout) -> Reading:
    """All rows of the tables of measures in a document, in order, with everything that is wrong with them.

    A document without such a table gives no rows and no problem: it may hold measures as prose.
    """
    reader = _Reader(file, layout)
    before: Paragraph | None = None
    for block in blocks.blocks:
        if isinstance(block, Table):
            reader.table(block, before)
            before = None
        else:
            reader.notes.append(block.text.value)
            before = block if _is_heading(block, layout) else None
    reader.rows = _grouped(reader.rows)
    leads = leads_by_note(reader.notes)
    if leads is not None:
        reader.rows = [replace(row, header=_led(row.header, leads)) for row in reader.rows]
    rows = _number_lists(reader)
    _check_counts(reader, rows, layout)
    return Reading(tuple(rows), tuple(reader.problems), (*blocks.repairs, *reader.repairs))


def _grouped(rows: Sequence[Row]) -> list[Row]:
    """Rows whose task repeats, or is blank, below a row with the same header: the task is a domain for several."""
    parted: set[int] = set()
    for above, row in pairwise(rows):
        task = row.header.of("measure")
        if task is not None and row.header is above.header:
            value = row.cell(task.index).value
            if not value or value == above.cell(task.index).value:
                parted.add(id(row.header))
    changed = {id(row.header): grouped(row.header) for row in rows if id(row.header) in parted}
    return [replace(row, header=changed.get(id(row.header)) or row.header) for row in rows]


def _led(header: Header, leads: Leads) -> Header:
    """The header with a rule for who leads in its columns of bodies that give no lead themselves."""
    if any(column.role is Role.LEAD for column in header.columns):
        return header
    columns = (replace(c, leads=c.leads or leads) if c.role is Role.RESPONSIBLE else c for c in header.columns)
    return replace(header, columns=tuple(columns))


def _is_heading(paragraph: Paragraph, layout: Layout) -> bool:
    text = paragraph.text.value
    return len(text) <= HEADING_LENGTH and not text.endswith(("。", "；")) and layout.heading(text) is not None


def _number(text: Text) -> int | None:
    value = unicodedata.normalize("NFKC", text.value.strip())
    match = NUMBER.match(value)
    return int(match.group(1)) if match else chinese_number(value)


def _number_lists(reader: _Reader) -> list[Row]:
    """Checks that numbers run on by one; where they start again at 1 after a heading, a new list begins."""
    lists: list[list[Row]] = []
    for row in reader.rows:
        last = lists[-1][-1] if lists else None
        if last is None or (row.number == 1 and last.number > 1 and _parted(last, row)):
            lists.append([])
        lists[-1].append(row)
    for rows in lists:
        _check_sequence(reader, rows)
    if len(lists) < 2:
        return [row for rows in lists for row in rows]
    return [
        replace(row, list_number=n, list_title=row.section if row.section is not None else row.heading)
        for n, rows in enumerate(lists, 1)
        for row in rows
    ]


def _check_sequence(reader: _Reader, rows: Sequence[Row]) -> None:
    """One problem for each place where the numbers of a list do not run on from 1 by one.

    Where the row after a wrong number goes on as if it had been right, the number is a misprint; else rows are
    missing, or stand in the wrong place.
    """
    wanted = 1
    seen: dict[int, Row] = {}
    for i, row in enumerate(rows):
        number, before = row.number, rows[i - 1] if i else None
        after = rows[i + 1].number if i + 1 < len(rows) else None
        follows = "the list begins with" if before is None else f"{before.number} (line {before.line}) is followed by"
        misprint = after == wanted + 1
        if number != wanted:
            if number in seen:
                said = f"the number {number} stands twice (also on line {seen[number].line})"
                said += f", here where {wanted} was wanted" if misprint else "; each number was wanted once"
            elif misprint or number < wanted:
                said = f"{follows} {number} where {wanted} was wanted; correct the number, or the order of the rows"
            else:
                said = f"{follows} {number}: {_series(range(wanted, number))} missing; restore the rows, or correct the number"
            reader.problem(row.line, said, _name(row))
            wanted = wanted if misprint else max(number, wanted - 1)
        seen.setdefault(number, row)
        wanted += 1


def _parted(last: Row, row: Row) -> bool:
    return (last.section, last.heading, last.page) != (row.section, row.heading, row.page)


def _check_counts(reader: _Reader, rows: Sequence[Row], layout: Layout) -> None:
    """Warns where a heading says another number of measures than it holds: rows win."""
    for heading, count in reader.promised:
        inner = layout.heading(heading.value) is not None
        held = sum(row.heading is heading or row.section is heading for row in rows)
        if inner and held != count and held:
            reader.problems.append(
                Problem(
                    reader.document,
                    heading.line,
                    f"“{heading.value}” says {count} measures and holds {held}; the rows are taken as they are",
                    severity=Severity.WARNING,
                )
            )


def _name(row: Row) -> str:
    return f"row {row.number}"


def _series(numbers: Iterable[int]) -> str:
    values = list(numbers)
    shown = "、".join(str(n) for n in values[:8]) + (" …" if len(values) > 8 else "")
    return f"{shown} {'is' if len(values) == 1 else 'are'}"
