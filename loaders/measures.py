"""Rows become measures: every value with the words that say it, every problem of the document collected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.bodies import split_bodies
from loaders.dates import doubled_end, read_deadline
from loaders.domains import Domain, read_domains
from loaders.instruments import Cited
from loaders.layouts import Layout
from loaders.lineage import Stated, own
from loaders.pipeline import group, read_texts
from loaders.rows import Row
from loaders.scopes import UnreadScope, read_scope
from loaders.targets import Figures
from loaders.text import Text
from ontology.domains import match_domain
from ontology.model import (
    Cell,
    Deadline,
    Force,
    Instrument,
    InstrumentUse,
    LineageStatement,
    Measure,
    MechanismKind,
    MechanismMention,
    Origin,
    Problem,
    Quote,
    Repair,
    Responsibility,
    Role,
    Scope,
    Severity,
    StatedStatus,
    Status,
    Target,
)
from ontology.reference import Area, place_body

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

PRACTICE = re.compile(r"做法|经验")
"""A column so named tells somebody's practice: the places that open it are where the measure comes from."""
PLAIN = ("number", "domain", "deadline", "scope")
"""The fields whose cells hold no sentences; they are not searched, nor are columns of bodies."""
NAMING = ("measure", "content", "work_measures")
"""The fields that are searched for mechanisms, in the order in which their mentions are kept."""
MAX_NAME = 200
"""No body has a longer name; what is longer is a cell of something else."""
FIRST_SENTENCE = re.compile(r"[。！？]")


