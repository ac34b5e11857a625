"""Everything that the explorer's views show, read once: measures, what they say, links, and the arrows between.

An arrow needs evidence: words of a row that name the place a practice comes from, or that assert a place has it.
Which measure of that place is meant is stated nowhere; those that may be it are candidates by the score of their link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator

from graph.store import Store
from ontology.errors import NotFoundError, QueryError
from queries.documents import find_documents
from queries.explanation import Parsed
from queries.families import Family, families
from queries.judgements import JudgedPair, judged_pairs
from queries.lineage import can_come_from, city_of
from queries.origins import Flow, origins
from queries.proposals import proposals_of
from queries.reach import Reach, reach
from queries.results import DocumentRow, Place, ProposalRow, Share, Text, parsed
from queries.run import ask, number, records

SOURCES: Mapping[str, str] = {"ORIGINATED_IN": "originated_in", "STATES_LINEAGE": "learns_from"}
LARGEST = 50_000
"""Measures of a graph that is drawn; the explorer was looked at with as many as 20,000 in one page."""
CANDIDATES = 400
"""Pairs that were compared and not accepted, the best of which are shown beside the accepted and the judged ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMeasure:
    """A measure with its text; None: the document does not state it."""

    iri: str
    id: str
    document: str
    title: str
    content: str
    work_measures: str | None
    domain: str | None
    fields: tuple[str, ...]
    """Codes of the harmonised domains of its domain."""
    status: str | None
    force: str | None
    deadline: str | None
    deadline_text: str | None
    precision: str | None
    ongoing: bool | None
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnClaim:
    """What a row says, and the words: bytes `start` to `end` (half-open) of the document, on 1-based `line`.

    `type` is the relationship's, `kind` the label of what it leads to, `extra` the kind of a mechanism or a statement.
    """

    measure: str
    type: str
    kind: str
    iri: str
    name: Text
    place: str | None
    """The area that it is or names."""
    jurisdiction: str | None
    ambiguous: bool
    printed: Text | None
    extra: str | None
    quote: Text | None
    field: Text | None
    line: Place | None
    start: Place | None
    end: Place | None
    claim_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLink:
    """Two measures that were compared, with the score, what it is made of, and the clauses that answer each other."""

    a: str
    b: str
    score: float
    accepted: bool
    grade: str | None
    features: Annotated[tuple[Share, ...], BeforeValidator(parsed)]
    shared_words: Annotated[tuple[str, ...], BeforeValidator(lambda value: value or ())]
    clauses: Annotated[tuple[str, ...], BeforeValidator(parsed)]
    rival: Parsed = None
    """The nearest rejected measure: `measure`, `to`, `score`, and what `separates`; None where there is none."""
    removal: Parsed = None
    """The fewest `features` without which the score and the grade are others; None where there is no grade."""
    weights: str | None = None
    """What the run that made the link weighed by, and its model of texts (None: words alone)."""
    model: str | None = None
    rule: str | None
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A measure that may be the one a row means: it is comparable and of the place that the row names."""

    measure: str
    score: float
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A place and a measure that words join; `kind` is originated_in, learns_from or asserted_replicated_in.

    The first two lead from the place to the measure, the last from the measure to the place.
    """

    kind: str
    measure: str
    place: str
    city: str
    claim_id: str | None
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """What all views show; `total` counts the measures of the graph, shown or not."""

    documents: tuple[DocumentRow, ...]
    measures: tuple[DrawnMeasure, ...]
    claims: tuple[DrawnClaim, ...]
    links: tuple[DrawnLink, ...]
    judged: tuple[JudgedPair, ...]
    proposals: tuple[ProposalRow, ...]
    arrows: tuple[Arrow, ...]
    families: tuple[Family, ...]
    flows: tuple[Flow, ...]
    reach: tuple[Reach, ...]
    total: int


