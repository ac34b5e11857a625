"""What a score is made of: weights of features, lines, and how many candidates are looked at."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from graph.links.encoder import Encoder
from graph.links.features import Floats
from ontology.model import Grade

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
    share: float
    """What share of the candidates was comparable where the weights were fitted; see `graph.links.density`."""
    usual: int
    """How many candidates of that share are put to those of a document: the more, the less sure scores are."""

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
    """The scorers that ship with the project: `with_tuned_model`, `with_model` and `without_model`."""
    data = tomllib.loads(files("graph.links").joinpath("weights.toml").read_text("utf-8"))
    return {
        name: Weights(
            name,
            one["intercept"],
            one["line"],
            {Grade(grade): line for grade, line in one["grades"].items()},
            one["weights"],
            one["share"],
            one["usual"],
        )
        for name, one in data.items()
    }


def scorer_for(encoder: Encoder | None) -> Weights:
    """The scorer that goes with an encoder, or with none."""
    if encoder is None:
        return scorers()["without_model"]
    return scorers()["with_tuned_model" if encoder.tuned else "with_model"]
