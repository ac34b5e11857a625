"""How much two texts say the same, pair of characters by pair of characters (late interaction, MaxSim).

After Khattab and Zaharia (ColBERT, https://arxiv.org/abs/2004.12832), with every pair of neighbouring characters as a
phrase, so that no segmenter is needed.  What all phrases have in common, their mean and three strongest directions, is
taken out (Mu and Viswanath, All-but-the-top, https://arxiv.org/abs/1702.01417).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh
from threadpoolctl import threadpool_limits

from graph.links.encoder import Encoder, Vectors
from graph.links.reference import Phrasing

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LEAST: Final = 0.35
"""Phrases less alike than this have nothing to do with each other."""
DIRECTIONS: Final = 3
SAMPLE: Final = 4000
"""Phrases from which the common directions are told."""


@dataclass(frozen=True)
class PhraseSpace:
    """The phrases of all texts, one after another."""

    vectors: Vectors
    """Unit vectors, shape (phrases, 512)."""
    weights: Floats
    """The square of each phrase's idf."""
    ends: Integers
    """Text i has the phrases from `ends[i]` up to `ends[i + 1]`."""
    phrasing: Phrasing
    """What rarity and likeness go by."""

    @classmethod
    def read(cls, texts: Sequence[str], encoder: Encoder, phrasing: Phrasing | None = None) -> PhraseSpace:
        """Encodes texts and lists their phrases; rarity goes by the texts themselves, or by a reference."""
        names: list[list[str]] = []
        vectors = []
        for text, (tokens, places) in zip(texts, encoder.encode_tokens(texts), strict=True):
            at = [k for k, (a, b) in enumerate(pairwise(places.tolist())) if b == a + 1 and text[a : a + 2].isalpha()]
            names.append([text[places[k] : places[k] + 2] for k in at])
            wide = tokens.astype(np.float32)
            vectors.append((wide[at] + wide[np.array(at, int) + 1]) / 2)
        every = np.concatenate(vectors)
        if phrasing is None:
            found = Counter(name for own in names for name in set(own))
            phrasing = Phrasing(len(texts), found, *_common(every))
        idf = {name: np.log((1 + phrasing.texts) / (0.5 + phrasing.held.get(name, 0))) for own in names for name in own}
        weights = np.array([idf[name] ** 2 for own in names for name in own], np.float64)
        ends = np.cumsum([0, *(len(own) for own in names)])
        return cls(_telling(every, phrasing), weights, ends, phrasing)

    def matches(self, first: Integers, second: Integers) -> Floats:
        """For each pair the weighted mean of each phrase's best match in the other text, the mean of both directions.

        A pair's value goes by its two texts alone, to the last bit: pairs are multiplied one by one, on one thread.
        """
        with threadpool_limits(1, "blas"):
            return np.array([self._match(i, j) for i, j in zip(first.tolist(), second.tolist(), strict=True)])

    def _match(self, i: int, j: int) -> float:
        one, other = (slice(self.ends[n], self.ends[n + 1]) for n in sorted((i, j)))
        near = self.vectors[one] @ self.vectors[other].T
        if not near.size:
            return 0.0
        there = _mean(near.max(axis=1), self.weights[one])
        return (there + _mean(near.max(axis=0), self.weights[other])) / 2


def _mean(nearest: Vectors, weights: Floats) -> float:
    """The weighted mean of best matches, those that are too far away counting as nothing."""
    safe = np.maximum(weights, 1e-9)
    return float(np.where(nearest < LEAST, 0.0, nearest) @ safe / safe.sum())


def _common(vectors: Vectors) -> tuple[Vectors, Vectors]:
    """The mean of vectors, and the directions that they have most in common."""
    width = vectors.shape[1]
    if not len(vectors):
        return np.zeros(width, vectors.dtype), np.zeros((0, width), vectors.dtype)
    mean = vectors.mean(axis=0)
    moved = vectors[:: max(1, len(vectors) // SAMPLE)] - mean
    common = eigh(moved.T @ moved, subset_by_index=(width - DIRECTIONS, width - 1))[1].T
    return mean, common


def _telling(vectors: Vectors, phrasing: Phrasing) -> Vectors:
    """Vectors without what all have in common, of unit length."""
    moved = vectors - phrasing.mean
    for direction in phrasing.common:
        moved -= (moved * direction).sum(axis=1, keepdims=True) * direction
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit
