"""The files for Neo4j's bulk import: the same however little memory there is, and what they import to is what a push gives."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import Corpus
from graph.projection import labels_of, node_labels, project
from graph.publish.bulk import ARGUMENTS, LIST, Spool, write_bulk, write_import
from graph.publish.directory import publish_bulk
from graph.publish.sorting import Sorted, merged_runs
from graph.publish.stream import streamed
from graph.publish.tables import projected, tables
from graph.release import Release, canonical
from graph.rows import Edge, Node, Rows
from graph.settings import Settings
from graph.store import Change, Store, open_store
from graph.triples import Triples
from ontology.errors import NotFoundError, OntologyError, ReleaseError
from ontology.identifiers import graph_iri, measure_iri
from ontology.reference import reference_graph
from ontology.triples import document_graph
from tests import toy
from tests.conftest import clear
from tests.graph.test_publish import CONTENT

ROOT = Path(__file__).parents[2]
FOLDER = os.environ.get("REFORMGRAPH_TEST_NEO4J_FOLDER")
HOSTILE = ('say "so"', "", " edge ", "one\ntwo\r\nthree", "back\\slash", "'", ",", "\t", "改革🚢", "null", "1")


def hostile_rows() -> tuple[Rows, ...]:
    """Two graphs that state the same things differently, with texts that a file of columns could bend."""

    def node(key: int, **more: Any) -> Node:
        return Node("Measure", f"https://example.org/{key}", {"id": str(key), **more})

    one = [node(n, title=text, number=n, kept=n % 2 == 0, share=n / 3) for n, text in enumerate(HOSTILE)]
    two = [
        node(0, title="another", number=7),
        node(1, title=["of two", "kinds"]),
        node(50, title=[*HOSTILE[:1], *HOSTILE[2:]]),
        node(51, number=1.5),
    ]
    ends = ("Measure", "https://example.org/0", "Measure", "https://example.org/1")
    edges = [Edge("CITES", "k1", *ends, {"quote": '"'}), Edge("CITES", "k2", *ends, {})]
    return (
        Rows("https://example.org/graph/a", tuple(one), ()),
        Rows("https://example.org/graph/b", tuple(two), tuple(edges)),
        Rows("https://example.org/graph/c", (), (Edge("CITES", "k1", *ends, {"quote": "x", "line": 3}),)),
        Rows("https://example.org/graph/empty", (), ()),
    )


def toy_release(folder: Path) -> Release:
    release = Release(folder)
    for name, data in CONTENT.items():
        release.put(name, data)
    return release


Held = tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]
"""Nodes by label and IRI, edges by type, key and ends; manifests left out."""


def held(folder: Path) -> Held:
    """What the files say."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[str, dict[str, Any]] = {}
    for path in folder.glob("*.csv"):
        head, *rows = _cells(path.read_bytes().decode())
        for cells in rows:
            row = {str(name): cell for name, cell in zip(head, cells, strict=True)}
            typed = {name.rpartition(":"): cell for name, cell in row.items() if cell is not None}
            said = {name: _value(kind, cell) for (name, _, kind), cell in typed.items() if name and "ID(" not in kind}
            ends = [str(cell) for name, cell in row.items() if "ID(" in name]
            if path.name.startswith("edges-"):
                edges["\t".join((str(row[":TYPE"]), said["key"], *ends))] = said
            elif row[":LABEL"] != "NamedGraph":
                nodes["\t".join((str(row[":LABEL"]), *ends))] = said
    return nodes, edges


def _cells(text: str) -> Iterator[list[str | None]]:
    """A reader of its own, since csv cannot tell an empty text from none."""
    row: list[str | None] = []
    at = 0
    while at < len(text):
        if text[at] == '"':
            start = at = at + 1
            while text[at] != '"' or text[at + 1] == '"':
                at += 2 if text[at] == '"' else 1
            row.append(text[start:at].replace('""', '"'))
            at += 1
        else:
            start = at
            while text[at] not in ",\n":
                at += 1
            row.append(text[start:at] or None)
        if text[at] == "\n":
            yield row
            row = []
        at += 1


