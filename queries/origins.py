"""Origins and adoptions over all documents: asserted ones, missing ancestors, boomerangs, city by city."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graph.store import Answer, Store
from queries.lineage import AssertedAdoption, Claims, OriginClaim, city_of
from queries.results import OtherMeasure
from queries.run import ask, records


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(OtherMeasure):
    """A measure of the place that was compared; which one is meant is stated nowhere."""

    score: float
    accepted: bool
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """An adoption that a document asserts, and the place's own measures that may be it, the surest first."""

    claim: AssertedAdoption
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingAncestor:
    """A city from which measures are said to come, and of which no document is held."""

    city: str
    measures: tuple[str, ...]
    claims: tuple[OriginClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Measures that came from one city to another; `came_home` where both are the same."""

    origin: str
    adopter: str | None
    """None where the document's place could not be told."""
    count: int
    measures: tuple[str, ...]
    came_home: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The origin–adopter matrix, the boomerangs among it, and all claims that it counts."""

    flows: tuple[Flow, ...]
    boomerangs: tuple[OriginClaim, ...]
    claims: tuple[OriginClaim, ...]


def asserted_adoptions(store: Store, *, document: str | None = None, limit: int = 10) -> tuple[Asserted, ...]:
    """Give the adoptions that are asserted and not confirmed, each with its `limit` best candidates."""
    claims = records(ask(store, "asserted_adoptions", document=document), AssertedAdoption)
    answer = ask(store, "asserted_candidates", document=document)
    found: dict[tuple[object, object], list[Candidate]] = defaultdict(list)
    # The first two columns say which adoption a candidate is for.
    others = records(Answer(answer.columns[2:], tuple(row[2:] for row in answer.rows)), Candidate)
    for (source, place, *_), other in zip(answer.rows, others, strict=True):
        if len(found[source, place]) < limit:
            found[source, place].append(other)
    return tuple(Asserted(claim=one, candidates=tuple(found[one.measure, one.area])) for one in claims)


def missing_ancestors(store: Store) -> tuple[MissingAncestor, ...]:
    """Give the cities that are named as origins and of which no document is held, those named most first."""
    found: dict[str, list[OriginClaim]] = defaultdict(list)
    for claim in Claims(store).origins:
        if not claim.held:
            found[claim.city].append(claim)
    ledger = [
        MissingAncestor(city=city, measures=tuple(dict.fromkeys(one.measure for one in claims)), claims=tuple(claims))
        for city, claims in found.items()
    ]
    return tuple(sorted(ledger, key=lambda one: (-len(one.measures), one.city)))


def origins(store: Store) -> Origins:
    """Count the measures that each city has from each; a measure with two origins counts for both."""
    claims = Claims(store).origins
    flows: dict[tuple[str, str | None], dict[str, None]] = defaultdict(dict)
    home = []
    for claim in claims:
        adopter = None if claim.place is None else city_of(claim.place)
        flows[claim.city, adopter][claim.measure] = None
        if adopter == claim.city:
            home.append(claim)
    ordered = sorted(flows.items(), key=lambda item: (-len(item[1]), item[0][0], item[0][1] or ""))
    return Origins(
        flows=tuple(
            Flow(
                origin=origin,
                adopter=adopter,
                count=len(measures),
                measures=tuple(measures),
                came_home=origin == adopter,
            )
            for (origin, adopter), measures in ordered
        ),
        boomerangs=tuple(home),
        claims=claims,
    )
