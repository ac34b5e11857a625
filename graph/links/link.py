"""Comparable measures across documents: candidates, scores, and what each score is made of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Final

import numpy as np

from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, Matrix, MeasureText
from ontology.model import FeatureShare, Link

NEIGHBOURS: Final = 10
"""Candidates kept for each measure and other document pair: readers' comparable pairs were all among ten."""


@dataclass(frozen=True)
class Weights:
    """A scorer: the log-odds are `intercept` plus the sum of weight times feature.

    `line` is the lowest score that is accepted.
    """

    name: str
    intercept: float
    line: float
    weights: Mapping[str, float]


@cache
def scorers() -> Mapping[str, Weights]:
    """The scorers that ship with the project: `with_model` and `without_model`."""
    data = tomllib.loads(files("graph.links").joinpath("weights.toml").read_text("utf-8"))
    return {name: Weights(name, one["intercept"], one["line"], one["weights"]) for name, one in data.items()}


def link(texts: Sequence[MeasureText], encoder: Encoder | None) -> tuple[Link, ...]:
    """Links between measures of different documents, the accepted ones and the rejected candidates, by id.

    Candidates are each measure's `NEIGHBOURS` best-scored measures of other documents.  Without an encoder the
    score is made from words alone.
    """
    ordered = sorted(texts, key=lambda one: one.id)
    if len({one.document for one in ordered}) < 2:
        return ()
    scorer = scorers()["without_model" if encoder is None else "with_model"]
    space = FeatureSpace(ordered, encoder)
    tables = {name: table for name, table in space.tables().items() if name in scorer.weights}
    odds = np.full((len(ordered), len(ordered)), scorer.intercept)
    for name, table in tables.items():
        if table is not None:
            odds += scorer.weights[name] * table
    rule = f"{scorer.name}; {encoder.name}" if encoder is not None else scorer.name
    return tuple(
        _link(space, i, j, tables, scorer, rule) for i, j in _candidates(odds, [one.document for one in ordered])
    )


def _candidates(odds: Matrix, documents: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (i, j), i before j, where one is among the other's best in some other document."""
    names = np.array(documents)
    ranked = np.where(names[:, None] == names[None, :], -np.inf, odds)
    best = np.argsort(-ranked, axis=1, kind="stable")[:, :NEIGHBOURS]
    pairs = {(min(i, int(j)), max(i, int(j))) for i, row in enumerate(best) for j in row if np.isfinite(ranked[i, j])}
    return sorted(pairs)


def _link(space: FeatureSpace, i: int, j: int, tables: Mapping[str, Matrix | None], scorer: Weights, rule: str) -> Link:
    shares = []
    for name, weight in scorer.weights.items():
        table = tables.get(name)
        value = None if table is None else round(float(table[i, j]), 6)
        shares.append(FeatureShare(name, value, 0.0 if value is None else round(weight * value, 6)))
    score = round(1 / (1 + exp(-(scorer.intercept + sum(one.share for one in shares)))), 6)
    a, b = space.texts[i], space.texts[j]
    return Link(a.id, b.id, score, score >= scorer.line, tuple(shares), space.shared_words(i, j), rule)