def _value(kind: str, cell: str) -> Any:
    if kind == "string[]":
        return cell.split(LIST)
    if kind == "boolean":
        return cell == "true"
    return int(cell) if kind == "long" else float(cell) if kind == "double" else cell


def whole(stated: tuple[Rows, ...]) -> Held:
    """The same of the tables that are made in memory."""
    found = tables(stated)
    nodes = {f"{one.label}\t{one.iri}": dict(one.properties) for one in found.nodes}
    edges = {f"{e.type}\t{e.key}\t{e.start}\t{e.end}": {"key": e.key, **e.properties} for e in found.edges}
    return nodes, edges


@pytest.mark.parametrize("stated", [projected(CONTENT), hostile_rows()], ids=["toy", "hostile"])
def test_files_hold_what_the_tables_in_memory_do(stated: tuple[Rows, ...], tmp_path: Path) -> None:
    write_bulk(stated, tmp_path)
    assert held(tmp_path) == whole(stated)
    assert not [*tmp_path.glob("runs-*")]


def test_little_memory_two_processes_and_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    stated = projected(CONTENT)
    write_bulk(stated, tmp_path / "one")
    spools = [Spool(tmp_path / "runs-a", 1000), Spool(tmp_path / "runs-b", 1)]
    for number, rows in enumerate(reversed(stated)):
        spools[number % 2].add(rows)
    assert len(spools[0].lines.runs) > 5
    write_import(spools, tmp_path / "two")
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_more_runs_than_can_be_open_become_fewer(tmp_path: Path) -> None:
    lines = [b"%06d\n" % (n * 7919 % 1000) for n in range(1000)]
    found = Sorted(tmp_path, 1)
    for line in lines:
        found.add(line)
    assert len(found.runs) < 256
    assert [*merged_runs(found.runs)] == sorted(lines)


def test_a_data_folder_is_read_graph_by_graph(tmp_path: Path) -> None:
    release = toy_release(tmp_path / "release")
    assert [*streamed(release)] == [*projected(CONTENT)]
    assert publish_bulk(release, tmp_path / "out") == len(CONTENT)
    assert held(tmp_path / "out") == whole(projected(CONTENT))
    with pytest.raises(ReleaseError, match="not empty"):
        publish_bulk(release, tmp_path / "out")


