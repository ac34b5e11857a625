"""Figures over the whole graph: who stands between whom, how far and how fast practices went, which places are alike.

Networks are networkx's, so that any backend of it may compute them (NETWORKX_BACKEND_PRIORITY).  Each function says what
its figures mean and in which unit; each asks the catalogue for the rows that it counts.  A figure that rests on a date
that no document states is None, and its words say “undated”.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import log, sqrt
from statistics import median
from typing import Any, Final

import networkx as nx

from graph.store import Store
from queries.lineage import Claims, Pair, city_of
from queries.measures import measure_facts
from queries.results import UNDATED
from queries.run import ask, records

EXACT: Final = 2_000
"""Nodes up to which betweenness is exact; above, it is estimated from so many sources, drawn with `SEED`."""
SEED: Final = 7
SHOWN: Final = 5
"""Mechanisms that are named for a pair of places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """A body in the co-lead network."""

    agency: str
    betweenness: float
    """Share of the shortest ways between two others that lead through it, 0 to 1; no unit."""
    partners: int
    """Bodies that it leads a measure with."""
    joint_measures: int
    """Measures that it leads with somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A practice that came from a city: the adopting measure, and the origin's own measure where one is held."""

    measure: str
    adopter: str | None
    """City of the adopting document; None where it could not be told."""
    source: str | None
    """The origin's best comparable measure; None where no document of the origin holds one."""
    days: int | None
    """From the date of the source's document to that of the adopter's; None where it cannot be had."""
    why: str
    """dated; undated; no comparable measure of the origin is held; the source's document is the later one."""
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far and how fast the practices of a city went, by what rows state."""

    city: str
    reach: int
    """Other cities of which a row says that a practice came from here."""
    measures: int
    """Measures of other cities that name this city as their origin."""
    at_home: int
    """Measures of the city itself that name a part of it as their origin; they count for nothing else."""
    median_days: float | None
    """Days from the origin's document to the adopter's, over the dated steps; None: none is dated."""
    speed: str
    """The same in words: “N days, of K dated steps”, or “undated”."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two places by the mechanisms that their measures name."""

    a: str
    b: str
    similarity: float
    """Cosine between their mechanisms, weighted, 0 to 1; no unit."""
    shared: tuple[str, ...]
    """Names of the mechanisms that give most of it, the greatest part first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Junction:
    """A city in the network of lineage."""

    city: str
    gave: int
    """Measures of other cities that came from here, as their rows state."""
    gave_to: tuple[str, ...]
    """The cities of these measures."""
    took: int
    """Its own measures that came from other cities."""
    took_from: tuple[str, ...]
    hub: float
    """Share of all measures given, 0 to 1; a measure with two origins is given twice."""
    betweenness: float
    """Share of the shortest ways between two other cities that lead through it, directions left aside, 0 to 1."""
    bridge: bool
    """Whether the network falls apart without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """A measure in the network of comparable measures."""

    measure: str
    title: str
    document: str
    links: int
    """Measures that it is comparable to by the machine."""
    betweenness: float
    """Share of the shortest ways between two other measures that lead through it, 0 to 1."""
    bridge: bool
    """Whether measures that are joined now would not be without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joint:
    a: str
    b: str
    measures: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    place: str
    mechanism: str
    name: str
    measures: int


def brokers(store: Store) -> tuple[Broker, ...]:
    """Give the bodies of the co-lead network by betweenness, the highest first.

    Two bodies are joined where both lead a measure. Betweenness (L. Freeman, 1977) is the share of shortest ways
    between pairs of other bodies that lead through a body; unit: share, 0 to 1. A body that only leads alone is not here.
    """
    joint = records(ask(store, "joint_leads", least=1), _Joint)
    graph: nx.Graph[str] = nx.Graph((one.a, one.b) for one in joint)
    between = _betweenness(graph)
    led: dict[str, set[str]] = defaultdict(set)
    for one in joint:
        led[one.a].update(one.ids)
        led[one.b].update(one.ids)
    found = (
        Broker(agency=name, betweenness=between[name], partners=graph.degree(name), joint_measures=len(led[name]))
        for name in graph
    )
    return tuple(sorted(found, key=lambda one: (-one.betweenness, -one.joint_measures, one.agency)))


def spread(store: Store) -> tuple[Spread, ...]:
    """Give how far and how fast the practices of each city of origin went, the farthest first.

    An adoption counts where a row of another city names the city, or a part of it, as its origin. Reach: cities that do
    so. Speed: days from the date of the origin's document to that of the adopter's, the median over steps, each to the
    comparable measure of the origin with the best score; only where both documents state a date and the origin's is not
    the later one. Otherwise it is undated.
    """
    claims = Claims(store)
    steps: dict[str, list[Step]] = defaultdict(list)
    home: Counter[str] = Counter()
    for claim in claims.origins:
        adopter = None if claim.place is None else city_of(claim.place)
        if adopter == claim.city:
            home[claim.city] += 1
            continue
        steps[claim.city].append(_step(claims, claim.measure, claim.city, adopter, claim.issued, claim.claim_id))
    found = [_spread(city, steps[city], home[city]) for city in {*steps, *home}]
    return tuple(sorted(found, key=lambda one: (-one.reach, -one.measures, one.city)))


def _step(claims: Claims, measure: str, city: str, adopter: str | None, issued: str, claim_id: str) -> Step:
    source = next((one for one in claims.others(measure) if one.place is not None and city_of(one.place) == city), None)
    days = None
    if source is None:
        why = "no comparable measure of the origin is held"
    elif UNDATED in (source.issued, issued):
        why = UNDATED
    else:
        days = (date.fromisoformat(issued[:10]) - date.fromisoformat(source.issued[:10])).days
        why = "dated"
        if days < 0:
            days, why = None, "the source's document is the later one"
    return Step(
        measure=measure,
        adopter=adopter,
        source=None if source is None else source.measure,
        days=days,
        why=why,
        claim_id=claim_id,
    )


def _spread(city: str, steps: list[Step], at_home: int) -> Spread:
    days = [one.days for one in steps if one.days is not None]
    middle = float(median(days)) if days else None
    return Spread(
        city=city,
        reach=len({one.adopter for one in steps if one.adopter is not None}),
        measures=len({one.measure for one in steps}),
        at_home=at_home,
        median_days=middle,
        speed=UNDATED if middle is None else f"{middle:g} days, of {len(days)} dated steps",
        steps=tuple(steps),
    )


def likeness(store: Store) -> tuple[Likeness, ...]:
    """Give every pair of places that documents are issued for, the likest first.

    A place is a vector of the objects and instruments that its measures name: 1 + log of how many measures name each,
    times log(1 + places / places that name it), so that what all name tells little. Similarity is the cosine of two
    such vectors; unit: none, 0 to 1. Places with more or longer documents name more; the cosine takes out the size only.
    """
    uses = records(ask(store, "place_mechanisms"), _Use)
    names = {one.mechanism: one.name for one in uses}
    places = sorted({one.place for one in uses})
    named = Counter(one.mechanism for one in uses)
    table: dict[str, dict[str, float]] = {place: {} for place in places}
    for one in uses:
        table[one.place][one.mechanism] = (1 + log(one.measures)) * log(1 + len(places) / named[one.mechanism])
    return tuple(
        sorted(
            (_alike(a, b, table, names) for a, b in combinations(places, 2)),
            key=lambda one: (-one.similarity, one.a, one.b),
        )
    )


def _alike(a: str, b: str, table: Mapping[str, Mapping[str, float]], names: Mapping[str, str]) -> Likeness:
    parts = {one: table[a][one] * table[b][one] for one in table[a].keys() & table[b].keys()}
    size = sqrt(sum(x * x for x in table[a].values()) * sum(x * x for x in table[b].values()))
    telling = sorted(parts, key=lambda one: (-parts[one], one))[:SHOWN]
    return Likeness(
        a=a, b=b, similarity=round(sum(parts.values()) / size, 6), shared=tuple(names[one] for one in telling)
    )


def junctions(store: Store) -> tuple[Junction, ...]:
    """Give the hubs and bridges of lineage between cities, those that gave most first.

    An arc leads from one city to another where a row of the second names the first, or a part of it, as the origin of
    its practice, or says that its measure replicates, adapts, learns from or upgrades one of the first; it weighs as
    many measures as say so. A hub is told by its share of all measures given; a bridge is an articulation point of the
    network without directions. Unit: shares, 0 to 1. Asserted adoptions and links between comparable measures are no
    arcs: they have no direction.
    """
    arcs = _arcs(Claims(store), store)
    if not arcs:
        return ()
    plain: nx.Graph[str] = nx.Graph(arcs.keys())
    between, cut = _betweenness(plain), set(nx.articulation_points(plain))
    total = sum(map(len, arcs.values()))
    found = []
    for city in plain:
        given = {end: measures for (start, end), measures in arcs.items() if start == city}
        taken = {start: measures for (start, end), measures in arcs.items() if end == city}
        found.append(
            Junction(
                city=city,
                gave=len({one for measures in given.values() for one in measures}),
                gave_to=tuple(sorted(given)),
                took=len({one for measures in taken.values() for one in measures}),
                took_from=tuple(sorted(taken)),
                hub=round(sum(map(len, given.values())) / total, 6),
                betweenness=between[city],
                bridge=city in cut,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.hub, -one.betweenness, one.city)))


def _arcs(claims: Claims, store: Store) -> dict[tuple[str, str], set[str]]:
    """The measures that came from one city to another, by both."""
    arcs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims.origins:
        if claim.place is not None:
            arcs[claim.city, city_of(claim.place)].add(claim.measure)
    for derived in claims.derivations:
        places = [measure_facts(store, one).place for one in (derived.source, derived.measure)]
        if places[0] is not None and places[1] is not None:
            arcs[city_of(places[0]), city_of(places[1])].add(derived.measure)
    return {ends: measures for ends, measures in arcs.items() if ends[0] != ends[1]}


def connectors(store: Store) -> tuple[Connector, ...]:
    """Give the measures that join others in the network of comparable measures, those that join most first.

    Two measures are joined where the machine accepted their link. Betweenness as in `brokers`; a bridge is an
    articulation point. Unit: share, 0 to 1.
    """
    links = records(ask(store, "accepted_links"), Pair)
    graph: nx.Graph[str] = nx.Graph((one.a, one.b) for one in links)
    said = {one.a: (one.a_title, one.a_document) for one in links} | {
        one.b: (one.b_title, one.b_document) for one in links
    }
    between, cut = _betweenness(graph), set(nx.articulation_points(graph))
    found = (
        Connector(
            measure=name,
            title=said[name][0],
            document=said[name][1],
            links=graph.degree(name),
            betweenness=between[name],
            bridge=name in cut,
        )
        for name in graph
    )
    return tuple(sorted(found, key=lambda one: (-one.betweenness, -one.links, one.measure)))


def _betweenness(graph: nx.Graph[str]) -> dict[str, float]:
    """By node; nodes and edges are put in order first, so that an estimate is the same each time."""
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted((min(ends), max(ends)) for ends in graph.edges))
    sources = None if len(ordered) <= EXACT else EXACT
    found = nx.betweenness_centrality(ordered, k=sources, normalized=True, seed=SEED)
    return {name: round(float(value), 6) for name, value in found.items()}


@dataclass(frozen=True, slots=True)
class Analysis:
    """Something that can be asked for by name."""

    title: str
    ask: Callable[[Store], tuple[Any, ...]]

    @property
    def definition(self) -> str:
        """What the figures mean and in which unit."""
        return " ".join((self.ask.__doc__ or "").split())


ANALYSES: Final[Mapping[str, Analysis]] = {
    "brokers": Analysis("Agencies between others that lead measures jointly", brokers),
    "spread": Analysis("How far and how fast practices of a city went", spread),
    "likeness": Analysis("How alike places are by their mechanisms", likeness),
    "junctions": Analysis("Hubs and bridges of lineage between cities", junctions),
    "connectors": Analysis("Measures that join others in the network of comparable measures", connectors),
}
