"""How fast documents become triples, and the fast SHACL engine beside the reference one.

    python -m benchmarks.read [MEASURES]

The documents are the sample's Shenzhen table, repeated under new numbers until it has MEASURES rows (default 2,100).
Rates are measures a second of processor time, so that other work on the machine counts little.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from loaders.read import read_document
from ontology.triples import document_graph
from ontology.validation import validate

SAMPLE = Path(__file__).parents[1] / "sample" / "shenzhen-2020.txt"
T = TypeVar("T")


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and the result."""
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def repeated(rows: int) -> str:
    """The table with its rows numbered on to `rows`."""
    lines = SAMPLE.read_text("utf-8").split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("| 1 "))
    body = [line for line in lines[first:] if line.startswith("| ") and line[2:3].isdigit()]
    numbered = ["| " + str(n + 1) + " |" + body[n % len(body)].split("|", 2)[2] for n in range(rows)]
    return "\n".join([*lines[:first], *numbered])


def main() -> None:
    """Prints the rates."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 2100
    read_document(SAMPLE)  # imports and caches
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.txt"
        path.write_text(repeated(rows), "utf-8")
        reading, document = timed(lambda: read_document(path))
    writing, graph = timed(lambda: document_graph(document.record))
    fast, fast_report = timed(lambda: validate(graph, "benchmark"))
    slow, slow_report = timed(lambda: validate(graph, "benchmark", reference=True))
    print(f"{len(document.record.measures):,} measures, {len(graph):,} triples")
    print(f"read      {rows / reading:8.0f} measures a second")
    print(f"triples   {rows / writing:8.0f} measures a second")
    print(f"both      {rows / (reading + writing):8.0f} measures a second")
    print(f"validate  {slow / fast:8.1f} times the rate of pySHACL, reports equal: {fast_report == slow_report}")
    print(f"memory    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB at most")


if __name__ == "__main__":
    main()
