"""Proposals of models as RDF and back: annotations of the claim that two measures are comparable, apart from judgements."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import PROV, RDF, XSD, Graph, Literal, URIRef

from ontology import identifiers as ids
from ontology.judgement_triples import CONCEPTS
from ontology.model import Proposal
from ontology.standards import OA
from ontology.vocabulary import RG

_VERDICTS = {concept: verdict for verdict, concept in CONCEPTS.items()}


def iri_of(one: Proposal) -> URIRef:
    """The IRI of a proposal, by all that it says."""
    return ids.proposal_iri(one.a, one.b, one.verdict, one.by, one.prompt_sha256, one.reason, one.when)


def proposals_graph(proposals: Iterable[Proposal]) -> Graph:
    """The named graph of proposals. It asserts nothing of the measures but that a model was asked about them."""
    graph = Graph(identifier=ids.graph_iri(ids.PROPOSALS))
    for one in proposals:
        a, b, iri, model = ids.measure_iri(one.a), ids.measure_iri(one.b), iri_of(one), ids.model_iri(one.by)
        graph.add((a, RG.proposedWith, b))
        graph.add((iri, RDF.type, RG.Proposal))
        graph.add((iri, RDF.subject, a))
        graph.add((iri, RDF.predicate, RG.proposedWith))
        graph.add((iri, RDF.object, b))
        graph.add((iri, RG.proposes, ids.claim_iri(a, RG.comparableTo, b)))
        graph.add((iri, RG.verdict, CONCEPTS[one.verdict]))
        graph.add((iri, RG.reason, Literal(one.reason)))
        graph.add((iri, RG.proposedBy, Literal(one.by)))
        graph.add((iri, RG.promptSha256, Literal(one.prompt_sha256.upper(), datatype=XSD.hexBinary)))
        graph.add((iri, RG.proposedAt, Literal(one.when, datatype=XSD.dateTime, normalize=False)))
        graph.add((iri, PROV.wasAttributedTo, model))
        graph.add((iri, OA.motivatedBy, OA.assessing))
        graph.add((model, RDF.type, RG.JudgingModel))
        graph.add((model, RG.modelName, Literal(one.by)))
    return graph


def proposals_in(graph: Graph) -> tuple[Proposal, ...]:
    """The proposals that a graph holds, by pair, model and time: the inverse of `proposals_graph`."""
    found = []
    for iri in graph.subjects(RDF.type, RG.Proposal):
        said = {predicate: str(value) for predicate, value in graph.predicate_objects(iri)}
        found.append(
            Proposal(
                a=ids.measure_of(said[RDF.subject]),
                b=ids.measure_of(said[RDF.object]),
                verdict=_VERDICTS[URIRef(said[RG.verdict])],
                by=said[RG.proposedBy],
                prompt_sha256=said[RG.promptSha256].lower(),
                reason=said[RG.reason],
                when=said[RG.proposedAt],
            )
        )
    return tuple(sorted(found, key=lambda one: (one.a, one.b, one.by, one.when)))
