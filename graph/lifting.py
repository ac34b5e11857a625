"""Property graph to RDF: the inverse of the projection, by the same declarations of the ontology.

`lift(project(graph))` is the graph again. What a projection would leave out is a fault of the declarations, not
of a graph: `left_out` names it, and tests hold it empty for everything that documents state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node as Term

from graph.projection import declared, project
from graph.rows import EDGE_WORDS, NODE_WORDS, Edge, Node, Rows, Value, unmerged
from graph.store import Store
from ontology.errors import OntologyError
from ontology.schema import ontology_graph
from ontology.standards import OA
from ontology.vocabulary import RG

Triple = tuple[URIRef, URIRef, Term]

FITS = {
    XSD.date: re.compile(r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?"),
    XSD.gYearMonth: re.compile(r"-?\d{4,}-\d\d(Z|[+-]\d\d:\d\d)?"),
    XSD.gYear: re.compile(r"-?\d{4,}(Z|[+-]\d\d:\d\d)?"),
}
SECONDS = 600.0
"""For one statement that reads a whole label or type."""


def lift(rows: Rows) -> Graph:
    """The triples of one named graph.

    Raises `OntologyError` for a label, type or property that the ontology does not declare.
    """
    graph = Graph(identifier=URIRef(rows.source))
    for node in rows.nodes:
        for triple in _node(node):
            graph.add(triple)
    for edge in rows.edges:
        for triple in _edge(edge):
            graph.add(triple)
    return graph


def left_out(graph: Graph, elsewhere: Mapping[URIRef, str]) -> Graph:
    """The triples that the property graph cannot give back; see `project` for `elsewhere`."""
    missing: Graph = graph - lift(project(graph, elsewhere))
    return missing


def lift_store(store: Store) -> Iterator[Graph]:
    """Every named graph that a store holds, read back from its nodes and relationships, by IRI."""
    for rows in read_rows(store):
        yield lift(rows)


def read_rows(store: Store) -> Iterator[Rows]:
    """What each named graph states, by IRI of the graph, as it was pushed."""
    nodes: dict[str, list[Node]] = {source: [] for source in sorted(store.sources())}
    edges: dict[str, list[Edge]] = {source: [] for source in nodes}
    for label in sorted(set(declared().labels.values())):
        query = f"MATCH (n:{label}) RETURN properties(n) AS properties ORDER BY n.iri"
        for (properties,) in store.read(query, timeout=SECONDS).rows:
            for source, said in _said(properties, NODE_WORDS):
                nodes[source].append(Node(label, str(properties["iri"]), said))  # type: ignore[call-overload, index]
    for kind in sorted(set(declared().edges.values())):
        query = (
            f"MATCH (a)-[r:{kind}]->(b) RETURN labels(a)[0] AS start_label, a.iri AS start, "
            "labels(b)[0] AS end_label, b.iri AS end, properties(r) AS properties ORDER BY r.key"
        )
        for start_label, start, end_label, end, properties in store.read(query, timeout=SECONDS).rows:
            ends = (str(start_label), str(start), str(end_label), str(end))
            for source, said in _said(properties, EDGE_WORDS):
                edges[source].append(Edge(kind, str(properties["key"]), *ends, said))  # type: ignore[call-overload, index]
    for source in nodes:
        yield Rows(source, tuple(nodes[source]), tuple(edges[source]))


def _said(properties: object, words: frozenset[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    if isinstance(properties, dict):
        for source, said in unmerged(properties).items():
            yield source, {name: value for name, value in said.items() if name not in words}


# The declarations, turned round


@dataclass(frozen=True)
class _Inverse:
    properties: Mapping[str, URIRef]
    claim_properties: Mapping[str, URIRef]
    edges: Mapping[str, URIRef]
    concepts: Mapping[tuple[URIRef, str], URIRef]
    """Class and notation → concept."""


@cache
def _inverse() -> _Inverse:
    declaration, graph = declared(), ontology_graph()
    return _Inverse(
        _turned(declaration.names),
        _turned(declaration.claim_names),
        _turned(declaration.edges),
        {
            (kind, notation): concept
            for concept, notation in declaration.concepts.items()
            for kind in graph.objects(concept, RDF.type)
            if isinstance(kind, URIRef)
        },
    )


def _turned(table: Mapping[URIRef, str]) -> dict[str, URIRef]:
    turned: dict[str, URIRef] = {}
    for term, name in sorted(table.items()):
        if turned.setdefault(name, term) != term:
            raise OntologyError(f"{turned[name]} and {term} are both called {name} in the property graph: rename one")
    return turned


# Nodes, edges, values


def _node(node: Node) -> Iterator[Triple]:
    iri, inverse, declaration = URIRef(node.iri), _inverse(), declared()
    if node.label not in declaration.classes:
        raise OntologyError(f"the ontology declares no node label {node.label}")
    if declaration.names[RDF.type] not in node.properties:
        yield iri, RDF.type, declaration.classes[node.label]
    for name, value in node.properties.items():
        predicate, language = _term(name, inverse.properties, f"a {node.label}")
        for one in _terms(predicate, language, value):
            yield iri, predicate, one


def _edge(edge: Edge) -> Iterator[Triple]:
    start, end, inverse = URIRef(edge.start), URIRef(edge.end), _inverse()
    predicate = inverse.edges.get(edge.type)
    if predicate is None:
        raise OntologyError(f"the ontology declares no relationship {edge.type}")
    yield start, predicate, end
    said = dict(edge.properties)
    if "claim_id" not in said:
        return
    claim = URIRef(str(said.pop("claim_id")))
    yield claim, RDF.subject, start
    yield claim, RDF.predicate, predicate
    yield claim, RDF.object, end
    yield from _claim(claim, said, inverse.claim_properties)


def _claim(claim: URIRef, said: Mapping[str, Value], names: Mapping[str, URIRef]) -> Iterator[Triple]:
    """What stands on a claim, its evidence and that one's selector, which are named after the claim."""
    at = {RG.Evidence: URIRef(f"{claim}/evidence"), OA.Selector: URIRef(f"{claim}/selector")}
    has_evidence = False
    for name, value in said.items():
        predicate, language = _term(name, names, "a claim")
        part = declared().parts.get(predicate)
        has_evidence |= part is not None
        for one in _terms(predicate, language, value):
            yield claim if part is None else at[part], predicate, one
    if has_evidence:
        evidence, selector = at[RG.Evidence], at[OA.Selector]
        yield claim, RG.evidence, evidence
        yield evidence, RDF.type, RG.Evidence
        yield evidence, OA.hasSelector, selector
        yield selector, RDF.type, OA.TextQuoteSelector
        yield selector, RDF.type, OA.DataPositionSelector


