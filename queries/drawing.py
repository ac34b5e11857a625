"""What to draw: nodes and relationships with everything that a reader may ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from graph.store import Plain, Store
from ontology.errors import NotFoundError
from queries.documents import find_documents
from queries.results import UNDATED, Dated, DocumentRow, Place, Text
from queries.run import ask, number, records

BOOKKEEPING = frozenset({"iri", "key", "sources", "stated"})
"""Properties of the store's own, which say nothing of the world."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A relationship that is not drawn as a line: its type, the other end in words, and the evidence."""

    type: str
    value: str
    quote: str
    field: str
    line: int


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node. `name` is what it is called; `facts` are its properties by name, absent ones left out."""

    iri: str
    label: str
    name: str
    facts: Mapping[str, Plain]
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A relationship between two drawn nodes, with its evidence or its score among `facts`."""

    type: str
    source: str
    target: str
    facts: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture's content: `total` is the number of measures in the graph, drawn or not.

    `focus` is the IRI of the node that the picture is about; None where it is about everything.
    """

    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    total: int
    focus: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    iri: str
    id: str
    document: str
    document_iri: str
    title: str
    content: str
    cut: bool
    domain: str | None
    place: str | None
    issued: Dated
    status: str | None
    deadline: str | None
    deadline_text: str | None
    line: int | None
    links: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    measure: str
    name: str
    role: str
    printed: Text
    quote: Text
    field: Text
    line: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    source: str
    relationship: Mapping[str, object]
    target: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Triple:
    source: Mapping[str, object]
    relationship: Mapping[str, object]
    target: Mapping[str, object]


ROLE_TYPES: Mapping[str, str] = {
    "lead": "LEAD",
    "responsible": "RESPONSIBLE",
    "coordinating": "COORDINATES",
    "cooperating": "COOPERATES",
}


def overview(store: Store, *, document: str | None = None, limit: int = 1000) -> Drawing:
    """Give all measures, or those of one document and what is comparable, with links, origins, adoptions.

    Measures that have any of these come first where there are more than `limit`.
    """
    measures = records(ask(store, "overview_measures", document=document, limit=limit), _Measure)
    documents = {one.id: one for one in find_documents(store)}
    if document is not None and document not in documents:
        raise NotFoundError(f"The graph holds no document “{document}”.")
    iris = [one.iri for one in measures]
    bodies: dict[str, list[Statement]] = defaultdict(list)
    for body in records(ask(store, "overview_bodies", iris=iris), _Body):
        said = Statement(ROLE_TYPES[body.role], body.name, body.quote, body.field, body.line)
        bodies[body.measure].append(said)
    lines = records(ask(store, "overview_relationships", iris=iris), _Line)
    nodes = {one.iri: _measure_node(one, bodies[one.iri]) for one in measures}
    nodes |= {documents[one.document].iri: _document_node(documents[one.document]) for one in measures}
    for line in lines:
        iri = str(line.target["iri"])
        if iri not in nodes:
            nodes[iri] = _node("Area", iri, line.target)
    edges = [DrawnEdge("FROM", one.iri, one.document_iri, {}) for one in measures]
    edges += [_edge(line.source, line.relationship, str(line.target["iri"])) for line in lines]
    places = {one.name: one.iri for one in nodes.values() if one.label == "Area"}
    for node in nodes.values():
        place = places.get(str(node.facts.get("place"))) if node.label == "Document" else None
        if place is not None:
            edges.append(DrawnEdge("ISSUED_FOR", node.iri, place, {}))
    total = number(ask(store, "measures_total"))
    return Drawing(tuple(nodes.values()), tuple(edges), total)


def neighbourhood(store: Store, measure: str, *, candidates: bool = False) -> Drawing:
    """Give a measure and what hangs on it. Raises `NotFoundError`."""
    triples = records(ask(store, "neighbourhood", id=measure, candidates=candidates), _Triple)
    if not triples:
        raise NotFoundError(f"The graph holds no measure “{measure}”.")
    nodes: dict[str, DrawnNode] = {}
    edges = []
    for triple in triples:
        ends = [_whole(end) for end in (triple.source, triple.target)]
        nodes |= {one.iri: one for one in ends}
        edges.append(_edge(ends[0].iri, triple.relationship, ends[1].iri))
    focus = next(one.iri for one in nodes.values() if one.label == "Measure" and one.facts.get("id") == measure)
    whole, lines = _absorbed(nodes, edges)
    return Drawing(whole, lines, number(ask(store, "measures_total")), focus)


def _absorbed(
    nodes: Mapping[str, DrawnNode], edges: Iterable[DrawnEdge]
) -> tuple[tuple[DrawnNode, ...], tuple[DrawnEdge, ...]]:
    """Turn what is too small to draw into facts: rows into lines, a status into a statement with its words.

    Each measure also gets what its document and its domain say, and each document its place.
    """
    facts: dict[str, dict[str, Plain]] = {iri: dict(one.facts) for iri, one in nodes.items()}
    said: dict[str, list[Statement]] = defaultdict(list)
    drawn = []
    # A document's place must be known before its measures take it over.
    for edge in sorted(edges, key=lambda one: one.type != "ISSUED_FOR"):
        source, target = facts[edge.source], facts[edge.target]
        if edge.type == "STATED_IN":
            source["line"] = target.get("line")
            continue
        if edge.type == "HAS_STATUS":
            said[edge.source].append(_statement(edge, str(source.get("status", ""))))
            continue
        if edge.type == "ISSUED_FOR":
            source["place"] = target.get("name")
        elif edge.type == "IN_DOMAIN":
            source["domain"] = target.get("name")
        elif edge.type == "FROM":
            source |= {"document": target.get("id"), "place": target.get("place")}
            source["issued"] = target.get("issued", UNDATED)
        drawn.append(edge)
    kept = (one for one in nodes.values() if one.label not in ("Row", "Status"))
    whole = tuple(replace(one, facts=_stated(facts[one.iri]), statements=tuple(said[one.iri])) for one in kept)
    return whole, tuple(sorted(drawn, key=lambda one: (one.source, one.type, one.target)))


def _statement(edge: DrawnEdge, value: str) -> Statement:
    line = edge.facts.get("line")
    words = [str(edge.facts.get(name, "")) for name in ("quote", "field")]
    return Statement(edge.type, value, words[0], words[1], line if isinstance(line, int) else 0)


def _measure_node(one: _Measure, bodies: Iterable[Statement]) -> DrawnNode:
    facts: dict[str, Plain] = {
        "id": one.id,
        "document": one.document,
        "place": one.place,
        "issued": one.issued,
        "domain": one.domain,
        "deadline": one.deadline or one.deadline_text,
        "status": one.status,
        "line": one.line,
        "content": one.content + ("…" if one.cut else ""),
        "links": one.links,
    }
    return DrawnNode(one.iri, "Measure", one.title, _stated(facts), tuple(bodies))


def _document_node(one: DocumentRow) -> DrawnNode:
    facts: dict[str, Plain] = {
        "id": one.id,
        "place": one.place,
        "issued": one.issued,
        "issuer": one.issuer,
        "measures": one.measures,
        "sha256": one.sha256,
    }
    return DrawnNode(one.iri, "Document", one.title or one.id, _stated(facts))


def _whole(end: Mapping[str, object]) -> DrawnNode:
    labels, properties = end["labels"], end["properties"]
    assert isinstance(labels, list)  # noqa: S101 - the shape that Answer promises
    assert isinstance(properties, dict)  # noqa: S101
    return _node(str(labels[0]), str(properties["iri"]), properties)


def _node(label: str, iri: str, properties: Mapping[str, object]) -> DrawnNode:
    names = ("name", "title", "deadline", "raw_text", "code", "id")
    name = next((str(properties[one]) for one in names if properties.get(one) is not None), label)
    return DrawnNode(iri, label, name, _stated(properties))


def _edge(source: str, relationship: Mapping[str, object], target: str) -> DrawnEdge:
    properties = relationship["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - the shape that Answer promises
    return DrawnEdge(str(relationship["type"]), source, target, _stated(properties))


def _stated(properties: Mapping[str, object]) -> dict[str, Plain]:
    return {
        name: cast(Plain, value)  # as in every Answer
        for name, value in properties.items()
        if value is not None and name not in BOOKKEEPING
    }