@dataclass
class Assembly:
    """Measures of one document with what was noticed on the way."""

    document: str
    """The document's id, from which the ids of its measures are made."""
    file: str
    """The file's name, by which problems call it."""
    place: Area | None
    layout: Layout
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    unplaced: dict[str, list[tuple[Row, str]]] = field(default_factory=dict)
    """Names that could not be placed, and where they stand."""

    def warn(self, row: Row, column: str, message: str) -> None:
        """Notes something that does not stop the load."""
        self.problems.append(Problem(self.file, row.line, message, f"row {row.number}, {column}", Severity.WARNING))

    def fail(self, row: Row, column: str, message: str) -> None:
        """Notes something that stops the load."""
        self.problems.append(Problem(self.file, row.line, message, f"row {row.number}, {column}"))

    def measures(self, rows: Sequence[Row]) -> list[Measure]:
        """A measure for each row."""
        domains, carried = read_domains(rows, self.layout)
        keys = [f"{self.document}/{_key(row)}" for row in rows]
        self.repairs += [replace(one, measure=keys[int(one.measure or 0)]) for one in carried]
        found = [self._measure(row, domain) for row, domain in zip(rows, domains, strict=True)]
        for row, domain in zip(rows, domains, strict=True):
            if domain.as_printed is not None:
                self.warn(
                    row,
                    "domain",
                    f"blank above a new domain: read as {domain.name}, by the print {domain.as_printed}; both are kept",
                )
        self._report_unmatched(rows, domains)
        self._warn_of_unplaced()
        return self._with_readings(found, rows)

    def _warn_of_unplaced(self) -> None:
        """One warning a name, at its first row."""
        for name, places in self.unplaced.items():
            row, column = places[0]
            numbers = list(dict.fromkeys(_key(one) for one, _ in places))
            more = f" (in {len(numbers)} rows: {', '.join(numbers)})" if len(numbers) > 1 else ""
            self.warn(
                row,
                column,
                f"“{name}” cannot be placed{more}: it is kept apart as ambiguous; "
                "state the issuing place in the document's title",
            )

    def _report_unmatched(self, rows: Sequence[Row], domains: Sequence[Domain]) -> None:
        """Warns once of each domain whose name is matched to no harmonised one."""
        seen: set[str] = set()
        for row, domain in zip(rows, domains, strict=True):
            if domain.name is None or domain.name in seen:
                continue
            seen.add(domain.name)
            if match_domain(domain.name) is None:
                self.warn(
                    row,
                    "domain",
                    f"“{domain.name}” is matched to no harmonised domain; "
                    "if it means one, add the name to ontology/reference/domains.ttl",
                )

    def _measure(self, row: Row, domain: Domain) -> Measure:
        title, content = self._title_and_content(row)
        if not title.value:
            column = row.header.of("measure")
            self.fail(row, column.name if column else "measure", "the title is blank; every measure needs one")
        deadline = self._deadline(row)
        return Measure(
            document=self.document,
            number=row.number,
            title=title.value,
            content=content.value,
            cells=tuple(
                Cell(column.name, cell.value, cell.span)
                for column, cell in zip(row.header.columns, row.cells, strict=True)
            ),
            line=row.line,
            list_number=row.list_number,
            list_title=None if row.list_title is None else self.layout.bare(row.list_title.value),
            force=self._force(row),
            domain=domain.name,
            domain_quote=None if domain.text is None else domain.text.quote(_domain_field(row)),
            domain_as_printed=domain.as_printed,
            responsibilities=self._responsibilities(row),
            scope=self._scope(row),
            deadline=deadline,
            work_measures=_value(row, "work_measures"),
            remark=_value(row, "remark"),
        )

    def _title_and_content(self, row: Row) -> tuple[Text, Text]:
        """Two columns, or one that begins with the title: in bold, else up to the first full stop."""
        measure = row.header.of("measure")
        content = row.header.of("content")
        cell = row.cells[0] if measure is None else row.cell(measure.index)
        if content is not None:
            return cell, row.cell(content.index)
        end = 0
        if cell.bold and cell.bold[0][0] == 0 and cell.bold[0][1] < len(cell):
            end = cell.bold[0][1]
        else:
            stop = FIRST_SENTENCE.search(cell.value)
            end = stop.end() if stop else len(cell.value)
        title = cell.part(0, end).strip("。 .")
        rest = cell.part(end)
        rest = rest.part(len(rest.value) - len(rest.value.lstrip("。 ")))
        return title, rest or cell

    def _force(self, row: Row) -> Force | None:
        words = "" if row.list_title is None else row.list_title.value
        if self.layout.reference.search(words):
            reference = True
            replicate = bool(self.layout.replicate.search(words))
            return None if replicate and reference else Force.REFERENCE
        return Force.REPLICATE if self.layout.replicate.search(words) else None

    def _responsibilities(self, row: Row) -> tuple[Responsibility, ...]:
        """The bodies of all columns.

        按职责分工负责 in a column of leads makes bodies responsible where no column of its own holds those.
        """
        found: dict[tuple[str, str | None, Role], Responsibility] = {}
        own_column = any(column.role is Role.RESPONSIBLE for column in row.header.bodies)
        for column in row.header.bodies:
            role = column.role or Role.RESPONSIBLE
            duty = role if own_column else Role.RESPONSIBLE
            for one in split_bodies(row.cell(column.index), role, duty=duty, leads=column.leads):
                if len(one.printed) > MAX_NAME:
                    self.fail(
                        row,
                        column.name,
                        f"“{one.printed[:20]}…” has {len(one.printed):,} characters and is no name of a body; "
                        "names are parted by 、 or ，",
                    )
                    continue
                body = place_body(one.printed, self.place, self.document)
                if body.ambiguous:
                    self.unplaced.setdefault(one.printed, []).append((row, column.name))
                found.setdefault(
                    (body.name, body.jurisdiction, one.role),
                    Responsibility(
                        body,
                        one.role,
                        one.printed,
                        one.text.quote(column.name),
                        None if one.words is None else one.words.quote(column.name),
                    ),
                )
        return tuple(found.values())

    def _scope(self, row: Row) -> Scope | None:
        column = row.header.of("scope")
        if column is None:
            return None
        scope = read_scope(row.cell(column.index), column.name, self.place)
        if isinstance(scope, UnreadScope):
            self.warn(row, column.name, f"no place can be told from “{scope.text}”; the scope is left unstated")
            return None
        return scope

    def _deadline(self, row: Row) -> Deadline | None:
        column = row.header.of("deadline")
        if column is None:
            return None
        cell = row.cell(column.index)
        deadline = read_deadline(cell, column.name)
        if doubled_end(cell):
            self.warn(row, column.name, f"“{cell.value}” prints 底 twice; read as {deadline and deadline.value}")
        if deadline is not None and deadline.value is None and not deadline.ongoing:
            self.warn(row, column.name, f"no date can be told from “{cell.value}”; only the words are kept")
        return deadline

    def _with_readings(self, measures: Sequence[Measure], rows: Sequence[Row]) -> list[Measure]:
        """Origins, instruments, status and parts given in prose, read from the cells by the pipeline in one batch."""
        where = [
            (i, j)
            for i, row in enumerate(rows)
            for j, (column, cell) in enumerate(zip(row.header.columns, row.cells, strict=True))
            if cell and column.role is None and column.field not in PLAIN
        ]
        docs = read_texts(rows[i].cells[j].value for i, j in where)
        readings: dict[int, _Readings] = {i: _Readings() for i in range(len(rows))}
        for (i, j), doc in zip(where, docs, strict=True):
            column, cell = rows[i].header.columns[j], rows[i].cells[j]
            quoted = _Quoted(doc, cell, column.name)
            found = readings[i]
            practice = column.field == "content" and PRACTICE.search(column.name) is not None
            for span, quote in quoted.of("instruments"):
                found.cite(_instrument(span._.rg_read, quote, practice=practice))
            if column.field in NAMING:
                for span, quote in quoted.of("targets"):
                    one = _target(span._.rg_read, quote)
                    found.targets.setdefault(one.said, one)
            if column.field in NAMING:
                for span, quote in quoted.first("mechanisms"):
                    mention = MechanismMention(span.id_, MechanismKind(span.label_), quote)
                    found.mechanisms.append((NAMING.index(column.field), mention))
            stated = {span._.rg_read: quote for span, quote in quoted.of("lineage")}
            for told in own(stated, practice=practice):
                found.tell(_told(told, stated[told]))
            if practice:
                found.origins += [Origin(span.id_, quote) for span, quote in quoted.of("origins")]
            if column.field in ("remark", "status") and found.status is None:
                found.status = next((StatedStatus(Status(s.label_), quote) for s, quote in quoted.of("status")), None)
            if column.field == "work_measures":
                found.actors += [
                    Responsibility(
                        place_body(span.text, self.place, self.document), Role(span.label_), span.text, quote
                    )
                    for span, quote in quoted.of("actors")
                ]
                found.leading += [quote for _, quote in quoted.of("leading")]
        return [
            replace(
                measure,
                origins=tuple(readings[i].origins),
                instruments=tuple(sorted(readings[i].instruments.values(), key=_place)),
                targets=tuple(sorted(readings[i].targets.values(), key=_place)),
                lineage=tuple(sorted(readings[i].lineage.values(), key=_place)),
                mechanisms=tuple(one for _, one in sorted(readings[i].mechanisms, key=lambda found: found[0])),
                status=readings[i].status,
                responsibilities=_with_actors(measure.responsibilities, readings[i]),
            )
            for i, measure in enumerate(measures)
        ]


