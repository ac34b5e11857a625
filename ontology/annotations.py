"""What judgements and proposals have in common: a verdict on the claim that two measures are comparable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from ontology import identifiers as ids
from ontology.model import Verdict
from ontology.standards import OA
from ontology.vocabulary import RG

CONCEPTS = {
    Verdict.SAME: RG.verdictSame,
    Verdict.COMPARABLE: RG.verdictComparable,
    Verdict.RELATED: RG.verdictRelated,
    Verdict.DIFFERENT: RG.verdictDifferent,
    Verdict.UNSURE: RG.verdictUnsure,
}
VERDICTS = {concept: verdict for verdict, concept in CONCEPTS.items()}


class Kind(NamedTuple):
    """A kind of annotation: its class, the relation of the two measures, and what leads to the claim."""

    type: URIRef
    relation: URIRef
    about: URIRef


class Statements(Protocol):
    """What is asked of a graph: rdflib's will do, and so will any that answers as it does."""

    def subjects(self, predicate: URIRef, value: URIRef, /) -> Iterable[Node]:
        """Of what this is said."""
        ...

    def predicate_objects(self, subject: Node, /) -> Iterable[tuple[Node, Node]]:
        """What is said of it."""
        ...


JUDGEMENT = Kind(RG.Judgement, RG.judgedWith, RG.judges)
PROPOSAL = Kind(RG.Proposal, RG.proposedWith, RG.proposes)


def annotate(graph: Graph, kind: Kind, iri: URIRef, pair: tuple[str, str], verdict: Verdict) -> None:
    """Adds a verdict on a pair of measures, given by ids; that they are comparable is not asserted by it."""
    a, b = map(ids.measure_iri, pair)
    graph.add((a, kind.relation, b))
    graph.add((iri, RDF.type, kind.type))
    graph.add((iri, RDF.subject, a))
    graph.add((iri, RDF.predicate, kind.relation))
    graph.add((iri, RDF.object, b))
    graph.add((iri, kind.about, ids.claim_iri(a, RG.comparableTo, b)))
    graph.add((iri, RG.verdict, CONCEPTS[verdict]))
    graph.add((iri, OA.motivatedBy, OA.assessing))


def annotated(graph: Statements, kind: Kind) -> Iterator[tuple[str, str, Verdict, Mapping[Node, str]]]:
    """The inverse of `annotate`: ids of both measures, the verdict, and all that is said of the annotation."""
    for iri in graph.subjects(RDF.type, kind.type):
        said = {predicate: str(value) for predicate, value in graph.predicate_objects(iri)}
        a, b = (ids.measure_of(said[end]) for end in (RDF.subject, RDF.object))
        yield a, b, VERDICTS[URIRef(said[RG.verdict])], said
