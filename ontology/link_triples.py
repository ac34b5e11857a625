"""Links as RDF: a claim with its score; the comparison itself is asserted only where it was accepted."""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from rdflib import RDF, XSD, Graph, Literal, URIRef

from ontology import identifiers as ids
from ontology.model import Link, LinkRun
from ontology.reference import reader_version
from ontology.vocabulary import RG


def links_graph(links: Iterable[Link]) -> Graph:
    """The named graph of links: accepted ones state `comparableTo`, the others `candidateFor`."""
    graph = Graph(identifier=ids.graph_iri(ids.LINKS))
    for link in links:
        a, b = ids.measure_iri(link.a), ids.measure_iri(link.b)
        predicate = RG.comparableTo if link.accepted else RG.candidateFor
        claim = ids.claim_iri(a, RG.comparableTo, b)
        features = [{"name": f.name, "value": f.value, "share": f.share} for f in link.features]
        graph.add((a, predicate, b))
        graph.add((claim, RDF.type, RG.Link))
        graph.add((claim, RDF.subject, a))
        graph.add((claim, RDF.predicate, predicate))
        graph.add((claim, RDF.object, b))
        graph.add((claim, RG.score, Literal(link.score, datatype=XSD.double)))
        graph.add((claim, RG.accepted, Literal(link.accepted)))
        graph.add((claim, RG.features, _json(features)))
        graph.add((claim, RG.rule, Literal(link.rule)))
        if link.grade is not None:
            graph.add((claim, RG.grade, Literal(link.grade)))
        if link.clauses is not None:
            graph.add((claim, RG.clauses, _json(link.clauses)))
        if link.rival is not None:
            graph.add((claim, RG.rival, _json(link.rival)))
        if link.removal is not None:
            graph.add((claim, RG.removal, _json(link.removal)))
        for word in link.shared_words:
            graph.add((claim, RG.sharedWords, Literal(word)))
    return graph


def run_graph(run: LinkRun) -> Graph:
    """What is said of a run that made links."""
    graph, iri = Graph(), run_iri(run)
    graph.add((iri, RDF.type, RG.LinkRun))
    graph.add((iri, RG.runBy, ids.reader_iri(reader_version())))
    graph.add((iri, RG.weights, Literal(run.weights)))
    graph.add((iri, RG.weightsSha256, Literal(run.weights_sha256.upper(), datatype=XSD.hexBinary)))
    graph.add((iri, RG.inputsSha256, Literal(run.inputs_sha256.upper(), datatype=XSD.hexBinary)))
    graph.add((iri, RG.endedAt, Literal(run.ended, datatype=XSD.dateTime, normalize=False)))
    if run.model is not None:
        graph.add((iri, RG.embeddingModel, Literal(run.model)))
    for document in run.documents:
        graph.add((iri, RG.compared, ids.document_iri(document)))
    return graph


def run_iri(run: LinkRun) -> URIRef:
    """A run by all that it says: two runs at one time with the same inputs are one."""
    return ids.link_run_iri(
        run.weights_sha256, run.model or "", run.inputs_sha256, reader_version(), *run.documents, run.ended
    )


def _json(value: object) -> Literal:
    return Literal(orjson.dumps(value).decode(), datatype=RDF.JSON)