@dataclass
class _Readings:
    """What the pipeline found in the cells of one row."""

    origins: list[Origin] = field(default_factory=list)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    mechanisms: list[tuple[int, MechanismMention]] = field(default_factory=list)
    """With the place of the column's field in `NAMING`."""
    status: StatedStatus | None = None
    actors: list[Responsibility] = field(default_factory=list)
    leading: list[Quote] = field(default_factory=list)
    targets: dict[tuple[object, ...], Target] = field(default_factory=dict)
    lineage: dict[tuple[object, ...], LineageStatement] = field(default_factory=dict)

    def tell(self, statement: LineageStatement) -> None:
        """Notes a statement of lineage, once."""
        self.lineage.setdefault(statement.said, statement)

    def cite(self, instrument: Instrument) -> None:
        """Notes an instrument; where the row names it again, a stated use wins over a mere mention."""
        known = self.instruments.get(instrument.title)
        if known is None or (known.use is None and instrument.use is not None):
            self.instruments[instrument.title] = instrument


@dataclass(frozen=True)
class _Quoted:
    """A cell's spans with the words of the source that they stand for."""

    doc: Doc
    cell: Text
    column: str

    def of(self, name: str) -> Iterator[tuple[SpacySpan, Quote]]:
        for span in group(self.doc, name):
            yield span, self._quote(span)

    def first(self, name: str) -> Iterator[tuple[SpacySpan, Quote]]:
        """Of the spans with the same id, the first."""
        seen = set()
        for span in group(self.doc, name):
            if span.id_ not in seen:
                seen.add(span.id_)
                yield span, self._quote(span)

    def _quote(self, span: SpacySpan) -> Quote:
        return self.cell.part(span.start_char, span.end_char).quote(self.column)


def _instrument(cited: Cited, quote: Quote, *, practice: bool) -> Instrument:
    """In the account of somebody's practice no intention is this row's own."""
    use = cited.use if cited.use is InstrumentUse.BASIS or not practice else None
    return Instrument(cited.title, quote, use, cited.form)


def _place(one: Instrument | Target | LineageStatement) -> int:
    return one.quote.span.start


def _target(found: Figures, quote: Quote) -> Target:
    return Target(found.metric, found.baseline, found.value, found.change, found.unit, found.bound, quote)


def _told(found: Stated, quote: Quote) -> LineageStatement:
    return LineageStatement(found.kind, found.area, found.qualifier, found.extent, found.practice, quote)


def _with_actors(named: tuple[Responsibility, ...], found: _Readings) -> tuple[Responsibility, ...]:
    """The bodies of the cells, and those that the work measures give a part and the cells don't name.

    Where the cell names one body without a verb and the work measures say that it takes the lead, it leads.
    """
    if found.leading and len(named) == 1 and named[0].role is Role.RESPONSIBLE and named[0].role_quote is None:
        named = (replace(named[0], role=Role.LEAD, role_quote=found.leading[0]),)
    known = {one.body.name for one in named}
    added: dict[str, Responsibility] = {}
    for one in found.actors:
        if one.body.name not in known:
            added.setdefault(one.body.name, one)
    return (*named, *added.values())


def _domain_field(row: Row) -> str:
    """Where the domain's name is printed: its column, else a heading (标题)."""
    column = row.header.of("domain")
    return "标题" if column is None else column.name


def _key(row: Row) -> str:
    return str(row.number) if row.list_number is None else f"{row.list_number}-{row.number}"


def _value(row: Row, name: str) -> str | None:
    """A cell's words; None where there is no such column or the cell is blank."""
    column = next((c for c in row.header.columns if c.field == name), None)
    return None if column is None else (row.cell(column.index).value or None)
