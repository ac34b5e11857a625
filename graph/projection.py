"""RDF to property graph, as the ontology declares it: which classes are nodes, which properties edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node as Term

from graph.rows import Edge, Node, Rows, Value, uncollected
from graph.triples import Triples, known
from ontology.errors import OntologyError
from ontology.schema import ontology_graph
from ontology.standards import OA
from ontology.vocabulary import RG

_TYPE, _EVIDENCE, _SELECTOR = known(RDF.type), known(RG.evidence), known(OA.hasSelector)
_SUBJECT, _PREDICATE, _OBJECT = known(RDF.subject), known(RDF.predicate), known(RDF.object)


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
    types: Mapping[URIRef, tuple[URIRef, ...]]
    """Property → what its values are: datatypes, rdf:langString, rdfs:Resource or a class of concepts."""
    parts: Mapping[URIRef, URIRef]
    """Claim property → the part of a claim that it stands on, where that is not the claim itself."""
    classes: Mapping[str, URIRef]
    """Node label → the class that a node has where nothing else is said."""
    chinese: frozenset[URIRef]
    """Properties whose text without a suffix is Chinese, not text without a language."""
    order: Mapping[URIRef, int]
    """Property → its place among those that become properties of nodes and relationships, by IRI."""


@cache
def declared() -> Declared:
    """The declarations, read once."""
    graph = ontology_graph()

    def table(predicate: URIRef) -> dict[URIRef, str]:
        return {known(s): str(o) for s, o in graph.subject_objects(predicate) if isinstance(s, URIRef)}

    types = {s: _value_types(graph, s) for s in {*table(RG.propertyName), *table(RG.claimProperty)}}
    return Declared(
        labels=table(RG.nodeLabel),
        edges=table(RG.edgeType),
        names=table(RG.propertyName),
        claim_names=table(RG.claimProperty),
        multi=frozenset(known(s) for s in graph.subjects(RG.multiValued, Literal(True)) if isinstance(s, URIRef)),
        concepts={known(s): str(o) for s, o in graph.subject_objects(SKOS.notation) if isinstance(s, URIRef)},
        types=types,
        parts={s: o for s, o in graph.subject_objects(RG.claimPart) if isinstance(s, URIRef) and isinstance(o, URIRef)},
        classes=_main_classes(graph, table(RG.nodeLabel)),
        chinese=frozenset(predicate for predicate, values in types.items() if RDF.langString in values),
        order={predicate: place for place, predicate in enumerate(sorted(types))},
    )


#: In the order in which a text is tried against them: what fits an earlier one is not of a later one.
_DATATYPES = (XSD.date, XSD.gYearMonth, XSD.gYear)


def _value_types(graph: Graph, predicate: URIRef) -> tuple[URIRef, ...]:
    found = set(graph.objects(predicate, RG.valueType)) or set(graph.objects(predicate, RDFS.range))
    named = [one for one in found if isinstance(one, URIRef)]
    return tuple(sorted(named, key=lambda one: (_DATATYPES.index(one) if one in _DATATYPES else len(_DATATYPES), one)))


def _main_classes(graph: Graph, labels: Mapping[URIRef, str]) -> dict[str, URIRef]:
    """The class of each label: the one of which the others of that label are subclasses."""
    main: dict[str, URIRef] = {}
    for kind, label in sorted(labels.items()):
        above = [one for one in graph.objects(kind, RDFS.subClassOf) if labels.get(one) == label]  # type: ignore[call-overload]
        if not above:
            main.setdefault(label, known(kind))
    return main


def node_labels() -> tuple[str, ...]:
    """Every label that a node may have, sorted."""
    return tuple(sorted(set(declared().labels.values())))


def labels_of(graph: Graph | Triples) -> dict[URIRef, str]:
    """The label of each node that a graph describes; of several the first in the order of the alphabet."""
    labels = declared().labels
    found: dict[URIRef, str] = {}
    for subject, kind in graph.subject_objects(_TYPE):
        if isinstance(subject, URIRef) and isinstance(kind, URIRef) and kind in labels:
            found[subject] = min(labels[kind], found.get(subject, labels[kind]))
    return found


@uncollected()
def project(graph: Graph | Triples, elsewhere: Mapping[URIRef, str]) -> Rows:
    """The rows of one named graph.

    `elsewhere` gives the labels of nodes that other graphs describe (areas, known bodies): edges may end there.
    Raises `OntologyError` where an edge ends at something that no graph describes.
    """
    if not isinstance(graph, Triples):
        graph = Triples.of(graph)
    declaration = declared()
    own = labels_of(graph)
    claims = _claims(graph)
    nodes = [
        Node(label, str(iri), _properties(graph, iri, label, declaration))
        for iri, label in sorted(own.items(), key=str)
    ]
    edges = []
    for predicate, kind in declaration.edges.items():
        for start, end in graph.subject_objects(predicate):
            if not isinstance(start, URIRef) or not isinstance(end, URIRef):
                continue
            labels = [own.get(iri) or elsewhere.get(iri) for iri in (start, end)]
            if None in labels:
                missing = end if labels[0] is not None else start
                raise OntologyError(f"{kind} leads to {missing}, which no loaded graph describes")
            ends = (str(labels[0]), str(start), str(labels[1]), str(end))
            for claim in claims.get((start, predicate, end), ()):
                edges.append(Edge(kind, str(claim), *ends, _claim_properties(graph, claim, declaration)))
            if (start, predicate, end) not in claims:
                edges.append(Edge(kind, f"{start} {kind} {end}", *ends, {}))
    edges.sort(key=lambda edge: (edge.type, edge.key))
    return Rows(str(graph.identifier), tuple(nodes), tuple(edges))


def _claims(graph: Triples) -> dict[tuple[Term, Term, Term], list[URIRef]]:
    """The claims that make each statement: one, or as many as there are judgements of a pair."""
    found = defaultdict(list)
    for claim, subject in graph.subject_objects(_SUBJECT):
        predicate, value = graph.value(claim, _PREDICATE), graph.value(claim, _OBJECT)
        if isinstance(claim, URIRef) and predicate is not None and value is not None:
            found[subject, predicate, value].append(claim)
    return found


_Gathered: TypeAlias = dict[tuple[int, str], tuple[URIRef, list[Term]]]
"""Place and name of a property → the property of RDF and its values."""


def _properties(graph: Triples, iri: URIRef, label: str, declaration: Declared) -> dict[str, Value]:
    gathered: _Gathered = {}
    names, order = declaration.names, declaration.order
    for predicate, values in graph.said_of(iri):
        if predicate is _TYPE or (name := names.get(predicate)) is None:
            continue
        for value in values:
            own = name if type(value) is URIRef else _in_language(name, value, chinese=predicate in declaration.chinese)
            gathered.setdefault((order[predicate], own), (predicate, []))[1].append(value)
    kinds = {*graph.objects(iri, _TYPE)}
    if kinds != {declaration.classes[label]}:
        gathered[order[_TYPE], names[_TYPE]] = _TYPE, [*kinds]
    return _settled(gathered, declaration)


def _claim_properties(graph: Triples, claim: URIRef, declaration: Declared) -> dict[str, Value]:
    gathered: _Gathered = {}
    names, order = declaration.claim_names, declaration.order
    for subject in _with_evidence(graph, claim):
        for predicate, values in graph.said_of(subject):
            name = names.get(predicate)
            if name is not None and (predicate is not _TYPE or subject is claim):
                gathered.setdefault((order[predicate], name), (predicate, []))[1].extend(values)
    properties = _settled(gathered, declaration)
    properties["claim_id"] = str(claim)
    return properties


def _with_evidence(graph: Triples, claim: URIRef) -> Iterable[Term]:
    yield claim
    for evidence in graph.objects(claim, _EVIDENCE):
        yield evidence
        yield from graph.objects(evidence, _SELECTOR)


def _settled(gathered: _Gathered, declaration: Declared) -> dict[str, Value]:
    """One value a name; a sorted list of text where the ontology says so, or where several values are stated."""
    settled: dict[str, Value] = {}
    for (_, name), (predicate, values) in sorted(gathered.items()):
        if len(values) > 1 or predicate in declaration.multi:
            settled[name] = sorted(declaration.concepts.get(value, str(value)) for value in values)  # type: ignore[call-overload]
        else:
            settled[name] = _plain(values[0], declaration)
    return settled


def _plain(value: Term, declaration: Declared) -> Value:
    if type(value) is URIRef:
        return declaration.concepts.get(value) or str(value)
    native = value.value if isinstance(value, Literal) else None
    return native if isinstance(native, bool | int | float) else str(value)


def _in_language(name: str, value: Term, *, chinese: bool) -> str:
    """The name of a property in the language of a value; `und` where text of a Chinese property has none."""
    if not isinstance(value, Literal) or (value.language is None and value.datatype is not None):
        return name
    if value.language == ("zh" if chinese else None):
        return name
    return f"{name}_{(value.language or 'und').replace('-', '_')}"
