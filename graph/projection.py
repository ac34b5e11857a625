"""RDF to property graph, as the ontology declares it: which classes are nodes, which properties edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node as Term

from graph.rows import Edge, Node, Rows, Value, uncollected
from graph.triples import Triples, known
from ontology.errors import OntologyError
from ontology.schema import ontology_graph
from ontology.standards import OA
from ontology.vocabulary import RG

_TYPE = known(RDF.type)
for _term in (RDF.subject, RDF.predicate, RDF.object, RG.evidence, OA.hasSelector):
    known(_term)


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

    def is_chinese(self, predicate: URIRef) -> bool:
        """Whether text of the property without a suffix is Chinese, not text without a language."""
        return RDF.langString in self.types.get(predicate, ())


@cache
def declared() -> Declared:
    """The declarations, read once."""
    graph = ontology_graph()

    def table(predicate: URIRef) -> dict[URIRef, str]:
        return {known(s): str(o) for s, o in graph.subject_objects(predicate) if isinstance(s, URIRef)}

    return Declared(
        labels=table(RG.nodeLabel),
        edges=table(RG.edgeType),
        names=table(RG.propertyName),
        claim_names=table(RG.claimProperty),
        multi=frozenset(known(s) for s in graph.subjects(RG.multiValued, Literal(True)) if isinstance(s, URIRef)),
        concepts={known(s): str(o) for s, o in graph.subject_objects(SKOS.notation) if isinstance(s, URIRef)},
        types={s: _value_types(graph, s) for s in {*table(RG.propertyName), *table(RG.claimProperty)}},
        parts={s: o for s, o in graph.subject_objects(RG.claimPart) if isinstance(s, URIRef) and isinstance(o, URIRef)},
        classes=_main_classes(graph, table(RG.nodeLabel)),
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
    for subject, kind in graph.subject_objects(RDF.type):
        if isinstance(subject, URIRef) and isinstance(kind, URIRef) and kind in labels:
            found[subject] = min(labels[kind], found.get(subject, labels[kind]))
    return found


@uncollected()
def project(graph: Graph | Triples, elsewhere: Mapping[URIRef, str]) -> Rows:
    """The rows of one named graph.

    `elsewhere` gives the labels of nodes that other graphs describe (areas, known bodies): edges may end there.
    Raises `OntologyError` where an edge ends at something that no graph describes.
    """
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


def _claims(graph: Graph | Triples) -> dict[tuple[Term, Term, Term], list[URIRef]]:
    """The claims that make each statement: one, or as many as there are judgements of a pair."""
    found = defaultdict(list)
    for claim, subject in graph.subject_objects(RDF.subject):
        predicate, value = graph.value(claim, RDF.predicate), graph.value(claim, RDF.object)
        if isinstance(claim, URIRef) and predicate is not None and value is not None:
            found[subject, predicate, value].append(claim)
    return found


def _properties(graph: Graph | Triples, iri: URIRef, label: str, declaration: Declared) -> dict[str, Value]:
    gathered: dict[tuple[URIRef, str], list[Term]] = defaultdict(list)
    type_name = declaration.names[_TYPE]
    for predicate, value in graph.predicate_objects(iri):
        name = declaration.names.get(predicate)  # type: ignore[call-overload]
        if name is not None and name != type_name and isinstance(predicate, URIRef):
            in_language = _in_language(name, value, chinese=declaration.is_chinese(predicate))
            gathered[predicate, in_language].append(value)
    kinds = set(graph.objects(iri, RDF.type))
    if kinds != {declaration.classes[label]}:
        gathered[RDF.type, declaration.names[RDF.type]].extend(kinds)
    return _settled(gathered, declaration)


def _claim_properties(graph: Graph | Triples, claim: URIRef, declaration: Declared) -> dict[str, Value]:
    gathered: dict[tuple[URIRef, str], list[Term]] = defaultdict(list)
    class_name = declaration.claim_names.get(_TYPE)
    for subject in _with_evidence(graph, claim):
        for predicate, value in graph.predicate_objects(subject):
            name = declaration.claim_names.get(predicate)  # type: ignore[call-overload]
            if name is not None and (name != class_name or subject is claim) and isinstance(predicate, URIRef):
                gathered[predicate, name].append(value)
    properties = _settled(gathered, declaration)
    properties["claim_id"] = str(claim)
    return properties


def _with_evidence(graph: Graph | Triples, claim: URIRef) -> Iterable[Term]:
    yield claim
    for evidence in graph.objects(claim, RG.evidence):
        yield evidence
        yield from graph.objects(evidence, OA.hasSelector)


def _settled(gathered: Mapping[tuple[URIRef, str], list[Term]], declaration: Declared) -> dict[str, Value]:
    """One value a name; a sorted list of text where the ontology says so, or where several values are stated."""
    settled: dict[str, Value] = {}
    for predicate, name in sorted(gathered, key=lambda key: (str(key[0]), key[1])):
        values = gathered[predicate, name]
        if predicate in declaration.multi or len(values) > 1:
            settled[name] = sorted(declaration.concepts.get(value, str(value)) for value in values)  # type: ignore[call-overload]
        else:
            settled[name] = _plain(values[0], declaration)
    return settled


def _plain(value: Term, declaration: Declared) -> Value:
    if isinstance(value, URIRef):
        return declaration.concepts.get(value, str(value))
    native = value.value if isinstance(value, Literal) else None
    return native if isinstance(native, bool | int | float) else str(value)


def _in_language(name: str, value: Term, *, chinese: bool) -> str:
    """The name of a property in the language of a value; `und` where text of a Chinese property has none."""
    if not isinstance(value, Literal) or (value.language is None and value.datatype is not None):
        return name
    if value.language == ("zh" if chinese else None):
        return name
    return f"{name}_{(value.language or 'und').replace('-', '_')}"
