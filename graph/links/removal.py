"""Which clauses of two texts carry the grade of their link: the comparison is made anew without them.

Shortened texts stand beside all others while they are compared, so that rarity and common directions go by very nearly
the same texts; what a clause counts is the difference that its removal makes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import expit, logit

from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, MeasureText, Pairs
from graph.links.scorer import Weights
from ontology.model import Grade

MOST: Final = 12
"""Clauses that are taken out together at the most."""

Cut = tuple[int, str]
"""A clause of the first (0) or the second (1) text."""


@dataclass(frozen=True)
class ClauseRemoval:
    """Clauses without which a pair has another grade."""

    a: tuple[str, ...]
    """Clauses of the first text."""
    b: tuple[str, ...]
    score: float
    grade: Grade | None
    """The grade that is left; None where not even related is."""


def clause_removal(
    texts: Sequence[MeasureText], encoder: Encoder | None, scorer: Weights, pair: tuple[str, str], score: float
) -> ClauseRemoval | None:
    """The clauses whose removal changes the grade of a pair that has the given score, titles left alone.

    One clause where one is enough, then the most telling ones together, each by what it does alone; None where no
    number of them up to `MOST` changes it. `texts` are all that were compared.
    """
    own = {one.id: one for one in texts}
    sides = own[pair[0]], own[pair[1]]
    cuts = [(side, clause) for side, text in enumerate(sides) for clause in text.clauses if _cut(text, [clause])]
    if not cuts or scorer.grade(score) is None:
        return None
    alone = _without(texts, encoder, scorer, sides, [[one] for one in cuts])
    order = np.argsort(alone, kind="stable")
    several = [[cuts[n] for n in order[:count]] for count in range(2, min(MOST, len(cuts)) + 1)]
    lost = _found(scorer, score, [cuts[order[0]]], float(alone[order[0]]))
    if lost is not None:
        return lost
    together = _without(texts, encoder, scorer, sides, several)
    found = (_found(scorer, score, one, float(change)) for one, change in zip(several, together, strict=True))
    return next((one for one in found if one is not None), None)


def _found(scorer: Weights, score: float, cut: Sequence[Cut], change: float) -> ClauseRemoval | None:
    left = round(float(expit(logit(np.clip(score, 1e-6, 1 - 1e-6)) + change)), 6)
    grade = scorer.grade(left)
    if grade is scorer.grade(score):
        return None
    first, second = (tuple(clause for side, clause in cut if side == wanted) for wanted in (0, 1))
    return ClauseRemoval(first, second, left, grade)


def _without(
    texts: Sequence[MeasureText],
    encoder: Encoder | None,
    scorer: Weights,
    sides: tuple[MeasureText, MeasureText],
    several: Sequence[Sequence[Cut]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """By how much each set of cuts changes the log-odds."""
    if not several:
        return np.zeros(0)
    at = {one.id: n for n, one in enumerate(texts)}
    extended, ends = list(texts), [tuple(at[one.id] for one in sides)]
    for cut in several:
        places = []
        for side, text in enumerate(sides):
            gone = [clause for where, clause in cut if where == side]
            places.append(len(extended) if gone else at[text.id])
            if gone:
                extended.append(_cut(text, gone) or text)
        ends.append(tuple(places))
    first, second = np.array(ends, np.int64).T
    values = FeatureSpace(extended, encoder).values(Pairs(first, second), tuple(scorer.weights))
    odds = scorer.odds(values)
    changes: np.ndarray[tuple[int], np.dtype[np.float64]] = odds[1:] - odds[0]
    return changes


def _cut(text: MeasureText, clauses: Sequence[str]) -> MeasureText | None:
    """The text without some clauses of its content; None where that leaves nothing or a clause is not of the content."""
    content = text.content
    for clause in clauses:
        if clause not in content:
            return None
        content = content.replace(clause, "", 1)
    return replace(text, content=content) if any(letter.isalnum() for letter in content) else None
