"""Why two measures were held comparable or not, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from graph.links.encoder import Encoder
from graph.links.removal import ClauseRemoval, clause_removal
from graph.links.scorer import scorers
from graph.links.store import measure_texts
from graph.store import Store
from ontology.errors import QueryError
from queries.explanation import Explanation

if TYPE_CHECKING:
    from queries.results import JudgementSummary


def without_clauses(store: Store, found: Explanation, encoder: Encoder | None) -> ClauseRemoval | None:
    """The clauses that carry the grade, by comparing anew; takes about as long as linking what the store holds.

    Raises `QueryError` where the link was made with another model than this machine holds.
    """
    name, _, model = found.rule.partition("; ")
    have = "" if encoder is None else encoder.name
    if model != have or name not in scorers():
        raise QueryError(
            f"the link was made by {found.rule}, and this machine has {have or 'no model'}; link again to explain it by clauses"
        )
    return clause_removal(
        measure_texts(store), encoder, scorers()[name], (found.a.measure, found.b.measure), found.score
    )


def in_words(found: Explanation, clauses: ClauseRemoval | None = None) -> str:
    """All of it, a line a fact."""
    return "\n".join(_lines(found, clauses))


def _lines(found: Explanation, clauses: ClauseRemoval | None) -> Iterator[str]:
    yield f"{found.a.measure} {found.a.title}"
    yield f"{found.b.measure} {found.b.title}"
    yield f"score {found.score:.3f}, {'accepted' if found.accepted else 'not accepted'}, grade {found.grade or 'none'}"
    for one in found.features:
        yield f"  {one.name:<16} {'–' if one.value is None else f'{one.value:.3f}':>6}  {one.share:+.3f}"
    yield f"  {'without any':<16} {'':>6}  {found.base:+.3f}"
    if found.clauses is not None:
        yield from (f"clause of {side}: {one.text}" for side, one in zip("ab", found.clauses, strict=True))
    if found.shared:
        yield "in both: " + "、".join(one.text for one in found.shared)
    if found.rival is not None:
        yield f"rival: {found.rival.measure} {found.rival.title}, score {found.rival.score:.3f} with {found.rival.to}"
        yield "  separated by " + ", ".join(f"{one.name} {one.difference:+.2f}" for one in found.rival.separates)
    if found.removal is not None:
        lost = " and ".join(found.removal.features)
        yield f"without {lost}: {found.removal.grade or 'not even related'}, score {found.removal.score:.3f}"
    if clauses is not None:
        yield f"without these clauses: {clauses.grade or 'not even related'}, score {clauses.score:.3f}"
        for side, several in (("a", clauses.a), ("b", clauses.b)):
            yield from (f"  of {side}: {one}" for one in several)
    if found.judgement is not None:
        yield from _judged(found.judgement)
    for said in found.proposals:
        yield f"proposed {said.verdict} by {said.by}, a model: {said.reason}"
    if found.run is not None:
        yield f"made {found.run.ended} by {found.rule}, weights {found.run.weights_sha256[:12]}"


def _judged(judgement: JudgementSummary) -> Sequence[str]:
    return [f"judged {v.verdict} by {v.by}{'' if v.reason is None else ': ' + v.reason}" for v in judgement.voices]
