"""What a city is not shown to have taken over: evidenced, asserted only, not evidenced; never “not adopted”."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graph.store import Answer, Store
from ontology.errors import NotFoundError, QueryError
from ontology.extents import extent
from ontology.model import Quote, Scope, Span
from ontology.reference import Area, area, regions
from queries.documents import find_documents
from queries.lineage import AssertedAdoption, Claims, Hop, city_of, stated_hop
from queries.results import UNDATED, Comparable, Dated, DocumentRow
from queries.run import ask, records

EVIDENCED, ASSERTED_ONLY, NOT_EVIDENCED = "evidenced", "asserted_only", "not_evidenced"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedMeasure:
    """A measure with its scope as printed; the words are None where the document states no scope."""

    measure: str
    title: str
    document: str
    place: str | None
    issued: Dated
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    zone_type: str | None
    exclusion_reason: str | None
    quote: str | None
    field: str | None
    line: int | None
    start: int | None
    end: int | None
    claim_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One measure and one city. `rows` are comparable rows of the city, which alone are no evidence."""

    measure: ScopedMeasure
    answer: str
    """evidenced, asserted_only or not_evidenced."""
    bound: str
    """Whether the scope binds the city: yes, no, conditional (on a zone of `zone_type`), or not_stated."""
    why: str
    evidence: tuple[Hop, ...]
    rows: tuple[Comparable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The answers for one city, how many there are of each, and the documents that were searched."""

    place: str
    counts: Mapping[str, int]
    """By answer, and by answer and bound (`not_evidenced conditional`)."""
    items: tuple[Gap, ...]
    searched: tuple[DocumentRow, ...]
    """The documents held of the city; where there are none, nothing could be evidenced."""


def find_gaps(store: Store, place: str, *, document: str | None = None, measure: str | None = None) -> Gaps:
    """Say of each measure of a document, or of one measure, what is known of its adoption in a city.

    Evidenced is what a row of the city says: that it is made after the measure, that it refers to its document,
    or that its practice comes from the measure's own city while the two are comparable.  Raises `NotFoundError`
    for an unknown place, document or measure, `QueryError` where neither or both of the last two are given.
    """
    if (document is None) == (measure is None):
        raise QueryError("Give either a document or a measure to look for gaps in.")
    where = area(place)
    if where is None:
        raise NotFoundError(f"The reference data holds no area “{place}”, or several of that name.")
    measures = records(ask(store, "scoped_measures", document=document, id=measure), ScopedMeasure)
    if not measures:
        raise NotFoundError(
            f"The graph holds no {'document' if measure is None else 'measure'} “{document or measure}”."
        )
    claims = Claims(store)
    answer = ask(store, "gap_rows", place=where.qualified_name, document=document, id=measure)
    rows: dict[object, list[Comparable]] = defaultdict(list)
    others = records(Answer(answer.columns[1:], tuple(row[1:] for row in answer.rows)), Comparable)
    for row, other in zip(answer.rows, others, strict=True):
        rows[row[0]].append(other)
    items = tuple(_gap(one, where, claims, tuple(rows[one.measure])) for one in measures)
    counts = Counter(one.answer for one in items) + Counter(f"{one.answer} {one.bound}" for one in items)
    searched = tuple(
        one for one in find_documents(store) if one.place is not None and _within(one.place_code or one.place, where)
    )
    return Gaps(place=where.qualified_name, counts=dict(sorted(counts.items())), items=items, searched=searched)


def _gap(one: ScopedMeasure, where: Area, claims: Claims, rows: tuple[Comparable, ...]) -> Gap:
    bound = reaches(one, where)
    own = {row.measure for row in rows}

    def answer(said: str, why: str, evidence: tuple[Hop, ...]) -> Gap:
        return Gap(measure=one, answer=said, bound=bound, why=why, evidence=evidence, rows=rows)

    if one.place is not None and _within(one.place, where):
        return answer(EVIDENCED, "the measure stands in a document of the place itself", ())
    derived = tuple(
        stated_hop(said, said.kind, said.source, said.measure)
        for said in claims.derivations
        if said.source == one.measure and _of(said.measure, claims, where)
    )
    if derived:
        return answer(EVIDENCED, "a row of the place says that it is made after the measure", derived)
    here = None if one.place is None else city_of(one.place)
    named = tuple(
        stated_hop(said, "originated_in", said.area, said.measure, UNDATED, said.issued)
        for said in claims.origins
        if said.measure in own and said.city == here and said.city != city_of(where.qualified_name)
    )
    if named:
        why = f"a row of the place says that its practice comes from {here}; that it is this measure is a candidate by score"
        return answer(EVIDENCED, why, named)
    asserted = tuple(
        stated_hop(said, "asserted_replicated_in", one.measure, said.area, one.issued)
        for said in claims.asserted
        if said.measure == one.measure and _covers(said, where)
    )
    if asserted:
        return answer(ASSERTED_ONLY, "the document says that the place has it; no row of the place does", asserted)
    held = "no row of the place refers to the measure, or says that its practice comes from there"
    return answer(NOT_EVIDENCED, held + (f"; {len(rows)} comparable" if rows else ""), ())


def _of(measure: str, claims: Claims, where: Area) -> bool:
    links = claims.links(measure)
    place = next((link.a_place if link.a == measure else link.b_place for link in links), None)
    return place is not None and _within(place, where)


def _covers(said: AssertedAdoption, where: Area) -> bool:
    place = area(said.area)
    return place is not None and place.contains(where)


def _within(name: str, where: Area) -> bool:
    found = area(name)
    return found is not None and where.contains(found)


def reaches(one: ScopedMeasure, where: Area) -> str:
    """Tell whether the scope of a measure covers an area: yes, no, conditional, or not_stated."""
    if one.quote is None:
        return "not_stated"
    nowhere = Quote(one.quote, Span(0, 0, 0), "")
    includes = tuple(name for part in one.includes for name in _members(part))
    excludes = tuple(name for part in one.excludes for name in _members(part))
    return str(extent(Scope(includes, excludes, one.zone_type, nowhere)).covers(where))


def _members(name: str) -> tuple[str, ...]:
    """The areas of a named region; the name itself where it is an area's."""
    return next(
        (tuple(one.qualified_name for one in region.members) for region in regions() if region.name == name), (name,)
    )
