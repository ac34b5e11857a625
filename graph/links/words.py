"""Texts as weighted single characters and pairs of characters (TF-IDF, sublinear, unit length)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.links.ragged import Integers, Ragged, compiled, joined

Floats = npt.NDArray[np.float64]

SPACES: Final = re.compile(r"\s\s+")
WIDTH: Final = 21
"""Bits of a character."""
TOGETHER: Final = 1 << 14
"""Texts that are read at a time: a place among them and a gram fit into one number."""


def grams_of(texts: Sequence[str]) -> Ragged:
    """The characters and pairs of neighbouring characters of each text, in lower case, and how often each stands there.

    A gram is a number, so that it means the same in every table; numbers rise as the grams do in alphabetical order.
    """
    parts = [_grams(texts[at : at + TOGETHER]) for at in range(0, max(len(texts), 1), TOGETHER)]
    return joined(parts)


def _grams(texts: Sequence[str]) -> Ragged:
    folded = [SPACES.sub(" ", text.lower()) for text in texts]
    letters = np.frombuffer("".join(folded).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    row = np.repeat(np.arange(len(texts)), np.array([len(text) for text in folded], np.int64))
    single = letters << WIDTH
    beside = np.flatnonzero(row[1:] == row[:-1])
    pairs = single[beside] | (letters[beside + 1] + 1)
    both = np.concatenate([single | row << 2 * WIDTH, pairs | row[beside] << 2 * WIDTH])
    found, tallies = np.unique(both, return_counts=True)
    return Ragged.of(found >> 2 * WIDTH, len(texts), found & ((1 << 2 * WIDTH) - 1), tallies)


def numbers(grams: Sequence[str]) -> Integers:
    """The numbers of grams of one or two characters."""
    return np.array([(ord(one[0]) << WIDTH) | (ord(one[1]) + 1 if len(one) > 1 else 0) for one in grams], np.int64)


def gram(number: int) -> str:
    """The characters of a gram."""
    second = number & ((1 << WIDTH) - 1)
    return chr(number >> WIDTH) + (chr(second - 1) if second else "")


@dataclass(frozen=True)
class Rarity:
    """How many of some texts hold each gram; one that they don't hold is rarest."""

    texts: int
    grams: Integers
    """Rising."""
    counts: Integers

    @classmethod
    def of(cls, found: Ragged) -> Rarity:
        """What some texts tell."""
        return cls(len(found), *np.unique(found.columns[0], return_counts=True))

    @classmethod
    def told(cls, texts: int, held: Mapping[str, int]) -> Rarity:
        """What was counted."""
        grams, counts = numbers(list(held)), np.array(list(held.values()), np.int64)
        order = np.argsort(grams)
        return cls(texts, grams[order], counts[order])

    @property
    def held(self) -> dict[str, int]:
        """In how many texts each gram stands."""
        return dict(zip(map(gram, self.grams.tolist()), self.counts.tolist(), strict=True))

    def held_by(self, grams: Integers) -> Integers:
        """How many of the texts hold each of some grams."""
        if not len(self.grams):
            return np.zeros(len(grams), np.int64)
        at = np.minimum(np.searchsorted(self.grams, grams), len(self.grams) - 1)
        return np.where(self.grams[at] == grams, self.counts[at], 0)

    def weights(self, grams: Integers) -> Floats:
        """The smoothed idf of grams."""
        idf: Floats = np.log((1 + self.texts) / (1 + self.held_by(grams))) + 1
        return idf


def weighed(found: Ragged, rarity: Rarity) -> Ragged:
    """The grams of texts, and the weight of each; each text of unit length."""
    grams, tallies = found.columns
    row = found.row()
    values = (1 + np.log(tallies.astype(np.float64))) * rarity.weights(grams)
    length = np.sqrt(np.bincount(row, values * values, minlength=len(found)))
    return Ragged(found.ends, (grams, values / length[row]))


def products(a: Ragged, b: Ragged, rows: Integers, others: Integers) -> Floats:
    """The product of row `rows[n]` of one table with row `others[n]` of the other, for each n."""
    out = np.zeros(len(rows))
    _products(a.ends, *a.columns, b.ends, *b.columns, rows, others, out)  # type: ignore[call-arg]
    return out


@compiled
def _products(
    ends: Integers,
    grams: Integers,
    weights: Floats,
    other_ends: Integers,
    other_grams: Integers,
    other_weights: Floats,
    rows: Integers,
    others: Integers,
    out: Floats,
) -> None:
    for n in range(len(rows)):
        p, q = ends[rows[n]], other_ends[others[n]]
        last, other_last = ends[rows[n] + 1], other_ends[others[n] + 1]
        total = 0.0
        while p < last and q < other_last:
            here, there = grams[p], other_grams[q]
            if here == there:
                total += weights[p] * other_weights[q]
            p += here <= there
            q += there <= here
        out[n] = total
