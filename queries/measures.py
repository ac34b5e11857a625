"""Questions about measures."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from graph.store import Answer, Store
from ontology.errors import NotFoundError, QueryError
from queries.results import (
    Carrier,
    CellText,
    Citation,
    Comparable,
    Fact,
    Figure,
    Lineage,
    Linked,
    Links,
    MeasureFacts,
    MeasureRow,
    Named,
    NamedBy,
    Page,
    PlaceClaim,
    PlaceStep,
    ScopeText,
    WholeMeasure,
)
from queries.run import ask, ask_together, records

ROLES = ("lead", "responsible", "coordinating", "cooperating")
STATUSES = ("completed", "in_progress", "not_stated")
SORTS = ("title", "domain", "place", "status", "deadline")
WHOLE = (
    *("measure", "measure_scope", "measure_cells", "measure_bodies", "measure_origins", "measure_adoptions"),
    *("measure_instruments", "measure_targets", "measure_mechanisms", "measure_evidence"),
)
LINEAGE = (
    *("measure", "measure_scope", "measure_origins", "measure_adoptions"),
    *("lineage_origins", "lineage_adoptions", "lineage_scope", "lineage_named_by"),
)
NEAR = 8
"""Documents on which a page may lie for each to be asked for its part, which is far less work than to order all measures."""
ANY_DAY = "-99"
"""Stands behind a month, as it does in the question, for its last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFilter:
    """Which measures are meant; None leaves a field out. The fields are those of the question measures."""

    document: str | None = None
    place: str | None = None
    domain: str | None = None
    agency: str | None = None
    role: str | None = None
    status: str | None = None
    batch: str | None = None
    mechanism: str | None = None
    origin: str | None = None
    due_from: str | None = None
    """ISO 8601, a day, month or year: the deadline's last day is not before it."""
    due_to: str | None = None
    """The same: the deadline's last day is not after it."""
    text: str | None = None


def find_measures(
    store: Store, which: MeasureFilter, *, sort: str | None = None, skip: int = 0, limit: int = 50
) -> Page[MeasureRow]:
    """Give a page of the measures that fit, sorted by one of SORTS, backwards after a minus sign.

    A measure without the value that is sorted by comes last. Raises `QueryError` for an unknown role, status or sort.
    """
    one_of("role", which.role, ROLES)
    one_of("status", which.status, STATUSES)
    key = None if sort is None else sort.removeprefix("-")
    one_of("sort", key, SORTS)
    filters = asdict(which) | {"due_to": None if which.due_to is None else _through(which.due_to)}
    held = [(str(document), int(str(count))) for document, count in ask(store, "measures_by_document", **filters).rows]
    total = sum(count for _, count in held)
    parts = _parts(held, skip, limit)
    if parts and (key is not None or len(parts) > NEAR):
        parts = [{"skip": skip, "limit": limit}]
    order = {"sort": key, "descending": sort is not None and sort.startswith("-")}
    asked = [ask(store, "measures", **(filters | order | part)) for part in parts]
    return Page(total, tuple(row for answer in asked for row in records(answer, MeasureRow)))


def _parts(held: Iterable[tuple[str, int]], skip: int, limit: int) -> list[dict[str, object]]:
    """What to ask of each document, of which so many measures fit, for a page of the measures of all in this order."""
    parts: list[dict[str, object]] = []
    for document, count in held:
        take = min(count - skip, limit)
        if take > 0:
            parts.append({"document": document, "skip": skip, "limit": take})
            limit -= take
        skip = max(0, skip - count)
    return parts


def _through(day: str) -> str:
    """The end of a day, month or year, so that a deadline of the whole month or year ends with it."""
    month, last = day[:7], day[8:]
    if len(month) == 7 and (not last or int(last) == calendar.monthrange(int(day[:4]), int(day[5:7]))[1]):
        day = month + ANY_DAY
    return day[:4] + 2 * ANY_DAY if len(month) == 4 or day == f"{day[:4]}-12{ANY_DAY}" else day


def whole_measure(store: Store, measure: str) -> WholeMeasure:
    """Give a measure with cells, bodies, scope, origins, instruments, targets, mechanisms and evidence. Raises `NotFoundError`."""
    of = dict(zip(WHOLE, ask_together(store, WHOLE, id=measure), strict=True))
    scopes = records(of["measure_scope"], ScopeText)
    return WholeMeasure(
        facts=_facts(of["measure"], measure),
        cells=records(of["measure_cells"], CellText),
        bodies=records(of["measure_bodies"], Carrier),
        scope=scopes[0] if scopes else None,
        origins=records(of["measure_origins"], PlaceClaim),
        adoptions=records(of["measure_adoptions"], PlaceClaim),
        instruments=records(of["measure_instruments"], Citation),
        targets=records(of["measure_targets"], Figure),
        mechanisms=records(of["measure_mechanisms"], Named),
        evidence=records(of["measure_evidence"], Fact),
    )


def measure_facts(store: Store, measure: str) -> MeasureFacts:
    """Give what a measure says, without what hangs on it. Raises `NotFoundError`."""
    return _facts(ask(store, "measure", id=measure), measure)


def _facts(answer: Answer, measure: str) -> MeasureFacts:
    found = records(answer, MeasureFacts)
    if not found:
        raise NotFoundError(f"The graph holds no measure “{measure}”.")
    return found[0]


def links_of_measure(store: Store, measure: str, *, candidates: bool = False, skip: int = 0, limit: int = 50) -> Links:
    """Give what a measure is comparable to; with `candidates` also what was not accepted.

    What people judged is added by `queries.judgements`. Raises `NotFoundError`.
    """
    counts = ask(store, "measure_links_total", id=measure).rows
    if not counts:
        raise NotFoundError(f"The graph holds no measure “{measure}”.")
    accepted, rejected = (int(str(value)) for value in counts[0])
    answer = ask(store, "measure_links", id=measure, candidates=candidates, skip=skip, limit=limit)
    return Links(accepted=accepted, candidates=rejected, items=records(answer, Linked))


def lineage_of_measure(store: Store, measure: str) -> Lineage:
    """Give what rows state about where a measure came from and went. Raises `NotFoundError`."""
    of = dict(zip(LINEAGE, ask_together(store, LINEAGE, id=measure), strict=True))
    facts = _facts(of["measure"], measure)
    scopes = records(of["measure_scope"], ScopeText)
    scope = scopes[0] if scopes else None
    return Lineage(
        measure=facts.id,
        document=facts.document,
        place=facts.place,
        issued=facts.issued,
        origins=_steps(of["measure_origins"], of["lineage_origins"]),
        adoptions=_steps(of["measure_adoptions"], of["lineage_adoptions"]),
        scope=scope,
        conditional_on=None if scope is None else scope.zone_type,
        covered=() if scope is None else records(of["lineage_scope"], Comparable),
        named_by=records(of["lineage_named_by"], NamedBy),
    )


def one_of(name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    """Raise `QueryError` where a value is given and not among those allowed."""
    if value is not None and value not in allowed:
        raise QueryError(f"There is no {name} “{value}”; there are {', '.join(allowed)}.")


def _steps(claims: Answer, comparable: Answer) -> tuple[PlaceStep, ...]:
    by_area: Mapping[object, list[int]] = defaultdict(list)
    for index, row in enumerate(comparable.rows):
        by_area[row[0]].append(index)
    others = records(Answer(comparable.columns[1:], tuple(row[1:] for row in comparable.rows)), Comparable)
    return tuple(
        PlaceStep(claim=claim, comparable=tuple(others[index] for index in by_area[claim.area]))
        for claim in records(claims, PlaceClaim)
    )
