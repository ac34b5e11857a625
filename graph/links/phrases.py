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
        return np.array([self._match(i, j) for i, j in zip(first.tolist(), second.tolist(), strict=True)], np.float64)

    def _match(self, i: int, j: int) -> float:
        a, b = slice(self.ends[i], self.ends[i + 1]), slice(self.ends[j], self.ends[j + 1])
        if a.start == a.stop or b.start == b.stop:
            return 0.0
        near = self.vectors[a] @ self.vectors[b].T
        near[near < LEAST] = 0.0
        there = np.average(near.max(axis=1), weights=np.maximum(self.weights[a], 1e-9))
        back = np.average(near.max(axis=0), weights=np.maximum(self.weights[b], 1e-9))
        return float(there + back) / 2


def _telling(vectors: Vectors) -> Vectors:
    """Vectors without what all have in common, of unit length."""
    if not len(vectors):
        return vectors
    moved = vectors - vectors.mean(axis=0)
    step = max(1, len(moved) // SAMPLE)
    common = np.linalg.svd(moved[::step], full_matrices=False)[2][:DIRECTIONS]
    moved -= (moved @ common.T) @ common
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit
