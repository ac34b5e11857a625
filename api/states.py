"""Earlier states of the store, as far as this server saw them: what `/changes` is told from.

Of each graph of a state its manifest is kept, the digest of every node and relationship, once for all states in which
the graph was the same. Adding what was added and changed to an old state, and taking out what was removed, gives the
new one.
"""

from __future__ import annotations

import gzip
import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.release import Held
from graph.files import write_whole
from graph.store import Store

FILE = "states.json"
LOG = logging.getLogger("reformgraph.api")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A node or relationship that another state states otherwise, in one named graph."""

    change: str
    """added, removed or changed."""
    element: str
    """node or relationship."""
    kind: str
    """Label or type."""
    iri: str | None
    """None for a relationship."""
    start: str | None
    end: str | None
    """IRIs of a relationship's ends; None for a node."""
    key: str
    """What tells it from others of its kind: the IRI, or the key of the relationship."""
    graph: str


class States:
    """The states seen, in a folder or, without one, in memory; `most` of them, the latest."""

    def __init__(self, folder: Path | None, most: int) -> None:
        self._folder = folder
        self._most = most
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._manifests: dict[str, dict[str, str]] = {}
        self._states: dict[str, dict[str, str]] = {}
        if folder is not None and (folder / FILE).exists():
            self._states = dict(orjson.loads((folder / FILE).read_bytes()))

    def see(self, store: Store, held: Held) -> None:
        """Remember a state; graphs that were seen before are not read again. Of a large store that takes minutes.

        A folder that cannot be written costs the memory of changes, not the answers: it is logged.
        """
        try:
            self._see(store, held)
        except OSError as error:
            LOG.warning("states are not kept", extra={"reason": str(error)})

    def _see(self, store: Store, held: Held) -> None:
        with self._lock:
            if next(reversed(self._states), None) == held.name:
                return
            for iri, digest in held.graphs.items():
                if self._stopped.is_set():
                    return
                if not self._has(digest):
                    self._write(digest, store.manifest(iri))
            self._states.pop(held.name, None)
            self._states[held.name] = dict(held.graphs)
            while len(self._states) > self._most:
                del self._states[next(iter(self._states))]
            self._tidy()

    def stop(self) -> None:
        """End what `see` is about, after the graph that it reads; the state is not remembered."""
        self._stopped.set()

    def names(self) -> tuple[str, ...]:
        """The releases that can be compared with, the earliest first."""
        return tuple(self._states)

    def changes(self, since: str, held: Held) -> tuple[ChangeRow, ...] | None:
        """What the release states otherwise than an earlier one; None where that one is not known (any more)."""
        with self._lock:
            old = self._states.get(since)
            if old is None:
                return None
            found: list[ChangeRow] = []
            for iri in sorted(old.keys() | held.graphs.keys()):
                before, after = old.get(iri), held.graphs.get(iri)
                if before != after:
                    found += _changes(iri, self._read(before), self._read(after))
            return tuple(found)

    def _has(self, digest: str) -> bool:
        return digest in self._manifests if self._folder is None else self._path(digest).exists()

    def _path(self, digest: str) -> Path:
        assert self._folder is not None  # noqa: S101 - asked only where there is one
        return self._folder / f"{digest}.json.gz"

    def _write(self, digest: str, manifest: Mapping[str, str]) -> None:
        if self._folder is None:
            self._manifests[digest] = dict(manifest)
        else:
            write_whole(self._path(digest), gzip.compress(orjson.dumps(manifest), 1, mtime=0))

    def _read(self, digest: str | None) -> Mapping[str, str]:
        if digest is None:
            return {}
        if self._folder is None:
            return self._manifests[digest]
        found: dict[str, str] = orjson.loads(gzip.decompress(self._path(digest).read_bytes()))
        return found

    def _tidy(self) -> None:
        used = {digest for graphs in self._states.values() for digest in graphs.values()}
        if self._folder is None:
            self._manifests = {digest: one for digest, one in self._manifests.items() if digest in used}
            return
        write_whole(self._folder / FILE, orjson.dumps(list(self._states.items())))
        for path in self._folder.glob("*.json.gz"):
            if path.name.removesuffix(".json.gz") not in used:
                path.unlink(missing_ok=True)


def _changes(graph: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[ChangeRow]:
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            change = "added" if key not in before else "removed" if key not in after else "changed"
            parts = orjson.loads(key)
            node = len(parts) == 2
            yield ChangeRow(
                change=change,
                element="node" if node else "relationship",
                kind=parts[0],
                iri=parts[1] if node else None,
                start=None if node else parts[3],
                end=None if node else parts[5],
                key=parts[1],
                graph=graph,
            )
