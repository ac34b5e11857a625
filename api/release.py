"""The release that is served: which one it is, and what of it is held in memory.

A release is named by a digest of what every named graph of the store states, so any change gives it another name.
The store is looked at again before `seconds` have passed, in the background: no request waits for that.
"""

from __future__ import annotations

import hashlib
import logging
import math
import threading
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping
from types import TracebackType
from typing import Any, TypeVar, cast

import anyio
import anyio.to_thread
from cachetools import LRUCache

from graph.store import Store
from queries.snapshot import Snapshot

T = TypeVar("T")

LOG = logging.getLogger("reformgraph.api")
SEEN_SECONDS = 2.0
"""What a change of a small graph takes many times over."""
LISTS = 32
"""Whole lists that are held so that a page of them costs nothing anew."""


class Held:
    """One release: its name, its graphs, and what was worked out from it."""

    def __init__(self, graphs: Mapping[str, str]) -> None:
        self.graphs = dict(sorted(graphs.items()))
        self.push: tuple[object, ...] | None = None
        """The last push before this was read; None where that was not asked."""
        lines = "".join(f"{iri}\t{digest}\n" for iri, digest in self.graphs.items())
        self.name = hashlib.sha256(lines.encode()).hexdigest()[:16]
        self._values: LRUCache[Hashable, Any] = LRUCache(LISTS)
        self._lock = threading.Lock()
        self.known_snapshot: Snapshot | None = None

    def snapshot(self, store: Store) -> Snapshot:
        """What rows state and which pairs are comparable, read once; to be called in a thread."""
        with self._lock:
            if self.known_snapshot is None:
                self.known_snapshot = Snapshot(store)
            return self.known_snapshot

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """The value of `work`, from memory where it was worked out before."""
        with self._lock:
            if key in self._values:
                return cast(T, self._values[key])
        value = work()
        with self._lock:
            self._values[key] = value
        return value


class _Look:
    """One look at the store, and who waits for it."""

    def __init__(self, writes: int) -> None:
        self.began = time.monotonic()
        self.writes = writes
        self.done = anyio.Event()
        self.found: Held | None = None
        self.error: Exception | None = None


class Watch:
    """Knows the release of a store: that of a look begun at most `seconds` before a request, or of one it waited for.

    From half of that time on the first request begins the next look, so that under load none waits. One look runs at
    a time, in a thread of its own: neither questions nor requests that end hold it up. Where the store cannot be
    reached, the release goes on being told until its time is over. Requests that come then share one look, and its
    error; the next one looks again.

    A context: at its end a look under way is waited for, and none is begun.
    """

    def __init__(
        self, store: Store, seconds: float, seen: Callable[[Store, Held], None] = lambda _store, _held: None
    ) -> None:
        """`seen` is told of each release that is found. It has SEEN_SECONDS before the release is, and may go on."""
        self._store = store
        self._seconds = seconds
        self._seen = seen
        self._held: Held | None = None
        self._told: Held | None = None
        self._until = self._again = 0.0
        self._writes = 0
        self._look: _Look | None = None
        self._thread = anyio.CapacityLimiter(1)
        self._seeing = anyio.CapacityLimiter(1)
        self._complaint: str | None = None
        self._tasks = anyio.create_task_group()

    async def __aenter__(self) -> Watch:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return await self._tasks.__aexit__(kind, error, trace)

    async def current(self) -> Held:
        """The release. Raises `StoreError` where the store cannot be reached."""
        asked, writes = time.monotonic(), self._writes
        while (held := self.known()) is None:
            look = self._look or self._begin()
            await look.done.wait()
            if look.writes < writes or look.began + self._seconds < asked:
                continue
            if look.error is not None:
                raise look.error.with_traceback(None)
            if look.found is not None:
                return look.found
        return held

    def known(self) -> Held | None:
        """The release where it need not be waited for; None otherwise."""
        now = time.monotonic()
        if now >= self._until:
            return None
        if now >= self._again and self._look is None:
            self._begin()
        return self._held

    def forget(self) -> None:
        """Something was written: who asks from now on is told of a look that is begun from now on."""
        self._writes += 1
        self._until = 0.0

    def _begin(self) -> _Look:
        look = _Look(self._writes)
        self._tasks.start_soon(self._finish, look)
        self._look = look
        return look

    async def _finish(self, look: _Look) -> None:
        try:
            look.found = await anyio.to_thread.run_sync(self._find, limiter=self._thread)
            if look.found is not self._told:
                await self._tell(look.found)
        except Exception as error:  # told to whoever waits for this look
            look.found, look.error = None, error
            self._again = math.inf  # until the time is over, that is: then a request looks
        else:
            self._held = look.found
            if look.writes == self._writes:
                self._until = look.began + self._seconds
                self._again = look.began + self._seconds / 2
        finally:
            self._look = None
            look.done.set()

    async def _tell(self, found: Held) -> None:
        self._told, seen = found, anyio.Event()
        self._tasks.start_soon(self._see, found, seen)
        with anyio.move_on_after(SEEN_SECONDS):
            await seen.wait()

    async def _see(self, found: Held, seen: anyio.Event) -> None:
        try:
            await anyio.to_thread.run_sync(self._seen, self._store, found, limiter=self._seeing)
        except Exception as error:
            self._told = None  # the next look tells again
            if str(error) != self._complaint:  # once, though each look may fail alike
                LOG.warning("a state is not kept", exc_info=True)
            self._complaint = str(error)
        finally:
            seen.set()

    def _find(self) -> Held:
        held, push = self._held, self._store.last_push()
        if held is not None and held.push == push:
            return held
        graphs = self._store.sources()
        if held is None or held.graphs != graphs:
            held = Held(graphs)
        held.push = push
        return held


Current = Callable[[], Awaitable[Held]]
