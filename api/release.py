"""The release that is served: which one it is, and what of it is held in memory.

A release is named by a digest of what every named graph of the store states, so any change gives it another name.
The store is looked at again when `seconds` have passed; between two looks no request waits for it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import Any, TypeVar, cast

import anyio
import anyio.to_thread
from cachetools import LRUCache

from graph.store import Store
from queries.snapshot import Snapshot

T = TypeVar("T")

LISTS = 32
"""Whole lists that are held so that a page of them costs nothing anew."""


class Held:
    """One release: its name, its graphs, and what was worked out from it."""

    def __init__(self, graphs: Mapping[str, str]) -> None:
        self.graphs = dict(sorted(graphs.items()))
        lines = "".join(f"{iri}\t{digest}\n" for iri, digest in self.graphs.items())
        self.name = hashlib.sha256(lines.encode()).hexdigest()[:16]
        self._values: LRUCache[Hashable, Any] = LRUCache(LISTS)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self, store: Store) -> Snapshot:
        """What rows state and which pairs are comparable, read once; to be called in a thread."""
        with self._lock:
            if self._snapshot is None:
                self._snapshot = Snapshot(store)
            return self._snapshot

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """The value of `work`, from memory where it was worked out before."""
        with self._lock:
            if key in self._values:
                return cast(T, self._values[key])
        value = work()
        with self._lock:
            self._values[key] = value
        return value


class Watch:
    """Knows the release of a store, `seconds` old at the most."""

    def __init__(
        self, store: Store, seconds: float, seen: Callable[[Store, Held], None] = lambda _store, _held: None
    ) -> None:
        self._store = store
        self._seconds = seconds
        self._seen = seen
        self._held: Held | None = None
        self._until = 0.0
        self._turn = anyio.Lock()

    async def current(self) -> Held:
        """The release. Raises `StoreError` where the store cannot be reached."""
        held = self._held
        if held is not None and time.monotonic() < self._until:
            return held
        async with self._turn:
            if self._held is None or time.monotonic() >= self._until:
                self._held = await anyio.to_thread.run_sync(self._look)
                self._until = time.monotonic() + self._seconds
            return self._held

    def known(self) -> Held | None:
        """The release where it need not be looked for; None otherwise."""
        return self._held if time.monotonic() < self._until else None

    def forget(self) -> None:
        """Look again at the next request: something was written."""
        self._until = 0.0

    def _look(self) -> Held:
        found = Held(self._store.sources())
        if self._held is not None and self._held.name == found.name:
            return self._held
        self._seen(self._store, found)
        return found


Current = Callable[[], Awaitable[Held]]
