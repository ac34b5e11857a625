"""What it costs to validate a release again after one document changed, beside validating the whole.

    python -m benchmarks.validation [TRIPLES]

The release is the sample's documents under other ids, again and again until it has TRIPLES triples (default 1,000,000),
with the reference data.  For a copy of each document in turn one measure loses its bodies and its title, which breaks
shapes; the release is then validated with the cache and without, and both reports are compared.  Seconds are of
processor time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from graph.release import Release
from loaders.read import read_document
from ontology.model import DocumentRecord
from ontology.reference import reference_graph
from ontology.release_check import validate_release
from ontology.triples import document_graph

SAMPLE = sorted(path for path in (Path(__file__).parents[1] / "sample").glob("*.txt"))
T = TypeVar("T")


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and the result."""
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def renamed(text: str, record: DocumentRecord, name: str) -> str:
    """A document's triples under another id, sorted; claims, whose names are digests, get the id before them."""
    for kind in ("document", "measure", "row", "domain", "repair"):
        text = text.replace(f"/id/{kind}/{record.id}", f"/id/{kind}/{name}")
    text = text.replace(f'"{record.id}', f'"{name}').replace("/id/claim/", f"/id/claim/{name}-")
    text = text.replace(f"/id/agency/{record.id}/", f"/id/agency/{name}/")
    return "\n".join(sorted(text.splitlines())) + "\n"


def broken(record: DocumentRecord) -> DocumentRecord:
    """The document with one measure that breaks an error and a warning."""
    first, *others = record.measures
    return replace(record, measures=(replace(first, title="", responsibilities=()), *others))


def build(release: Release, triples: int) -> tuple[int, list[DocumentRecord]]:
    """Writes the release; how many triples it has, and the records that it was made from."""
    release.write(reference_graph())
    records = [read_document(path).record for path in SAMPLE]
    texts = []
    for record in records:
        release.write(document_graph(record))
        texts.append(release.path(record.id).read_text("utf-8"))
    total = sum(path.read_bytes().count(b"\n") for path in release.folder.iterdir())
    copy = 1
    while total < triples:
        for record, text in zip(records, texts, strict=True):
            copied = renamed(text, record, f"{record.id}.{copy}")
            release.path(f"{record.id}.{copy}").write_text(copied, "utf-8")
            total += copied.count("\n")
        copy += 1
    return total, records


def main() -> None:
    """Prints the seconds and the ratios."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        release, cache = Release(Path(folder) / "release"), Path(folder) / "validation.sqlite"
        total, records = build(release, wanted)
        graphs = {name: release.path(name) for name in release.names()}
        print(f"{len(graphs)} graphs, {total:,} triples")
        filling, first = timed(lambda: validate_release(graphs, cache))
        whole, report = timed(lambda: validate_release(graphs))
        print(
            f"whole {whole:.2f} s (with the cache written {filling:.2f} s), {report.checked:,} nodes checked, ", end=""
        )
        print(f"{len(report.violations)} violations, equal: {first == report}")
        idle, again = timed(lambda: validate_release(graphs, cache))
        print(f"nothing changed   {idle:7.3f} s  {whole / idle:7.0f} times faster, equal: {again == report}")
        for record in records:
            name = f"{record.id}.1"
            release.write(document_graph(broken(record)))
            text = release.path(record.id).read_text("utf-8")
            release.write(document_graph(record))
            release.path(name).write_text(renamed(text, record, name), "utf-8")
            delta, changed = timed(lambda: validate_release(graphs, cache))
            expected = validate_release(graphs)
            new = len(changed.violations) - len(report.violations)
            print(f"{name:17} {delta:7.3f} s  {whole / delta:7.0f} times faster, ", end="")
            print(f"{new} new violations, equal: {changed == expected}", flush=True)
            report = expected


if __name__ == "__main__":
    main()
