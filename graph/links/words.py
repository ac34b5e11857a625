"""Texts as weighted single characters and pairs of characters (TF-IDF, sublinear, unit length)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

SPACES: Final = re.compile(r"\s\s+")


def grams(text: str) -> list[str]:
    """The characters and pairs of neighbouring characters of a text, in lower case."""
    folded = SPACES.sub(" ", text.lower())
    return [*folded, *map("".join, pairwise(folded))]


def counts(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each gram stands."""
    return Counter(gram for text in texts for gram in set(grams(text)))


@dataclass(frozen=True)
class Words:
    """The grams of some texts, and how rare each is among `texts` texts; one that those don't hold is rarest."""

    vocabulary: Sequence[str]
    """Sorted, so that sums run in one order whatever else is there."""
    texts: int
    held: Mapping[str, int]

    @cached_property
    def held_by(self) -> npt.NDArray[np.int64]:
        """How many of the texts hold each gram."""
        return np.array([self.held.get(gram, 0) for gram in self.vocabulary], np.int64)

    @cached_property
    def weights(self) -> npt.NDArray[np.float64]:
        """The smoothed idf of each gram."""
        idf: npt.NDArray[np.float64] = np.log((1 + self.texts) / (1 + self.held_by)) + 1
        return idf

    @cached_property
    def places(self) -> dict[str, int]:
        """The column of each gram."""
        return {gram: place for place, gram in enumerate(self.vocabulary)}

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """Shape (texts, grams)."""
        columns: list[int] = []
        tallies: list[int] = []
        ends = [0]
        for text in texts:
            tally = Counter(grams(text))
            columns += [self.places.get(gram, -1) for gram in tally]
            tallies += tally.values()
            ends.append(len(columns))
        at = np.array(columns, np.int64)
        known = at >= 0
        row = np.repeat(np.arange(len(texts)), np.diff(ends))[known]
        at = at[known]
        values = (1 + np.log(np.array(tallies, np.float64)[known])) * self.weights[at]
        table = csr_matrix((values, (row, at)), (len(texts), len(self.vocabulary)))
        table.sort_indices()
        length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        table.data /= np.repeat(length, np.diff(table.indptr))
        return table
