"""Statements that would do harm, given to the door that takes anybody's Cypher, on both engines.

After each: the graph is what it was, a canary file was not read, a canary listener heard nothing, nothing of it runs,
the engine's processor rests, and the engine answers.
"""

from __future__ import annotations

import hashlib
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest

from graph.bolt.link import Link
from graph.rows import Edge, Node, Rows
from graph.settings import Settings
from graph.store import Answer, Store, open_store
from ontology.errors import QueryError, StoreError

SOURCE = "https://example.org/graph/a"
SECRET = "canary-4711"
SECONDS = 0.5


@dataclass(frozen=True)
class Canary:
    """A file and a listener that nobody may touch."""

    file: Path
    listener: socket.socket

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/x"

    def is_untouched(self) -> bool:
        try:
            self.listener.accept()
        except BlockingIOError:
            return True
        return False


@dataclass(frozen=True)
class Attack:
    """`rows` of the answer where it may be answered, "*" for any; None where it must be refused.

    In `cypher` FILE and HTTP stand for the canaries.
    """

    cypher: str
    rows: object = None
    parameters: dict[str, object] = field(default_factory=dict)
    heavy: bool = False


ATTACKS = {
    # Writes
    "create": Attack("CREATE (n:Measure {iri: 'x'}) RETURN n"),
    "create in mixed case": Attack("cReAtE (:Measure {iri: 'x'})"),
    "merge after an optional match": Attack("OPTIONAL MATCH (n:Nothing) MERGE (m:Measure {iri: 'x'}) RETURN m"),
    "merge of a relationship": Attack("MATCH (a:Measure), (b:Measure) MERGE (a)-[r:NEXT {key: 'x'}]->(b) RETURN r"),
    "write in CALL": Attack(
        "MATCH (n:Measure) WITH n LIMIT 3 CALL { WITH n SET n.title = 'x' RETURN 1 AS one } RETURN one"
    ),
    "write in CALL IN TRANSACTIONS": Attack(
        "UNWIND [1, 2] AS i CALL { WITH i CREATE (:Measure {iri: toString(i)}) } IN TRANSACTIONS OF 1 ROWS"
    ),
    "write in FOREACH": Attack("MATCH (n:Measure) FOREACH (x IN [1] | SET n.title = 'x')"),
    "write in nested FOREACH": Attack("FOREACH (x IN [1] | FOREACH (y IN [x] | MERGE (:Measure {iri: 'x'})))"),
    "write in the second part of a UNION": Attack(
        "MATCH (n:Measure) RETURN n.iri AS i UNION CREATE (n:Measure {iri: 'x'}) RETURN n.iri AS i"
    ),
    "write in COLLECT": Attack("RETURN COLLECT { CREATE (n:Measure {iri: 'x'}) RETURN n } AS x"),
    "delete": Attack("MATCH (n) DETACH DELETE n"),
    "remove a property and a label": Attack("MATCH (n:Measure) REMOVE n.title, n:Measure"),
    "write behind a comment": Attack("/* RETURN 1 */ CREATE/**/(:Measure {iri: 'x'}) // RETURN 1"),
    "write after a comment's end by a line separator": Attack("RETURN 1 AS one //\u2028 CREATE (:Measure)", "*"),
    "write after a carriage return in a comment": Attack("// RETURN 1\rCREATE (:Measure {iri: 'x'})", "*"),
    "write in escapes": Attack("\\u0043REATE (:Measure {iri: 'x'})"),
    "write in fullwidth letters": Attack("ＣＲＥＡＴＥ (:Measure {iri: 'x'})"),
    "write with a zero-width space": Attack("CRE\u200bATE (:Measure {iri: 'x'})"),
    "write after a no-break space": Attack("\u00a0CREATE\u00a0(:Measure\u00a0{iri:\u00a0'x'})"),
    "second statement": Attack("MATCH (n) RETURN n LIMIT 1; CREATE (:Measure {iri: 'x'})"),
    "text that would leave its parameter": Attack(
        "MATCH (n:Measure) WHERE n.iri = $iri RETURN n", [], {"iri": "'}) DETACH DELETE n //"}
    ),
    "profile of a write": Attack("PROFILE CREATE (:Measure {iri: 'x'})"),
    "explain of a write": Attack("EXPLAIN CREATE (:Measure {iri: 'x'})", "*"),
    "write with options of the planner": Attack("CYPHER runtime=slotted CREATE (:Measure {iri: 'x'})"),
    "write by a procedure": Attack("CALL db.createLabel('X')"),
    "write by merge.node": Attack("CALL merge.node(['Measure'], {iri: 'x'}, {}, {})"),
    "write in the text of a procedure": Attack("CALL apoc.cypher.doIt('CREATE (:Measure {iri: 1})', {})"),
    "write in the text of a condition": Attack("CALL do.when(true, 'CREATE (n:Measure) RETURN n', '', {})"),
    "write by a refactoring": Attack(
        "MATCH (a:Measure), (b:Measure) WITH collect(a) AS all CALL refactor.mergeNodes(all) YIELD node RETURN node"
    ),
    "write by a periodic procedure": Attack("CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'DELETE n', {})"),
    "write in SQL": Attack("INSERT INTO Measure SET iri = 'x'"),
    # The schema, users, the server
    "index": Attack("CREATE INDEX unheard IF NOT EXISTS FOR (n:Measure) ON (n.title)"),
    "constraint taken away": Attack("DROP CONSTRAINT Measure_iri"),
    "user": Attack("CREATE USER mallory SET PASSWORD 'long-enough-1'"),
    "password": Attack("ALTER CURRENT USER SET PASSWORD FROM 'x' TO 'long-enough-1'"),
    "database dropped": Attack("DROP DATABASE reformgraph"),
    "database stopped": Attack("STOP DATABASE neo4j"),
    "other database": Attack("USE system SHOW USERS"),
    "settings of the server": Attack("SHOW SETTINGS"),
    "settings by a procedure in a subquery": Attack(
        "RETURN [x IN [1] | COLLECT { CALL dbms.listConfig() YIELD value RETURN value }] AS all"
    ),
    "connection ended": Attack("CALL dbms.killConnection('bolt-1')"),
    "somebody else's transaction ended": Attack("TERMINATE TRANSACTIONS $id", "*", {"id": "OTHER"}),
    "caches emptied": Attack("CALL db.clearQueryCaches()"),
    # Files and addresses
    "file": Attack("LOAD CSV FROM 'file://FILE' AS line RETURN line"),
    "file without a scheme": Attack("LOAD CSV FROM 'FILE' AS line RETURN line"),
    "file by a parameter": Attack("LOAD CSV FROM $x AS line RETURN line", parameters={"x": "file://FILE"}),
    "file in escapes": Attack("LOAD CSV FROM 'f\\u0069le://FILE' AS line RETURN line"),
    "file in a subquery of an expression": Attack(
        "UNWIND [1] AS i RETURN [x IN [i] | COLLECT { LOAD CSV FROM 'file://FILE' AS line RETURN line }] AS x"
    ),
    "file that is written to a node": Attack("LOAD CSV FROM 'file://FILE' AS l CREATE (:Measure {iri: l[0]})"),
    "file by a procedure": Attack("CALL apoc.load.json('file://FILE')"),
    "file in an archive": Attack("LOAD CSV FROM 'jar:file://FILE!/x' AS line RETURN line"),
    "address": Attack("LOAD CSV FROM 'HTTP' AS line RETURN line"),
    "address with what the graph holds": Attack("MATCH (n:Measure) LOAD CSV FROM 'HTTP?' + n.iri AS l RETURN l"),
    "address in a subquery of an expression": Attack(
        "RETURN [x IN [1] WHERE EXISTS { LOAD CSV FROM 'HTTP' AS line RETURN line } | x] AS x"
    ),
    "address by a procedure": Attack("CALL apoc.load.json('HTTP') YIELD value RETURN value"),
    "address in SQL": Attack("IMPORT DATABASE HTTP"),
    # Time, processor, memory
    "long UNWIND": Attack("UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b RETURN count(*)", heavy=True),
    "Cartesian product": Attack(
        "MATCH (a:Measure), (b:Measure), (c:Measure), (d:Measure) WHERE a.iri + b.iri < c.iri + d.iri RETURN count(*)",
        heavy=True,
    ),
    "all paths": Attack(
        "MATCH p = (:Measure {iri: 'https://example.org/1'})-[:NEXT*1..40]->() RETURN count(p)", heavy=True
    ),
    "sorting a Cartesian product": Attack(
        "MATCH (a:Measure), (b:Measure), (c:Measure), (d:Measure) RETURN a.iri ORDER BY a.iri + d.iri LIMIT 1",
        "*",
        heavy=True,
    ),
    "regular expression that never ends": Attack(f"RETURN '{'a' * 60}!' =~ '(.*a){{40}}b' AS x", heavy=True),
    "row without end": Attack("RETURN range(1, 30000000) AS x", heavy=True),
    "fold without end": Attack("RETURN reduce(s = 0, i IN range(1, 1000000000000) | s + i % 7) AS x", heavy=True),
    "predicate without end": Attack("RETURN any(i IN range(1, 1000000000000) WHERE i = 0) AS x", heavy=True),
    "comprehension without end": Attack("RETURN size([i IN range(1, 1000000000000) WHERE i = 0]) AS x", heavy=True),
    "fold without end over shorter lists": Attack(
        "RETURN reduce(s = 0, i IN range(1, 1000000) | s + size([j IN range(1, 1000000) WHERE i = j])) AS x", heavy=True
    ),
    "rows without end": Attack("UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b RETURN a, b", "*", heavy=True),
    "rows of a megabyte": Attack(
        "UNWIND range(1, 500) AS n RETURN reduce(s = 'x', i IN range(1, 20) | s + s) AS s", "*", heavy=True
    ),
    "lists in lists": Attack("RETURN reduce(s = [], i IN range(1, 20000) | [s]) AS s", heavy=True),
    "list of everything": Attack(
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b RETURN size(collect(toString(a) + '-' + toString(b)))",
        heavy=True,
    ),
    "text that doubles": Attack("RETURN size(reduce(s = 'x', i IN range(1, 40) | s + s)) AS s", heavy=True),
    "sleep": Attack("RETURN apoc.util.sleep(60000) AS x", heavy=True),
    "brackets without end": Attack(f"RETURN {'(' * 20000}1{')' * 20000} AS x", "*", heavy=True),
}


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    file = tmp_path_factory.mktemp("canary") / "canary.csv"
    file.write_text(f"{SECRET}\n")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield Canary(file, listener)


