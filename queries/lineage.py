"""Where measures came from and where they went: what rows state, and which measures are candidates for it.

The evidence rule of each kind:

    originated_in, learns_from   the row names the place; which measure of the place is meant is a candidate by score
    asserted_replicated_in       a document says that a place has it; the place's own row is a candidate; no direction
    replicates, adapts …         a quote names the other measure
    precedes                     two documents with dates; says which came first, not that one came from the other
    comparable                   a link; never a direction

An arrow is drawn for the first and third, between two dated documents for the fourth, else the pair is unordered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from graph.store import Store
from ontology.reference import Area, area
from queries.measures import measure_facts
from queries.results import UNDATED, Dated, Evidence
from queries.run import ask, records

FIRST, LEARNS_FROM = "first", "learns_from"
UNORDERED = "unordered"
MAX_HOPS = 4
"""Measures on a path; what lies further is a chain of guesses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Evidence):
    """What a row says of its lineage; `kind` is first, learns_from, upgrades or refers_to."""

    measure: str
    title: str
    document: str
    place: str | None
    issued: Dated
    origins: tuple[str, ...]
    mechanisms: tuple[str, ...]
    kind: str
    area: str | None
    qualifier: str | None
    extent: str | None
    practice: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginClaim(Evidence):
    """A place that a row names as origin, the city it lies in, and the documents held of that city."""

    measure: str
    title: str
    document: str
    place: str | None
    issued: Dated
    area: str
    city: str
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace(Evidence):
    """A place that a row names: as origin, or as one that was learned from; `kind` says which."""

    kind: str
    """originated_in or learns_from."""
    measure: str
    document: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertedAdoption(Evidence):
    """A place of which a document says that it has the measure already."""

    measure: str
    title: str
    document: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation(Evidence):
    """A stated derivation of a measure from another."""

    measure: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An accepted link between two measures, `a` before `b` in the order of ids."""

    a: str
    a_title: str
    a_document: str
    a_place: str | None
    a_issued: Dated
    b: str
    b_title: str
    b_document: str
    b_place: str | None
    b_issued: Dated
    score: float
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstClaim:
    """A claim of being first and those that claim the same of something like it; none is preferred.

    `claimed_for` is the place that the claim is about: the origin where the words stand in its account.
    """

    statement: Statement
    claimed_for: tuple[str, ...]
    rivals: tuple[str, ...]
    """Measures of other places that claim to be first as widely, comparable or with the same instrument or object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a path, from `source` to `target`: measures by id, places by name.

    A stated hop has its words and no confidence; a candidate has the score of its link and no words.
    """

    kind: str
    source: str
    target: str
    stated: bool
    confidence: float | None
    source_issued: str
    target_issued: str
    quote: str | None
    document: str | None
    field: str | None
    line: int | None
    start: int | None
    end: int | None
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Hops in the direction of the lineage; `confidence` is the product of the scores, 1 where all is stated."""

    hops: tuple[Hop, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffusion:
    """Paths that lead to a measure, and paths that lead from it."""

    measure: str
    title: str
    issued: str
    ancestors: tuple[Path, ...]
    descendants: tuple[Path, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismUse(Evidence):
    """Words of a measure that name a mechanism."""

    measure: str
    title: str
    document: str
    place: str | None
    issued: Dated
    mechanism: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismDiffusion:
    """Who names a mechanism, dated documents first, and the hops that their rows state or admit."""

    mechanism: str
    uses: tuple[MechanismUse, ...]
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLineage:
    """What is known of the lineage between two measures.

    `source` and `target` are None where the pair is unordered; `why` says so in words.
    """

    a: str
    b: str
    score: float | None
    """None where the pair was not accepted as comparable."""
    kind: str
    direction: str
    """a_to_b, b_to_a or unordered."""
    source: str | None
    target: str | None
    why: str
    evidence: tuple[Hop, ...]


class Claims:
    """What rows state, read once, and links, read as they are asked for."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._links: dict[str, tuple[Pair, ...]] = {}

    @cached_property
    def origins(self) -> tuple[OriginClaim, ...]:
        """Every claim of origin."""
        return records(ask(self.store, "origin_claims"), OriginClaim)

    @cached_property
    def learned(self) -> tuple[Statement, ...]:
        """Every statement of having learned from a place."""
        return tuple(one for one in statements(self.store, kind=LEARNS_FROM) if one.area is not None)

    @cached_property
    def asserted(self) -> tuple[AssertedAdoption, ...]:
        """Every asserted adoption."""
        return records(ask(self.store, "asserted_adoptions"), AssertedAdoption)

    @cached_property
    def derivations(self) -> tuple[Derivation, ...]:
        """Every stated derivation."""
        return records(ask(self.store, "stated_derivations"), Derivation)

    def links(self, measure: str) -> tuple[Pair, ...]:
        """The accepted links of a measure."""
        if measure not in self._links:
            self._links[measure] = records(ask(self.store, "accepted_links", ids=[measure]), Pair)
        return self._links[measure]

    def others(self, measure: str) -> Iterator[Other]:
        """The comparable measures of a measure, the surest first."""
        for link in sorted(self.links(measure), key=lambda one: (-one.score, one.a, one.b)):
            if link.a == measure:
                yield Other(link.b, link.b_place, link.b_issued, link.a_place, link.a_issued, link.score, link.claim_id)
            else:
                yield Other(link.a, link.a_place, link.a_issued, link.b_place, link.b_issued, link.score, link.claim_id)

    def sources(self, measure: str) -> Iterator[OriginClaim | Statement | NamedPlace]:
        """The places that a row says its practice comes from or was learned from."""
        yield from (one for one in self.origins if one.measure == measure)
        yield from (one for one in self.learned if one.measure == measure)

    def derivations_of(self, measure: str) -> Iterator[Derivation]:
        """The stated derivations of a measure from others, and of others from it."""
        yield from (one for one in self.derivations if measure in (one.measure, one.source))

    def asserted_of(self, measure: str) -> Iterator[AssertedAdoption]:
        """The adoptions that a row asserts."""
        yield from (one for one in self.asserted if one.measure == measure)


@dataclass(frozen=True, slots=True)
class Other:
    """A comparable measure, seen from the one that it is comparable to."""

    measure: str
    place: str | None
    issued: Dated
    own_place: str | None
    own_issued: Dated
    score: float
    claim_id: str


def statements(store: Store, *, measure: str | None = None, kind: str | None = None) -> tuple[Statement, ...]:
    """Give what rows say of their lineage, of one measure or of one kind."""
    return records(ask(store, "lineage_statements", id=measure, kind=kind), Statement)


def first_claims(store: Store) -> tuple[FirstClaim, ...]:
    """Give the claims of being first, each with its rivals; unresolved."""
    found = statements(store, kind=FIRST)
    claims, places = Claims(store), {one.measure: _claimed_for(one) for one in found}
    near = {one.measure: {other.measure for other in claims.others(one.measure)} for one in found}
    return tuple(
        FirstClaim(
            statement=one,
            claimed_for=places[one.measure],
            rivals=tuple(
                sorted(
                    {
                        other.measure
                        for other in found
                        if other.extent == one.extent
                        and not set(places[other.measure]) & set(places[one.measure])
                        and (other.measure in near[one.measure] or _alike(one, other))
                    }
                )
            ),
        )
        for one in found
    )


def _alike(one: Statement, other: Statement) -> bool:
    """Whether two rows name most of the same objects and instruments: three, and a third of all."""
    mine, theirs = set(one.mechanisms), set(other.mechanisms)
    shared = len(mine & theirs)
    return shared >= 3 and shared * 3 >= len(mine | theirs)


def _claimed_for(one: Statement) -> tuple[str, ...]:
    if one.origins and is_practice(one.field):
        return one.origins
    return () if one.place is None else (one.place,)


def is_practice(field: str) -> bool:
    """Whether a column tells somebody's practice (主要做法), where the row names an origin."""
    return "做法" in field or "经验" in field


def diffusion(store: Store, measure: str, claims: Claims | None = None) -> Diffusion:
    """Give the paths to and from a measure, each hop with its evidence. Raises `NotFoundError`.

    `claims` are those of the same state of the store, where they are held.
    """
    facts, claims = measure_facts(store, measure), claims or Claims(store)
    return Diffusion(
        measure=facts.id,
        title=facts.title,
        issued=facts.issued,
        ancestors=as_paths(upwards(claims, measure, facts.issued, (measure,)), forward=False),
        descendants=as_paths(downwards(claims, measure, facts.place, facts.issued, (measure,)), forward=True),
        statements=statements(store, measure=measure),
    )


def diffusion_of_mechanism(store: Store, mechanism: str) -> MechanismDiffusion:
    """Give the measures that name a mechanism or a narrower one, and the hops to them and between them.

    A hop between two measures counts only where both name the mechanism. No measure is an empty answer.
    """
    uses = records(ask(store, "mechanism_measures", mechanism=mechanism, skip=0, limit=100_000), MechanismUse)
    claims, named = Claims(store), {one.measure: one for one in uses}
    hops: dict[tuple[str, str, str], Hop] = {}
    for use in named.values():
        for source in claims.sources(use.measure):
            stated = stated_hop(source, _kind(source), _place(source), use.measure, UNDATED, use.issued)
            hops.setdefault((stated.kind, stated.source, stated.target), stated)
            for other in claims.others(use.measure):
                fits = _is_of(other.place, _place(source)) and not _after(other.issued, use.issued)
                if other.measure in named and fits:
                    guess = _candidate(other, other.measure, use.measure, other.issued, use.issued)
                    hops.setdefault((guess.kind, guess.source, guess.target), guess)
    ordered = sorted(uses, key=lambda one: (one.issued == UNDATED, one.issued, one.document, one.measure, one.start))
    return MechanismDiffusion(mechanism=mechanism, uses=tuple(ordered), hops=tuple(hops.values()))


def pair_lineage(store: Store, a: str, b: str, claims: Claims | None = None) -> PairLineage:
    """Give kind and direction of the lineage between two measures, or say why it has none. Raises `NotFoundError`.

    `claims` are those of the same state of the store, where they are held.
    """
    one, two = sorted((measure_facts(store, a), measure_facts(store, b)), key=lambda facts: facts.id)
    claims = claims or Claims(store)
    link = next((other for other in claims.others(one.id) if other.measure == two.id), None)
    score = None if link is None else link.score

    def answer(kind: str, source: str | None, target: str | None, why: str, hops: Iterable[Hop]) -> PairLineage:
        direction = UNORDERED if source is None else "a_to_b" if source == one.id else "b_to_a"
        return PairLineage(
            a=one.id,
            b=two.id,
            score=score,
            kind=kind,
            direction=direction,
            source=source,
            target=target,
            why=why,
            evidence=tuple(hops),
        )

    for stated in claims.derivations_of(one.id):
        if {stated.measure, stated.source} == {one.id, two.id}:
            hop = stated_hop(stated, stated.kind, stated.source, stated.measure, UNDATED, UNDATED)
            return answer(stated.kind, stated.source, stated.measure, "the row names the other measure", [hop])
    if link is None:
        return answer("none", None, None, "the two were not accepted as comparable, and no row names the other", [])
    arrows: dict[tuple[str, str], list[Hop]] = {}
    for later, earlier in ((one, two), (two, one)):
        for named in claims.sources(later.id):
            fits = _is_of(earlier.place, _place(named)) and not _same_city(later.place, earlier.place)
            if fits and not _after(earlier.issued, later.issued):
                hop = stated_hop(named, _kind(named), _place(named), later.id, UNDATED, later.issued)
                arrows.setdefault((earlier.id, later.id), []).append(hop)
    if len(arrows) == 1:
        ((source, target), hops) = next(iter(arrows.items()))
        why = f"place-level origin evidenced ({hops[0].source}); which measure is a candidate by score"
        return answer(hops[0].kind, source, target, why, hops)
    if arrows:
        why = "each row names the other's place"
        return answer("originated_in", None, None, why, [hop for hops in arrows.values() for hop in hops])
    for asserting, place in ((one, two), (two, one)):
        for said in claims.asserted_of(asserting.id):
            if _is_of(place.place, said.area):
                hop = stated_hop(said, "asserted_replicated_in", asserting.id, said.area, asserting.issued, UNDATED)
                why = "the document says that the place has it; neither which measure nor which came first is stated"
                return answer("asserted_replicated_in", None, None, why, [hop])
    if UNDATED not in (one.issued, two.issued) and one.issued != two.issued:
        source, target = (one.id, two.id) if one.issued < two.issued else (two.id, one.id)
        why = f"both documents are dated ({one.issued}, {two.issued}); the order says nothing of a derivation"
        return answer("precedes", source, target, why, [])
    undated = " and ".join(facts.document for facts in (one, two) if facts.issued == UNDATED)
    why = "no row names the other's place" + (f"; {undated} undated" if undated else "; both of one date")
    return answer("comparable", None, None, why, [])


def above(
    claims: Claims, measure: str, issued: str, seen: tuple[str, ...]
) -> Iterator[tuple[tuple[Hop, ...], str | None, str]]:
    """What leads right to a measure: hops, the nearest first, the measure that they come from, and its date.

    None: they come from a place alone. Measures `seen` do not count as candidates.
    """
    for stated in claims.derivations_of(measure):
        if stated.measure == measure and stated.source not in seen:
            yield (stated_hop(stated, stated.kind, stated.source, measure, UNDATED, issued),), stated.source, UNDATED
    for source in claims.sources(measure):
        hop = stated_hop(source, _kind(source), _place(source), measure, UNDATED, issued)
        candidates = [
            other
            for other in claims.others(measure)
            if _is_of(other.place, _place(source)) and not _after(other.issued, issued)
            if other.measure not in seen and len(seen) < MAX_HOPS
        ]
        for other in candidates:
            guess = _candidate(other, other.measure, measure, other.issued, issued)
            yield (hop, guess), other.measure, other.issued
        if not candidates:
            yield (hop,), None, UNDATED


def below(
    claims: Claims, measure: str, place: str | None, issued: str, seen: tuple[str, ...]
) -> Iterator[tuple[tuple[Hop, ...], str | None, str | None, str]]:
    """What a measure leads right to: hops, the nearest first, the measure reached, its place and date.

    None: they lead to a place alone. Measures `seen` do not count as candidates.
    """
    for stated in claims.derivations_of(measure):
        if stated.source == measure and stated.measure not in seen:
            hop = stated_hop(stated, stated.kind, measure, stated.measure, issued, UNDATED)
            yield (hop,), stated.measure, None, UNDATED
    for said in claims.asserted_of(measure):
        yield (stated_hop(said, "asserted_replicated_in", measure, said.area, issued, UNDATED),), None, None, UNDATED
    for other in claims.others(measure):
        if other.measure in seen or len(seen) >= MAX_HOPS or _after(issued, other.issued):
            continue
        if _same_city(place, other.place):
            continue
        for source in claims.sources(other.measure):
            if _is_of(place, _place(source)):
                guess = _candidate(other, measure, other.measure, issued, other.issued)
                hop = stated_hop(source, _kind(source), _place(source), other.measure, UNDATED, other.issued)
                yield (guess, hop), other.measure, other.place, other.issued


def upwards(claims: Claims, measure: str, issued: str, seen: tuple[str, ...]) -> Iterator[tuple[Hop, ...]]:
    """Paths from a measure back, the nearest hop first."""
    for hops, source, dated in above(claims, measure, issued, seen):
        onward = () if source is None else upwards(claims, source, dated, (*seen, source))
        yield from _longer(hops, onward)


def downwards(
    claims: Claims, measure: str, place: str | None, issued: str, seen: tuple[str, ...]
) -> Iterator[tuple[Hop, ...]]:
    """Paths from a measure on, the nearest hop first."""
    for hops, target, where, dated in below(claims, measure, place, issued, seen):
        onward = () if target is None else downwards(claims, target, where, dated, (*seen, target))
        yield from _longer(hops, onward)


def _after(one: str, other: str) -> bool:
    """Whether a document is dated after another: what it says cannot be the other's source."""
    return UNDATED not in (one, other) and one > other


def _longer(head: tuple[Hop, ...], tails: Iterable[tuple[Hop, ...]]) -> Iterator[tuple[Hop, ...]]:
    """The head with each tail; alone where there is none."""
    some = False
    for tail in tails:
        some = True
        yield head + tail
    if not some:
        yield head


def as_paths(chains: Iterable[tuple[Hop, ...]], *, forward: bool) -> tuple[Path, ...]:
    """Chains of hops as paths in the direction of the lineage, the surest first; `forward` where they run that way."""
    found = []
    for chain in chains:
        confidence = 1.0
        for hop in chain:
            confidence *= 1.0 if hop.confidence is None else hop.confidence
        found.append(Path(hops=chain if forward else chain[::-1], confidence=confidence))
    return tuple(sorted(found, key=lambda path: -path.confidence))


def stated_hop(
    said: Evidence, kind: str, source: str, target: str, source_issued: str = UNDATED, target_issued: str = UNDATED
) -> Hop:
    """A hop that words state."""
    document = said.document if isinstance(said, OriginClaim | Statement | NamedPlace | AssertedAdoption) else None
    return Hop(
        kind=kind,
        source=source,
        target=target,
        stated=True,
        confidence=None,
        source_issued=source_issued,
        target_issued=target_issued,
        quote=said.quote,
        document=document,
        field=said.field,
        line=said.line,
        start=said.start,
        end=said.end,
        claim_id=said.claim_id,
    )


def _candidate(other: Other, source: str, target: str, source_issued: str, target_issued: str) -> Hop:
    return Hop(
        kind="candidate",
        source=source,
        target=target,
        stated=False,
        confidence=other.score,
        source_issued=source_issued,
        target_issued=target_issued,
        quote=None,
        document=None,
        field=None,
        line=None,
        start=None,
        end=None,
        claim_id=other.claim_id,
    )


def _kind(source: OriginClaim | Statement | NamedPlace) -> str:
    if isinstance(source, NamedPlace):
        return source.kind
    return "originated_in" if isinstance(source, OriginClaim) else LEARNS_FROM


def _place(source: OriginClaim | Statement | NamedPlace) -> str:
    return source.area or ""


def _is_of(place: str | None, named: str) -> bool:
    """Whether a document of `place` can hold the measure of the place that a row names: one lies in the other.

    A province does not speak for its cities: below the country and the province only.
    """
    held, meant = _area(place), _area(named)
    if held is None or meant is None:
        return False
    if held.level in ("country", "province") or meant.level == "country":
        return held.iri == meant.iri
    return held.iri == meant.iri or held in meant.ancestors or meant in held.ancestors


def can_come_from(named: str, issued: str, place: str | None, place_issued: str) -> bool:
    """Whether a row of a document issued at `issued` that names a place can mean a measure of a document of `place`."""
    return _is_of(place, named) and not _after(place_issued, issued)


def _same_city(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and city_of(one) == city_of(other)


def city_of(name: str) -> str:
    """The city that an area lies in, by qualified name; the area itself where it lies in none."""
    found = _area(name)
    if found is None:
        return name
    chain = (found, *found.ancestors)
    return next((one.qualified_name for one in chain if one.level == "prefecture"), found.qualified_name)


def _area(name: str | None) -> Area | None:
    return None if name is None else area(name)