def test_nothing_is_half_written(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nothing is loaded"):
        publish_bulk(Release(tmp_path / "none"), tmp_path / "out")
    release = toy_release(tmp_path / "release")
    release.remove("reference")
    with pytest.raises(OntologyError, match="no loaded graph describes"):
        publish_bulk(release, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out.new").exists()


def test_a_long_row_asks_for_a_longer_buffer(tmp_path: Path) -> None:
    write_bulk(
        [Rows("https://example.org/graph/a", (Node("Measure", "https://example.org/1", {"title": "长" * 10**6}),), ())],
        tmp_path,
    )
    assert "--read-buffer-size=6000024" in (tmp_path / ARGUMENTS).read_text("utf-8").splitlines()


def test_synthetic_rows_are_those_of_the_projection() -> None:
    """The generator writes rows down at once, since triples take ten times as long; they are the same."""
    corpus, labels = Corpus(1_000), labels_of(reference_graph())
    described = dict(labels)
    for (name, graph), rows in zip(
        [one for block in range(corpus.blocks) for one in corpus.graphs(block)],
        [one for block in range(corpus.blocks) for one in corpus.rows(block)],
        strict=True,
    ):
        described |= labels_of(graph)
        made = project(Triples.of(graph), described)
        assert Rows(str(graph_iri(name)), made.nodes, made.edges).digest == rows.digest


def test_the_same_seed_gives_the_same_documents_with_lineage_of_depth_four() -> None:
    corpus = Corpus(700)
    assert corpus.document(3) == Corpus(700).document(3) != Corpus(700, seed=1).document(3)
    assert sum(len(corpus.document(n).measures) for n in range(len(corpus.sizes))) == 700
    assert canonical(document_graph(corpus.document(0))) != canonical(document_graph(corpus.document(1)))
    after = {(link.a, link.b) for link in corpus.links(0) if link.accepted}
    chain = [f"synthetic-{n:05}/5" for n in range(5)]
    assert {*zip(chain, chain[1:], strict=False)} <= after
    for n in range(1, 5):
        (origin,) = corpus.document(n).measures[4].origins
        assert origin.area == corpus.document(n - 1).place


# The real import tool


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A Neo4j whose database the import tool made of the toy graph and the hostile rows."""
    if FOLDER is None:
        pytest.skip("REFORMGRAPH_TEST_NEO4J_FOLDER is unset")
    folder = tmp_path_factory.mktemp("imported")
    home, password = folder / "home", "reformgraph-import"
    write_bulk(everything(), folder / "files")
    (home / "conf").mkdir(parents=True)
    opens = [
        f"--add-opens=java.base/{one}=ALL-UNNAMED"
        for one in ("java.nio", "sun.nio.ch", "java.io", "java.util.concurrent")
    ]
    java = ["java", "-Xmx512m", *opens, "-cp", f"{FOLDER}/jars/*"]
    tool = [
        *java,
        "org.neo4j.cli.AdminTool",
        "database",
        "import",
        "full",
        f"@{ARGUMENTS}",
        "--overwrite-destination",
        "neo4j",
    ]
    paths = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "REFORMGRAPH_TEST_NEO4J_PASSWORD": password}
    done = subprocess.run(
        tool, cwd=folder / "files", env=os.environ | paths, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here = ROOT / "tests/neo4j"
    with (folder / "server.log").open("wb") as log:
        words = [*java, str(here / "Neo4jServer.java"), str(home), str(port), str(here / "neo4j.conf")]
        server = subprocess.Popen(words, cwd=home, env=os.environ | paths, stdout=log, stderr=log)
        try:
            while b"ready" not in (folder / "server.log").read_bytes():
                assert server.poll() is None, (folder / "server.log").read_text("utf-8")
                time.sleep(0.2)
            settings = Settings(store=f"bolt://127.0.0.1:{port}", password=password, data=folder / "data")  # type: ignore[arg-type]
            with open_store(settings) as store:
                yield store
        finally:
            server.terminate()
            server.wait(30)


def everything() -> tuple[Rows, ...]:
    return (*projected(CONTENT), *hostile_rows())


@pytest.mark.neo4j
def test_an_import_gives_what_a_push_does(imported: Store, neo4j_settings: Settings) -> None:
    with open_store(neo4j_settings) as pushed:
        clear(pushed)
        pushed.ensure_schema(node_labels())
        pushed.push_all(everything())
        assert dump(imported) == dump(pushed)
        clear(pushed)
    imported.ensure_schema(node_labels())
    assert {*imported.push_all(everything())} == {Change()}, "the manifests are those of a push"


@pytest.mark.neo4j
def test_an_import_can_be_changed_by_a_push(imported: Store) -> None:
    first, *_ = toy.documents()
    imported.remove(str(graph_iri(first.id)))
    assert imported.read(
        "MATCH (m:Measure {iri: $iri}) RETURN size(m.sources)", {"iri": str(measure_iri(f"{first.id}/1"))}
    ).rows == ((0,),)
    stated = next(one for one in everything() if one.source == str(graph_iri(first.id)))
    assert imported.push(stated).nodes_written == len(stated.nodes)


def dump(store: Store) -> list[tuple[object, ...]]:
    """Every node and every relationship with its properties."""
    nodes = store.read(
        "MATCH (n) WHERE NOT n:PushLock RETURN labels(n), properties(n), n.iri ORDER BY labels(n)[0], n.iri"
    ).rows
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN type(r), properties(r), a.iri, b.iri ORDER BY type(r), r.key, a.iri, b.iri"
    ).rows
    return [*((labels, _filled(properties), iri) for labels, properties, iri in nodes), *edges]


def _filled(properties: Any) -> dict[str, object]:
    """Without empty lists, which the import tool leaves out."""
    return {name: value for name, value in properties.items() if value != []}
