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
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import orjson
from pyoxigraph import RdfFormat, Store
from rdflib import RDF, Graph

from ontology.crossing import QUESTIONS, SHARED, facts
from ontology.errors import OntologyError
from ontology.model import Severity
from ontology.triple_lines import Text, reach, subject_of
from ontology.validation import (
    Finding,
    Report,
    Violation,
    attributed,
    fast,
    findings,
    ordered,
    target_classes,
)
from ontology.vocabulary import NAMESPACE

VERSION: Final = 1
"""Goes up with every change of the constraints or the tables below."""
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
    changed = {subject_of(line) for line in gone | come}
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


@cache
def _target_lines() -> tuple[bytes, ...]:
    return tuple(f" <{RDF.type}> <{kind}> .".encode() for kind in sorted(map(str, target_classes())))


def _targets(lines: Iterable[bytes]) -> int:
    return sum(line.endswith(_target_lines()) for line in lines)


# --- across graphs -------------------------------------------------------------------------------


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
    found = list(facts(lines))
    db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", {(term,) for _, _, term, _ in found})
    return found


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