def _term(name: str, names: Mapping[str, URIRef], owner: str) -> tuple[URIRef, str | None]:
    """The property of that name, and the language of its values; None where it is not in the name."""
    if name in names:
        return names[name], None
    for place in (i for i in range(len(name) - 1, 0, -1) if name[i] == "_"):
        if name[:place] in names:
            return names[name[:place]], name[place + 1 :].replace("_", "-")
    raise OntologyError(f"the ontology declares no property {name} of {owner}")


def _terms(predicate: URIRef, language: str | None, value: Value) -> Iterable[Term]:
    for one in value if isinstance(value, list) else [value]:
        yield _value(predicate, language, _lexical(one))


def _value(predicate: URIRef, language: str | None, text: str) -> Term:
    declaration = declared()
    types = declaration.types.get(predicate, ())
    if language is not None:
        return Literal(text) if language == "und" else Literal(text, lang=language)
    if RDF.langString in types:
        return Literal(text, lang="zh")
    if RDFS.Resource in types:
        return URIRef(text)
    for kind in types:
        concept = _inverse().concepts.get((kind, text))
        if concept is not None:
            return concept
    fitting = next((kind for kind in types if kind not in FITS or FITS[kind].fullmatch(text)), None)
    return Literal(text) if fitting in (None, XSD.string) else Literal(text, datatype=fitting, normalize=False)


def _lexical(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
