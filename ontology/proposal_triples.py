"""Proposals of models as RDF and back: annotations of the claim that two measures are comparable, apart from judgements."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import PROV, RDF, XSD, Graph, Literal, URIRef

from ontology import identifiers as ids
from ontology.annotations import PROPOSAL, Statements, annotate, annotated
from ontology.model import Proposal
from ontology.vocabulary import RG


def iri_of(one: Proposal) -> URIRef:
    """The IRI of a proposal, by all that it says."""
    return ids.proposal_iri(one.a, one.b, one.verdict, one.by, one.prompt_sha256, one.reason, one.when)


def proposals_graph(proposals: Iterable[Proposal]) -> Graph:
    """The named graph of proposals. It asserts nothing of the measures but that a model was asked about them."""
    graph = Graph(identifier=ids.graph_iri(ids.PROPOSALS))
    for one in proposals:
        iri, model = iri_of(one), ids.model_iri(one.by)
        annotate(graph, PROPOSAL, iri, (one.a, one.b), one.verdict)
        graph.add((iri, RG.reason, Literal(one.reason)))
        graph.add((iri, RG.proposedBy, Literal(one.by)))
        graph.add((iri, RG.promptSha256, Literal(one.prompt_sha256.upper(), datatype=XSD.hexBinary)))
        graph.add((iri, RG.proposedAt, Literal(one.when, datatype=XSD.dateTime, normalize=False)))
        graph.add((iri, PROV.wasAttributedTo, model))
        graph.add((model, RDF.type, RG.JudgingModel))
        graph.add((model, RG.modelName, Literal(one.by)))
    return graph


def proposals_in(graph: Statements) -> tuple[Proposal, ...]:
    """The proposals that a graph holds, by pair, model and time: the inverse of `proposals_graph`."""
    found = (
        Proposal(
            a=a,
            b=b,
            verdict=verdict,
            by=said[RG.proposedBy],
            prompt_sha256=said[RG.promptSha256].lower(),
            reason=said[RG.reason],
            when=said[RG.proposedAt],
        )
        for a, b, verdict, said in annotated(graph, PROPOSAL)
    )
    return tuple(sorted(found, key=lambda one: (one.a, one.b, one.by, one.when)))
