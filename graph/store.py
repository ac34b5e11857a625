"""The graph store: one class over the official driver, the same Cypher for Neo4j and the embedded engine.

How a graph is written down. Every node and edge has `sources`, the IRIs of the named graphs that state it,
sorted. Where those graphs state different properties, all properties stand together, the last source in the
order of IRIs has the word on a property that several state, and `stated` keeps what each says, as JSON, in
the order of `sources`; it is absent where all say the same. A node `(:NamedGraph {iri, digest, node_keys,
node_digests, edge_keys, edge_digests})` for each graph holds what it stated last, so that a push writes
only the difference. `(:PushLock)` lets one push at a time through.

Values are always parameters. Labels, types and nothing else are put into statements, after a check.
"""

from __future__ import annotations

import contextlib
import logging
import math
import re
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from datetime import time as clock
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias, TypeVar

import neo4j
import neo4j.graph
import neo4j.time
import orjson
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph import engine, outward
from graph.meter import metered
from graph.rows import (
    EDGE_WORDS,
    NODE_WORDS,
    Edge,
    Node,
    Rows,
    Value,
    digest_edge,
    digest_node,
    merged,
    uncollected,
    unmerged,
)
from graph.settings import Settings
from ontology.errors import OntologyError, QueryError, StoreError

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
T = TypeVar("T")
_End: TypeAlias = tuple[str, str]
"""Label and IRI of a node."""

_BATCH = 5_000  # rows a statement
_ATTEMPTS = 12  # of a write that met another one
_MEETINGS = 3  # attempts before a broken constraint counts as one
_GRACE_SECONDS = 3.0  # for a query to end after it was told to; then the embedded engine is ended
_CONNECT_SECONDS = 10.0
_LOST = (ServiceUnavailable, SessionExpired)
FREE_ROWS = 10_000
FREE_OCTETS = 8_000_000
"""What a statement that somebody else wrote gives back at the most."""
_DIGESTS = "MATCH (g:NamedGraph) RETURN g.iri AS iri, g.digest AS digest ORDER BY iri"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

# Without a handler of its own the driver would write each server notification to stderr.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Change:
    """What a push did: elements created or given other properties, and elements that left the store.

    An element that another graph still states does not leave the store, and is not counted as removed.
    """

    nodes_written: int = 0
    nodes_removed: int = 0
    edges_written: int = 0
    edges_removed: int = 0


@dataclass(frozen=True)
class Answer:
    """Rows of plain values under named columns; `truncated` when a limit left rows out, `note` says which.

    The embedded engine does not name the columns of an answer without rows: `columns` is then empty.

    A node is {"labels": […], "properties": {…}}; a relationship {"type": …, "properties": {…}}; a path
    {"nodes": […], "relationships": […]}, whose relationships also have "start" and "end", the IRIs of their
    ends (None where a node has no IRI). Dates, times and durations are ISO 8601 text, points lists of
    coordinates, bytes hexadecimal text.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Plain, ...], ...]
    truncated: bool = False
    note: str = ""


class Store:
    """A property graph in Neo4j or in the embedded engine. Made by `open_store`; may be shared by threads.

    Every method raises StoreError when the store cannot be reached. An embedded engine that ended under
    way (killed, or put down for another client's runaway query) is started again, and the work repeated once.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._relinking = threading.Lock()
        self._ensured: set[str] = set()
        self._link = _link(settings)

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

        Looks once in the life of this object, and makes only what is missing; returns those labels. Raises StoreError
        where a constraint cannot be made, as when two nodes have one IRI; OntologyError for a name that is not letters,
        digits and underscores after a first letter.
        """
        wanted = {_name(label) for label in labels} | {"NamedGraph", "PushLock"}
        missing = self._without_constraint(wanted - self._ensured)
        for label in missing:
            try:
                self._schema(f"CREATE CONSTRAINT {label}_iri IF NOT EXISTS FOR (n:{label}) REQUIRE n.iri IS UNIQUE")
            except StoreError as error:
                raise StoreError(
                    f"The store lacks the constraint that IRIs of {label} are unique, and it cannot be made: {str(error).rstrip('.')}. "
                    f"See which {label} nodes share an IRI, or empty the store and load again."
                ) from error
        self._ensured |= wanted
        return missing

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
        if self._write(lambda tx: _digest(tx, rows.source)) == rows.digest:
            return Change()
        stated = _stated(rows)
        self.ensure_schema(name for item in stated.nodes.values() for name in item.names)
        return self._write(lambda tx: _replace(tx, rows.source, stated))

    def replace_all(self, stated: Sequence[Rows]) -> Change:
        """Make the store hold exactly what these graphs state, in one transaction: all of it or nothing.

        Graphs that it held beside them are taken out. A graph that it held before in another form may have edges only
        to nodes that it, an earlier or a new one states. Raises as `push` does.
        """
        return self._put(stated, alone=True)

    def push_all(self, stated: Sequence[Rows]) -> Change:
        """Push several graphs in one transaction: all of it or nothing, and far fewer statements than one by one.

        Their edges may end on nodes of each other. Raises as `push` does.
        """
        return self._put(stated, alone=False)

    @uncollected()
    def _put(self, given: Sequence[Rows], *, alone: bool) -> Change:
        rows = {one.source: one for one in given}
        stated: dict[str, _Stated] = {}

        def differing(held: Mapping[str, str]) -> dict[str, _Stated]:
            for source, one in rows.items():
                if held.get(source) != one.digest and source not in stated:
                    stated[source] = _stated(one)
            return {source: one for source, one in stated.items() if held.get(source) != one.digest}

        def work(tx: _Transaction) -> Change:
            held = {record["iri"]: record["digest"] for record in tx.run(_DIGESTS)}
            new = differing(held)
            fresh = {source: one for source, one in new.items() if source not in held}
            changes = [_add_all(tx, fresh)] if fresh else []
            changes += [_replace(tx, source, one) for source, one in new.items() if source in held]
            changes += [_replace(tx, source, None) for source in sorted(held.keys() - rows.keys()) if alone]
            return Change(*(sum(parts) for parts in zip(*map(astuple, changes), strict=True)))

        new = differing(self.sources())
        self.ensure_schema(name for one in new.values() for item in one.nodes.values() for name in item.names)
        return self._write(work)

    def remove(self, source: str) -> Change:
        """Take out all that the graph `source` states, and its manifest; nothing if it never stated any.

        A node on which another graph's edge hangs is kept with empty `sources` until that edge goes.
        """
        self.ensure_schema(())
        return self._write(lambda tx: _replace(tx, source, None))

    def sources(self) -> dict[str, str]:
        """Return the digest of what each graph stated last, by graph IRI."""
        answer = self.read(_DIGESTS)
        return {str(iri): str(digest) for iri, digest in answer.rows}

    def manifest(self, source: str) -> dict[str, str]:
        """Return the digest of each node and relationship that a graph stated last; none if it never did.

        The key of a node is the JSON of its label and IRI; of a relationship, of its type, its own key, and label and
        IRI of its start and of its end.
        """
        answer = self.read(
            "MATCH (g:NamedGraph {iri: $iri}) RETURN g.node_keys + g.edge_keys AS keys, "
            "g.node_digests + g.edge_digests AS digests",
            {"iri": source},
        )
        return {key: digest for keys, digests in answer.rows for key, digest in zip(keys, digests, strict=True)}  # type: ignore[arg-type, misc]

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
        return self._twice(lambda link: _ask(link, cypher, parameters or {}, timeout, limit))

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
            return _ask_freely(link, cypher, parameters or {}, timeout, limit, octets)
        except _EngineKilledError as killed:
            self._relink(link)
            raise QueryError(str(killed)) from killed.__cause__
        except _LOST as error:
            if link.engine is None:
                raise StoreError(_unreachable(link.address, error)) from error
            self._relink(link)
            raise QueryError(
                "The engine went down under this query, which may have asked for more memory than it has. "
                "It is up again and nothing is lost. Ask for less."
            ) from error

    def openings(self) -> tuple[str, ...]:
        """Say what a Neo4j lets any query do beside reading the graph, as far as it tells; see guides/free-cypher.md.

        Empty for the embedded engine, and for a server that is closed or does not say.
        """
        return () if self._link.engine is not None else outward.openings(self)

    def _schema(self, statement: str) -> None:
        def run(link: _Link) -> None:
            with link.session(link.writer, neo4j.WRITE_ACCESS) as session:
                session.run(statement).consume()

        self._again(lambda: self._twice(run))

    def _write(self, work: Callable[[_Transaction], T]) -> T:
        """Run `work` in one transaction, and again if it met another one; it must bear being repeated."""

        def run(link: _Link) -> T:
            with link.session(link.writer, neo4j.WRITE_ACCESS) as session, session.begin_transaction() as tx:
                result = work(_Transaction(tx, "CYPHER replan=skip " if link.engine is None else ""))
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
                    raise StoreError(f"The store refused to write: {_message(error, self._link)}") from error
                time.sleep(min(0.02 * 2**attempt, 1.0))
            except DriverError as error:
                raise StoreError(f"The store could not be written: {error}") from error
        raise AssertionError("unreachable")

    def _twice(self, work: Callable[[_Link], T]) -> T:
        """Do `work`; if the embedded engine was lost meanwhile, do it once more with a new one."""
        link = self._link
        for last in (link.engine is None, True):
            try:
                return work(link)
            except _LOST as error:
                if last:
                    raise StoreError(_unreachable(link.address, error)) from error
            except _EngineKilledError as killed:
                self._relink(link)
                raise QueryError(str(killed)) from killed.__cause__
            link = self._relink(link)
        raise AssertionError("unreachable")

    def _relink(self, lost: _Link) -> _Link:
        """Return a working connection in place of a lost one, made once however many threads lost it."""
        with self._relinking:
            if self._link is lost:
                fresh = _link(self._settings)
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


# Connections


@dataclass(frozen=True)
class _Link:
    """The drivers of one connected store. `engine` is None for a Neo4j, where reader and writer are one."""

    address: str
    database: str | None
    writer: neo4j.Driver
    reader: neo4j.Driver
    engine: engine.Engine | None

    def session(self, driver: neo4j.Driver, access: str, fetch_size: int = 1000) -> neo4j.Session:
        return driver.session(database=self.database, default_access_mode=access, fetch_size=fetch_size)

    def close(self) -> None:
        self.writer.close()
        self.reader.close()
        if self.engine is not None:
            self.engine.close()


def _link(settings: Settings) -> _Link:
    if settings.store is not None:
        password = settings.password
        auth = None if password is None else (settings.user, password.get_secret_value())
        driver = _driver(settings.store, auth, settings.user)
        return _Link(settings.store, settings.database, driver, driver, None)
    running = engine.connect(settings)
    address = running.running.address
    with contextlib.ExitStack() as undo:
        undo.callback(running.close)
        writer = _driver(address, ("root", running.running.root), "root", quiet=False)
        undo.callback(writer.close)
        reader = _driver(address, ("reader", running.running.reader), "reader", quiet=False)
        undo.pop_all()
    return _Link(address, engine.DATABASE, writer, reader, running)


def _driver(address: str, auth: tuple[str, str] | None, user: str, *, quiet: bool = True) -> neo4j.Driver:
    """Make a driver that has spoken with its server. `quiet` asks the server for no notifications."""
    severity = neo4j.NotificationMinimumSeverity.OFF if quiet else None
    try:
        driver = neo4j.GraphDatabase.driver(
            address,
            auth=auth,
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=3 * _CONNECT_SECONDS,
            telemetry_disabled=True,
            notifications_min_severity=severity,
        )
    except (ConfigurationError, ValueError) as error:
        raise StoreError(
            f"{address!r} is no address of a store: {error}. Give one like neo4j://host:7687 in "
            "REFORMGRAPH_STORE, or leave it empty for the embedded engine."
        ) from error
    try:
        driver.verify_connectivity()
    except ConfigurationError as error:
        driver.close()
        if quiet:  # servers before 5.7 cannot be asked
            return _driver(address, auth, user, quiet=False)
        raise StoreError(_unreachable(address, error)) from error
    except AuthError as error:
        driver.close()
        raise StoreError(
            f"The store at {address} does not accept user {user!r} with the given password. "
            "Set REFORMGRAPH_USER and REFORMGRAPH_PASSWORD."
        ) from error
    except (DriverError, Neo4jError) as error:
        driver.close()
        raise StoreError(_unreachable(address, error)) from error
    return driver


def _unreachable(address: str, error: Exception) -> str:
    reason = " ".join(str(error).split())
    return (
        f"The store at {address} cannot be reached ({reason}). See that it is running and that "
        "REFORMGRAPH_STORE names it, or leave REFORMGRAPH_STORE empty for the embedded engine."
    )


# Writing


@dataclass(frozen=True)
class _Transaction:
    """A transaction in which each statement is run with the option of the planner that the engine knows.

    Neo4j plans a statement again when the counts of the store have changed much since, as they do all through a first
    load; that takes longer than the rows. No statement here leaves the planner a choice: each names its index.
    """

    tx: neo4j.Transaction
    option: str

    def run(self, statement: str, **parameters: object) -> neo4j.Result:
        """Run a statement of this module."""
        return self.tx.run(self.option + statement, parameters)


@dataclass(frozen=True)
class _Item:
    """A node or an edge: the names that stand in a statement, the values that find it, what it says.

    Names are (label,) of a node, (type, start label, end label) of an edge; values are iri, or start, end
    and key.
    """

    names: tuple[str, ...]
    values: Mapping[str, str]
    properties: Mapping[str, Value]
    digest: str = ""

    def ends(self) -> tuple[_End, _End]:
        return (self.names[1], self.values["start"]), (self.names[2], self.values["end"])


@dataclass(frozen=True)
class _Stated:
    """What one graph states, by the keys that its manifest lists."""

    digest: str | None
    nodes: Mapping[str, _Item]
    edges: Mapping[str, _Item]


def _stated(rows: Rows) -> _Stated:
    nodes: dict[str, _Item] = {}
    for node in rows.nodes:
        _check(node, node.iri, NODE_WORDS)
        item = _Item((_name(node.label),), {"iri": node.iri}, node.properties, digest_node(node))
        _add(nodes, _key(node.label, node.iri), item, f"node {node.iri}")
    edges: dict[str, _Item] = {}
    for edge in rows.edges:
        _check(edge, edge.key, EDGE_WORDS)
        names = (_name(edge.type), _name(edge.start_label), _name(edge.end_label))
        values = {"start": edge.start, "end": edge.end, "key": edge.key}
        item = _Item(names, values, edge.properties, digest_edge(edge))
        key = _key(edge.type, edge.key, edge.start_label, edge.start, edge.end_label, edge.end)
        _add(edges, key, item, f"edge {edge.type} {edge.key}")
    return _Stated(rows.digest, nodes, edges)


def _key(*parts: str) -> str:
    return orjson.dumps(parts).decode()


def _add(items: dict[str, _Item], key: str, item: _Item, name: str) -> None:
    if items.setdefault(key, item).digest != item.digest:
        raise StoreError(f"The {name} is given twice with different properties.")


def _check(row: Node | Edge, name: str, words: frozenset[str]) -> None:
    for key, value in row.properties.items():
        if key in words:
            raise StoreError(f"{name} has a property {key!r}, a name that the store keeps for itself.")
        if isinstance(value, str):
            continue
        parts = value if isinstance(value, list) else [value]
        if any(part is None for part in parts):
            raise StoreError(f"{name} has None for {key!r}: leave the property out instead.")
        if any(isinstance(part, float) and not math.isfinite(part) for part in parts):
            raise StoreError(f"{name} has a number for {key!r} that is not finite.")


def _manifest(tx: _Transaction, source: str) -> _Stated:
    """Return what the graph stated last; no digest if it never did."""
    record = tx.run("MATCH (g:NamedGraph {iri: $source}) RETURN properties(g) AS g", source=source).single()
    if record is None:
        return _Stated(None, {}, {})
    graph = record["g"]
    nodes: dict[str, _Item] = {}
    for key, digest in zip(graph["node_keys"], graph["node_digests"], strict=True):
        label, iri = orjson.loads(key)
        nodes[key] = _Item((label,), {"iri": iri}, {}, digest)
    edges: dict[str, _Item] = {}
    for key, digest in zip(graph["edge_keys"], graph["edge_digests"], strict=True):
        kind, own, start_label, start, end_label, end = orjson.loads(key)
        edges[key] = _Item((kind, start_label, end_label), {"start": start, "end": end, "key": own}, {}, digest)
    return _Stated(graph["digest"], nodes, edges)


def _digest(tx: _Transaction, source: str) -> str | None:
    """Of what the graph stated last, without the list of it; None if it never did."""
    record = tx.run("MATCH (g:NamedGraph {iri: $source}) RETURN g.digest AS digest", source=source).single()
    return None if record is None else str(record["digest"])


def _replace(tx: _Transaction, source: str, new: _Stated | None) -> Change:
    """Put what the graph states now in the place of what it stated before. None: it states nothing more."""
    _hold(tx)
    old = _manifest(tx, source)
    if new is not None and old.digest is None:
        return _add_all(tx, {source: new})
    now = new or _Stated(None, {}, {})
    gone = [item for key, item in old.edges.items() if key not in now.edges]
    edges_removed = _retract(tx, source, gone, {})
    nodes_written = _state(tx, {source: _differing(old.nodes, now.nodes)})
    edges_written = _state(tx, {source: _differing(old.edges, now.edges)})
    vanished = [item for key, item in old.nodes.items() if key not in now.nodes]
    nodes_removed = _retract(tx, source, vanished, now.edges)
    nodes_removed += _sweep(tx, {end for edge in gone for end in edge.ends()}, old.nodes.keys() | now.nodes.keys())
    if new is None:
        tx.run("MATCH (g:NamedGraph {iri: $source}) DELETE g", source=source).consume()
    else:
        _remember(tx, {source: new})
    return Change(nodes_written, nodes_removed, edges_written, edges_removed)


def _add_all(tx: _Transaction, new: Mapping[str, _Stated]) -> Change:
    """State graphs that the store never held: nodes of all of them, then edges.

    An edge of a node that was not there before need not be looked for: nothing can have hung on it.
    """
    _hold(tx)
    nodes, edges = ({source: pick(one) for source, one in new.items()} for pick in (_nodes_of, _edges_of))
    there, made = _add_nodes(tx, nodes)
    ends = {end for items in edges.values() for item in items for end in item.ends()}
    there |= _ends(tx, ends - there.keys())
    loose = [item for items in edges.values() for item in items if not all(end in there for end in item.ends())]
    if loose:
        raise StoreError(_missing(tx, sorted(loose, key=lambda item: item.names)))
    _add_edges(tx, {source: [x for x in items if made & {*x.ends()}] for source, items in edges.items()}, there)
    _state(tx, {source: [x for x in items if not made & {*x.ends()}] for source, items in edges.items()})
    _remember(tx, new)
    return Change(nodes_written=sum(map(len, nodes.values())), edges_written=sum(map(len, edges.values())))


def _nodes_of(stated: _Stated) -> Collection[_Item]:
    return stated.nodes.values()


def _edges_of(stated: _Stated) -> Collection[_Item]:
    return stated.edges.values()


def _add_nodes(tx: _Transaction, new: Mapping[str, Iterable[_Item]]) -> tuple[dict[_End, object], set[_End]]:
    """Write down nodes as sources state them that stated nothing before; their ids, and those that are new."""
    said = _said(new)
    there: dict[_End, object] = {}
    made: set[_End] = set()
    for names, batch in _batches(said.items.values()):
        rows = [{**item.values, "properties": {**item.values, **merged(said.of(item))}} for item in batch]
        merge = (
            f"UNWIND $rows AS row MERGE (x:{names[0]} {{iri: row.iri}}) ON CREATE SET x = row.properties "
            "RETURN collect([row.iri, elementId(x)]) AS ids, "
            "collect(CASE WHEN x.sources = row.properties.sources THEN null ELSE properties(x) END) AS stored"
        )
        answer = tx.run(merge, rows=rows).single(strict=True)
        ids: dict[str, object] = dict(answer["ids"])
        stored = {properties["iri"]: properties for properties in answer["stored"]}
        there |= {(names[0], iri): own for iri, own in ids.items()}
        made |= {(names[0], iri) for iri in ids.keys() - stored.keys()}
        known: list[dict[str, object]] = []
        for item in batch:
            if item.values["iri"] in stored:
                words = unmerged(stored[item.values["iri"]]) | said.of(item)
                known.append({**item.values, "properties": {**item.values, **merged(words)}})
        if known:
            _count(tx, f"{_matching(names, known)} SET x = row.properties", known)
    return there, made


def _ends(tx: _Transaction, ends: Iterable[_End]) -> dict[_End, object]:
    """The ids of those nodes that some graph states."""
    found: dict[_End, object] = {}
    for names, batch in _batches(_Item((label,), {"iri": iri}, {}) for label, iri in ends):
        seek = (
            f"UNWIND $rows AS row {_seeking('x', names[0], 'iri')} WHERE size(x.sources) > 0 RETURN x.iri, elementId(x)"
        )
        for iri, own in tx.run(seek, rows=[item.values for item in batch]).values():
            found[names[0], iri] = own
    return found


def _add_edges(tx: _Transaction, new: Mapping[str, Iterable[_Item]], there: Mapping[_End, object]) -> None:
    """Make edges that cannot be there yet between nodes of these ids."""
    said = _said(new)
    for (kind,), batch in _batches(said.items.values(), 1):
        rows = []
        for item in batch:
            start, end = item.ends()
            properties = {"key": item.values["key"], **merged(said.of(item))}
            rows.append({"start": there[start], "end": there[end], "properties": properties})
        clauses = (
            "MATCH (a) WHERE elementId(a) = row.start MATCH (b) WHERE elementId(b) = row.end "
            f"CREATE (a)-[x:{kind}]->(b) SET x = row.properties"
        )
        if _count(tx, clauses, rows) != len(rows):
            raise StoreError(f"The store wrote fewer edges {kind} than it was given; nothing was changed.")


@dataclass(frozen=True)
class _Said:
    """Each element once, and what each source says of it."""

    items: Mapping[tuple[str, ...], _Item]
    words: Mapping[tuple[str, ...], dict[str, dict[str, Value]]]

    def of(self, item: _Item) -> dict[str, dict[str, Value]]:
        """What is said of an element, by source."""
        return self.words[(*item.names, *item.values.values())]


def _said(stated: Mapping[str, Iterable[_Item]]) -> _Said:
    items: dict[tuple[str, ...], _Item] = {}
    words: dict[tuple[str, ...], dict[str, dict[str, Value]]] = {}
    for source, every in stated.items():
        for item in every:
            key = (*item.names, *item.values.values())
            items.setdefault(key, item)
            words.setdefault(key, {})[source] = dict(item.properties)
    return _Said(items, words)


def _hold(tx: _Transaction) -> None:
    """Keep other pushes out until this one ends."""
    tx.run("MERGE (l:PushLock {iri: 'push'}) SET l.holder = $token", token=uuid.uuid4().hex).consume()


def _remember(tx: _Transaction, stated: Mapping[str, _Stated]) -> None:
    graphs = [_listed(source, one) for source, one in stated.items()]
    merge = "UNWIND $graphs AS graph MERGE (g:NamedGraph {iri: graph.iri}) SET g = graph"
    tx.run(merge, graphs=graphs).consume()


def manifest(rows: Rows) -> dict[str, Any]:
    """The properties of the NamedGraph node that a push of these rows leaves."""
    return _listed(rows.source, _stated(rows))


def _listed(source: str, stated: _Stated) -> dict[str, Any]:
    return {
        "iri": source,
        "digest": stated.digest,
        "node_keys": list(stated.nodes),
        "node_digests": [item.digest for item in stated.nodes.values()],
        "edge_keys": list(stated.edges),
        "edge_digests": [item.digest for item in stated.edges.values()],
    }


def _differing(old: Mapping[str, _Item], new: Mapping[str, _Item]) -> list[_Item]:
    return [item for key, item in new.items() if key not in old or old[key].digest != item.digest]


def _state(tx: _Transaction, stated: Mapping[str, Iterable[_Item]]) -> int:
    """Write down what each graph states. Returns how many statements of an element that were."""
    said = _said(stated)
    for names, batch in _batches(said.items.values()):
        found = _find(tx, names, batch)
        fresh: list[dict[str, object]] = []
        known: list[dict[str, object]] = []
        for number, item in enumerate(batch):
            words = unmerged(found.get(number, {})) | said.of(item)
            own = {key: value for key, value in item.values.items() if key in ("iri", "key")}
            (known if number in found else fresh).append({**item.values, "properties": own | merged(words)})
        if fresh and _count(tx, f"{_creating(names)} SET x = row.properties", fresh) != len(fresh):
            raise StoreError(_missing(tx, [item for i, item in enumerate(batch) if i not in found]))
        if known:
            _count(tx, f"{_matching(names, known)} SET x = row.properties", known)
    return sum(map(len, said.words.values()))


def _retract(tx: _Transaction, source: str, items: Iterable[_Item], edges: Mapping[str, _Item]) -> int:
    """Write down that the graph states these no more. Returns how many left the store.

    Of `edges`, those that the graph states, none may hang on a node that nobody states any more.
    """
    count = 0
    for names, batch in _batches(items):
        kept: list[dict[str, object]] = []
        orphans: list[dict[str, object]] = []
        for number, properties in _find(tx, names, batch).items():
            said = {key: value for key, value in unmerged(properties).items() if key != source}
            own = {key: value for key, value in properties.items() if key in ("iri", "key")}
            row: dict[str, object] = {**batch[number].values, "properties": own | merged(said)}
            if said:
                kept.append(row)
            else:
                orphans.append(row | {"number": number, "properties": properties | {"sources": []}})
        if orphans and len(names) == 1:
            held = _held(tx, names, orphans)
            if held:
                _refuse_own(names[0], held, edges)
            kept += [row for row in orphans if row["iri"] in held]
            orphans = [row for row in orphans if row["iri"] not in held]
        if kept:
            _count(tx, f"{_matching(names, kept)} SET x = row.properties", kept)
        if orphans:
            tx.run(f"UNWIND $rows AS row {_matching(names, orphans)} DELETE x", rows=orphans).consume()
        count += len(orphans)
    return count


def _sweep(tx: _Transaction, ends: Iterable[tuple[str, str]], own: Collection[str]) -> int:
    """Delete those ends of removed edges that were kept only for them. Returns their number.

    `own` are the keys of the nodes that the graph states or stated, which are seen to already.
    """
    others = sorted((label, iri) for label, iri in ends if _key(label, iri) not in own)
    count = 0
    for names, batch in _batches(_Item((label,), {"iri": iri}, {}) for label, iri in others):
        rows = [
            {"iri": properties["iri"]} for properties in _find(tx, names, batch).values() if not properties["sources"]
        ]
        held = _held(tx, names, rows) if rows else set()
        loose = [row for row in rows if row["iri"] not in held]
        if loose:
            tx.run(f"UNWIND $rows AS row {_matching(names, loose)} DELETE x", rows=loose).consume()
        count += len(loose)
    return count


def _held(tx: _Transaction, names: tuple[str, ...], rows: Sequence[Mapping[str, object]]) -> set[str]:
    """Return the IRIs of those nodes on which an edge hangs."""
    statement = f"UNWIND $rows AS row {_matching(names, rows)} WHERE EXISTS {{ (x)--() }} RETURN x.iri AS iri"
    return {record["iri"] for record in tx.run(statement, rows=[{"iri": r["iri"]} for r in rows])}


def _refuse_own(label: str, held: set[str], edges: Mapping[str, _Item]) -> None:
    for edge in edges.values():
        for end_label, iri in edge.ends():
            if end_label == label and iri in held:
                raise StoreError(_endless(edge, end_label, iri, 1))


def _missing(tx: _Transaction, edges: Sequence[_Item]) -> str:
    """Name the first edge without an end, and how many there are."""
    wanted = [_Item((label,), {"iri": iri}, {}) for label, iri in sorted({e for x in edges for e in x.ends()})]
    there: set[tuple[str, str]] = set()
    for names, batch in _batches(wanted):
        found = _find(tx, names, batch).values()
        there |= {(names[0], properties["iri"]) for properties in found if properties["sources"]}
    lost = [(edge, end) for edge in edges for end in edge.ends() if end not in there]
    if not lost:
        return f"The store wrote fewer edges {edges[0].names[0]} than it was given; nothing was changed."
    edge, (label, iri) = lost[0]
    return _endless(edge, label, iri, len({id(edge) for edge, _ in lost}))


def _endless(edge: _Item, label: str, iri: str, count: int) -> str:
    more = "" if count == 1 else f" So do {count - 1} other edges lack an end."
    return (
        f"The edge {edge.names[0]} {edge.values['key']} from {edge.values['start']} to {edge.values['end']} "
        f"needs the {label} {iri}, which no graph states. Nothing was stored.{more}"
    )


def _batches(items: Iterable[_Item], names: int | None = None) -> Iterator[tuple[tuple[str, ...], list[_Item]]]:
    """Items grouped by (so many of) their names, at most 5,000 at a time, in a steady order."""

    def group_of(item: _Item) -> tuple[str, ...]:
        return item.names[:names]

    for common, group in groupby(sorted(items, key=group_of), key=group_of):
        batch = list(group)
        for start in range(0, len(batch), _BATCH):
            yield common, batch[start : start + _BATCH]


def _find(tx: _Transaction, names: tuple[str, ...], batch: Sequence[_Item]) -> dict[int, dict[str, Any]]:
    """Return the stored properties of those items that exist, by their number in the batch."""
    rows = [{"number": number, **item.values} for number, item in enumerate(batch)]
    statement = f"UNWIND $rows AS row {_matching(names, rows)} RETURN row.number AS number, properties(x) AS stored"
    return {record["number"]: record["stored"] for record in tx.run(statement, rows=rows)}


def _count(tx: _Transaction, clauses: str, rows: Sequence[Mapping[str, object]]) -> int:
    record = tx.run(f"UNWIND $rows AS row {clauses} RETURN count(x) AS written", rows=rows).single()
    return 0 if record is None else int(record["written"])


def _matching(names: tuple[str, ...], rows: Sequence[Mapping[str, object]]) -> str:
    """Return the clauses that bind x to the node or edge of a row."""
    if len(names) == 1:
        return _seeking("x", names[0], "iri")
    kind, start, end = map(_name, names)
    # Go from the side of the more different nodes: the other may be one agency with thousands of edges, to be
    # gone through for every row. What is asked of the far side is put so that no planner can begin there:
    # Neo4j does, or scans, while its statistics do not know yet what this transaction wrote.
    if len({row["start"] for row in rows}) >= len({row["end"] for row in rows}):
        near, far, path = _seeking("a", start, "start"), ("b", end, "end"), "(a)-[x:{} {{key: row.key}}]->(b)"
    else:
        near, far, path = _seeking("b", end, "end"), ("a", start, "start"), "(b)<-[x:{} {{key: row.key}}]-(a)"
    there, label, field = far
    return (
        f"{near} MATCH {path.format(kind)} "
        f"WHERE coalesce({there}.iri, '') = row.{field} AND '{label}' IN labels({there})"
    )


def _creating(names: tuple[str, ...]) -> str:
    """Return the clauses that make x, the node or edge of a row; edges only between nodes that are stated."""
    if len(names) == 1:
        return f"CREATE (x:{_name(names[0])} {{iri: row.iri}})"
    kind, start, end = map(_name, names)
    return (
        f"{_seeking('a', start, 'start')} WHERE size(a.sources) > 0 "
        f"{_seeking('b', end, 'end')} WHERE size(b.sources) > 0 "
        f"CREATE (a)-[x:{kind} {{key: row.key}}]->(b)"
    )


def _seeking(variable: str, label: str, field: str) -> str:
    """Return the clause that finds a node by its IRI through the index, never by a scan."""
    label = _name(label)
    return f"MATCH ({variable}:{label} {{iri: row.{field}}}) USING INDEX SEEK {variable}:{label}(iri)"


def _name(name: str) -> str:
    """Return a label or type, fit to stand in a statement."""
    if not _NAME.fullmatch(name):
        raise OntologyError(f"{name!r} is no name of a label or a type: letters, digits and underscores only.")
    return name


# Reading


class _EngineKilledError(Exception):
    """A query would not end; the embedded engine's process was ended instead."""


class _Watch:
    """Ends a query of the embedded engine that runs over its time: by asking, then by ending the engine.

    The engine knows no timeout of its own that would stop a long UNWIND, a Cartesian join or unbounded
    paths, but heeds TERMINATE TRANSACTIONS in all three.
    """

    def __init__(self, link: _Link, cypher: str, seconds: float) -> None:
        self.overran = False
        self.killed = False
        self._link = link
        self._cypher = cypher
        self._started = time.monotonic()
        self._over = threading.Event()
        self._guard = threading.Lock()
        self._timers = [
            threading.Timer(seconds, self._ask_to_end),
            threading.Timer(seconds + _GRACE_SECONDS, self._kill),
        ]

    def __enter__(self) -> _Watch:
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

    def _kill(self) -> None:
        with self._guard:
            if not self._over.is_set() and self._link.engine is not None:
                self.killed = True
                self._link.engine.kill()


def _terminate(link: _Link, cypher: str, seconds: float) -> None:
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


def _late(timeout: float) -> str:
    return f"The query ran over {timeout:g} seconds and was ended. Ask for less, or allow more time."


def _ask(link: _Link, cypher: str, parameters: Mapping[str, object], timeout: float, limit: int | None) -> Answer:
    fetch = 1000 if limit is None else max(1, min(limit + 1, 1000))
    query = neo4j.Query(cypher, timeout=timeout)
    started = time.monotonic()
    watch = _Watch(link, cypher, timeout)
    try:
        with watch, link.session(link.reader, neo4j.READ_ACCESS, fetch) as session:
            result = session.run(query, dict(parameters))
            rows: list[tuple[Plain, ...]] = []
            for record in result:
                if limit is not None and len(rows) == limit:
                    return _cut(watch, session, Answer(tuple(result.keys()), tuple(rows), truncated=True))
                rows.append(tuple(map(_plain, record.values())))
            return Answer(tuple(result.keys()), tuple(rows))
    except (DriverError, Neo4jError) as error:
        if watch.killed:
            raise _EngineKilledError(_late(timeout)) from error
        if watch.overran or _ran_out(error, time.monotonic() - started, timeout):
            raise QueryError(_late(timeout)) from error
        if isinstance(error, _LOST):
            raise
        raise _explained(error, link) from error


def _ask_freely(
    link: _Link, cypher: str, parameters: Mapping[str, object], timeout: float, limit: int, octets: int
) -> Answer:
    """See `Store.read_freely`. One transaction, so that planning and running have one time limit."""
    started = time.monotonic()
    watch = _Watch(link, cypher, timeout)
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
            meter = stack.enter_context(metered(session, first, timeout + _GRACE_SECONDS))
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
                rows.append(tuple(map(_plain, record.values())))
            tx.commit()  # the embedded engine refuses some writes only here
            return Answer(columns, tuple(rows))
        except RecursionError:
            watch.end()
            raise QueryError("The answer holds lists in lists nested too deeply to be read.") from None
        except (DriverError, Neo4jError) as error:
            if watch.killed:
                raise _EngineKilledError(_late(timeout)) from error
            if meter is not None and meter.too_much:
                watch.end()
                if planning:
                    raise QueryError(
                        "The plan of this query alone is too long to be read. Ask in fewer words."
                    ) from error
                return _overfull(columns, rows, octets)
            if meter is not None and meter.too_late and link.engine is None:
                raise QueryError(
                    f"{_late(timeout)} Neo4j was told to, but ends a query only between two rows; should it go on "
                    "working, its transaction is listed by SHOW TRANSACTIONS there."
                ) from error
            late = watch.overran or (meter is not None and meter.too_late)
            if late or _ran_out(error, time.monotonic() - started, timeout):
                raise QueryError(_late(timeout)) from error
            if isinstance(error, _LOST):
                raise
            explained = _explained(error, link)
            raise (type(explained)(outward.placed(str(explained))) if planning else explained) from error


def _overfull(columns: tuple[str, ...], rows: list[tuple[Plain, ...]], octets: int) -> Answer:
    most = f"{octets / 1e6:g} MB, more than one query may take"
    if not rows:
        raise QueryError(f"The first row alone is over {most}. Ask for less in a row.")
    note = f"Only the first {len(rows):,} rows are given: with the next they are over {most}."
    return Answer(columns, tuple(rows), truncated=True, note=note)


def _closed(tx: neo4j.Transaction) -> None:
    with contextlib.suppress(DriverError, Neo4jError):  # a query that was ended may say so
        tx.close()


def _ran_out(error: Exception, seconds: float, timeout: float) -> bool:
    """Whether this is Neo4j's way to say that a transaction took longer than it may."""
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    return ("Time" in code and "Out" in code) or ("Terminated" in code and seconds >= timeout)


def _cut(watch: _Watch, session: neo4j.Session, answer: Answer) -> Answer:
    """Leave the rest of a result where it is."""
    watch.end()
    with contextlib.suppress(DriverError, Neo4jError):  # the query may say that it was ended
        session.close()
    return answer


def _explained(error: DriverError | Neo4jError, link: _Link) -> QueryError | StoreError:
    """Put a driver's error into the project's own family, with the engine's own words and position."""
    if isinstance(error, AuthError) and not isinstance(error, neo4j.exceptions.Forbidden):
        return StoreError(f"The store at {link.address} no longer accepts the user: {_message(error, link)}")
    code = getattr(error, "code", "") or ""
    if ".Database." in code:
        return StoreError(f"The database at {link.address} cannot be used: {_message(error, link)}")
    if "AccessMode" in code or "Forbidden" in code:
        return QueryError(f"Only reading is allowed here: {_message(error, link)}")
    if "SyntaxError" in code:
        return QueryError(f"The query cannot be understood: {_message(error, link)}")
    return QueryError(f"The query failed: {_message(error, link)}")


def _message(error: DriverError | Neo4jError, link: _Link) -> str:
    """Return what the engine says; where it says only that it failed, the reason that its log gives."""
    message = str(getattr(error, "message", None) or error).strip()
    if link.engine is not None and message.startswith("Error executing"):
        return link.engine.cause(message) or message
    return message


def _plain(value: object) -> Plain:
    """Return a value of the driver as plain Python; see Answer."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, neo4j.graph.Node):
        return {"labels": [*sorted(value.labels)], "properties": _plain(dict(value))}
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, "properties": _plain(dict(value))}
    if isinstance(value, neo4j.graph.Path):
        return {
            "nodes": [_plain(node) for node in value.nodes],
            "relationships": [_step(step) for step in value.relationships],
        }
    if isinstance(value, neo4j.time.Date | neo4j.time.Time | neo4j.time.DateTime | neo4j.time.Duration):
        return value.iso_format()
    if isinstance(value, date | datetime | clock):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Iterable):
        return [_plain(part) for part in value]
    return str(value)


def _step(relationship: neo4j.graph.Relationship) -> Plain:
    start, end = (None if node is None else node.get("iri") for node in relationship.nodes)
    return {
        "type": relationship.type,
        "properties": _plain(dict(relationship)),
        "start": _plain(start),
        "end": _plain(end),
    }
