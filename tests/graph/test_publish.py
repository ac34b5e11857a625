"""A release: every format holds the same, the bytes are the same each time, and it can be brought back."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
from rdflib import RDF, XSD, Dataset, Graph, Namespace, URIRef

from graph.lifting import lift_store
from graph.publish import directory
from graph.publish.bulk import ARGUMENTS, LIST
from graph.publish.content import parsed, read_content
from graph.publish.directory import check, edition_of, publish
from graph.publish.rdf import json_ld
from graph.publish.restore import restore
from graph.publish.tables import projected, tables
from graph.release import Release, canonical
from graph.store import Change, Store
from ontology.errors import NotFoundError, OntologyError, ReleaseError, StoreError
from ontology.identifiers import graph_iri, measure_iri
from ontology.link_triples import links_graph
from ontology.reference import reference_graph
from ontology.triples import document_graph
from tests import toy

ROOT = Path(__file__).parents[2]
RG = "https://w3id.org/reformgraph/ontology#"
VOID = Namespace("http://rdfs.org/ns/void#")


def toy_content() -> dict[str, bytes]:
    graphs = [*(document_graph(one) for one in toy.documents()), links_graph(toy.links()), _used_reference()]
    return {str(graph.identifier).rsplit("/", 1)[-1]: canonical(graph) for graph in graphs}


def _used_reference() -> Graph:
    """What the toy documents lead to: the whole of it would only take time."""
    nodes = {URIRef(node.iri) for node in toy.rows()[0].nodes}
    graph = Graph(identifier=graph_iri("reference"))
    for subject, predicate, value in reference_graph():
        if subject in nodes and not (isinstance(value, URIRef) and "/id/" in value and value not in nodes):
            graph.add((subject, predicate, value))
    return graph


CONTENT = toy_content()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases") / "one"
    publish(CONTENT, folder)
    return folder


def quads(path: Path, form: pyoxigraph.RdfFormat) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(path=path, format=form))


def test_the_rdf_files_hold_the_same_quads(folder: Path) -> None:
    every = quads(folder / "data.nq", pyoxigraph.RdfFormat.N_QUADS)
    assert len(every) == sum(data.count(b"\n") for data in CONTENT.values())
    assert quads(folder / "data.trig", pyoxigraph.RdfFormat.TRIG) == every
    assert quads(folder / "data.jsonld", pyoxigraph.RdfFormat.JSON_LD) == every


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, about itself
def test_another_reader_of_json_ld_finds_the_same(folder: Path) -> None:
    dataset = Dataset()
    dataset.parse(data=(folder / "data.jsonld").read_bytes(), format="json-ld")
    for name, graph in parsed(CONTENT).items():
        assert set(dataset.graph(graph_iri(name))) == set(graph), name


def test_the_context_stands_alone(folder: Path) -> None:
    context = json.loads((folder / "context.jsonld").read_bytes())["@context"]
    assert json.loads((folder / "data.jsonld").read_bytes())["@context"] == context
    assert context["ledBy"] == {"@id": "rg:ledBy", "@type": "@id"}
    assert context["ReformMeasure"] == "rg:ReformMeasure"
    assert context["title"] == {"@id": "rg:title", "@language": "zh"}
    assert context["sha256"] == {"@id": "rg:sha256", "@type": "xsd:hexBinary"}


def test_values_that_a_context_would_bend_keep_what_they_are(tmp_path: Path) -> None:
    said = [
        *(
            f'<{RG}{name}> "{text}"{end}'
            for name in ("title", "sha256", "number", "accepted", "score", "dueBy", "features")
            for text, end in (
                ("1", ""),
                ("01", f"^^<{XSD}integer>"),
                ("-1", f"^^<{XSD}integer>"),
                ("12345678901234567890", f"^^<{XSD}integer>"),
                ("true", f"^^<{XSD}boolean>"),
                ("1", f"^^<{XSD}boolean>"),
                ("1.0E0", f"^^<{XSD}double>"),
                ("x", "@en"),
                ("x", "@zh"),
                ("2020-06", f"^^<{XSD}gYearMonth>"),
                ("0A", f"^^<{XSD}hexBinary>"),
            )
        ),
        f"<{RG}ledBy> <https://example.org/b>",
        f'<{RG}ledBy> "b"',
        f"<{RG}title> <https://example.org/b>",
        f'<{RDF}type> "text"',
    ]
    lines = b"".join(f"<https://example.org/a> {one} .\n".encode() for one in sorted(said))
    with (tmp_path / "odd.jsonld").open("wb") as file:
        json_ld({"odd": lines}, file)
    found = {quad.triple for quad in quads(tmp_path / "odd.jsonld", pyoxigraph.RdfFormat.JSON_LD)}
    assert found == {quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)}


def test_the_same_triples_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """In another process, where hashes and the order of sets are others."""
    program = (
        "import sys; from pathlib import Path; from graph.publish.content import read_content; "
        "from graph.publish.directory import publish; publish(read_content(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", program, folder, tmp_path / "two"], check=True, env=environment)
    assert files(tmp_path / "two") == files(folder)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_tables_hold_every_node_and_relationship(folder: Path) -> None:
    found = tables(projected(CONTENT))
    rows: dict[str, list[dict[str, str]]] = {}
    for path in (folder / "csv").iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        rows[path.stem] = [*csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))]
    assert sum(len(one) for name, one in rows.items() if name.startswith("nodes-")) == len(found.nodes)
    assert sum(len(one) for name, one in rows.items() if name.startswith("edges-")) == len(found.edges)
    titles = {row["id"]: row["title"] for row in rows["nodes-Measure"]}
    assert titles["shenzhen-toy/5"] == toy.HOSTILE_TITLE
    (origin,) = [row for row in rows["edges-ORIGINATED_IN"] if row["from_name"] == "开办企业一天办结"]
    assert (origin["to_name"], origin["quote"]) == ("江门市", "江门市")


def test_the_import_files_hold_what_a_store_does(folder: Path) -> None:
    head, *rows = csv.reader(io.StringIO((folder / "neo4j-admin/nodes-Measure.csv").read_text("utf-8"), newline=""))
    assert (head[0], head[-1]) == ("iri:ID(Measure)", ":LABEL")
    assert {"number:long", "title:string", "sources:string[]"} <= set(head)
    assert len(rows) == 12
    edges = (folder / "neo4j-admin/edges-LEAD-Measure-Enterprise.csv").read_text("utf-8").splitlines()
    assert edges[0].startswith(":START_ID(Measure),:END_ID(Enterprise),:TYPE,")
    graphs = (folder / "neo4j-admin/nodes-NamedGraph.csv").read_text("utf-8")
    assert graphs.count("/graph/") == len(CONTENT)
    assert graphs.startswith("iri:ID(NamedGraph),")
    assert "elements:string" in graphs.partition("\n")[0]
    assert any(LIST in path.read_text("utf-8") for path in (folder / "neo4j-admin").glob("*.csv"))
    arguments = (folder / "neo4j-admin" / ARGUMENTS).read_text("utf-8").splitlines()
    for path in (folder / "neo4j-admin").glob("*.csv"):
        assert f"={path.name}" in " ".join(arguments)


def test_graphml_can_be_read_with_types(folder: Path) -> None:
    graph = nx.read_graphml(folder / "graphml/graph.graphml", force_multigraph=True)
    found = tables(projected(CONTENT))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(found.nodes), len(found.edges))
    measure = graph.nodes[str(measure_iri("shenzhen-toy/5"))]
    assert (measure["number"], measure["label"]) == (5, "Measure")
    scores = [data["score"] for _, _, data in graph.edges(data=True) if data["label"] == "COMPARABLE_TO"]
    assert sorted(scores) == [0.83, 0.88, 0.91]


def test_links_are_a_mapping_set(folder: Path) -> None:
    """What SSSOM asks of a mapping set (https://mapping-commons.github.io/sssom/), where this file uses it."""
    lines = (folder / "links.sssom.tsv").read_text("utf-8").splitlines()
    head = dict(re.findall(r'^# +(\w+): "?(.*?)"?$', "\n".join(lines), re.MULTILINE))
    assert {"mapping_set_id", "license", "mapping_set_version"} <= head.keys()
    rows = [*csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")]
    assert [(row["subject_id"], row["object_id"], row["confidence"]) for row in rows] == [
        ("measure:guangdong-toy/1", "measure:shenzhen-toy/2", "0.83"),
        ("measure:shenzhen-toy/2", "measure:zhuhai-toy/1-1", "0.91"),
        ("measure:shenzhen-toy/3", "measure:zhuhai-toy/1-2", "0.88"),
    ]
    for row in rows:
        for name in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix, _, local = row[name].partition(":")
            assert head[prefix].startswith("https://")
            assert re.fullmatch(r"\S+", local)
        assert head["measure"] + row["subject_id"].partition(":")[2] == str(
            measure_iri(row["subject_id"].partition(":")[2])
        )


def test_the_description_counts_right(folder: Path, tmp_path: Path) -> None:
    graph = Graph().parse(data=(folder / "void.ttl").read_bytes(), format="turtle")
    every = [*pyoxigraph.parse(path=folder / "data.nq", format=pyoxigraph.RdfFormat.N_QUADS)]
    (dataset,) = graph.subjects(VOID.classes)
    assert int(str(graph.value(dataset, VOID.triples))) == len(every)
    assert int(str(graph.value(dataset, VOID.properties))) == len({quad.predicate for quad in every})
    assert len(set(graph.objects(dataset, VOID.subset))) == len(CONTENT)
    measures = graph.value(
        predicate=VOID["class"], object=URIRef("https://w3id.org/reformgraph/ontology#ReformMeasure")
    )
    assert int(str(graph.value(measures, VOID.entities))) == 12
    later = publish(CONTENT, tmp_path / "later", version="2.0", licence="https://example.org/licence", previous=folder)
    assert edition_of(tmp_path / "later") == later
    assert later.previous == edition_of(folder).version
    assert "prov:wasRevisionOf" in (tmp_path / "later/void.ttl").read_text("utf-8")


def test_check_says_what_differs(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    publish(CONTENT, folder)
    assert check(folder) == []
    (folder / "data.trig").write_bytes(b"# nothing\n")
    (folder / "README.md").unlink()
    (folder / "mine.txt").write_text("mine")
    problems = check(folder)
    assert [problem.partition(":")[0] for problem in problems] == ["README.md", "mine.txt", "data.trig"]
    with pytest.raises(ReleaseError, match=r"mine\.txt"):
        publish(CONTENT, folder)
    assert (folder / "mine.txt").read_text() == "mine"
    (folder / "mine.txt").unlink()
    publish(CONTENT, folder)
    assert check(folder) == []


def test_nothing_of_others_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").write_text("dear")
    with pytest.raises(ReleaseError, match="is not empty and is no release of ours"):
        publish(CONTENT, tmp_path / "home")
    with pytest.raises(ReleaseError, match="is a file"):
        publish(CONTENT, tmp_path / "home/letter.txt")
    with pytest.raises(NotFoundError, match="nothing is loaded"):
        publish({}, tmp_path / "new")
    with pytest.raises(ReleaseError, match="is no version"):
        publish(CONTENT, tmp_path / "new", version="../up")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["home", "letter.txt"]


def test_a_release_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {**CONTENT}
    del broken["reference"]
    with pytest.raises(OntologyError, match="which no loaded graph describes"):
        publish(broken, tmp_path / "new")
    publish(CONTENT, tmp_path / "held")
    before = files(tmp_path / "held")

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(directory, "graphml", fail)
    with pytest.raises(ReleaseError, match="cannot be written: disk full"):
        publish(CONTENT, tmp_path / "held", version="2")
    assert files(tmp_path / "held") == before
    assert [path.name for path in tmp_path.iterdir()] == ["held"]


def test_a_restored_release_is_the_same_graph_and_the_same_release(store: Store, folder: Path, tmp_path: Path) -> None:
    release = Release(tmp_path / "data/release")
    change = restore(folder, store, release)
    assert change.nodes_written > 50
    assert {str(graph.identifier): canonical(graph) for graph in lift_store(store)} == {
        str(graph_iri(name)): data for name, data in CONTENT.items()
    }
    assert restore(folder, store, release) == Change()
    publish(read_content(tmp_path / "data"), tmp_path / "again")
    assert files(tmp_path / "again") == files(folder)


def test_a_restore_is_all_or_nothing(
    embedded: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = Release(tmp_path / "data/release")
    other = Graph(identifier=graph_iri("other"))
    other.add((measure_iri("other/1"), RDF.type, URIRef("https://w3id.org/reformgraph/ontology#ReformMeasure")))
    release.write(other)
    with pytest.raises(ReleaseError, match="holds what the release does not: other"):
        restore(folder, embedded, release)
    spoilt = tmp_path / "spoilt"
    publish(CONTENT, spoilt)
    (spoilt / "data.nq").write_bytes((spoilt / "data.nq").read_bytes()[:-10])
    with pytest.raises(ReleaseError, match=r"data\.nq: has sha256"):
        restore(spoilt, embedded, release, replace=True)
    without = [rows for rows in projected(CONTENT) if not rows.source.endswith("/reference")]
    with monkeypatch.context() as patch:
        patch.setattr("graph.publish.restore._in_order", lambda stated: without)
        with pytest.raises(StoreError, match="which no graph states"):
            restore(folder, embedded, release, replace=True)
    assert embedded.sources() == {}
    assert release.names() == ("other",)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["release"]
    restore(folder, embedded, release, replace=True)
    assert release.names() == tuple(sorted(CONTENT))
    assert len(embedded.sources()) == len(CONTENT)
