"""The shapes themselves: every class in use has one, every message says what is wrong in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import OWL, RDF, SH, BNode, Graph, Literal, URIRef

from loaders.read import read_document
from ontology.identifiers import ID, graph_iri, measure_iri
from ontology.link_triples import links_graph, run_graph, run_iri
from ontology.model import FeatureShare, Link, LinkRun, Severity
from ontology.reference import reference_graph
from ontology.schema import ontology_graph
from ontology.triples import document_graph
from ontology.validation import fast, findings, shapes, target_classes, validate
from ontology.vocabulary import NAMESPACE, RG

SAMPLE = sorted(path for path in (Path(__file__).parents[2] / "sample").glob("*.txt"))


def links() -> Graph:
    feature = (FeatureShare("title", 0.5, 1.0),)
    graph = links_graph(
        [Link("a/1", "b/2", 0.7, True, feature, ("税务",), "weights"), Link("a/1", "b/3", 0.1, False, feature, (), "w")]
    )
    run = LinkRun("weights", "ab" * 32, None, "cd" * 32, ("a", "b"), "2026-03-01T09:30:00+00:00")
    for claim in list(graph.subjects(RDF.type, RG.Link)):
        graph.add((claim, RG.madeIn, run_iri(run)))
    graph += run_graph(run)
    return graph


def test_every_class_in_use_has_a_shape() -> None:
    graphs = [document_graph(read_document(path).record) for path in SAMPLE]
    used = {kind for graph in (*graphs, links(), reference_graph()) for kind in graph.objects(None, RDF.type)}
    ours = {kind for kind in used if str(kind).startswith(NAMESPACE)}
    assert len(ours) > 20
    assert ours - target_classes() == set()


def test_every_message_is_in_both_languages_and_says_what_to_do() -> None:
    graph = shapes()
    told = [
        shape
        for shape in {*graph.subjects(SH.path, None), *graph.subjects(SH.message, None)}
        if isinstance(shape, BNode) or (shape, SH.message, None) in graph
    ]
    inner = {one for group in graph.objects(None, SH["or"]) for one in graph.items(group)}
    inner |= {one for part in inner for one in graph.objects(part, SH.property)}
    assert len(told) > 60
    for shape in told:
        if shape in inner:
            continue
        said = {one.language: str(one) for one in graph.objects(shape, SH.message) if isinstance(one, Literal)}
        assert set(said) == {"zh", "en"}, list(graph.objects(shape, SH.path))
    assert set(graph.objects(None, SH.severity)) == {SH.Warning, SH.Info}


def test_targets_are_classes_of_the_ontology() -> None:
    classes = set(ontology_graph().subjects(RDF.type, OWL.Class))
    assert target_classes() <= classes


@pytest.mark.parametrize("name", ["reference", "links"])
def test_what_is_no_document_is_valid_to_both_engines(name: str) -> None:
    graph = reference_graph() if name == "reference" else links()
    report = validate(graph, name)
    assert report.violations == ()
    assert report.checked > 1
    assert validate(graph, name, reference=True) == report


def violated() -> Graph:
    """A graph that breaks shapes of many kinds: counts, values, patterns, types, pairs of properties."""
    graph = Graph(identifier=graph_iri("x"))
    graph += links()
    graph += document_graph(read_document(next(p for p in SAMPLE if p.stem == "guangdong-8")).record)
    node = URIRef(ID + "x")
    for kind in ("Area", "Repair", "Deadline", "ExtractionRun", "Reader", "ActionStep", "NamedRegion", "Instrument"):
        graph.add((URIRef(f"{node}/{kind}"), RDF.type, URIRef(NAMESPACE + kind)))
    graph.add((URIRef(f"{node}/Area"), RG.areaLevel, Literal("village")))
    graph.add((URIRef(f"{node}/Deadline"), RG.precision, Literal("week")))
    graph.add((URIRef(f"{node}/ActionStep"), RG.stepOf, node))
    claim = next(iter(graph.subjects(RDF.type, RG.Link)))
    graph.set((claim, RG.score, Literal(1.5)))
    graph.add((claim, RDF.subject, measure_iri("b/9")))
    return graph


def test_both_engines_agree_on_what_is_broken() -> None:
    graph = violated()
    report = validate(graph, "x")
    assert len(report.violations) == 21
    assert {one.severity for one in report.violations} == {Severity.ERROR, Severity.INFO}
    assert validate(graph, "x", reference=True) == report


@pytest.mark.skipif(not fast(), reason="pyshacl-turbo has no build here")
def test_a_store_gives_what_an_rdflib_graph_gives() -> None:
    graph = violated()
    store = Store()
    store.bulk_load(graph.serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES)
    ours = sorted(findings(store, "x"), key=str)
    assert ours == sorted(findings(graph, "x"), key=str)
