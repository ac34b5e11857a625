"""Reading statements, the project's own and other people's, within their limits."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.bolt import outward
from graph.bolt.failures import EngineKilledError, explained, late, ran_out
from graph.bolt.link import LOST, Link
from graph.bolt.values import Answer, Plain, plain
from graph.bolt.watch import Watch
from graph.meter import metered
from ontology.errors import QueryError

FREE_ROWS = 10_000
FREE_OCTETS = 8_000_000
"""What a statement that somebody else wrote gives back at the most."""


def ask(link: Link, cypher: str, parameters: Mapping[str, object], timeout: float, limit: int | None) -> Answer:
    """See `Store.read`. Raises what the driver raises where the engine is gone."""
    fetch = 1000 if limit is None else max(1, min(limit + 1, 1000))
    query = neo4j.Query(cypher, timeout=timeout)
    started = time.monotonic()
    watch = Watch(link, cypher, timeout)
    try:
        with watch, link.session(link.reader, neo4j.READ_ACCESS, fetch) as session:
            result = session.run(query, dict(parameters))
            rows: list[tuple[Plain, ...]] = []
            for record in result:
                if limit is not None and len(rows) == limit:
                    return _cut(watch, session, Answer(tuple(result.keys()), tuple(rows), truncated=True))
                rows.append(tuple(map(plain, record.values())))
            return Answer(tuple(result.keys()), tuple(rows))
    except (DriverError, Neo4jError) as error:
        if watch.killed:
            raise EngineKilledError(late(timeout)) from error
        if watch.overran or ran_out(error, time.monotonic() - started, timeout):
            raise QueryError(late(timeout)) from error
        if isinstance(error, LOST):
            raise
        raise explained(error, link) from error


def ask_freely(
    link: Link, cypher: str, parameters: Mapping[str, object], timeout: float, limit: int, octets: int
) -> Answer:
    """See `Store.read_freely`. One transaction, so that planning and running have one time limit."""
    started = time.monotonic()
    watch = Watch(link, cypher, timeout)
    columns: tuple[str, ...] = ()
    rows: list[tuple[Plain, ...]] = []
    with contextlib.ExitStack() as stack:
        meter, planning = None, False
        try:
            session = stack.enter_context(link.session(link.reader, neo4j.READ_ACCESS, max(1, min(limit + 1, 1000))))
            tx = session.begin_transaction(timeout=timeout)
            stack.callback(_closed, tx)
            stack.enter_context(watch)
            planning = link.engine is None
            first = max(octets, FREE_OCTETS) if planning else octets  # a plan may be longer than a short answer
            meter = stack.enter_context(metered(session, first, watch.limit))
            if planning:
                outward.refuse(tx, cypher, parameters)
                planning = False
                meter.allow(octets)
            result = tx.run(cypher, dict(parameters))
            columns = tuple(result.keys())
            for record in result:
                if len(rows) == limit:
                    watch.end()
                    note = f"Only the first {limit:,} rows are given: more were found than one query may take."
                    return Answer(columns, tuple(rows), truncated=True, note=note)
                rows.append(tuple(map(plain, record.values())))
            tx.commit()  # the embedded engine refuses some writes only here
            return Answer(columns, tuple(rows))
        except RecursionError:
            watch.end()
            raise QueryError("The answer holds lists in lists nested too deeply to be read.") from None
        except (DriverError, Neo4jError) as error:
            if meter is not None and meter.too_late:
                watch.kill()  # the meter may come before the watch, which ends with this
            if watch.killed:
                raise EngineKilledError(late(timeout)) from error
            if meter is not None and meter.too_much:
                watch.end()
                if planning:
                    raise QueryError(
                        "The plan of this query alone is too long to be read. Ask in fewer words."
                    ) from error
                return _overfull(columns, rows, octets)
            if meter is not None and meter.too_late and link.engine is None:
                raise QueryError(
                    f"{late(timeout)} Neo4j was told to, but ends a query only between two rows; should it go on "
                    "working, its transaction is listed by SHOW TRANSACTIONS there."
                ) from error
            overran = watch.overran or (meter is not None and meter.too_late)
            if overran or ran_out(error, time.monotonic() - started, timeout):
                raise QueryError(late(timeout)) from error
            if isinstance(error, LOST):
                raise
            found = explained(error, link)
            raise (type(found)(outward.placed(str(found))) if planning else found) from error


def _overfull(columns: tuple[str, ...], rows: list[tuple[Plain, ...]], octets: int) -> Answer:
    most = f"{octets / 1e6:g} MB, more than one query may take"
    if not rows:
        raise QueryError(f"The first row alone is over {most}. Ask for less in a row.")
    note = f"Only the first {len(rows):,} rows are given: with the next they are over {most}."
    return Answer(columns, tuple(rows), truncated=True, note=note)


def _closed(tx: neo4j.Transaction) -> None:
    with contextlib.suppress(DriverError, Neo4jError):  # a query that was ended may say so
        tx.close()


def _cut(watch: Watch, session: neo4j.Session, answer: Answer) -> Answer:
    """Leave the rest of a result where it is."""
    watch.end()
    with contextlib.suppress(DriverError, Neo4jError):  # the query may say that it was ended
        session.close()
    return answer