@pytest.fixture
def target(_session_store: Store, request: pytest.FixtureRequest) -> Store:
    """120 measures, ten of them all joined to each other, as long as nothing changed them."""
    nodes = tuple(Node("Measure", f"https://example.org/{i}", {"title": f"第{i}项"}) for i in range(120))
    edges = tuple(
        Edge("NEXT", f"{i}-{j}", "Measure", nodes[i].iri, "Measure", nodes[j].iri, {})
        for i in range(10)
        for j in range(10)
        if i != j
    )
    rows = Rows(SOURCE, nodes, edges)
    if _session_store.sources() != {SOURCE: rows.digest}:
        request.getfixturevalue("store").push(rows)
    return _session_store


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(target: Store, canary: Canary, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bolt.watch._GRACE_SECONDS", 0.5)
    attack = ATTACKS[name]
    before = digest(target)

    def put(text: str) -> str:
        return text.replace("FILE", str(canary.file)).replace("HTTP", canary.http)

    parameters: dict[str, object] = {key: put(str(value)) for key, value in attack.parameters.items()}
    started = time.monotonic()
    said = outcome(target, put(attack.cypher), parameters)
    assert time.monotonic() - started < SECONDS + 14, "took far longer than its limit"
    if attack.rows is None and not (name == "sleep" and said == Answer(("x",), ((None,),))):
        assert isinstance(said, QueryError), said
    elif isinstance(said, Answer) and attack.rows != "*":
        assert [*said.rows] == attack.rows
    assert SECRET not in str(said)
    assert canary.is_untouched()
    assert running(target) == []
    if attack.heavy:
        assert load(target) < 0.5, "the engine still works on it"
    assert digest(target) == before


def test_a_watch_that_comes_late_leaves_nothing_running(target: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bolt.watch._GRACE_SECONDS", 0.5)
    monkeypatch.setattr("graph.bolt.watch.Watch.__enter__", lambda watch: watch)  # later than the meter: never
    said = outcome(target, ATTACKS["sleep"].cypher, {})
    assert isinstance(said, QueryError) or said == Answer(("x",), ((None,),)), said
    assert running(target) == []


def outcome(store: Store, cypher: str, parameters: dict[str, object]) -> Answer | Exception:
    try:
        return store.read_freely(cypher, parameters, timeout=SECONDS, limit=50, octets=2_000_000)
    except (QueryError, StoreError) as error:
        return error


def digest(store: Store) -> str:
    """Of all nodes, relationships and constraints."""
    parts = [
        store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS p ORDER BY n.iri").rows,
        store.read("MATCH (a)-[r]->(b) RETURN type(r) AS t, properties(r) AS p, a.iri, b.iri ORDER BY t, r.key").rows,
        sorted(str(row[0]) for row in store.read("SHOW CONSTRAINTS YIELD name RETURN name").rows),
        sorted(str(row[0]) for row in store.read("SHOW INDEXES YIELD name RETURN name").rows),
    ]
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def running(store: Store) -> list[str]:
    """What still runs beside the question itself; given a moment to end."""

    def shown(link: Link) -> list[str]:
        with link.session(link.writer, "WRITE") as session:
            return [str(one["currentQuery"]) for one in session.run("SHOW TRANSACTIONS")]

    for _ in range(30):
        texts = store._twice(shown)
        others = [text for text in texts if text and "SHOW TRANSACTIONS" not in text]
        if not others:
            break
        time.sleep(0.1)
    return others


def load(store: Store) -> float:
    """Processor seconds that the engine's process takes in a second, at its best within three."""
    link = store._link
    process = link.engine.running.pid if link.engine is not None else listening(int(link.address.rpartition(":")[2]))
    if process is None:
        pytest.skip("no /proc here, or not our server")
    best = 9.0
    for _ in range(6):
        start = seconds_of(process)
        time.sleep(0.25)
        best = min(best, (seconds_of(process) - start) / 0.25)
        if best < 0.5:
            break
    return best


def seconds_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def listening(port: int) -> int | None:
    """The process that listens on a port, where the system tells (Linux)."""
    inodes = set()
    for table in ("tcp", "tcp6"):
        path = Path(f"/proc/net/{table}")
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    for file in Path("/proc").glob("[0-9]*/fd/*") if inodes else ():
        try:
            if os.readlink(file) in inodes:  # noqa: PTH115 - it may be gone
                return int(file.parts[2])
        except OSError:
            continue
    return None


# The caps


def test_caps_say_what_was_left_out(target: Store) -> None:
    by_rows = target.read_freely("UNWIND range(1, 9) AS n RETURN n", limit=3)
    assert (by_rows.rows, by_rows.truncated) == (((1,), (2,), (3,)), True)
    assert "Only the first 3 rows" in by_rows.note
    text = "UNWIND range(1, 9) AS n RETURN reduce(s = 'x', i IN [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] | s + s) AS s"
    by_octets = target.read_freely(text, octets=4_000)
    assert by_octets.truncated
    assert 1 <= len(by_octets.rows) <= 3
    assert "over 0.004 MB" in by_octets.note
    assert target.read_freely(text, octets=40_000) == target.read(text)
    with pytest.raises(QueryError, match=r"first row alone is over 0\.0005 MB"):
        target.read_freely(text, octets=500)
    assert target.read_freely("RETURN 1 AS one").rows == ((1,),), "the connection is fit to be used again"


@pytest.mark.parametrize(("cypher", "place"), [("MATCH (n RETURN n", "column 10"), ("\n\nMATCH (n RETURN n", "line 3")])
@pytest.mark.neo4j
def test_places_in_messages_are_those_of_the_statement(neo4j_settings: Settings, cypher: str, place: str) -> None:
    with open_store(neo4j_settings) as store, pytest.raises(QueryError, match=place):
        store.read_freely(cypher)


def test_ranges_that_a_list_bounds_are_answered(target: Store) -> None:
    for cypher in (
        "WITH ['a', 'b'] AS xs RETURN [i IN range(0, size(xs) - 1) | xs[i]] AS all",
        "UNWIND range(1, 2) AS i WITH ['a', 'b'][i - 1] AS x RETURN collect(x) AS all",
    ):
        assert target.read_freely(cypher).rows == ((["a", "b"],),)


@pytest.mark.neo4j
def test_server_closed_as_the_guide_says_reads_no_file_and_no_address(neo4j_settings: Settings, canary: Canary) -> None:
    """The settings of tests/neo4j/neo4j.conf alone, without the look at the plan."""
    with open_store(neo4j_settings) as store:
        assert store.openings() == ()
        for address in (f"file://{canary.file}", canary.http):
            with pytest.raises(QueryError, match=r"allow_csv_import_from_file_urls|blocked|blocklist"):
                store.read("LOAD CSV FROM $address AS line RETURN line", {"address": address})
    assert canary.is_untouched()


@pytest.mark.neo4j
def test_open_server_is_named(neo4j_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(store: Store, cypher: str, **_: object) -> Answer:
        if cypher.startswith("LOAD CSV"):
            raise QueryError("The query failed: Couldn't load the external resource at: http://127.0.0.1:1/")
        return Answer(("value",), (("true",) if "SETTINGS" in cypher else ("apoc",),))

    with open_store(neo4j_settings) as store:
        monkeypatch.setattr(Store, "read", read)
        files, network, plugins = store.openings()
    assert "allow_csv_import_from_file_urls=false" in files
    assert "cypher_ip_blocklist" in network
    assert "apoc" in plugins
