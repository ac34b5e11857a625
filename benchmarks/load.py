"""Turtle to a property graph in Neo4j, beside rdflib-neo4j and neosemantics; and the reload of what changed little.

    python -m benchmarks.load [DOCUMENTS]

Neo4j is the one that REFORMGRAPH_STORE, REFORMGRAPH_USER and REFORMGRAPH_PASSWORD name.  ALL OF ITS CONTENT IS DELETED.
rdflib-neo4j takes part where it is installed (`pip install --no-deps rdflib-neo4j`), neosemantics where the server has it.

The data are the sample's small documents under other ids, DOCUMENTS of them (default 40), each a Turtle file.  Everybody
loads other documents first, three times as many, so that the server is warm, and then the same files.  Ours are checked against the shapes
beside that, and afterwards the store is read back: it must hold the rows that rdflib's parser and the projection give.
The peers make another graph of the same triples: every claim and every piece of evidence is a node there.
"""

from __future__ import annotations

import importlib.metadata
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from itertools import groupby
from pathlib import Path
from typing import Any

import neo4j
import pyoxigraph as ox
from rdflib import Graph, URIRef

from benchmarks.validation import renamed
from graph.bulk import push_each
from graph.lifting import read_rows
from graph.projection import labels_of, project
from graph.release import canonical
from graph.rows import Node, Rows
from graph.settings import Settings
from graph.store import Change, open_store
from graph.triples import Triples
from loaders.read import read_document
from ontology.identifiers import graph_iri
from ontology.reference import reference_graph
from ontology.release_check import validate_release
from ontology.triples import document_graph

SAMPLE = Path(__file__).parents[1] / "sample"
SMALL = ("guangdong-8", "guangdong-10", "qianhai-4", "zhuhai-2020")
BATCH = 5_000
WARM = 3
"""Loads of other documents, the same number of them for everybody, before the one that is measured."""


