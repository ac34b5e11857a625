"""Judgements as they are kept: one named graph in store and release, changed whole, and a file for those set aside.

Scores never touch this graph.  A judgement of a measure that is not loaded (any more, or yet) is set aside in the
data folder and comes back when both its measures are there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from graph.annotations import keep
from graph.files import write_whole
from graph.judgements import sssom
from graph.judgements.answers import contradictions
from graph.release import Release
from graph.store import Change, Store
from ontology.annotations import JUDGEMENT
from ontology.errors import NotFoundError, QueryError
from ontology.identifiers import JUDGEMENTS
from ontology.judgement_triples import iri_of, judgements_graph, judgements_in, order
from ontology.model import Judgement

ASIDE = "judgements-aside.sssom.tsv"


@dataclass(frozen=True)
class Judged:
    """What a change of the judgements did."""

    change: Change
    held: int
    """Judgements in the graph now, those withdrawn included."""
    absent: int
    """Judgements that wait for a measure that is not loaded."""
    contradictions: tuple[str, ...] = ()
    """What was not in contradiction before."""


@cache
def shipped() -> tuple[Judgement, ...]:
    """The judgements that come with the project's reference data."""
    name = f"reference/{JUDGEMENTS}.sssom.tsv"
    return sssom.parse(files("ontology").joinpath(name).read_text("utf-8"), name)


def held(release: Release) -> tuple[Judgement, ...]:
    """All judgements in the graph, in the order of pairs and times; those withdrawn too."""
    return judgements_in(release.triples(JUDGEMENTS)) if JUDGEMENTS in release.names() else ()


def settle(store: Store, release: Release) -> Judged:
    """Brings the judgements in line with what is loaded: those shipped and those set aside come in, or go aside."""
    return _keep(store, release, held(release))


def add(store: Store, release: Release, new: Iterable[Judgement]) -> Judged:
    """Adds judgements; what they contradict is told, not refused.

    One that was withdrawn holds again. Raises `NotFoundError`, with nothing stored, that names every measure that is
    not loaded.
    """
    come = {iri_of(one): one for one in new}
    loaded = measures_in(store)
    missing = sorted({end for one in come.values() for end in (one.a, one.b)} - loaded)
    if missing:
        raise NotFoundError(f"the graph holds no measure {', '.join(missing)}; load its document first")
    before = held(release)
    kept = {iri_of(one): one for one in before} | come
    return _keep(store, release, kept.values(), contradicted=contradictions(before))


def undo(store: Store, release: Release, one: str, other: str, by: str | None = None) -> tuple[Judgement, Judged]:
    """Takes back the latest judgement of a pair that holds; gives it, and what changed.

    The graph is then as it was before. A judgement that came with the project is marked as withdrawn instead, or the
    next load would bring it back. Raises `NotFoundError` where nobody judged the pair, `QueryError` where several
    people did and none is named.
    """
    a, b = sorted((one, other))
    before = held(release)
    standing = [j for j in before if (j.a, j.b) == (a, b) and j.withdrawn is None and by in (None, j.by)]
    if not standing:
        who = "" if by is None else f" by {by}"
        raise NotFoundError(f"there is no judgement of {a} and {b}{who} that could be undone")
    people = sorted({j.by for j in standing})
    if len(people) > 1:
        raise QueryError(f"{a} and {b} were judged by {', '.join(people)}; say whose judgement to undo")
    last = max(standing, key=order)
    kept = [j for j in before if j != last]
    if iri_of(last) in {iri_of(j) for j in shipped()}:
        kept.append(replace(last, withdrawn=now()))
    return last, _keep(store, release, kept, contradicted=contradictions(before))


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _keep(
    store: Store, release: Release, judgements: Iterable[Judgement], *, contradicted: Collection[str] | None = None
) -> Judged:
    path = release.folder.parent / ASIDE
    waiting = sssom.read(path) if path.exists() else ()
    every = {iri_of(one): one for one in (*shipped(), *waiting)} | {iri_of(one): one for one in judgements}
    loaded = measures_in(store)
    present = [one for one in every.values() if {one.a, one.b} <= loaded]
    absent = [one for one in every.values() if not {one.a, one.b} <= loaded]
    change = keep(store, release, judgements_graph(present), JUDGEMENT)
    _set_aside(path, [one for one in absent if one not in shipped()])
    told = () if contradicted is None else tuple(x for x in contradictions(present) if x not in set(contradicted))
    return Judged(change, len(present), len(absent), told)


def _set_aside(path: Path, judgements: list[Judgement]) -> None:
    if judgements:
        write_whole(path, sssom.write(judgements).encode())
    else:
        path.unlink(missing_ok=True)


def measures_in(store: Store) -> set[str]:
    """The ids of all measures that are loaded."""
    return {str(row[0]) for row in store.read("MATCH (m:Measure)-[:FROM]->(:Document) RETURN m.id AS id").rows}
