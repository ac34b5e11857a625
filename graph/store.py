"""The graph store: one class over the official driver, the same Cypher for Neo4j and the embedded engine.

How a graph is written down. Every node and edge has `sources`, the IRIs of the named graphs that state it,
sorted. Where those graphs state different properties, all properties stand together, the last source in the
order of IRIs has the word on a property that several state, and `stated` keeps what each says, as JSON, in
the order of `sources`; it is absent where all say the same. A node `(:NamedGraph {iri, digest, elements})` for each graph
holds what it stated last, so that a push writes only the difference. `(:PushLock)` lets one push at a time through.

Values are always parameters. Labels, types and nothing else are put into statements, after a check.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.bolt.asking import FREE_OCTETS, FREE_ROWS, ask, ask_freely
from graph.bolt.failures import EngineKilledError, message_of
from graph.bolt.link import LOST, Link, connect, unreachable
from graph.bolt.openings import openings
from graph.bolt.values import Answer, Plain
from graph.pushing.fresh import add_all
from graph.pushing.manifests import DIGESTS, LAST, digests, elements, hold, manifest
from graph.pushing.replace import replace
from graph.pushing.state import Change
from graph.pushing.stated import Stated, plain_name, stated_by
from graph.pushing.statements import Transaction
from graph.rows import Rows, uncollected
from graph.settings import Settings
from ontology.errors import QueryError, StoreError

__all__ = ["Answer", "Change", "Plain", "Store", "manifest", "open_store"]

T = TypeVar("T")

SOUGHT_BY_ID = frozenset({"Document", "Measure"})
"""Labels of which there may be very many, and that questions seek by their ids."""
_ATTEMPTS = 12  # of a write that met another one
_MEETINGS = 3  # attempts before a broken constraint counts as one


class Store:
    """A property graph in Neo4j or in the embedded engine. Made by `open_store`; may be shared by threads.

    Every method raises StoreError when the store cannot be reached. An embedded engine that ended under
    way (killed, or put down for another client's runaway query) is started again, and the work repeated once.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._relinking = threading.Lock()
        self._ensured: set[str] = set()
        self._link = connect(settings)

    @property
    def folder(self) -> Path:
        """The data folder, for what is kept beside the graph."""
        return self._settings.data

    def close(self) -> None:
        """Close all connections."""
        self._link.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ensure_schema(self, labels: Iterable[str]) -> tuple[str, ...]:
        """See that IRIs are unique, and indexed, in each label, `NamedGraph` and `PushLock` included.

        Of SOUGHT_BY_ID the ids are indexed too, so that no question about one of many looks at all of them.
        Looks once in the life of this object, and makes only what is missing; returns the labels without a constraint. Raises StoreError
        where a constraint cannot be made, as when two nodes have one IRI; OntologyError for a name that is not letters,
        digits and underscores after a first letter.
        """
        wanted = {plain_name(label) for label in labels} | {"NamedGraph", "PushLock"}
        missing = self._without_constraint(wanted - self._ensured)
        for label in missing:
            try:
                self._schema(f"CREATE CONSTRAINT {label}_iri IF NOT EXISTS FOR (n:{label}) REQUIRE n.iri IS UNIQUE")
            except StoreError as error:
                raise StoreError(
                    f"The store lacks the constraint that IRIs of {label} are unique, and it cannot be made: {str(error).rstrip('.')}. "
                    f"See which {label} nodes share an IRI, or empty the store and load again."
                ) from error
        for label in self._without_index(SOUGHT_BY_ID & (wanted - self._ensured)):
            self._schema(f"CREATE INDEX {label}_id IF NOT EXISTS FOR (n:{label}) ON (n.id)")
        self._ensured |= wanted
        return missing

    def _without_index(self, labels: Set[str]) -> tuple[str, ...]:
        if not labels:
            return ()
        rows = self.read("SHOW INDEXES YIELD labelsOrTypes, properties").rows
        return tuple(sorted(label for label in labels if ([label], ["id"]) not in rows))

    def _without_constraint(self, labels: set[str]) -> tuple[str, ...]:
        if not labels:
            return ()
        rows = self.read("SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties").rows
        there = {
            str(names[0])
            for kind, names, properties in rows
            if str(kind).startswith(("UNIQUENESS", "NODE_KEY", "NODE_PROPERTY_UNIQUENESS"))
            and properties == ["iri"]
            and isinstance(names, list)
        }
        return tuple(sorted(labels - there))

    def push(self, rows: Rows) -> Change:
        """Make the store hold exactly `rows` of what the graph `rows.source` states, in one transaction.

        What other graphs state stays as it is. Equal rows change nothing. An edge may end on a node that
        only another graph states, as most end on reference nodes. If that graph later ceases to state the
        node, the node is kept with empty `sources` for as long as the edge hangs on it, since deleting it
        would take another graph's edge along; no new edge may end on it.

        Raises StoreError, with the store unchanged, when an edge ends on a node that no graph states (the
        message names both), when two rows with one key differ, for a None value or a number that is not
        finite, and for a property called like one of the store's own; OntologyError for a label or type
        that is not a plain name.
        """
        return self.push_all([rows])[0]

    def replace_all(self, stated: Sequence[Rows]) -> Change:
        """Make the store hold exactly what these graphs state, in one transaction: all of it or nothing.

        Graphs that it held beside them are taken out. A graph that it held before in another form may have edges only
        to nodes that it, an earlier or a new one states. Raises as `push` does.
        """
        changes = self._put(stated, alone=True).values()
        return Change(*(sum(parts) for parts in zip(*map(astuple, changes), strict=True)))

    def push_all(self, stated: Sequence[Rows]) -> tuple[Change, ...]:
        """Push several graphs in one transaction: all of it or nothing, and far fewer statements than one by one.

        Their edges may end on nodes of each other; of two with one name the last counts. What changed is given for each
        of them. Raises as `push` does.
        """
        changes = self._put(stated, alone=False)
        return tuple(changes.get(one.source, Change()) for one in stated)

    @uncollected()
    def _put(self, given: Sequence[Rows], *, alone: bool) -> Mapping[str, Change]:
        rows = {one.source: one for one in given}
        stated: dict[str, Stated] = {}
        looked_at = None if alone else rows

        def differing(held: Mapping[str, str]) -> dict[str, Stated]:
            for source, one in rows.items():
                if held.get(source) != one.digest and source not in stated:
                    stated[source] = stated_by(one)
            return {source: one for source, one in stated.items() if held.get(source) != one.digest}

        def work(tx: Transaction) -> dict[str, Change]:
            hold(tx)
            held = digests(tx, looked_at)
            new = differing(held)
            fresh = {source: one for source, one in new.items() if source not in held}
            changes = add_all(tx, fresh) if fresh else {}
            changes |= {source: replace(tx, source, one) for source, one in new.items() if source in held}
            gone = sorted(held.keys() - rows.keys()) if alone else ()
            return changes | {source: replace(tx, source, None) for source in gone}

        held = self._write(lambda tx: digests(tx, looked_at))
        new = differing(held)
        if not new and held.keys() == rows.keys():
            return {}
        self.ensure_schema(name for one in new.values() for item in one.nodes.values() for name in item.names)
        return self._write(work)

    def remove(self, source: str) -> Change:
        """Take out all that the graph `source` states, and its manifest; nothing if it never stated any.

        A node on which another graph's edge hangs is kept with empty `sources` until that edge goes.
        """

        def work(tx: Transaction) -> Change:
            if not digests(tx, [source]):
                return Change()
            hold(tx)
            return replace(tx, source, None)

        self.ensure_schema(())
        return self._write(work)

    def sources(self) -> dict[str, str]:
        """Return the digest of what each graph stated last, by graph IRI."""
        return {str(iri): str(digest) for iri, digest in self.read(DIGESTS).rows}

    def last_push(self) -> tuple[object, ...]:
        """Return what every push that changes something changes; `sources` is the same while this is."""
        return self.read(LAST).rows[0]

    def manifest(self, source: str) -> dict[str, str]:
        """Return the digest of each node and relationship that a graph stated last; none if it never did.

        The key of a node is the JSON of its label and IRI; of a relationship, of its type, its own key, and label and
        IRI of its start and of its end.
        """
        answer = self.read("MATCH (g:NamedGraph {iri: $iri}) RETURN g.elements AS elements", {"iri": source})
        return {key: digest for (written,) in answer.rows for key, digest in elements(source, written).items()}

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Answer:
        """Run one reading statement, `timeout` seconds at most, and return `limit` rows at most (None: all).

        The engine itself refuses to write: a READ transaction on Neo4j, a user without the right on the
        embedded one. Raises QueryError for a malformed statement, an attempt to write, or a run over
        `timeout`. On the embedded engine such a run is terminated; should it not heed that, the engine's
        process is ended and started again, which takes some four seconds and loses nothing.
        """
        if timeout <= 0:
            raise QueryError(f"A query needs a timeout above 0 seconds, not {timeout:g}.")
        return self._twice(lambda link: ask(link, cypher, parameters or {}, timeout, limit))

    def read_freely(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float = 30.0,
        limit: int = FREE_ROWS,
        octets: int = FREE_OCTETS,
    ) -> Answer:
        """Run one statement that somebody else wrote: the function behind every door that takes Cypher.

        Reads as `read` does, under the engine's own refusal to write, and further:

        - On a Neo4j the planner is asked first (EXPLAIN, which runs nothing). What it says the statement would do
          beside reading the graph is refused: files and addresses (LOAD CSV), commands of administration, procedures
          outside `db.`. The embedded engine is started so that it knows neither.
        - At most `limit` rows and `octets` bytes come back, as many as fit in both; `truncated` and `note` say so
          when rows were left out. Nothing more than that is taken into memory.
        - After `timeout` seconds nothing of it runs any more, here or in the engine.

        Raises QueryError as `read` does, where one row alone has more bytes, and where the embedded engine went down
        under the statement (it asked for more memory than there is; the next one finds a new engine).
        """
        if timeout <= 0:
            raise QueryError(f"A query needs a timeout above 0 seconds, not {timeout:g}.")
        self.read("RETURN 1")  # an engine that stopped by itself is started here, not under the statement
        link = self._link
        try:
            return ask_freely(link, cypher, parameters or {}, timeout, limit, octets)
        except EngineKilledError as killed:
            self._relink(link)
            raise QueryError(str(killed)) from killed.__cause__
        except LOST as error:
            if link.engine is None:
                raise StoreError(unreachable(link.address, error)) from error
            self._relink(link)
            raise QueryError(
                "The engine went down under this query, which may have asked for more memory than it has. "
                "It is up again and nothing is lost. Ask for less."
            ) from error

    def openings(self) -> tuple[str, ...]:
        """Say what a Neo4j lets any query do beside reading the graph, as far as it tells; see guides/free-cypher.md.

        Empty for the embedded engine, and for a server that is closed or does not say.
        """
        return () if self._link.engine is not None else openings(self.read)

    def _schema(self, statement: str) -> None:
        def run(link: Link) -> None:
            with link.session(link.writer, neo4j.WRITE_ACCESS) as session:
                session.run(statement).consume()

        self._again(lambda: self._twice(run))

    def _write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one transaction, and again if it met another one; it must bear being repeated."""

        def run(link: Link) -> T:
            with link.session(link.writer, neo4j.WRITE_ACCESS) as session, session.begin_transaction() as tx:
                result = work(Transaction(tx, "CYPHER replan=skip " if link.engine is None else ""))
                tx.commit()
                return result

        return self._again(lambda: self._twice(run))

    def _again(self, work: Callable[[], T]) -> T:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return work()
            except Neo4jError as error:
                # Two pushes that both make the first lock, or the same node, at once: one of them is told.
                met = "ConstraintValidation" in (error.code or "") and attempt < _MEETINGS
                if not (error.is_retryable() or met) or attempt == _ATTEMPTS:
                    raise StoreError(f"The store refused to write: {message_of(error, self._link)}") from error
                time.sleep(min(0.02 * 2**attempt, 1.0))
            except DriverError as error:
                raise StoreError(f"The store could not be written: {error}") from error
        raise AssertionError("unreachable")

    def _twice(self, work: Callable[[Link], T]) -> T:
        """Do `work`; if the embedded engine was lost meanwhile, do it once more with a new one."""
        link = self._link
        for last in (link.engine is None, True):
            try:
                return work(link)
            except LOST as error:
                if last:
                    raise StoreError(unreachable(link.address, error)) from error
            except EngineKilledError as killed:
                self._relink(link)
                raise QueryError(str(killed)) from killed.__cause__
            link = self._relink(link)
        raise AssertionError("unreachable")

    def _relink(self, lost: Link) -> Link:
        """Return a working connection in place of a lost one, made once however many threads lost it."""
        with self._relinking:
            if self._link is lost:
                fresh = connect(self._settings)
                if lost.engine and fresh.engine and lost.engine.running == fresh.engine.running:
                    fresh.close()
                else:
                    self._link = fresh
                    lost.close()
            return self._link


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name: a Neo4j by its Bolt address, or the embedded engine.

    Use as a context manager, or call `close`. Raises StoreError, naming the address and what to do, when it
    cannot be reached.
    """
    return Store(settings)
