"""Why two measures were held comparable or not: from the very parts that the score was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log
from typing import Annotated, Any
from urllib.parse import unquote

from pydantic import BeforeValidator

from graph.store import Store
from ontology.errors import NotFoundError, QueryError
from ontology.identifiers import ID
from queries.judgements import summaries_of
from queries.measures import measure_facts
from queries.proposals import proposals_of
from queries.results import JudgementSummary, ProposalRow, Share, parsed
from queries.run import ask, records


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPlace:
    """Characters `start` to `end` (half-open) of the title or the content of a measure."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedText:
    """One of two measures that were compared."""

    measure: str
    title: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSpan:
    """Words that stand in both texts, and everywhere that they do."""

    text: str
    a: tuple[TextPlace, ...]
    b: tuple[TextPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause that the other text has its like of; `place` is None where the text has changed since."""

    text: str
    place: TextPlace | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A feature that speaks more for a pair than for its rival, by so much in log-odds."""

    name: str
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestRival:
    """The best rejected measure beside an accepted pair, compared with `to`, and what separates the two."""

    measure: str
    title: str
    to: str
    score: float
    separates: tuple[Lead, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestRemoval:
    """The fewest features without which the grade is another one; `grade` is None where not even related is left."""

    features: tuple[str, ...]
    score: float
    grade: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeIn:
    """The run that made a link; `model` is None where words alone were compared."""

    run: str
    weights: str
    weights_sha256: str
    model: str | None
    inputs_sha256: str
    ended: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that is to be said of the comparison of two measures."""

    a: ComparedText
    b: ComparedText
    score: float
    accepted: bool
    grade: str | None
    """None where the two are not even held to be related."""
    base: float
    """The log-odds of a pair without anything in common; with the shares of the features it makes the score's."""
    features: tuple[Share, ...]
    """The greatest share first."""
    clauses: tuple[Clause, Clause] | None
    """None where no clauses could be told that say the same."""
    shared: tuple[SharedSpan, ...]
    rival: NearestRival | None
    """None where the pair was not accepted, or nothing was rejected beside it."""
    removal: SmallestRemoval | None
    """None where the pair has no grade to lose."""
    run: MadeIn | None
    """None where the link was made before runs were kept."""
    rule: str
    claim_id: str
    judgement: JudgementSummary | None
    """What people hold; None where nobody has decided."""
    proposals: tuple[ProposalRow, ...]
    """What models propose, which counts for nothing."""


Parsed = Annotated[Any, BeforeValidator(lambda value: None if value is None else parsed(value))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    a: str
    a_title: str
    a_content: str
    b: str
    b_title: str
    b_content: str
    score: float
    accepted: bool
    grade: str | None
    rule: str
    features: Annotated[tuple[Share, ...], BeforeValidator(parsed)]
    shared_words: Annotated[tuple[str, ...], BeforeValidator(lambda value: value or ())]
    clauses: Parsed
    rival: Parsed
    removal: Annotated[SmallestRemoval | None, BeforeValidator(lambda value: None if value is None else parsed(value))]
    claim_id: str
    run: str | None
    weights: str | None
    weights_sha256: str | None
    model: str | None
    inputs_sha256: str | None
    ended: str | None
    documents: list[str] | None


def explain(store: Store, one: str, other: str) -> Explanation:
    """Explain the comparison of two measures, given in any order.

    Raises `QueryError` where both are the same, `NotFoundError` where the graph does not hold one of them, or where
    the two were not compared: neither was among the nearest of the other.
    """
    a, b = sorted((one, other))
    if a == b:
        raise QueryError(f"{a} is not compared with itself; give two measures.")
    found = records(ask(store, "link_explanation", a=a, b=b), _Row)
    if not found:
        for measure in (a, b):
            measure_facts(store, measure)
        raise NotFoundError(f"{a} and {b} were not compared: neither is among the nearest measures of the other.")
    return _explained(store, found[0])


def _explained(store: Store, row: _Row) -> Explanation:
    a = ComparedText(measure=row.a, title=row.a_title, content=row.a_content)
    b = ComparedText(measure=row.b, title=row.b_title, content=row.b_content)
    kept = min(max(row.score, 1e-6), 1 - 1e-6)
    return Explanation(
        a=a,
        b=b,
        score=row.score,
        accepted=row.accepted,
        grade=row.grade,
        base=round(log(kept / (1 - kept)) - sum(one.share for one in row.features), 4),
        features=tuple(sorted(row.features, key=lambda one: (-one.share, one.name))),
        clauses=None if row.clauses is None else (_clause(a, row.clauses[0]), _clause(b, row.clauses[1])),
        shared=tuple(
            SharedSpan(text=word, a=tuple(_places(a, word)), b=tuple(_places(b, word))) for word in row.shared_words
        ),
        rival=None if row.rival is None else _rival(store, row.rival),
        removal=row.removal,
        run=_run(row),
        rule=row.rule,
        claim_id=row.claim_id,
        judgement=summaries_of(store, row.a).get((row.a, row.b)),
        proposals=proposals_of(store, row.a).get((row.a, row.b), ()),
    )


def _places(side: ComparedText, words: str) -> Iterator[TextPlace]:
    for field in ("title", "content"):
        for match in re.finditer(re.escape(words), getattr(side, field)):
            yield TextPlace(field=field, start=match.start(), end=match.end())


def _clause(side: ComparedText, text: str) -> Clause:
    return Clause(text=text, place=next(_places(side, text), None))


def _rival(store: Store, said: Mapping[str, Any]) -> NearestRival:
    return NearestRival(
        measure=said["measure"],
        title=measure_facts(store, said["measure"]).title,
        to=said["to"],
        score=said["score"],
        separates=tuple(Lead(**one) for one in said.get("separates", ())),
    )


def _run(row: _Row) -> MadeIn | None:
    if row.run is None:
        return None
    return MadeIn(
        run=row.run,
        weights=str(row.weights),
        weights_sha256=str(row.weights_sha256).lower(),
        model=row.model,
        inputs_sha256=str(row.inputs_sha256).lower(),
        ended=str(row.ended),
        documents=tuple(unquote(one.removeprefix(f"{ID}document/")) for one in row.documents or ()),
    )
