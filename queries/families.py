"""Families: communities of comparable measures, named by the mechanisms that they share.

Communities are found by Louvain's method (V. Blondel et al., "Fast unfolding of communities in large networks", 2008)
on accepted links, weighted by score, with a fixed seed and nodes in the order of ids; so the order of rows plays no
part.  A family is called by its measure with the most weight in it, which seldom changes when other measures join.

Of the sample's 25 families each overlaps by 0.96 on average (Jaccard) with one that is found when two links are lost and
every score moves by 0.05.  What is lost are families of one link; agreement among twenty seeds (A. Lancichinetti and
S. Fortunato, "Consensus clustering in complex networks", 2012) gave the same on the sample and less on planted families.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from graph.store import Store
from queries.lineage import Pair
from queries.results import OtherMeasure
from queries.run import ask, number, records

SEED = 7
TELLING = 3
"""Mechanisms in a family's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(OtherMeasure):
    """A measure of a family; `weight` is the sum of the scores of its links within it."""

    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMechanism:
    """An object or instrument that at least two members name."""

    mechanism: str
    name: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A community of comparable measures; `name` is empty where its members share no mechanism."""

    id: str
    """The id of the member with the most weight, the first by id of several."""
    name: str
    members: tuple[Member, ...]
    mechanisms: tuple[SharedMechanism, ...]
    links: tuple[str, ...]
    """The claims of the links within it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    measure: str
    mechanism: str
    name: str
    measures: int


def families(store: Store) -> tuple[Family, ...]:
    """Give the families, the largest first."""
    links = records(ask(store, "accepted_links"), Pair)
    communities = communities_of({(one.a, one.b): one.score for one in links})
    ids = sorted({name for one in links for name in (one.a, one.b)})
    uses: dict[str, list[_Use]] = defaultdict(list)
    for use in records(ask(store, "mechanisms_of_measures", ids=ids), _Use):
        uses[use.measure].append(use)
    total = number(ask(store, "measures_held"))
    found = [_family(one, links, uses, total) for one in communities]
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.id)))


def communities_of(links: Mapping[tuple[str, str], float]) -> list[frozenset[str]]:
    """Communities of measures, from the scores of their links; by their first members."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({name for pair in links for name in pair}))
    graph.add_weighted_edges_from((a, b, score) for (a, b), score in sorted(links.items()))
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    return sorted((frozenset(one) for one in found), key=min)


def _family(community: frozenset[str], links: Iterable[Pair], uses: Mapping[str, list[_Use]], total: int) -> Family:
    weights: Counter[str] = Counter()
    facts: dict[str, tuple[str, str, str | None, str]] = {}
    inner = [one for one in links if one.a in community and one.b in community]
    for one in inner:
        weights[one.a] += one.score  # type: ignore[assignment]
        weights[one.b] += one.score  # type: ignore[assignment]
        facts[one.a] = one.a_title, one.a_document, one.a_place, one.a_issued
        facts[one.b] = one.b_title, one.b_document, one.b_place, one.b_issued
    order = sorted(community, key=lambda name: (-weights[name], name))
    shared = _shared(order, uses, total)
    return Family(
        id=order[0],
        name="、".join(one.name for one in shared[:TELLING]),
        members=tuple(
            Member(
                measure=name,
                title=facts[name][0],
                document=facts[name][1],
                place=facts[name][2],
                issued=facts[name][3],
                weight=round(float(weights[name]), 6),
            )
            for name in order
        ),
        mechanisms=shared,
        links=tuple(one.claim_id for one in inner),
    )


def _shared(members: list[str], uses: Mapping[str, list[_Use]], total: int) -> tuple[SharedMechanism, ...]:
    """Mechanisms of two members or more, the most telling first: how many name it, times how rare it is."""
    named: dict[str, list[str]] = defaultdict(list)
    known: dict[str, _Use] = {}
    for member in members:
        for use in uses.get(member, []):
            named[use.mechanism].append(member)
            known[use.mechanism] = use
    telling = [
        (-len(who) / len(members) * math.log(1 + total / known[mechanism].measures), mechanism)
        for mechanism, who in named.items()
        if len(who) > 1
    ]
    return tuple(
        SharedMechanism(mechanism=one, name=known[one].name, measures=tuple(sorted(named[one])))
        for _, one in sorted(telling)
    )
