"""What a store holds, read back as files of triples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.lifting import lift_store
from graph.release import Release
from graph.store import Store


@contextmanager
def read_back(store: Store) -> Iterator[Mapping[str, Path]]:
    """Every named graph of a store as a file of sorted N-Triples, by name; the files go when the context ends."""
    with TemporaryDirectory(prefix="reformgraph-") as folder:
        release = Release(Path(folder))
        for graph in lift_store(store):
            release.write(graph)
        yield {name: release.path(name) for name in release.names()}
