"""How fast documents become triples, what memory they take, and the fast SHACL engine beside the reference one.

    python -m benchmarks.read [MEASURES]

The documents are the sample's five under further names, until they hold MEASURES measures (default 10,000).  They
are read one after another, as `reformgraph load` reads them.  Rates are measures a second of processor time on one
core, so that other work on the machine counts little.  Memory is that of a fifth of the documents, and of all.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from graph.release import canonical
from loaders.read import ReadDocument, read_document
from ontology.triples import document_graph
from ontology.validation import validate

SAMPLE = sorted((Path(__file__).parents[1] / "sample").glob("*-*.txt"))
T = TypeVar("T")


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and the result."""
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def peak() -> float:
    """The most memory that the process held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def documents(measures: int) -> Iterator[tuple[float, ReadDocument]]:
    """Reads the sample again and again until `measures` were read; with the seconds each document took."""
    count = 0
    while count < measures:
        for path in SAMPLE:
            seconds, document = timed(lambda path=path: read_document(path))
            count += len(document.record.measures)
            yield seconds, document


def main() -> None:
    """Prints the rates."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    read_document(SAMPLE[0])  # imports and caches
    rows = triples = 0
    reading = writing = 0.0
    early = None
    for seconds, document in documents(wanted):
        reading += seconds
        seconds, graph = timed(lambda document=document: document_graph(document.record))
        writing += seconds
        rows += len(document.record.measures)
        triples += len(graph)
        if early is None and rows >= wanted / 5:
            early = peak()
    print(f"{rows:,} measures, {triples:,} triples")
    print(f"read      {rows / reading:8.0f} measures a second")
    print(f"triples   {rows / writing:8.0f} measures a second")
    print(f"both      {rows / (reading + writing):8.0f} measures a second")
    print(f"memory    {early or 0:8.0f} MiB at a fifth, {peak():.0f} MiB at the end")
    largest = max((read_document(path) for path in SAMPLE), key=lambda one: len(one.record.measures))
    graph = document_graph(largest.record)
    fast, fast_report = timed(lambda: validate(graph, "benchmark"))
    slow, slow_report = timed(lambda: validate(graph, "benchmark", reference=True))
    print(f"validate  {slow / fast:8.1f} times the rate of pySHACL, reports equal: {fast_report == slow_report}")
    lines, _ = timed(lambda: canonical(graph))
    print(f"write     {len(graph) / lines:8.0f} triples a second as sorted N-Triples")


if __name__ == "__main__":
    main()