def atlas(store: Store, *, document: str | None = None, focus: str | None = None, limit: int = 2000) -> Atlas:
    """Give all measures, or those of one document and what is comparable, with everything that hangs on them.

    Measures that have links or places come first where there are more than `limit`, `focus` before all. Raises `NotFoundError`,
    and `QueryError` for a graph of more than LARGEST measures: families, flows and reach are of the whole graph.
    """
    total = number(ask(store, "measures_held"))
    if total > LARGEST:
        raise QueryError(
            f"The graph holds {total:,} measures; pages show graphs of {LARGEST:,} at the most. Search instead (/search), list "
            "measures with filters (/measures), or follow the lineage of one (/measures/…/ancestors). To see a part drawn, "
            "load its documents into a graph of their own."
        )
    documents = find_documents(store)
    if document is not None and document not in {one.id for one in documents}:
        raise NotFoundError(f"The graph holds no document “{document}”.")
    measures = records(ask(store, "overview_measures", document=document, focus=focus, limit=limit), DrawnMeasure)
    ids = None if len(measures) == total else [one.id for one in measures]
    claims = records(ask(store, "overview_claims", ids=ids), DrawnClaim)
    shown = {one.id for one in measures}
    judged = judged_pairs(store)
    accepted = records(ask(store, "overview_links", candidates=False, limit=100_000), DrawnLink)
    compared = records(ask(store, "overview_links", candidates=True, limit=len(accepted) + CANDIDATES), DrawnLink)
    known = {(one.a, one.b) for one in compared}
    of_people = records(ask(store, "overview_judged"), DrawnLink)
    compared += tuple(one for one in of_people if (one.a, one.b) not in known)
    links = tuple(one for one in compared if one.a in shown and one.b in shown)
    used = {one.document for one in measures}
    held = tuple(one for one in documents if one.id in used)
    return Atlas(
        documents=held,
        measures=measures,
        claims=claims,
        links=links,
        judged=tuple(one for one in judged if one.a in shown and one.b in shown),
        proposals=tuple(
            one for pair, several in proposals_of(store).items() if shown.issuperset(pair) for one in several
        ),
        arrows=arrows(held, measures, claims, links),
        families=families(store),
        flows=origins(store).flows,
        reach=reach(store, document=document),
        total=total,
    )


def arrows(
    documents: Iterable[DocumentRow],
    measures: Iterable[DrawnMeasure],
    claims: Iterable[DrawnClaim],
    links: Iterable[DrawnLink],
) -> tuple[Arrow, ...]:
    """Join measures and places as their rows do, in the order of the claims."""
    home = {one.id: one for one in documents}
    document = {one.id: home[one.document] for one in measures}
    near: dict[str, list[Candidate]] = defaultdict(list)
    for link in sorted((one for one in links if one.accepted), key=lambda one: (-one.score, one.a, one.b)):
        for one, other in ((link.a, link.b), (link.b, link.a)):
            near[one].append(Candidate(measure=other, score=link.score, claim_id=link.claim_id))
    found = []
    for claim in claims:
        if claim.place is None:
            continue
        if claim.type == "ASSERTED_REPLICATED_IN":
            found.append(_arrow("asserted_replicated_in", claim, claim.place, ()))
        elif claim.type == "ORIGINATED_IN" or (claim.type == "STATES_LINEAGE" and claim.extra == "learns_from"):
            own = document[claim.measure]
            fits = tuple(
                other
                for other in near[claim.measure]
                if can_come_from(claim.place, own.issued, document[other.measure].place, document[other.measure].issued)
            )
            found.append(_arrow(SOURCES[claim.type], claim, claim.place, fits))
    return tuple(found)


def _arrow(kind: str, claim: DrawnClaim, place: str, candidates: tuple[Candidate, ...]) -> Arrow:
    return Arrow(
        kind=kind,
        measure=claim.measure,
        place=place,
        city=city_of(place),
        claim_id=claim.claim_id,
        candidates=candidates,
    )
