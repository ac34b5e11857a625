"""Which pairs a person should judge next, and how a pair is shown.

A judgement tells most where the score could have gone either way and where the features do not agree: the value of a
pair is its closeness to the line of acceptance, exp(-|difference of log-odds|), times one plus the spread of its
features' ranks among all candidates.  Pairs that somebody has judged are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import orjson
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph.export import links
from graph.store import Store
from ontology.model import Judgement, Proposal

TEXTS = """
MATCH (m:Measure)-[:FROM]->(d:Document)
RETURN m.id AS id, m.title AS title, m.content AS content
"""


@dataclass(frozen=True)
class Side:
    """One measure of a pair."""

    id: str
    title: str
    content: str


@dataclass(frozen=True)
class Candidate:
    """A pair that waits for a judgement, with what the score is made of."""

    a: Side
    b: Side
    score: float
    accepted: bool
    value: float
    """How much a judgement would tell, from 0 to 2."""
    shared_words: tuple[str, ...]
    features: tuple[tuple[str, float | None, float], ...]
    """Name, value (None where it could not be had) and share of the log-odds."""
    grade: str | None = None
    """None where the machine does not even hold the two related."""
    clauses: tuple[str, str] | None = None
    """The clause of each that says the same."""
    rival: Mapping[str, object] | None = None
    """The nearest rejected rival of an accepted pair, and what separates the two."""
    removal: Mapping[str, object] | None = None
    """The fewest features without which the grade is another one."""
    proposals: tuple[Proposal, ...] = ()
    """What models propose; no judgement."""


def candidates(store: Store, judged: Collection[Judgement], proposed: Iterable[Proposal] = ()) -> tuple[Candidate, ...]:
    """The pairs that nobody has judged, the most telling first. `unsure` counts as judged: somebody looked.

    What models propose is shown beside a pair and changes neither which pairs are given nor their order.
    """
    beside: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for proposal in proposed:
        beside[proposal.a, proposal.b].append(proposal)
    known = {(one.a, one.b) for one in judged if one.withdrawn is None}
    compared = list(links(store))
    if not compared:
        return ()
    texts = {str(row[0]): Side(*map(str, row)) for row in store.read(TEXTS).rows}
    value = _values(compared)
    found = [
        Candidate(
            texts[str(one["a"])],
            texts[str(one["b"])],
            float(str(one["score"])),
            bool(one["accepted"]),
            round(float(value[number]), 6),
            tuple(map(str, one["shared_words"] or ())),  # type: ignore[call-overload]
            tuple((str(f["name"]), f["value"], f["share"]) for f in one["features"]),  # type: ignore[attr-defined]
            None if one["grade"] is None else str(one["grade"]),
            None if one["clauses"] is None else (one["clauses"][0], one["clauses"][1]),  # type: ignore[index]
            one["rival"],  # type: ignore[arg-type]
            one["removal"],  # type: ignore[arg-type]
            tuple(beside[str(one["a"]), str(one["b"])]),
        )
        for number, one in enumerate(compared)
        if (one["a"], one["b"]) not in known
    ]
    return tuple(sorted(found, key=lambda one: (-one.value, one.a.id, one.b.id)))


def _values(compared: Sequence[dict[str, object]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    odds = np.array([_odds(float(str(one["score"]))) for one in compared])
    accepted = [value for value, one in zip(odds, compared, strict=True) if one["accepted"]]
    line = min(accepted, default=float(odds.max()))
    names = sorted({f["name"] for one in compared for f in one["features"]})  # type: ignore[attr-defined]
    table = np.full((len(names), len(compared)), np.nan)
    for column, one in enumerate(compared):
        for feature in one["features"]:  # type: ignore[attr-defined]
            if feature["value"] is not None:
                table[names.index(feature["name"]), column] = feature["value"]
    ranks = np.array([row.argsort().argsort() / max(len(row) - 1, 1) for row in table if not np.isnan(row).any()])
    spread = 2 * ranks.std(axis=0) if len(ranks) else np.zeros(len(compared))
    worth: np.ndarray[tuple[int], np.dtype[np.float64]] = np.exp(-np.abs(odds - line)) * (1 + spread)
    return worth


def _odds(score: float) -> float:
    kept = min(max(score, 1e-6), 1 - 1e-6)
    return log(kept / (1 - kept))


def record(one: Candidate) -> dict[str, object]:
    """A candidate as JSON."""
    parsed: dict[str, object] = orjson.loads(orjson.dumps(one))
    parsed["features"] = [{"name": name, "value": value, "share": share} for name, value, share in one.features]
    return parsed


def shown(one: Candidate) -> RenderableType:
    """Both texts side by side, shared words marked, and what the score is made of."""
    table = Table(expand=True, show_lines=True)
    for side in (one.a, one.b):
        table.add_column(Text(side.id), ratio=1)
    for part in ("title", "content"):
        table.add_row(*(_marked(getattr(side, part), one.shared_words) for side in (one.a, one.b)))
    if one.clauses is not None:
        table.add_row(*(_marked(clause, one.shared_words) for clause in one.clauses))
    state = "accepted" if one.accepted else "not accepted"
    score = Text(f"score {one.score:.3f}, {state}, grade {one.grade or 'none'}: ")
    told = sorted(one.features, key=lambda feature: -abs(feature[2]))
    score.append(
        ", ".join(f"{name} {'–' if value is None else f'{value:.2f}'} ({share:+.2f})" for name, value, share in told)
    )
    return Group(table, score, *map(Text, _beside(one)))


def _beside(one: Candidate) -> Iterator[str]:
    if one.removal is not None:
        lost = " and ".join(one.removal["features"])  # type: ignore[arg-type]
        yield f"without {lost}: {one.removal['grade'] or 'not even related'}, score {one.removal['score']:.3f}"
    if one.rival is not None:
        leads = ", ".join(f"{lead['name']} {lead['difference']:+.2f}" for lead in one.rival["separates"])  # type: ignore[attr-defined]
        yield f"rival {one.rival['measure']}, score {one.rival['score']:.3f}; separated by {leads}"
    for proposal in one.proposals:
        yield f"proposed {proposal.verdict} by {proposal.by}, a model: {proposal.reason}"


def _marked(text: str, words: Sequence[str]) -> Text:
    marked = Text(text)
    marked.highlight_words([word for word in words if word], style="bold yellow", case_sensitive=False)
    return marked


def in_words(one: Candidate) -> str:
    """A candidate as one line of text."""
    state = "accepted" if one.accepted else "not accepted"
    held = "".join(f"\tproposed {proposal.verdict} by {proposal.by}" for proposal in one.proposals)
    return f"{one.a.id}\t{one.b.id}\t{one.score:.3f}\t{state}\t{one.a.title} | {one.b.title}{held}"
