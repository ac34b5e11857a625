"""How much two texts say the same, pair of characters by pair of characters (late interaction, MaxSim).

After Khattab and Zaharia (ColBERT, https://arxiv.org/abs/2004.12832), with every pair of neighbouring characters as a
phrase, so that no segmenter is needed.  What all phrases have in common, their mean and three strongest directions, is
taken out (Mu and Viswanath, All-but-the-top, https://arxiv.org/abs/1702.01417).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh
from threadpoolctl import threadpool_limits

from graph.links.encoder import Encoder, Vectors
from graph.links.ragged import Integers, Ragged, compiled, ends_of
from graph.links.reference import Phrasing

Floats = npt.NDArray[np.float64]

LEAST: Final = 0.35
"""Phrases less alike than this have nothing to do with each other."""
DIRECTIONS: Final = 3
SAMPLE: Final = 4000
"""Phrases from which the common directions are told."""


@dataclass(frozen=True)
class PhraseSpace:
    """The phrases of all texts."""

    phrases: Ragged
    """Of each phrase the unit vector, shape (512,), and its weight, the square of its idf."""
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
        weights = np.array([max(idf[name] ** 2, 1e-9) for own in names for name in own], np.float64)
        ends = ends_of(np.array([len(own) for own in names], np.int64))
        return cls(Ragged(ends, (_telling(every, phrasing), weights)), phrasing)

    def matches(self, first: Integers, second: Integers) -> Floats:
        """For each pair the weighted mean of each phrase's best match in the other text, the mean of both directions.

        A pair's value goes by its two texts alone, to the last bit: pairs are multiplied one by one, each on one
        thread.
        """
        parts = np.array_split(np.arange(len(first)), os.cpu_count() or 1)
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(len(parts)) as workers:
            return np.concatenate([*workers.map(lambda at: self._matches(first[at], second[at]), parts)])

    def _matches(self, first: Integers, second: Integers) -> Floats:
        vectors, weights = self.phrases.columns
        ends = self.phrases.ends
        out = np.zeros(len(first))
        for n, (i, j) in enumerate(
            zip(np.minimum(first, second).tolist(), np.maximum(first, second).tolist(), strict=True)
        ):
            one, other = slice(ends[i], ends[i + 1]), slice(ends[j], ends[j + 1])
            near = vectors[one] @ vectors[other].T
            if near.size:
                out[n] = _mean(near, weights[one], weights[other])
        return out


@compiled
def _mean(near: Vectors, weights: Floats, other_weights: Floats) -> float:
    """The weighted mean of best matches, in both directions; those that are too far away count as nothing."""
    best = np.full(near.shape[1], np.float32(0.0))
    there, total = 0.0, 0.0
    for i in range(near.shape[0]):
        own = np.float32(0.0)
        for j in range(near.shape[1]):
            own = max(own, near[i, j])
            best[j] = max(best[j], near[i, j])
        there += own * weights[i] if own >= LEAST else 0.0
        total += weights[i]
    back, other_total = 0.0, 0.0
    for j in range(near.shape[1]):
        back += best[j] * other_weights[j] if best[j] >= LEAST else 0.0
        other_total += other_weights[j]
    return (there / total + back / other_total) / 2


def _common(vectors: Vectors) -> tuple[Vectors, Vectors]:
    """The mean of vectors, and the directions that they have most in common."""
    width = vectors.shape[1]
    if not len(vectors):
        return np.zeros(width, vectors.dtype), np.zeros((0, width), vectors.dtype)
    mean = vectors.mean(axis=0)
    moved = vectors[:: max(1, len(vectors) // SAMPLE)] - mean
    with threadpool_limits(1, "blas"):
        common = eigh(moved.T @ moved, subset_by_index=(width - DIRECTIONS, width - 1))[1].T
    return mean, common


def _telling(vectors: Vectors, phrasing: Phrasing) -> Vectors:
    """Vectors without what all have in common, of unit length."""
    moved = vectors - phrasing.mean
    for direction in phrasing.common:
        moved -= (moved * direction).sum(axis=1, keepdims=True) * direction
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit
