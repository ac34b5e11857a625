"""Nothing is lost on the way from RDF to the property graph and back, on either engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from graph.lifting import left_out, lift, lift_store, read_rows
from graph.projection import declared, labels_of, project
from graph.rows import Edge, Node, Rows
from graph.store import Store
from loaders.read import read_document
from ontology.errors import OntologyError
from ontology.identifiers import measure_iri
from ontology.link_triples import links_graph
from ontology.reference import reference_graph
from ontology.schema import ontology_graph
from ontology.triples import document_graph
from ontology.vocabulary import NAMESPACE, RG
from tests import toy

SAMPLE = Path(__file__).parents[2] / "sample"
THING = URIRef("https://example.org/thing")


def graphs() -> list[Graph]:
    return [reference_graph(), *(document_graph(one) for one in toy.documents()), links_graph(toy.links())]


def labels() -> dict[URIRef, str]:
    measures = {measure_iri(one.id): "Measure" for document in toy.documents() for one in document.measures}
    return {**labels_of(reference_graph()), **measures}


@pytest.mark.parametrize("graph", graphs(), ids=lambda graph: str(graph.identifier).rsplit("/", 1)[-1])
def test_a_projection_can_be_undone(graph: Graph) -> None:
    assert isomorphic(lift(project(graph, labels())), graph)


@pytest.mark.parametrize("name", ["guangdong-8", "zhuhai-2020"])
def test_nothing_that_a_document_states_is_left_out(name: str) -> None:
    graph = document_graph(read_document(SAMPLE / f"{name}.txt").record)
    assert len(graph) > 2000
    assert set(left_out(graph, labels())) == set()


def test_a_store_gives_back_the_triples_it_was_given(store: Store) -> None:
    store.ensure_schema(set(declared().labels.values()))
    stated = {str(graph.identifier): graph for graph in graphs()}
    for graph in stated.values():
        store.push(project(graph, labels()))
    back = {str(graph.identifier): graph for graph in lift_store(store)}
    assert back.keys() == stated.keys()
    for name, graph in stated.items():
        assert set(back[name]) ^ set(graph) == set(), name


def test_two_graphs_that_differ_about_a_node_keep_their_words(store: Store) -> None:
    one, other = (Graph(identifier=URIRef(f"https://example.org/{name}")) for name in ("a", "b"))
    for graph, name in ((one, "甲局"), (other, "乙局")):
        graph.add((THING, RDF.type, RG.Agency))
        graph.add((THING, SKOS.prefLabel, Literal(name, lang="zh")))
        store.push(project(graph, {}))
    assert [set(graph) for graph in lift_store(store)] == [set(one), set(other)]
    assert [rows.digest for rows in read_rows(store)] == [project(graph, {}).digest for graph in (one, other)]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
LANGUAGE = st.sampled_from([None, "zh", "en", "zh-hant", "zh-Hant-HK"])


@given(st.sets(st.tuples(st.sampled_from([SKOS.prefLabel, SKOS.altLabel]), TEXT, LANGUAGE), max_size=8))
def test_names_keep_their_languages(names: set[tuple[URIRef, str, str | None]]) -> None:
    graph = Graph(identifier=THING)
    graph.add((THING, RDF.type, RG.FunctionalZone))
    for predicate, text, language in names:
        graph.add((THING, predicate, Literal(text, lang=language)))
    assert set(lift(project(graph, {}))) == set(graph)


@pytest.mark.parametrize(
    "value",
    [
        Literal("2020-06", datatype=XSD.gYearMonth),
        Literal("2020", datatype=XSD.gYear),
        Literal("2020-06-30", datatype=XSD.date),
    ],
    ids=str,
)
def test_dates_keep_their_precision(value: Literal) -> None:
    graph = Graph(identifier=THING)
    graph.add((THING, RDF.type, RG.Deadline))
    graph.add((THING, RG.dueBy, value))
    assert set(lift(project(graph, {}))) == set(graph)


def test_what_has_no_place_in_the_property_graph_is_named() -> None:
    graph = Graph(identifier=THING)
    graph.add((THING, RDF.type, RG.Agency))
    graph.add((THING, RDFS.comment, Literal("odd")))
    assert list(left_out(graph, {})) == [(THING, RDFS.comment, Literal("odd"))]


def test_every_projected_property_says_what_its_values_are() -> None:
    """Else nobody could tell, reading back, what a text was: add rdfs:range or rg:valueType in reform.ttl."""
    declaration, ontology = declared(), ontology_graph()
    for predicate in {*declaration.names, *declaration.claim_names}:
        assert declaration.types[predicate], predicate
    for predicate in (edge for edge in declaration.edges if edge.startswith(NAMESPACE)):
        assert (predicate, RDF.type, OWL.ObjectProperty) in ontology, predicate


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (Rows("g", (Node("Nothing", "https://example.org/n", {}),), ()), "no node label Nothing"),
        (Rows("g", (Node("Agency", "https://example.org/n", {"colour": "red"}),), ()), "no property colour"),
        (Rows("g", (), (Edge("LIKES", "k", "Agency", "a", "Agency", "b", {}),)), "no relationship LIKES"),
    ],
)
def test_what_the_ontology_does_not_declare_is_refused(rows: Rows, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        lift(rows)
