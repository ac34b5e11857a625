"""What vis-network draws: nodes and relationships, made from what the views share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from graph.store import Plain
from ontology.identifiers import ID
from queries.atlas import Atlas

BODIES = ("Agency", "Enterprise", "AgencyClass", "Collaboration")
ROLES = ("LEAD", "RESPONSIBLE", "COORDINATES", "COOPERATES")
SOLO = 2000
"""Measures that are drawn one by one; where there are more, those of a document and harmonised domain are drawn as one."""


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node. `name` is what it is called; `weight` how many measures it stands for."""

    iri: str
    label: str
    name: str
    facts: Mapping[str, Plain] = field(default_factory=dict)
    weight: int = 1


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A relationship between two drawn nodes, with its score or count among `facts`."""

    type: str
    source: str
    target: str
    facts: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture's content."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]


def whole(atlas: Atlas) -> Drawing:
    """Draw measures by document with links, places of origin and asserted adoptions.

    Above SOLO measures those of a document and harmonised domain are one node, and the lines between them are counted.
    """
    group = {
        one.id: f"measure/{one.id}"
        if len(atlas.measures) <= SOLO
        else f"group/{one.document}/{next(iter(one.fields), '')}"
        for one in atlas.measures
    }
    sizes = Counter(group.values())
    home = {group[one.id]: f"document/{one.document}" for one in atlas.measures}
    titles = {f"measure/{one.id}": one.title for one in atlas.measures}
    nodes = [
        DrawnNode(key, "Measure", titles.get(key) or key.split("/", 2)[2], weight=sizes[key]) for key in sorted(home)
    ]
    nodes += [
        DrawnNode(f"document/{one.id}", "Document", one.title or one.id, {"id": one.id}, one.measures)
        for one in atlas.documents
    ]
    places = sorted({one.place for one in atlas.arrows if one.kind != "learns_from"})
    nodes += [DrawnNode(f"place/{name}", "Area", name) for name in places]
    edges = [DrawnEdge("FROM", key, document) for key, document in sorted(home.items())]
    lines: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for link in atlas.links:
        if link.accepted and group[link.a] != group[link.b]:
            lines["COMPARABLE_TO", group[link.a], group[link.b]].append(link.score)
    for arrow in atlas.arrows:
        if arrow.kind != "learns_from":
            ends = [f"place/{arrow.place}", group[arrow.measure]]
            if arrow.kind == "asserted_replicated_in":
                ends.reverse()
            lines[arrow.kind.upper(), ends[0], ends[1]].append(1.0)
    edges += [
        DrawnEdge(kind, source, target, {"score": max(scores), "count": len(scores)})
        for (kind, source, target), scores in sorted(lines.items())
    ]
    return Drawing(tuple(nodes), tuple(edges))


def bodies(atlas: Atlas) -> Drawing:
    """Draw bodies by jurisdiction; a line joins those that one measure names, thicker for more measures."""
    names: dict[str, DrawnNode] = {}
    home: dict[str, str] = {}
    load: Counter[str] = Counter()
    named: dict[str, set[str]] = defaultdict(set)
    for claim in atlas.claims:
        if claim.type not in ROLES:
            continue
        key = claim.iri.removeprefix(ID)
        facts: dict[str, Plain] = {"jurisdiction": claim.jurisdiction, "ambiguous": claim.ambiguous}
        names[key] = DrawnNode(key, claim.kind, claim.name, facts)
        home[key] = f"seat/{claim.jurisdiction or ''}"
        if key not in named[claim.measure]:
            named[claim.measure].add(key)
            load[key] += 1
    together = Counter(pair for keys in named.values() for pair in combinations(sorted(keys), 2))
    nodes = [DrawnNode(key, one.label, one.name, one.facts, load[key]) for key, one in sorted(names.items())]
    nodes += [DrawnNode(seat, "Area", seat.removeprefix("seat/")) for seat in sorted(set(home.values()))]
    edges = [DrawnEdge("FROM", key, seat) for key, seat in sorted(home.items())]
    edges += [DrawnEdge("TOGETHER", a, b, {"count": count}) for (a, b), count in sorted(together.items())]
    return Drawing(tuple(nodes), tuple(edges))
