"""Judgements as RDF and back: an annotation of the claim that two measures are comparable, for each judgement one."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import PROV, XSD, Graph, Literal, URIRef

from ontology import identifiers as ids
from ontology.annotations import JUDGEMENT, Statements, annotate, annotated
from ontology.model import Judgement
from ontology.vocabulary import RG


def iri_of(one: Judgement) -> URIRef:
    """The IRI of a judgement, by all that it says; withdrawing it leaves it the same."""
    return ids.judgement_iri(one.a, one.b, one.verdict, one.by, one.when or "", one.reason or "")


def judgements_graph(judgements: Iterable[Judgement]) -> Graph:
    """The named graph of judgements. That two measures are comparable is not asserted by it."""
    graph = Graph(identifier=ids.graph_iri(ids.JUDGEMENTS))
    for one in judgements:
        iri = iri_of(one)
        annotate(graph, JUDGEMENT, iri, (one.a, one.b), one.verdict)
        graph.add((iri, RG.judgedBy, Literal(one.by)))
        graph.add((iri, PROV.wasAttributedTo, ids.person_iri(one.by)))
        if one.when is not None:
            timed = "T" in one.when
            graph.add((iri, RG.judgedAt, _time(one.when, XSD.dateTime if timed else XSD.date)))
            if timed:
                graph.add((iri, PROV.generatedAtTime, _time(one.when, XSD.dateTime)))
        if one.reason is not None:
            graph.add((iri, RG.reason, Literal(one.reason)))
        if one.withdrawn is not None:
            graph.add((iri, PROV.invalidatedAtTime, _time(one.withdrawn, XSD.dateTime)))
    return graph


def judgements_in(graph: Statements) -> tuple[Judgement, ...]:
    """The judgements that a graph holds, in the order of ids: the inverse of `judgements_graph`."""
    found = (
        Judgement(
            a=a,
            b=b,
            verdict=verdict,
            by=said[RG.judgedBy],
            when=said.get(RG.judgedAt),
            reason=said.get(RG.reason),
            withdrawn=said.get(PROV.invalidatedAtTime),
        )
        for a, b, verdict, said in annotated(graph, JUDGEMENT)
    )
    return tuple(sorted(found, key=order))


def order(one: Judgement) -> tuple[str, ...]:
    """Judgements by pair, then by time (the undated first), person and all the rest."""
    return (one.a, one.b, one.when or "", one.by, one.verdict, one.reason or "", one.withdrawn or "")


def _time(text: str, kind: URIRef) -> Literal:
    return Literal(text, datatype=kind, normalize=False)