def timed(action: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds, seconds of this process, and the result."""
    start, cpu = time.perf_counter(), time.process_time()
    result = action()
    return time.perf_counter() - start, time.process_time() - cpu, result


def files(folder: Path, count: int, mark: str) -> dict[str, Path]:
    """Turtle files by the id of the document."""
    records = [read_document(SAMPLE / f"{name}.txt").record for name in SMALL]
    texts = [document_graph(record).serialize(format="nt") for record in records]
    made = {}
    for number in range(count):
        record, text = records[number % len(SMALL)], texts[number % len(SMALL)]
        name = f"{record.id}.{mark}{number}"
        triples = ox.parse(renamed(text, record, name), format=ox.RdfFormat.N_TRIPLES)
        made[name] = folder / f"{name}.ttl"
        ox.serialize((one.triple for one in triples), str(made[name]), format=ox.RdfFormat.TURTLE)
    return made


def ours(paths: dict[str, Path], elsewhere: dict[URIRef, str]) -> Iterator[Rows]:
    """The rows of each file."""
    for name, path in paths.items():
        yield project(Triples(graph_iri(name), path, ox.RdfFormat.TURTLE), elsewhere)


def merge_all(session: neo4j.Session, rows: Sequence[Rows]) -> None:
    """What a loader without a memory does: MERGE of every node and every relationship."""
    nodes = sorted((node for one in rows for node in one.nodes), key=lambda node: node.label)
    for label, group in groupby(nodes, key=lambda node: node.label):
        merge = f"UNWIND $rows AS row MERGE (x:{label} {{iri: row.iri}}) SET x += row.properties"
        batched(session, merge, [{"iri": node.iri, "properties": node.properties} for node in group])
    edges = sorted((edge for one in rows for edge in one.edges), key=lambda e: (e.type, e.start_label, e.end_label))
    for (kind, start, end), group in groupby(edges, key=lambda e: (e.type, e.start_label, e.end_label)):
        merge = (
            f"UNWIND $rows AS row MATCH (a:{start} {{iri: row.start}}) MATCH (b:{end} {{iri: row.end}}) "
            f"MERGE (a)-[x:{kind} {{key: row.key}}]->(b) SET x += row.properties"
        )
        found = [{"start": e.start, "end": e.end, "key": e.key, "properties": e.properties} for e in group]
        batched(session, merge, found)


def batched(session: neo4j.Session, statement: str, rows: list[dict[str, Any]]) -> None:
    """In transactions of 5,000 rows."""
    for start in range(0, len(rows), BATCH):
        session.run(statement, rows=rows[start : start + BATCH]).consume()


def clear(session: neo4j.Session) -> None:
    """Takes everything out, constraints too."""
    for found, what in (("()-[x]->()", "relationships_deleted"), ("(x)", "nodes_deleted")):
        delete = f"MATCH {found} WITH x LIMIT 10000 DELETE x"
        while getattr(session.run(delete).consume().counters, what):
            pass
    for record in list(session.run("SHOW CONSTRAINTS YIELD name")):
        session.run(f"DROP CONSTRAINT `{record['name']}`").consume()


def neosemantics(session: neo4j.Session, paths: dict[str, Path]) -> int:
    """Imports the files; how many triples were loaded."""
    session.run("CREATE CONSTRAINT n10s_unique_uri IF NOT EXISTS FOR (r:Resource) REQUIRE r.uri IS UNIQUE").consume()
    with suppress(neo4j.exceptions.ClientError):  # it is configured already
        session.run("CALL n10s.graphconfig.init({handleVocabUris: 'IGNORE', handleMultival: 'OVERWRITE'})").consume()
    fetch = "CALL n10s.rdf.import.fetch($file, 'Turtle', {commitSize: 25000}) YIELD triplesLoaded RETURN triplesLoaded"
    return sum(session.run(fetch, file=path.as_uri()).single(strict=True)[0] for path in paths.values())


def rdflib_neo4j(settings: Settings, paths: dict[str, Path]) -> None:
    """Parses the files into its store, with batches."""
    from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig

    password = settings.password.get_secret_value() if settings.password else ""
    auth = {"uri": settings.store, "database": "neo4j", "user": settings.user, "pwd": password}
    strategy = HANDLE_VOCAB_URI_STRATEGY.IGNORE
    graph = Graph(store=Neo4jStore(config=Neo4jStoreConfig(auth, handle_vocab_uri_strategy=strategy, batching=True)))
    for path in paths.values():
        graph.parse(path, format="turtle")
    graph.close(commit_pending_transaction=True)


def rust() -> str:
    """Whether the driver packs its messages with neo4j-rust-ext."""
    with suppress(importlib.metadata.PackageNotFoundError):
        return f"with neo4j-rust-ext {importlib.metadata.version('neo4j-rust-ext')}"
    return "without neo4j-rust-ext"


def main() -> None:
    """Prints seconds, rates and ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    settings = Settings()
    if settings.store is None:
        sys.exit("REFORMGRAPH_STORE must name a Neo4j; all of its content will be deleted")
    elsewhere = labels_of(reference_graph())
    with tempfile.TemporaryDirectory() as temporary, open_store(settings) as store:
        folder = Path(temporary)
        warm = [files(folder, count, f"warm{number}-") for number in range(WARM)]
        paths = files(folder, count, "x")
        triples = sum(len(Triples(graph_iri(name), path, ox.RdfFormat.TURTLE)) for name, path in paths.items())
        session = store._link.session(store._link.writer, neo4j.WRITE_ACCESS)
        print(f"{count} documents, {triples:,} triples; driver {neo4j.__version__} {rust()}")

        def rate(name: str, seconds: float, cpu: float, note: str = "") -> None:
            told = f"{triples / seconds / 1000:7.1f} k triples/s, {seconds:6.2f} s, client {cpu:5.2f} s"
            print(f"{name:32} {told}{note}", flush=True)

        clear(session)
        store._ensured.clear()
        store.push(project(reference_graph(), {}))
        for one in warm:
            [*push_each(store, ours(one, elsewhere))]
        reading, cpu, rows = timed(lambda: list(ours(paths, elsewhere)))
        rate("parsed and projected", reading, cpu)
        seconds, cpu, _ = timed(lambda: [*push_each(store, ours(paths, elsewhere))])
        rate("ours, loaded", seconds, cpu)
        names = {one.source: one.digest for one in rows}
        held = {one.source: one.digest for one in read_rows(store) if one.source in names}
        slow = {
            str(graph_iri(name)): project(Graph(identifier=graph_iri(name)).parse(path), elsewhere).digest
            for name, path in paths.items()
        }
        print(f"the store holds what rdflib's parser gives: {held == names == slow}")
        lines = {"reference": folder / "reference.nt"}
        lines["reference"].write_bytes(canonical(reference_graph()))
        for name, path in paths.items():
            lines[name] = path.with_suffix(".nt")
            ox.serialize(ox.parse(path=str(path)), str(lines[name]), format=ox.RdfFormat.N_TRIPLES)
        checking, _, report = timed(lambda: validate_release(lines))
        print(f"shapes checked in {checking:.2f} s, {report.checked:,} nodes, {len(report.violations)} violations")
        whole = seconds + checking
        rate("ours, loaded and checked", whole, cpu + checking)

        store.push_all([*rows[:-1], altered(rows[-1])])  # a change warms the server too
        store.push_all(rows)
        merge_all(session, rows[-1:])
        idle, _, none = timed(lambda: store.push_all(rows))
        changed = [altered(rows[0]), *rows[1:]]
        delta, _, done = timed(lambda: store.push_all(changed))
        merging, _, _ = timed(lambda: merge_all(session, changed))
        print(
            f"MERGE of everything {merging:.2f} s; one measure changed {delta:.3f} s, {merging / delta:.0f} times faster"
        )
        print(f"nothing changed {idle:.3f} s, {merging / idle:.0f} times faster, {written(none)} written")
        print(f"one measure changed: {written(done)} written")

        clear(session)
        if session.run("SHOW PROCEDURES YIELD name WHERE name = 'n10s.rdf.import.fetch' RETURN name").values():
            for one in warm:
                neosemantics(session, one)
            peer, peer_cpu, _ = timed(lambda: neosemantics(session, paths))
            rate("neosemantics", peer, peer_cpu, f"; ours {peer / seconds:.1f} times, checked {peer / whole:.1f} times")
            clear(session)
        try:
            for one in warm:
                rdflib_neo4j(settings, one)
        except ImportError:
            print("rdflib-neo4j is not installed")
        else:
            peer, peer_cpu, _ = timed(lambda: rdflib_neo4j(settings, paths))
            rate("rdflib-neo4j", peer, peer_cpu, f"; ours {peer / seconds:.1f} times, checked {peer / whole:.1f} times")
        clear(session)
        session.close()


def altered(rows: Rows) -> Rows:
    """The same with one measure's title changed."""
    at = next(i for i, node in enumerate(rows.nodes) if node.label == "Measure")
    node = rows.nodes[at]
    new = Node(node.label, node.iri, {**node.properties, "title": "改"})
    return Rows(rows.source, (*rows.nodes[:at], new, *rows.nodes[at + 1 :]), rows.edges)


def written(changes: Sequence[Change]) -> int:
    """Nodes and relationships that were written or removed."""
    return sum(sum(astuple(change)) for change in changes)


if __name__ == "__main__":
    main()
