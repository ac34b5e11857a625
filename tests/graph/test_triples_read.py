"""What the projection makes of a graph does not depend on who read it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef

from graph.projection import labels_of, project
from graph.triples import Triples
from loaders.read import read_document
from ontology.reference import reference_graph
from ontology.triples import document_graph

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
A = URIRef("https://example.org/a")


@pytest.mark.parametrize("form", [ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE])
def test_same_rows_as_from_rdflib(form: ox.RdfFormat, tmp_path: Path) -> None:
    graph = document_graph(read_document(SAMPLE / "zhuhai-2020.txt").record)
    path = tmp_path / "graph"
    path.write_text(graph.serialize(format="nt" if form == ox.RdfFormat.N_TRIPLES else "turtle"), encoding="utf-8")
    triples = Triples(URIRef(str(graph.identifier)), path, form)
    elsewhere = labels_of(reference_graph())
    assert len(triples) == len(graph)
    assert labels_of(triples) == labels_of(graph)
    assert project(triples, elsewhere) == project(graph, elsewhere)
    assert project(triples, elsewhere).digest == project(graph, elsewhere).digest


def test_answers_as_a_graph_does() -> None:
    data = (
        '@prefix e: <https://example.org/> . e:a e:p "改革"@zh, "1", 1, 01, true, 2.50, e:b, _:x ; e:p "1" . '
        '_:x e:q "2020-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> . '
    )
    graph = Graph().parse(data=data, format="turtle")
    triples = Triples(A, data.encode(), ox.RdfFormat.TURTLE)
    p = URIRef("https://example.org/p")
    assert len(triples) == len(graph)
    named = {one for one in graph.objects(A, p) if isinstance(one, Literal | URIRef)}
    assert named == {one for one in triples.objects(A, p) if isinstance(one, Literal | URIRef)}
    assert {(type(s), p, type(o)) for s, o in triples.subject_objects(p)} == {
        (type(s), p, type(o)) for s, o in graph.subject_objects(p)
    }
    assert {one for one, _ in triples.said_of(A)} == {p}
    assert triples.value(A, URIRef("https://example.org/none")) is None
    assert [*triples.objects(URIRef("https://example.org/none"), p)] == []


def test_broken_triples_are_placed() -> None:
    with pytest.raises(SyntaxError, match="line 2"):
        Triples(A, b'<https://example.org/a> <https://example.org/p> "x" .\nnonsense')
