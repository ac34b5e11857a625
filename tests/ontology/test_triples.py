"""Measures as RDF, shapes, projection: the way from a record to rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from graph.projection import labels_of, node_labels, project
from graph.release import Release, canonical
from loaders.read import ReadDocument, read_document
from ontology.errors import ValidationError
from ontology.identifiers import document_iri, graph_iri, measure_iri
from ontology.model import DocumentRecord
from ontology.reference import reference_graph
from ontology.standards import OA
from ontology.triples import document_graph
from ontology.validation import require_valid, validate
from ontology.vocabulary import RG

SAMPLE = Path(__file__).parents[2] / "sample"


@pytest.fixture(scope="module")
def zhuhai() -> ReadDocument:
    return read_document(SAMPLE / "zhuhai-2020.txt")


@pytest.fixture(scope="module")
def graph(zhuhai: ReadDocument) -> Graph:
    return document_graph(zhuhai.record)


def test_a_measure_has_its_parts(graph: Graph) -> None:
    measure = measure_iri("zhuhai-2020/1-9")
    assert (measure, RDF.type, RG.ReformMeasure) in graph
    assert graph.value(measure, RG.id) == Literal("zhuhai-2020/1-9")
    assert graph.value(measure, RG.hasStatus) == RG.inProgress
    assert graph.value(measure, RG.force) == RG.toReplicate
    assert len(set(graph.objects(measure, RG.originatedIn))) == 2
    assert graph.value(measure, RG.fromDocument) == document_iri("zhuhai-2020")


def test_every_claim_quotes_the_archived_bytes(zhuhai: ReadDocument, graph: Graph) -> None:
    seen = 0
    for selector in graph.subjects(RDF.type, OA.DataPositionSelector):
        start, end = (int(str(graph.value(selector, p))) for p in (OA.start, OA.end))
        assert zhuhai.source.rendition[start:end].decode() == str(graph.value(selector, OA.exact))
        seen += 1
    assert seen > 100


def test_the_same_record_gives_the_same_bytes(zhuhai: ReadDocument, graph: Graph) -> None:
    assert canonical(document_graph(zhuhai.record)) == canonical(graph)


def test_the_sample_passes_its_shapes(graph: Graph) -> None:
    report = require_valid(graph, "zhuhai-2020.txt")
    assert report.checked > 300
    assert report.violations == ()


def broken(record: DocumentRecord, **change: object) -> DocumentRecord:
    first, *others = record.measures
    return replace(record, measures=(replace(first, **change), *others))  # type: ignore[arg-type]


def test_a_violation_names_measure_field_and_line(zhuhai: ReadDocument) -> None:
    with pytest.raises(ValidationError) as caught:
        require_valid(document_graph(broken(zhuhai.record, title="")), "zhuhai-2020.txt")
    said = str(caught.value)
    line = zhuhai.record.measures[0].line
    assert f"zhuhai-2020.txt, line {line}, zhuhai-2020/1-1, 标题: a measure needs one title" in said
    assert "举措须有一个标题" in said


def test_a_measure_without_bodies_is_a_warning(zhuhai: ReadDocument) -> None:
    report = validate(document_graph(broken(zhuhai.record, responsibilities=())), "zhuhai-2020.txt")
    assert report.errors == ()
    assert [one.message_en for one in report.violations] == ["no body carries it; look at the columns of bodies"]


def test_both_engines_give_the_same_report(zhuhai: ReadDocument) -> None:
    record = broken(zhuhai.record, title="", responsibilities=(), content="")
    graph = document_graph(replace(record, title=None, place=None))
    fast, reference = validate(graph, "x"), validate(graph, "x", reference=True)
    assert fast == reference
    assert len(fast.violations) == 5


def test_projection_follows_the_ontology(graph: Graph) -> None:
    rows = project(graph, labels_of(reference_graph()))
    nodes = {node.iri: node for node in rows.nodes}
    measure = nodes[str(measure_iri("zhuhai-2020/1-3"))]
    assert measure.label == "Measure"
    assert measure.properties["id"] == "zhuhai-2020/1-3"
    assert measure.properties["deadline"] == "2020-06"
    assert "status" not in measure.properties
    roles = {
        str(edge.properties["printed"]): (edge.type, edge.properties.get("role_words"))
        for edge in rows.edges
        if edge.start == measure.iri and "role" in edge.properties
    }
    assert roles == {
        "市住房城乡建设局": ("COORDINATES", "统筹"),
        "市自然资源局": ("COOPERATES", "配合"),
        "珠海供电局": ("COOPERATES", "配合"),
        "珠海水控集团": ("COOPERATES", "配合"),
    }
    assert {node.label for node in rows.nodes} <= set(node_labels())
    assert len({(edge.type, edge.key) for edge in rows.edges}) == len(rows.edges)


def test_projection_is_the_same_whatever_the_order(graph: Graph) -> None:
    elsewhere = labels_of(reference_graph())
    shuffled = Graph(identifier=graph.identifier)
    for triple in sorted(graph, reverse=True):
        shuffled.add(triple)
    assert project(shuffled, elsewhere).digest == project(graph, elsewhere).digest


def test_release_writes_once_and_reads_back(tmp_path: Path, graph: Graph) -> None:
    release = Release(tmp_path / "release")
    assert release.write(graph) is True
    assert release.write(graph) is False
    assert release.names() == ("zhuhai-2020",)
    assert canonical(release.read("zhuhai-2020")) == canonical(graph)
    release.remove("zhuhai-2020")
    assert release.names() == ()


def test_the_reference_graph_projects_by_itself() -> None:
    rows = project(reference_graph(), {})
    assert rows.source == str(graph_iri("reference"))
    labels = {node.label for node in rows.nodes}
    assert {"Area", "ZoneType", "Status", "Force"} <= labels
    assert URIRef(rows.nodes[0].iri)
