"""Validation of a whole release at the cost of what changed in it.

Two kinds of constraints.  A *local* one is a shape: it looks at a node, at what its paths lead to within the same
named graph, and at nothing else; `reach` holds the shapes to that.  So after a change only the nodes that changed and
those that see them through a path are validated anew.  A *crossing* one compares named graphs (a node that two graphs
describe, a statement whose end no graph describes).  Each is a question about one term, and is asked again only for
the terms of changed nodes, over an index of the facts that it needs.

The cache is one SQLite file, changed in one transaction: the text of every graph as last validated, what was found
in it, and the index.  It is dropped when shapes or constraints change.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import orjson
from pyoxigraph import RdfFormat, Store
from rdflib import RDF, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from ontology.errors import OntologyError
from ontology.model import Severity
from ontology.schema import ontology_graph
from ontology.validation import (
    BACKWARD,
    FORWARD,
    Finding,
    Report,
    Violation,
    attributed,
    fast,
    findings,
    ordered,
    shapes,
    target_classes,
)
from ontology.vocabulary import NAMESPACE, RG

VERSION: Final = 1
"""Goes up with every change of the constraints or the tables below."""
BODIES: Final = (RG.Agency, RG.Enterprise, RG.AgencyClass, RG.Collaboration)
SHARED: Final = (*BODIES, RG.Instrument)
"""Classes that several documents may describe, as long as they say the same."""
TABLES: Final = """
CREATE TABLE graphs (name TEXT PRIMARY KEY, stamp TEXT NOT NULL, checked INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE found (graph TEXT, focus TEXT, bare BLOB, whole BLOB);
CREATE INDEX found_graph ON found (graph);
CREATE TABLE facts (graph TEXT, subject TEXT, kind TEXT, term TEXT, value TEXT);
CREATE INDEX facts_subject ON facts (subject, graph);
CREATE INDEX facts_term ON facts (term, kind);
CREATE TABLE crossing (term TEXT, whole BLOB);
CREATE INDEX crossing_term ON crossing (term);
"""
AHEAD: Final = frozenset(str(way).encode() for way in FORWARD)
BEHIND: Final = frozenset(str(way).encode() for way in BACKWARD)
STATED_IN: Final = str(RG.statedIn).encode()
OWNERS: Final = tuple(f" <{RDF.type}> <{kind}> .".encode() for kind in (RG.ReformMeasure, RG.PolicyDocument))
LINE: Final = re.compile(rb"<([^>]*)> <([^>]*)> (.*) \.")


def validate_release(graphs: Mapping[str, Path], cached: Path | None = None) -> Report:
    """Validates named graphs, each a file of sorted N-Triples without blank nodes.

    With `cached`, a file that need not exist yet, only what changed since is looked at; the report is the same.
    A file whose size and time of change are those of the last validation counts as unchanged.
    Raises `OntologyError` where a shape looks further than a path can be followed.
    """
    if cached is not None:
        cached.parent.mkdir(parents=True, exist_ok=True)
    with closing(_opened(cached)) as db, _transaction(db):
        for (name,) in db.execute("SELECT name FROM graphs").fetchall():
            if name not in graphs:
                _update(db, name, "", b"")
                db.execute("DELETE FROM graphs WHERE name = ?", (name,))
        for name, path in sorted(graphs.items()):
            stat = path.stat()
            stamp = f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}"
            known = db.execute("SELECT stamp FROM graphs WHERE name = ?", (name,)).fetchone()
            if known != (stamp,):
                _update(db, name, stamp, path.read_bytes())
        _cross(db)
        return _report(db)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


# --- one graph -----------------------------------------------------------------------------------


def _update(db: sqlite3.Connection, name: str, stamp: str, data: bytes) -> None:
    """Brings the cache up to a graph's new text, looking at the nodes that the change can have touched."""
    row = db.execute("SELECT data, checked FROM graphs WHERE name = ?", (name,)).fetchone()
    before, checked = (b"", 0) if row is None else row
    text = Text(data)
    old, new = set(before.splitlines()), set(text.lines)
    gone, come = old - new, new - old
    checked += _targets(come) - _targets(gone)
    changed = {_subject(line) for line in gone | come}
    focus = text.seeing(changed, reach()) if before else None
    if gone or come:
        _index(db, name, gone, come, changed)
        db.execute(
            "INSERT INTO graphs VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
            "stamp = excluded.stamp, checked = excluded.checked, data = excluded.data",
            (name, stamp, checked, data),
        )
        kept = {
            focus_node: [] if focus is None or focus_node.encode() in focus else bare
            for focus_node, bare in _found(db, name).items()
        }
        for one in _find(text, name, focus):
            kept.setdefault(one.focus, []).append(one)
        _store(db, name, text, [one for several in kept.values() for one in several])
    else:
        db.execute("UPDATE graphs SET stamp = ? WHERE name = ?", (stamp, name))


def _found(db: sqlite3.Connection, name: str) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for focus, bare in db.execute("SELECT focus, bare FROM found WHERE graph = ?", (name,)):
        found.setdefault(focus, []).append(Finding(focus, _read(bare)))
    return found


def _find(text: Text, name: str, focus: set[bytes] | None) -> list[Finding]:
    """What the engine finds at the nodes of `focus`; at all where it is None."""
    if focus is None:
        data = text.data
    elif not focus:
        return []
    else:
        data = b"\n".join(text.around(focus, reach())) + b"\n"
    found = findings(_loaded(data), name)
    return [one for one in found if focus is None or one.focus.encode() in focus]


def _loaded(data: bytes) -> Graph | Store:
    if not fast():
        return Graph().parse(data=data, format="nt")
    store = Store()
    store.bulk_load(data, format=RdfFormat.N_TRIPLES)
    return store


def _store(db: sqlite3.Connection, name: str, text: Text, found: list[Finding]) -> None:
    db.execute("DELETE FROM found WHERE graph = ?", (name,))
    if not found:
        return
    context = b"\n".join(text.owners({one.focus.encode() for one in found}))
    graph = Graph().parse(data=context, format="nt")
    db.executemany(
        "INSERT INTO found VALUES (?, ?, ?, ?)",
        [(name, one.focus, _written(one.violation), _written(attributed(one, graph))) for one in found],
    )


class Text:
    """A named graph as its sorted lines: a node's statements stand together and are found by bisection."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.lines = data.splitlines()
        self._ways: list[tuple[bytes, bytes, bytes]] | None = None

    def of(self, node: bytes) -> list[bytes]:
        """The lines that say something of a node."""
        head = b"<" + node + b"> "
        start = end = bisect_left(self.lines, head)
        while end < len(self.lines) and self.lines[end].startswith(head):
            end += 1
        return self.lines[start:end]

    def to(self, nodes: set[bytes], ways: frozenset[bytes] | None = None) -> set[bytes]:
        """What leads to one of the nodes by one of `ways`; by any that shapes or owners follow where it is None."""
        if self._ways is None:
            self._ways = _followed().findall(self.data)
        return {start for start, way, end in self._ways if end in nodes and (ways is None or way in ways)}

    def seeing(self, nodes: set[bytes], steps: int) -> set[bytes]:
        """The nodes and those that see one of them through a path of so many steps."""
        seen, edge = set(nodes), set(nodes)
        for _ in range(steps):
            edge = self.to(edge) - seen
            seen |= edge
        return seen

    def around(self, nodes: Iterable[bytes], steps: int) -> list[bytes]:
        """The lines of nodes and of what so many steps from them lead to."""
        seen: dict[bytes, list[bytes]] = {}
        edge = set(nodes)
        for _ in range(steps + 1):
            for node in edge:
                seen[node] = self.of(node)
            edge = {value for node in edge for value in _ends(seen[node])} - set(seen)
        return [line for lines in seen.values() for line in lines]

    def owners(self, nodes: Iterable[bytes]) -> list[bytes]:
        """The lines from which it is told which measure and which line of the file nodes belong to."""
        seen: dict[bytes, list[bytes]] = {}
        edge = set(nodes)
        while edge:
            lost = set()
            for node in edge:
                seen[node] = self.of(node)
                if any(line.endswith(OWNERS) for line in seen[node]):
                    seen |= {row: self.of(row) for row in _ends(seen[node], frozenset({STATED_IN}))}
                else:
                    lost.add(node)
            onward = {end for node in lost for end in _ends(seen[node], AHEAD)} | self.to(lost, BEHIND)
            edge = onward - set(seen)
        return [line for lines in seen.values() for line in lines]


def _ends(lines: Iterable[bytes], ways: frozenset[bytes] | None = None) -> list[bytes]:
    ends = []
    for line in lines:
        match = LINE.fullmatch(line)
        if match is not None and match[3].startswith(b"<") and (ways is None or match[2] in ways):
            ends.append(match[3][1:-1])
    return ends


def _subject(line: bytes) -> bytes:
    return line[1 : line.index(b">")]


@cache
def _target_lines() -> tuple[bytes, ...]:
    return tuple(f" <{RDF.type}> <{kind}> .".encode() for kind in sorted(map(str, target_classes())))


def _targets(lines: Iterable[bytes]) -> int:
    return sum(line.endswith(_target_lines()) for line in lines)


# --- how far shapes look -------------------------------------------------------------------------


@cache
def reach() -> int:
    """How many steps a shape looks from its node: the length of its longest path.

    Raises `OntologyError` where a shape has a path against the direction, a repeated one, or SPARQL: then nobody can
    say which nodes a change touches.
    """
    graph = shapes()
    for term in (SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.sparql, SH.rule, SH.node):
        if next(graph.subject_objects(term), None) is not None:
            raise OntologyError(f"shapes.ttl uses {term}; release_check.py can't tell how far such a shape looks")
    # one step more: sh:class looks at the type of what the path leads to
    return max(_steps(graph, path) for path in graph.objects(None, SH.path)) + 1


def _steps(graph: Graph, path: Node) -> int:
    if isinstance(path, URIRef):
        return 1
    choice = graph.value(path, SH.alternativePath)
    if choice is not None:
        return max(_steps(graph, one) for one in graph.items(choice))
    return sum(_steps(graph, one) for one in graph.items(path))


def _predicates(graph: Graph, path: Node) -> set[str]:
    if isinstance(path, URIRef):
        return {str(path)}
    choice = graph.value(path, SH.alternativePath)
    return {name for one in graph.items(path if choice is None else choice) for name in _predicates(graph, one)}


@cache
def _followed() -> re.Pattern[bytes]:
    """Statements by a property that a longer path or sh:class follows, or that leads to an owner."""
    graph = shapes()
    names = {str(way) for way in BACKWARD}
    for shape, path in graph.subject_objects(SH.path):
        if _steps(graph, path) > 1 or (shape, SH["class"], None) in graph:
            names |= _predicates(graph, path)
    choice = "|".join(re.escape(name) for name in sorted(names)).encode()
    return re.compile(rb"^<([^>]*)> <(" + choice + rb")> <([^>]*)> \.$", re.MULTILINE)


# --- across graphs -------------------------------------------------------------------------------


@cache
def _node_classes() -> frozenset[str]:
    described = set(ontology_graph().subjects(RG.nodeLabel, None))
    return frozenset(str(kind) for kind in described | {RG.Claim, RG.Responsibility, RG.Link})


@cache
def _edges() -> frozenset[str]:
    """Properties whose ends must be described, and what a claim is about."""
    graph = ontology_graph()
    return frozenset(str(p) for p in graph.subjects(RG.edgeType, None))


@cache
def _described() -> frozenset[str]:
    return frozenset(str(term) for term in (SKOS.prefLabel, RG.jurisdiction, RG.title))


def _facts(lines: Iterable[bytes]) -> Iterable[tuple[str, str, str, str]]:
    """What the crossing constraints need to know: (subject, kind, term, value), each from one line.

    `is` a class, `needs` a term to be described, `says` something that all graphs must agree on, has an `id`.
    """
    for line in lines:
        match = LINE.fullmatch(line)
        if match is None:
            raise OntologyError(f"not a line of N-Triples without blank nodes: {line[:200].decode(errors='replace')}")
        subject, predicate, value = (part.decode() for part in match.groups())
        if predicate == str(RDF.type):
            kind = value[1:-1]
            if kind in _node_classes():
                yield subject, "is", subject, kind
        elif predicate in _edges() and value.startswith("<"):
            yield subject, "needs", value[1:-1], predicate
        if predicate in _described():
            yield subject, "says", subject, f"{predicate} {value}"
        elif predicate == str(RG.id):
            yield subject, "id", value, subject


def _index(db: sqlite3.Connection, name: str, gone: set[bytes], come: set[bytes], changed: set[bytes]) -> None:
    db.executemany(
        "DELETE FROM facts WHERE graph = ? AND subject = ? AND kind = ? AND term = ? AND value = ?",
        [(name, *fact) for fact in _touching(db, gone)],
    )
    db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", [(name, *fact) for fact in _touching(db, come)])
    for subject in changed:
        db.execute(
            "INSERT OR IGNORE INTO touched SELECT DISTINCT term FROM facts WHERE subject = ?", (subject.decode(),)
        )


def _touching(db: sqlite3.Connection, lines: set[bytes]) -> list[tuple[str, str, str, str]]:
    facts = list(_facts(lines))
    db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", {(term,) for _, _, term, _ in facts})
    return facts


QUESTIONS: Final = {
    "dangling": (
        "SELECT DISTINCT t.term, f.graph, f.subject, f.value FROM touched t CROSS JOIN facts f ON f.term = t.term AND f.kind = 'needs' "
        "WHERE NOT EXISTS (SELECT 1 FROM facts d WHERE d.term = t.term AND d.kind = 'is')",
        "指向未描述的事物；请载入描述它的文件或补充参考数据",
        "leads to something that no graph describes; load the document that does, or add it to the reference data",
    ),
    "twice": (
        "SELECT DISTINCT t.term, f.graph, f.subject, f.value FROM touched t CROSS JOIN facts f ON f.term = t.term AND f.kind = 'is' "
        "WHERE EXISTS (SELECT 1 FROM facts o WHERE o.term = t.term AND o.kind = 'is' AND o.graph <> f.graph) "
        "AND f.value NOT IN ({shared})",
        "两份文件描述了同一事物；请给其中一份改名后重新载入",
        "two graphs describe the same thing; rename one of the documents and load it again",
    ),
    "disagree": (
        "SELECT DISTINCT t.term, f.graph, f.subject, f.value FROM touched t CROSS JOIN facts f ON f.term = t.term AND f.kind = 'says' "
        "WHERE EXISTS (SELECT 1 FROM facts i WHERE i.term = t.term AND i.kind = 'is' AND i.graph <> f.graph "
        "AND NOT EXISTS (SELECT 1 FROM facts o WHERE o.term = t.term AND o.kind = 'says' AND o.graph = i.graph "
        "AND o.value = f.value))",
        "各图对同一机构的名称或管辖地说法不一；请核对参考数据与文件",
        "graphs disagree on the name or jurisdiction of the same body; compare the reference data with the documents",
    ),
    "same id": (
        "SELECT DISTINCT t.term, f.graph, f.subject, k.value FROM touched t CROSS JOIN facts f ON f.term = t.term AND f.kind = 'id' "
        "JOIN facts k ON k.subject = f.subject AND k.graph = f.graph AND k.kind = 'is' "
        "WHERE EXISTS (SELECT 1 FROM facts o JOIN facts l ON l.subject = o.subject AND l.graph = o.graph "
        "AND l.kind = 'is' AND l.value = k.value "
        "WHERE o.term = t.term AND o.kind = 'id' AND o.subject <> f.subject)",
        "两个事物用了同一编号；请检查序号",
        "two things of one kind have the same id; look at the numbers",
    ),
}
"""Crossing constraints: a question over the touched terms, and what to say of each answer.

CROSS JOIN makes SQLite begin with the touched terms, which are few.
"""


def _cross(db: sqlite3.Connection) -> None:
    """Asks the crossing questions again, for the touched terms only."""
    db.execute("DELETE FROM crossing WHERE term IN (SELECT term FROM touched)")
    shared = ", ".join(f"'{kind}'" for kind in SHARED)
    for question, zh, en in QUESTIONS.values():
        answers = db.execute(question.replace("{shared}", shared)).fetchall()
        for term, graph, subject, value in answers:
            field = value.split(" ")[0].removeprefix(NAMESPACE)
            stated = f"{subject} → {term}" if subject != term else value if " " in value else subject
            violation = Violation(graph, None, field, None, zh, en, Severity.ERROR, stated)
            db.execute("INSERT INTO crossing VALUES (?, ?)", (term, _written(violation)))
    db.execute("DELETE FROM touched")


# --- the report and the file ---------------------------------------------------------------------


def _report(db: sqlite3.Connection) -> Report:
    (checked,) = db.execute("SELECT coalesce(sum(checked), 0) FROM graphs").fetchone()
    rows = db.execute("SELECT whole FROM found UNION ALL SELECT whole FROM crossing")
    return Report(checked, ordered(_read(whole) for (whole,) in rows))


def _written(violation: Violation) -> bytes:
    return orjson.dumps(violation)


def _read(data: bytes) -> Violation:
    fields = orjson.loads(data)
    return Violation(**{**fields, "severity": Severity(fields["severity"])})


@cache
def _key() -> str:
    """What a cache was made with: shapes, ontology, engine and the version of this module."""
    texts = [files("ontology").joinpath(name).read_bytes() for name in ("shapes.ttl", "reform.ttl")]
    return hashlib.sha256(b"\0".join([*texts, f"{VERSION} {fast()}".encode()])).hexdigest()


def _opened(cache: Path | None) -> sqlite3.Connection:
    """The cache, empty where it was made with other shapes, or in memory where none is kept.

    Raises `OntologyError` where the file is no database.
    """
    db = sqlite3.connect(":memory:" if cache is None else cache, isolation_level=None, timeout=60)
    try:
        db.execute("PRAGMA page_size = 65536")  # graphs are kept whole, and megabytes long
        db.execute("CREATE TABLE IF NOT EXISTS made_with (key TEXT)")
        if db.execute("SELECT key FROM made_with").fetchall() != [(_key(),)]:
            for table in ("graphs", "found", "facts", "crossing", "made_with"):
                db.execute(f"DROP TABLE IF EXISTS {table}")
            db.executescript(TABLES)
            db.execute("CREATE TABLE made_with (key TEXT)")
            db.execute("INSERT INTO made_with VALUES (?)", (_key(),))
        db.execute("CREATE TEMP TABLE touched (term TEXT PRIMARY KEY)")
    except sqlite3.DatabaseError as error:
        db.close()
        raise OntologyError(f"{cache} is no cache of validation ({error}); delete it and validate again") from error
    return db
