"""The rows of everything that a data folder holds, one graph in memory at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rdflib import RDF, URIRef

from graph.projection import labels_of, project
from graph.release import Release
from graph.rows import Rows
from graph.triples import Triples
from ontology.identifiers import graph_iri

_TYPE = f"> <{RDF.type}> <".encode()


def streamed(release: Release) -> Iterator[Rows]:
    """The rows that `graph.publish.tables.projected` gives, in the same order.

    Raises `OntologyError` where a relationship leads to something that no graph describes.
    """
    with TemporaryDirectory() as folder, closing(_Labels(Path(folder) / "labels.sqlite")) as labels:
        for name in release.names():
            with release.path(name).open("rb") as lines:
                typed = b"".join(line for line in lines if _TYPE in line)
            labels.add(labels_of(Triples(graph_iri(name), typed)))
        for name in release.names():
            yield project(Triples(graph_iri(name), release.path(name)), labels)


class _Labels(Mapping[URIRef, str]):
    """Label by IRI of every node, on disk; of two graphs that say different things the last one has the word."""

    def __init__(self, path: Path) -> None:
        self._held = sqlite3.connect(path, isolation_level=None)
        self._held.execute("PRAGMA journal_mode = OFF")
        self._held.execute("PRAGMA synchronous = OFF")
        self._held.execute("CREATE TABLE label (iri TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID")
        self._find = lru_cache(100_000)(self._look)

    def close(self) -> None:
        """Close the file."""
        self._held.close()

    def add(self, labels: Mapping[URIRef, str]) -> None:
        """Take what one graph says."""
        self._held.execute("BEGIN")
        self._held.executemany("INSERT OR REPLACE INTO label VALUES (?, ?)", ((str(k), v) for k, v in labels.items()))
        self._held.execute("COMMIT")
        self._find.cache_clear()

    def _look(self, iri: str) -> str | None:
        row = self._held.execute("SELECT label FROM label WHERE iri = ?", (iri,)).fetchone()
        return None if row is None else str(row[0])

    def __getitem__(self, iri: URIRef) -> str:
        found = self._find(str(iri))
        if found is None:
            raise KeyError(iri)
        return found

    def __iter__(self) -> Iterator[URIRef]:
        return (URIRef(iri) for (iri,) in self._held.execute("SELECT iri FROM label"))

    def __len__(self) -> int:
        return int(self._held.execute("SELECT count(*) FROM label").fetchone()[0])
