"""Comparable measures across documents: candidates, scores, and what each score is made of."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from scipy.special import expit

from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, Floats, MeasureText, Pairs
from ontology.model import FeatureShare, Grade, Link, Removal, Rival, Separation

NEIGHBOURS: Final = 10
"""Candidates kept for each measure: readers' comparable pairs were all among ten."""
NEAREST: Final = 30
"""Candidates that are looked at for each measure in each respect, before they are scored."""


@dataclass(frozen=True)
class Weights:
    """A scorer: the log-odds are `intercept` plus the sum of weight times feature."""

    name: str
    intercept: float
    line: float
    """The lowest score that is accepted."""
    grades: Mapping[Grade, float]
    """The lowest score of each grade."""
    weights: Mapping[str, float]

    def odds(self, values: Mapping[str, Floats]) -> Floats:
        """The log-odds of pairs; a feature that could not be had adds nothing."""
        shares = [weight * np.nan_to_num(values[name]) for name, weight in self.weights.items()]
        total: Floats = self.intercept + np.sum(shares, axis=0)
        return total

    def grade(self, score: float) -> Grade | None:
        """The highest grade whose line the score reaches; None where it reaches none."""
        return next((one for one in Grade if score >= self.grades[one]), None)


@cache
def scorers() -> Mapping[str, Weights]:
    """The scorers that ship with the project: `with_model` and `without_model`."""
    data = tomllib.loads(files("graph.links").joinpath("weights.toml").read_text("utf-8"))
    return {
        name: Weights(
            name,
            one["intercept"],
            one["line"],
            {Grade(grade): line for grade, line in one["grades"].items()},
            one["weights"],
        )
        for name, one in data.items()
    }


def scorer_for(encoder: Encoder | None) -> Weights:
    """The scorer that goes with an encoder, or with none."""
    return scorers()["without_model" if encoder is None else "with_model"]


def link(texts: Sequence[MeasureText], encoder: Encoder | None, scorer: Weights | None = None) -> tuple[Link, ...]:
    """Links between measures of different documents, the accepted ones and the rejected candidates, by id.

    Candidates are each measure's `NEIGHBOURS` best-scored measures of other documents.  Without an encoder the
    score is made from words and mechanisms alone.
    """
    ordered = sorted(texts, key=lambda one: one.id)
    if len({one.document for one in ordered}) < 2:
        return ()
    scorer = scorer or scorer_for(encoder)
    space = FeatureSpace(ordered, encoder)
    pairs = space.candidates(NEAREST)
    if not len(pairs):
        return ()
    values = space.values(pairs, tuple(scorer.weights))
    kept = _best(pairs, scorer.odds(values))
    rule = f"{scorer.name}; {encoder.name}" if encoder is not None else scorer.name
    return _with_rivals(
        [_link(space, pairs, n, {name: column[n] for name, column in values.items()}, scorer, rule) for n in kept]
    )


def _best(pairs: Pairs, odds: Floats) -> list[int]:
    """Which pairs are among the best of one of their measures, by ids."""
    own: dict[int, list[int]] = defaultdict(list)
    for n in np.argsort(-odds, kind="stable").tolist():
        for side in (int(pairs.first[n]), int(pairs.second[n])):
            if len(own[side]) < NEIGHBOURS:
                own[side].append(n)
    return sorted({n for best in own.values() for n in best})


def _link(space: FeatureSpace, pairs: Pairs, n: int, values: Mapping[str, float], scorer: Weights, rule: str) -> Link:
    shares = []
    for name, weight in scorer.weights.items():
        value = None if np.isnan(values[name]) else round(float(values[name]), 6)
        shares.append(FeatureShare(name, value, 0.0 if value is None else round(weight * value, 6)))
    score = _score(shares, scorer)
    i, j = int(pairs.first[n]), int(pairs.second[n])
    grade = scorer.grade(score)
    return Link(
        space.texts[i].id,
        space.texts[j].id,
        score,
        score >= scorer.line,
        tuple(shares),
        space.shared_words(i, j),
        rule,
        grade,
        space.aligned(i, j),
        removal=None if grade is None else removal(shares, scorer),
    )


def removal(shares: Sequence[FeatureShare], scorer: Weights) -> Removal | None:
    """The smallest set of features without which the pair would have another grade; None where none is left to take.

    No weight is below 0, so that taking the greatest share first needs the fewest.
    """
    before = scorer.grade(_score(shares, scorer))
    left = sorted(shares, key=lambda one: (-one.share, one.name))
    taken: list[str] = []
    while left and left[0].share > 0:
        taken.append(left.pop(0).name)
        score = _score(left, scorer)
        if scorer.grade(score) is not before:
            return Removal(tuple(taken), score, scorer.grade(score))
    return None


def _score(shares: Sequence[FeatureShare], scorer: Weights) -> float:
    return round(float(expit(scorer.intercept + sum(one.share for one in shares))), 6)


def _with_rivals(links: Sequence[Link]) -> tuple[Link, ...]:
    """Each accepted link with the best rejected one that shares a measure with it."""
    rejected: dict[str, Link] = {}
    for one in sorted(links, key=lambda one: (-one.score, one.a, one.b)):
        if not one.accepted:
            rejected.setdefault(one.a, one)
            rejected.setdefault(one.b, one)
    return tuple(replace(one, rival=_rival(one, rejected)) if one.accepted else one for one in links)


def _rival(link: Link, rejected: Mapping[str, Link]) -> Rival | None:
    beside = [(other, to) for to in (link.a, link.b) if (other := rejected.get(to)) is not None]
    if not beside:
        return None
    other, to = max(beside, key=lambda pair: (pair[0].score, pair[1]))
    leads = sorted(
        ((own.share - its.share, own.name) for own, its in zip(link.features, other.features, strict=True)),
        reverse=True,
    )
    measure = other.b if other.a == to else other.a
    separates = tuple(Separation(name, round(lead, 6)) for lead, name in leads if lead > 0)
    return Rival(measure, to, other.score, leads[0][1], round(leads[0][0], 6), separates)
