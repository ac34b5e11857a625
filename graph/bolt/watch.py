"""The end of queries of the embedded engine that run over their time."""

from __future__ import annotations

import contextlib
import threading
import time
from types import TracebackType

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.bolt.link import Link

_GRACE_SECONDS = 3.0  # for a query to end after it was told to; then the embedded engine is ended


class Watch:
    """Ends a query of the embedded engine that runs over its time: by asking, then by ending the engine.

    The engine knows no timeout of its own that would stop a long UNWIND, a Cartesian join or unbounded
    paths, but heeds TERMINATE TRANSACTIONS in all three.
    """

    def __init__(self, link: Link, cypher: str, seconds: float) -> None:
        self.limit = seconds + _GRACE_SECONDS
        """Seconds after which nothing of the query runs any more."""
        self.overran = False
        self.killed = False
        self._link = link
        self._cypher = cypher
        self._started = time.monotonic()
        self._over = threading.Event()
        self._guard = threading.Lock()
        self._timers = [
            threading.Timer(seconds, self._ask_to_end),
            threading.Timer(self.limit, self.kill),
        ]

    def __enter__(self) -> Watch:
        for timer in self._timers if self._link.engine is not None else ():
            timer.daemon = True
            timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            self._over.set()
        for timer in self._timers:
            timer.cancel()

    def end(self) -> None:
        """End the query now. The embedded engine would work out all the rows that nobody wants any more."""
        if self._link.engine is not None:
            with contextlib.suppress(DriverError, Neo4jError):
                _terminate(self._link, self._cypher, time.monotonic() - self._started)

    def _ask_to_end(self) -> None:
        self.overran = True
        # Once more after a moment, in case the request came between two steps of the query.
        while not self._over.is_set():
            self.end()
            self._over.wait(0.5)

    def kill(self) -> None:
        """End the embedded engine, if the query is not over: it was told to end and did not."""
        with self._guard:
            if not self._over.is_set() and self._link.engine is not None:
                self.killed = True
                self._link.engine.kill()


def _terminate(link: Link, cypher: str, seconds: float) -> None:
    """End the reader's query of that text which has run for nearest to so many seconds."""
    with link.session(link.writer, neo4j.WRITE_ACCESS) as session:
        mine = [
            (abs(record["elapsedTime"].seconds + record["elapsedTime"].nanoseconds / 1e9 - seconds), record)
            for record in session.run("SHOW TRANSACTIONS")
            if record["username"] == "reader" and _same(record["currentQuery"], cypher)
        ]
        if mine:
            _, record = min(mine, key=lambda pair: pair[0])
            session.run("TERMINATE TRANSACTIONS $ids", ids=[record["transactionId"]]).consume()


def _same(shown: str, cypher: str) -> bool:
    """Whether the engine's listing, which cuts long texts, shows this query."""
    return shown[:200] == cypher[:200]
