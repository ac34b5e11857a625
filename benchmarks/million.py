"""A graph of a million synthetic measures: as files for Neo4j's import, imported, and by Bolt.

    python -m benchmarks.million files FOLDER [--measures 1000000] [--processes 2]
    python -m benchmarks.million import FOLDER --home HOME --jars JARS [--heap 4g]
    python -m benchmarks.million push bolt://… [--measures 1000000]
    python -m benchmarks.million triples FOLDER [--measures 10000]

`files` writes what `reformgraph export neo4j-admin` would (benchmarks/corpus.py says of which documents), each process every
so many-th block of documents. `import` runs Neo4j's own import tool over them, with the jars that tests/neo4j/run fetches, into
the folder of a server that must not run. `push` sends the same documents to a running Neo4j, which must be empty, by our own
push, and prints the rate as it goes (password in REFORMGRAPH_PASSWORD). `triples` fills a data folder with the documents'
triples, to try the export itself.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import Corpus
from graph.bulk import push_each
from graph.projection import node_labels, project
from graph.publish.bulk import ARGUMENTS, Spool, write_import
from graph.release import Release, canonical
from graph.rows import Rows
from graph.settings import Settings
from graph.store import open_store
from ontology.identifiers import graph_iri
from ontology.reference import reference_graph

OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "sun.nio.ch", "java.io", "java.util.concurrent")
]


def main() -> None:
    """Does one of the four and prints what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["files", "import", "push", "triples"])
    parser.add_argument("where")
    parser.add_argument("--measures", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--jars", type=Path)
    parser.add_argument("--heap", default="1g", help="of the import tool; a million measures want 4g")
    given = parser.parse_args()
    if given.what == "files":
        files(Corpus(given.measures), Path(given.where), given.processes)
    elif given.what == "import":
        bring_in(Path(given.where), given.home.absolute(), given.jars.absolute(), given.heap)
    elif given.what == "push":
        push(Corpus(given.measures), given.where)
    else:
        triples(Corpus(given.measures), Release(Path(given.where) / "release"))


def reference() -> Rows:
    """The reference data as rows."""
    return project(reference_graph(), {})


def files(corpus: Corpus, folder: Path, processes: int) -> None:
    """Writes the files."""
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="runs-", dir=folder) as runs:
        with ProcessPoolExecutor(processes) as pool:
            tasks = [pool.submit(filled, corpus, Path(runs) / str(n), n, processes) for n in range(processes)]
            parts = [task.result() for task in tasks]
        made = time.monotonic()
        spools, memory = [spool for spool, _ in parts], max(memory for _, memory in parts)
        staged = size(Path(runs))
        write_import(spools, folder)
    seconds = time.monotonic() - started
    print(f"{corpus.measures:,} measures in {len(corpus.sizes):,} documents, {processes} processes: {seconds:.0f} s")
    print(f"  made and sorted in {made - started:.0f} s, {memory:.0f} MiB at the most in one process")
    print(f"  written in {seconds - made + started:.0f} s, {peak():.0f} MiB at the most")
    print(f"  {size(folder) / 1e9:.2f} GB of files; {staged / 1e9:.2f} GB beside them meanwhile", flush=True)


def filled(corpus: Corpus, folder: Path, first: int, step: int) -> tuple[Spool, float]:
    """Puts every `step`-th block into a spool; with the most memory that it took."""
    spool = Spool(folder)
    if first == 0:
        spool.add(reference())
    for block in range(first, corpus.blocks, step):
        for rows in corpus.rows(block):
            spool.add(rows)
    spool.lines.flush()
    return spool, peak()


def bring_in(folder: Path, home: Path, jars: Path, heap: str) -> None:
    """Runs Neo4j's import tool."""
    started = time.monotonic()
    home.mkdir(parents=True, exist_ok=True)
    tool = ["java", f"-Xmx{heap}", *OPENS, "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool", "database", "import", "full"]
    options = ["--overwrite-destination", "--max-off-heap-memory=2G", "neo4j"]
    log = home / "import.log"
    with log.open("wb") as file:
        done = subprocess.run(
            [*tool, f"@{ARGUMENTS}", *options],
            cwd=folder,
            env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    print("\n".join(log.read_text("utf-8").splitlines()[-12:]))
    print(f"import {time.monotonic() - started:.0f} s, exit {done.returncode}, database {size(home) / 1e9:.2f} GB")


def push(corpus: Corpus, address: str) -> None:
    """Pushes the documents; prints a line for each twentieth of them."""
    with open_store(Settings(store=address)) as store:
        store.ensure_schema(node_labels())
        store.push(reference())
        graphs = (one for block in range(corpus.blocks) for one in corpus.rows(block))
        total = len(corpus.sizes)
        documents, measures, rows, told = 0, 0, 0, 1
        started = last = time.monotonic()
        before = 0
        for one, _ in push_each(store, graphs):
            rows += len(one.nodes) + len(one.edges)
            if not one.source.startswith(str(graph_iri("links-"))):
                measures += corpus.sizes[documents]
                documents += 1
            if documents >= told * total / 20:
                told, now = told + 1, time.monotonic()
                print(
                    f"{measures:9,} measures, {rows:10,} rows, {now - started:6.0f} s, "
                    f"{(rows - before) / (now - last):7.0f} rows/s since the last line, {peak():.0f} MiB",
                    flush=True,
                )
                last, before = now, rows


def triples(corpus: Corpus, release: Release) -> None:
    """Fills a data folder."""
    release.write(reference_graph())
    for block in range(corpus.blocks):
        for name, graph in corpus.graphs(block):
            release.put(name, canonical(graph))
    print(f"{corpus.measures:,} measures, {size(release.folder) / 1e9:.2f} GB of triples, {peak():.0f} MiB")


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak() -> float:
    """The most memory that the process held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
