"""How much two texts say the same, pair of characters by pair of characters (late interaction, MaxSim).

After Khattab and Zaharia (ColBERT, https://arxiv.org/abs/2004.12832), with every pair of neighbouring characters as a
phrase, so that no segmenter is needed.  What all phrases have in common, their mean and three strongest directions, is
taken out (Mu and Viswanath, All-but-the-top, https://arxiv.org/abs/1702.01417).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.links.encoder import Encoder, Vectors

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

    @classmethod
    def read(cls, texts: Sequence[str], encoder: Encoder) -> PhraseSpace:
        """Encodes texts and lists their phrases."""
        names: list[list[str]] = []
        vectors = []
        for text, (tokens, places) in zip(texts, encoder.encode_tokens(texts), strict=True):
            at = [k for k, (a, b) in enumerate(pairwise(places.tolist())) if b == a + 1 and text[a : a + 2].isalpha()]
            names.append([text[places[k] : places[k] + 2] for k in at])
            wide = tokens.astype(np.float32)
            vectors.append((wide[at] + wide[np.array(at, int) + 1]) / 2)
        found: dict[str, int] = {}
        for own in names:
            for name in set(own):
                found[name] = found.get(name, 0) + 1
        idf = {name: np.log((1 + len(texts)) / (0.5 + count)) for name, count in found.items()}
        weights = np.array([idf[name] ** 2 for own in names for name in own], np.float64)
        ends = np.cumsum([0, *(len(own) for own in names)])
        return cls(_telling(np.concatenate(vectors)), weights, ends)

    def matches(self, first: Integers, second: Integers) -> Floats:
        """For each pair the weighted mean of each phrase's best match in the other text, the mean of both directions."""
        found = np.zeros(len(first))
        for i in np.unique(first):
            at = np.flatnonzero(first == i)
            found[at] = self._of(int(i), second[at].tolist())
        return found

    def _of(self, i: int, others: list[int]) -> list[float]:
        """One text against others, multiplied at once."""
        own = slice(self.ends[i], self.ends[i + 1])
        places = [slice(self.ends[j], self.ends[j + 1]) for j in others]
        near = self.vectors[own] @ np.concatenate([self.vectors[one] for one in places]).T
        bounds = np.cumsum([0, *(one.stop - one.start for one in places)])
        found = []
        for one, start, stop in zip(places, bounds[:-1], bounds[1:], strict=True):
            block = near[:, start:stop]
            if not block.size:
                found.append(0.0)
                continue
            there = _mean(block.max(axis=1), self.weights[own])
            found.append((there + _mean(block.max(axis=0), self.weights[one])) / 2)
        return found


def _mean(nearest: Vectors, weights: Floats) -> float:
    """The weighted mean of best matches, those that are too far away counting as nothing."""
    safe = np.maximum(weights, 1e-9)
    return float(np.where(nearest < LEAST, 0.0, nearest) @ safe / safe.sum())


def _telling(vectors: Vectors) -> Vectors:
    """Vectors without what all have in common, of unit length."""
    if not len(vectors):
        return vectors
    moved = vectors - vectors.mean(axis=0)
    step = max(1, len(moved) // SAMPLE)
    common = np.linalg.eigh(moved[::step].T @ moved[::step])[1][:, -DIRECTIONS:].T
    moved -= (moved @ common.T) @ common
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit
