"""RDF to property graph, as the ontology declares it: which classes are nodes, which properties edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node as Term

from graph.rows import Edge, Node, Rows, Value
from ontology.errors import OntologyError
from ontology.schema import ontology_graph
from ontology.standards import OA
from ontology.vocabulary import RG


@dataclass(frozen=True)
class Declared:
    """What reform.ttl says of the projection."""

    labels: Mapping[URIRef, str]
    """Class → node label."""
    edges: Mapping[URIRef, str]
    """Property → relationship type."""
    names: Mapping[URIRef, str]
    """Property → node property."""
    claim_names: Mapping[URIRef, str]
    """Property of a claim or its evidence → relationship property."""
    multi: frozenset[URIRef]
    """Properties whose values are always a list."""
    concepts: Mapping[URIRef, str]
    """Concept of the ontology → its notation."""


@cache
def declared() -> Declared:
    """The declarations, read once."""
    graph = ontology_graph()

    def table(predicate: URIRef) -> dict[URIRef, str]:
        return {s: str(o) for s, o in graph.subject_objects(predicate) if isinstance(s, URIRef)}

    return Declared(
        labels=table(RG.nodeLabel),
        edges=table(RG.edgeType),
        names=table(RG.propertyName),
        claim_names=table(RG.claimProperty),
        multi=frozenset(s for s in graph.subjects(RG.multiValued, Literal(True)) if isinstance(s, URIRef)),
        concepts={s: str(o) for s, o in graph.subject_objects(SKOS.notation) if isinstance(s, URIRef)},
    )


def node_labels() -> tuple[str, ...]:
    """Every label that a node may have, sorted."""
    return tuple(sorted(set(declared().labels.values())))


def labels_of(graph: Graph) -> dict[URIRef, str]:
    """The label of each node that a graph describes."""
    labels = declared().labels
    return {
        subject: labels[kind]
        for subject, kind in graph.subject_objects(RDF.type)
        if isinstance(subject, URIRef) and isinstance(kind, URIRef) and kind in labels
    }


def project(graph: Graph, elsewhere: Mapping[URIRef, str]) -> Rows:
    """The rows of one named graph.

    `elsewhere` gives the labels of nodes that other graphs describe (areas, known bodies): edges may end there.
    Raises `OntologyError` where an edge ends at something that no graph describes.
    """
    declaration = declared()
    own = labels_of(graph)
    claims = _claims(graph)
    nodes = [Node(label, str(iri), _properties(graph, iri, declaration)) for iri, label in sorted(own.items(), key=str)]
    edges = []
    for predicate, kind in declaration.edges.items():
        for start, end in graph.subject_objects(predicate):
            if not isinstance(start, URIRef) or not isinstance(end, URIRef):
                continue
            labels = [own.get(iri) or elsewhere.get(iri) for iri in (start, end)]
            if None in labels:
                missing = end if labels[0] is not None else start
                raise OntologyError(f"{kind} leads to {missing}, which no loaded graph describes")
            claim = claims.get((start, predicate, end))
            key = str(claim) if claim is not None else f"{start} {kind} {end}"
            properties = {} if claim is None else _claim_properties(graph, claim, declaration)
            edges.append(Edge(kind, key, str(labels[0]), str(start), str(labels[1]), str(end), properties))
    edges.sort(key=lambda edge: (edge.type, edge.key))
    return Rows(str(graph.identifier), tuple(nodes), tuple(edges))


def _claims(graph: Graph) -> dict[tuple[Term, Term, Term], URIRef]:
    found = {}
    for claim, subject in graph.subject_objects(RDF.subject):
        predicate, value = graph.value(claim, RDF.predicate), graph.value(claim, RDF.object)
        if isinstance(claim, URIRef) and predicate is not None and value is not None:
            found[subject, predicate, value] = claim
    return found


def _properties(graph: Graph, iri: URIRef, declaration: Declared) -> dict[str, Value]:
    gathered: dict[tuple[URIRef, str], list[Value]] = defaultdict(list)
    for predicate, value in graph.predicate_objects(iri):
        name = declaration.names.get(predicate) if isinstance(predicate, URIRef) else None
        if name is None or not isinstance(predicate, URIRef):
            continue
        plain = _plain(value, declaration)
        if plain is not None:
            gathered[predicate, _in_language(name, value)].append(plain)
    return _settled(gathered, declaration)


def _claim_properties(graph: Graph, claim: URIRef, declaration: Declared) -> dict[str, Value]:
    gathered: dict[tuple[URIRef, str], list[Value]] = defaultdict(list)
    for subject in _with_evidence(graph, claim):
        for predicate, value in graph.predicate_objects(subject):
            name = declaration.claim_names.get(predicate) if isinstance(predicate, URIRef) else None
            plain = None if name is None else _plain(value, declaration)
            if name is not None and plain is not None and isinstance(predicate, URIRef):
                gathered[predicate, name].append(plain)
    properties = _settled(gathered, declaration)
    properties["claim_id"] = str(claim)
    return properties


def _with_evidence(graph: Graph, claim: URIRef) -> Iterable[Term]:
    yield claim
    for evidence in graph.objects(claim, RG.evidence):
        yield evidence
        yield from graph.objects(evidence, OA.hasSelector)


def _settled(gathered: Mapping[tuple[URIRef, str], list[Value]], declaration: Declared) -> dict[str, Value]:
    """One value a name; a sorted list where the ontology says so, or where several values are stated."""
    settled: dict[str, Value] = {}
    for (predicate, name), values in sorted(gathered.items()):
        if predicate in declaration.multi or len(values) > 1:
            settled[name] = sorted(str(value) for value in values)
        else:
            settled[name] = values[0]
    return settled


def _plain(value: Term, declaration: Declared) -> Value | None:
    if isinstance(value, URIRef):
        return declaration.concepts.get(value)
    if not isinstance(value, Literal):
        return None
    native = value.value
    if isinstance(native, bool | int | float):
        return native
    return str(value)


def _in_language(name: str, value: Term) -> str:
    language = value.language if isinstance(value, Literal) else None
    return name if language in (None, "zh") else f"{name}_{str(language).replace('-', '_')}"
