"""The ontology's labels in both languages, for the legend and the panel: nothing is named twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from rdflib import RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.schema import ontology_graph
from ontology.vocabulary import RG

Label = Mapping[str, str]
"""`en` and `zh`."""


@cache
def terms() -> Mapping[str, Label]:
    """Give the labels of node labels, relationship types, properties and codes, by name in the graph."""
    graph = ontology_graph()
    found: dict[str, Label] = {}
    for name, term in _named(graph):
        label = _label(graph, term)
        if label and name not in found:
            found[name] = label
    return found


def _named(graph: Graph) -> Iterator[tuple[str, Node]]:
    for term, name in sorted(graph.subject_objects(RG.nodeLabel), key=str):
        if not any((parent, RG.nodeLabel, name) in graph for parent in graph.objects(term, RDFS.subClassOf)):
            yield str(name), term
    for predicate in (RG.edgeType, RG.propertyName, RG.claimProperty):
        for term, name in sorted(graph.subject_objects(predicate), key=str):
            yield str(name), term
    for term, name in sorted(graph.subject_objects(SKOS.notation), key=str):
        if isinstance(term, URIRef):
            yield str(name), term


def _label(graph: Graph, term: Node) -> Label:
    found = {
        label.language: str(label)
        for predicate in (RDFS.label, SKOS.prefLabel)
        for label in graph.objects(term, predicate)
        if isinstance(label, Literal)
    }
    return {language: found[language] for language in ("en", "zh") if language in found}
