"""What two measures have in common, as a visible list of features.

Each feature gives a number between 0 and 1, or None where it could not be had (no model): missing is a level of
its own and never evidence against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from graph.links.encoder import Encoder, Vectors

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeasureText:
    """The words of a measure that links are made from."""

    id: str
    document: str
    title: str
    content: str

    @property
    def whole(self) -> str:
        """Title and content, the title once."""
        return self.content if self.content.startswith(self.title) else f"{self.title}。{self.content}"


FEATURES: dict[str, str] = {
    "words": "cosine between the whole texts as weighted single characters and pairs of characters",
    "title_share": "weighted share of one title's character pairs that the other text holds, the better direction",
    "title_content": "cosine between one title and the other content by character pairs, the worse direction",
    "meaning": "cosine between sentence vectors of the whole texts",
    "title_meaning": "cosine between sentence vectors of the titles",
}
"""Name → what it measures, in the order in which explanations show them."""


@dataclass(frozen=True)
class FeatureSpace:
    """All measures to be linked, ready to be compared with one another."""

    texts: Sequence[MeasureText]
    encoder: Encoder | None

    @cached_property
    def _vectorizer(self) -> TfidfVectorizer:
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
        vectorizer.fit([one.whole for one in self.texts])
        return vectorizer

    @cached_property
    def _whole(self) -> csr_matrix:
        return csr_matrix(self._vectorizer.transform([one.whole for one in self.texts]))

    @cached_property
    def _titles(self) -> csr_matrix:
        return csr_matrix(self._vectorizer.transform([one.title for one in self.texts]))

    @cached_property
    def _contents(self) -> csr_matrix:
        return csr_matrix(self._vectorizer.transform([one.content for one in self.texts]))

    @cached_property
    def _meanings(self) -> Vectors | None:
        return None if self.encoder is None else self.encoder.encode([one.whole for one in self.texts])

    @cached_property
    def _title_meanings(self) -> Vectors | None:
        return None if self.encoder is None else self.encoder.encode([one.title for one in self.texts])

    def tables(self) -> dict[str, Matrix | None]:
        """For each feature its symmetric table, shape (texts, texts); None where it could not be had."""
        words = _dense(self._whole @ self._whole.T)
        share = self._title_share()
        crossed = _dense(self._titles @ self._contents.T)
        return {
            "words": words,
            "title_share": np.maximum(share, share.T),
            "title_content": np.minimum(crossed, crossed.T),
            "meaning": _cosines(self._meanings),
            "title_meaning": _cosines(self._title_meanings),
        }

    def _title_share(self) -> Matrix:
        """Row i, column j: how much of title i's weight text j holds."""
        pairs = np.array([len(term) == 2 for term in self._vectorizer.get_feature_names_out()])
        weights = np.where(pairs, np.asarray(self._vectorizer.idf_) ** 2, 0.0)
        titles = (self._titles > 0).astype(np.float64).multiply(weights)
        held = (self._whole > 0).astype(np.float64)
        total = np.asarray(titles.sum(axis=1)).ravel()
        share: Matrix = _dense(csr_matrix(titles) @ held.T) / np.maximum(total, 1e-9)[:, None]
        return share

    @cached_property
    def _weight(self) -> dict[str, float]:
        names = self._vectorizer.get_feature_names_out()
        return {name: float(idf) for name, idf in zip(names, self._vectorizer.idf_, strict=True)}

    def shared_words(self, i: int, j: int, most: int = 8) -> tuple[str, ...]:
        """The longest stretches that both texts hold, those with the rarest characters first."""
        runs = common_runs(self.texts[i].whole.lower(), self.texts[j].whole.lower())
        weight = {run: sum(self._weight.get(run[k : k + 2], 0.0) for k in range(len(run) - 1)) for run in runs}
        chosen: list[str] = []
        for run in sorted(weight, key=lambda run: (-weight[run], run)):
            if not any(run in other for other in chosen):
                chosen.append(run)
        return tuple(chosen[:most])


def common_runs(first: str, second: str) -> set[str]:
    """Every maximal stretch of letters and digits, two characters or more, that stands in both texts."""
    runs = set()
    start, end = 0, 0
    while start < len(first):
        end = max(end, start)
        while end < len(first) and first[end].isalnum() and first[start : end + 1] in second:
            end += 1
        if end - start >= 2:
            runs.add(first[start:end])
        start = end if end - start >= 2 and (end == len(first) or not first[end].isalnum()) else start + 1
    return runs


def _dense(matrix: csr_matrix) -> Matrix:
    return np.asarray(matrix.todense(), np.float64)


def _cosines(vectors: Vectors | None) -> Matrix | None:
    return None if vectors is None else np.clip(np.asarray(vectors @ vectors.T, np.float64), 0.0, 1.0)
