"""What two measures have in common, as a visible list of features.

Each feature gives a number between 0 and 1, or None where it could not be had (no model, no mechanism in a title, no
body): missing is a level of its own and never evidence against.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from graph.links.concepts import ConceptSpace
from graph.links.encoder import Encoder, Vectors
from graph.links.neighbours import RARE, Flags
from graph.links.phrases import PhraseSpace
from graph.links.reference import Meanings, Reference
from graph.links.words import Words, counts

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

CLAUSE: Final = re.compile(r"[^。；;\n！？]+")
SHORTEST_CLAUSE: Final = 6
"""In characters; what is shorter is a number or a heading."""
TOGETHER: Final = 20_000
"""Pairs whose features are told at a time."""

FEATURES: Final[Mapping[str, str]] = {
    "phrases": "how much of the weight of each text's pairs of characters the other says too, by token vectors",
    "title_concepts": "weighted share of one title's mechanisms that the other text names, the worse direction",
    "title_part": "weighted share of one title's mechanisms that the other text names, the better direction",
    "instruments": "instruments that both texts name, by how rare they are, those in titles counting fully",
    "clause_concepts": "object and instrument that one clause of each text names together, by how rare they are",
    "title_clause": "cosine between one title and the nearest clause of the other text, the worse direction",
    "meaning": "cosine between sentence vectors of the whole texts",
    "agencies": "weighted share of common functions among the bodies of both, their places left out",
    "words": "cosine between the whole texts as weighted single characters and pairs of characters",
    "title_content": "cosine between one title and the other content by characters, the worse direction",
}
"""Name → what it measures, in the order in which explanations show them."""


@dataclass(frozen=True, slots=True)
class MeasureText:
    """The words of a measure that links are made from."""

    id: str
    document: str
    title: str
    content: str
    functions: tuple[str, ...] = ()
    """The names of its bodies without their places (市场监督管理局); empty where none is known."""

    @property
    def whole(self) -> str:
        """Title and content, the title once."""
        return self.content if self.content.startswith(self.title) else f"{self.title}。{self.content}"

    @property
    def clauses(self) -> tuple[str, ...]:
        """The sentences and half sentences of the whole; the whole where it has none."""
        found = (one.strip() for one in CLAUSE.findall(self.whole))
        return tuple(one for one in found if len(one) >= SHORTEST_CLAUSE) or (self.whole,)


def function_of(name: str, place: str | None) -> str:
    """A body's name without its place: 市场监督管理局 of 深圳市市场监督管理局, whose twins elsewhere then agree."""
    return name if place is None else name.replace(place, "").replace(place.rstrip("省市"), "") or name


@dataclass(frozen=True)
class Pairs:
    """Pairs of texts by their places, each once, first before second."""

    first: Integers
    second: Integers

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class FeatureSpace:
    """All measures to be linked, ready to be compared with one another."""

    texts: Sequence[MeasureText]
    encoder: Encoder | None
    reference: Reference | None = None
    """What rarity goes by; None for the texts themselves."""

    def respects(self) -> tuple[tuple[Sequence[str], csr_matrix, Flags], ...]:
        """What candidates are looked for by, words and mechanisms: names of columns, unit rows, which columns are rare."""
        named = self.concepts.held if self.reference is None else self.reference.mechanisms
        rare = np.array([named.get(name, 0) <= RARE for name in self.concepts.held], bool)
        return (
            (self._vocabulary.vocabulary, self._whole, self._vocabulary.held_by <= RARE),
            (tuple(self.concepts.held), self.concepts.profiles, rare),
        )

    def told(self) -> Reference:
        """What these texts tell of rarity, to be kept."""
        meanings = None
        if self._phrase_space is not None and self._clauses is not None:
            meanings = Meanings(self._clauses[3], self._clauses[4], self._phrase_space.phrasing)
        functions = Counter(name for one in self.texts for name in set(one.functions))
        model = None if self.encoder is None else self.encoder.name
        return Reference(len(self.texts), self._vocabulary.held, self.concepts.held, functions, meanings, model)

    def values(self, pairs: Pairs, names: Sequence[str]) -> dict[str, Floats]:
        """Each feature's value for every pair; not a number where it could not be had."""
        made = {
            "phrases": self._phrases,
            "title_concepts": self.concepts.title_share,
            "title_part": self.concepts.title_part,
            "instruments": self.concepts.instruments,
            "clause_concepts": self.concepts.clause_match,
            "title_clause": self._title_clause,
            "meaning": self._meaning,
            "agencies": self._agencies,
            "words": self._words,
            "title_content": self._title_content,
        }
        parts = range(0, max(len(pairs), 1), TOGETHER)
        return {
            name: np.concatenate(
                [
                    np.clip(made[name](pairs.first[at : at + TOGETHER], pairs.second[at : at + TOGETHER]), 0.0, 1.0)
                    for at in parts
                ]
            )
            for name in names
        }

    @cached_property
    def concepts(self) -> ConceptSpace:
        """What mechanisms the texts name."""
        reference = None if self.reference is None else (self.reference.texts, self.reference.mechanisms)
        return ConceptSpace([one.title for one in self.texts], [one.clauses for one in self.texts], reference)

    # --- words ---------------------------------------------------------------------------------

    @cached_property
    def _vocabulary(self) -> Words:
        held = counts(one.whole for one in self.texts)
        told = (len(self.texts), held) if self.reference is None else (self.reference.texts, self.reference.grams)
        return Words(sorted(held), *told)

    @cached_property
    def _whole(self) -> csr_matrix:
        return self._vocabulary.rows([one.whole for one in self.texts])

    @cached_property
    def _titles(self) -> csr_matrix:
        return self._vocabulary.rows([one.title for one in self.texts])

    @cached_property
    def _contents(self) -> csr_matrix:
        return self._vocabulary.rows([one.content for one in self.texts])

    def _words(self, first: Integers, second: Integers) -> Floats:
        return row_products(self._whole, self._whole, first, second)

    def _title_content(self, first: Integers, second: Integers) -> Floats:
        there = row_products(self._titles, self._contents, first, second)
        back = row_products(self._titles, self._contents, second, first)
        return np.minimum(there, back)

    def take_words(self, parts: Sequence[tuple[FeatureSpace, Integers, Integers]]) -> None:
        """Takes the weighed words of texts that other spaces hold: each space, the rows there, and the rows here.

        All go by one reference; columns keep the order of the grams, so that sums run as if weighed here.
        """
        if self.reference is None:
            return
        names = sorted(set().union(*(space._grams_at(rows) for space, rows, _ in parts)))
        words = Words(names, self.reference.texts, self.reference.grams)
        order = np.argsort(np.concatenate([here for _, _, here in parts]))
        tables: dict[str, csr_matrix] = {}
        for name in ("_whole", "_titles", "_contents"):
            moved = []
            for space, rows, _ in parts:
                table = getattr(space, name)[rows]
                at = np.zeros(table.shape[1], np.int64)
                held = np.unique(table.indices)
                at[held] = [words.places[space._vocabulary.vocabulary[place]] for place in held.tolist()]
                moved.append(csr_matrix((table.data, at[table.indices], table.indptr), (len(rows), len(names))))
            tables[name] = csr_matrix(vstack(moved, "csr")[order])
            tables[name].sort_indices()
        self.__dict__.update(tables, _vocabulary=words)

    def _grams_at(self, rows: Integers) -> set[str]:
        return {self._vocabulary.vocabulary[place] for place in np.unique(self._whole[rows].indices).tolist()}

    # --- meaning -------------------------------------------------------------------------------

    @cached_property
    def _phrase_space(self) -> PhraseSpace | None:
        if self.encoder is None:
            return None
        phrasing = None if self._told is None else self._told.phrasing
        return PhraseSpace.read([one.whole for one in self.texts], self.encoder, phrasing)

    @property
    def _told(self) -> Meanings | None:
        return None if self.reference is None else self.reference.meanings

    @cached_property
    def _meanings(self) -> Vectors | None:
        if self.encoder is None or self._phrase_space is None:
            return None
        return self.encoder.encode([one.whole for one in self.texts])

    @cached_property
    def _clauses(self) -> tuple[Vectors, Vectors, Integers, Vectors, Vectors] | None:
        """Centred vectors of titles and of all clauses, where each text's clauses begin and end, and both means."""
        if self.encoder is None:
            return None
        clauses = [clause for one in self.texts for clause in one.clauses]
        ends = np.cumsum([0, *(len(one.clauses) for one in self.texts)])
        titles = self.encoder.encode([one.title for one in self.texts])
        vectors = self.encoder.encode(clauses)
        means = (titles.mean(axis=0), vectors.mean(axis=0))
        if self._told is not None:
            means = (self._told.titles, self._told.clauses)
        return _centred(titles, means[0]), _centred(vectors, means[1]), ends, *means

    def _phrases(self, first: Integers, second: Integers) -> Floats:
        return _missing(first) if self._phrase_space is None else self._phrase_space.matches(first, second)

    def _meaning(self, first: Integers, second: Integers) -> Floats:
        if self._meanings is None:
            return _missing(first)
        cosines: Floats = np.einsum("pd,pd->p", self._meanings[first], self._meanings[second]).astype(np.float64)
        return cosines

    def _title_clause(self, first: Integers, second: Integers) -> Floats:
        if self._clauses is None:
            return _missing(first)
        titles, clauses, ends, *_ = self._clauses
        nearest = np.zeros((2, len(first)))
        for side, (titled, whole) in enumerate(((first, second), (second, first))):
            for text in np.unique(whole):
                at = np.flatnonzero(whole == text)
                nearest[side, at] = (titles[titled[at]] @ clauses[ends[text] : ends[text + 1]].T).max(axis=1)
        worse: Floats = nearest.min(axis=0)
        return worse

    # --- bodies --------------------------------------------------------------------------------

    def _agencies(self, first: Integers, second: Integers) -> Floats:
        names = sorted({name for one in self.texts for name in one.functions})
        place = {name: n for n, name in enumerate(names)}
        held = [(i, place[name]) for i, one in enumerate(self.texts) for name in sorted(set(one.functions))]
        if not held:
            return _missing(first)
        rows, columns = np.array(held).T
        table = csr_matrix((np.ones(len(held)), (rows, columns)), (len(self.texts), len(names)))
        texts, counted = len(self.texts), np.bincount(columns, minlength=len(names))
        if self.reference is not None:
            texts, told = self.reference.texts, self.reference.functions
            counted = np.array([told.get(name, 0) for name in names])
        rarity = np.log((1 + texts) / (1 + counted)) + 1
        weighted = csr_matrix(table.multiply(rarity))
        total = np.asarray(weighted.sum(axis=1)).ravel()
        common = row_products(weighted, table, first, second)
        share = common / np.maximum(total[first] + total[second] - common, 1e-9)
        return np.where((total[first] > 0) & (total[second] > 0), share, np.nan)

    # --- for the eye ---------------------------------------------------------------------------

    @cached_property
    def _weight(self) -> dict[str, float]:
        return dict(zip(self._vocabulary.vocabulary, self._vocabulary.weights.tolist(), strict=True))

    def shared_words(self, i: int, j: int, most: int = 8) -> tuple[str, ...]:
        """The longest stretches that both texts hold, those with the rarest characters first."""
        runs = common_runs(self.texts[i].whole.lower(), self.texts[j].whole.lower())
        weight = {run: sum(self._weight.get(run[k : k + 2], 0.0) for k in range(len(run) - 1)) for run in runs}
        chosen: list[str] = []
        for run in sorted(weight, key=lambda run: (-weight[run], run)):
            if not any(run in other for other in chosen):
                chosen.append(run)
        return tuple(chosen[:most])

    def aligned(self, i: int, j: int) -> tuple[str, str] | None:
        """The clause of each text that names the same object and instrument; without any, the two nearest in meaning.

        None where neither can be had.
        """
        found = self.concepts.aligned(i, j)
        if found is None and self._clauses is not None:
            _, clauses, ends, *_ = self._clauses
            near = clauses[ends[i] : ends[i + 1]] @ clauses[ends[j] : ends[j + 1]].T
            row, column = np.unravel_index(int(near.argmax()), near.shape)
            found = int(row), int(column)
        return None if found is None else (self.texts[i].clauses[found[0]], self.texts[j].clauses[found[1]])


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


def row_products(a: csr_matrix, b: csr_matrix, rows: Integers, others: Integers) -> Floats:
    """The product of row `rows[n]` of one table with row `others[n]` of the other, for each n."""
    return np.asarray(a[rows].multiply(b[others]).sum(axis=1), np.float64).ravel()


def _missing(like: Integers) -> Floats:
    return np.full(len(like), np.nan)


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Less what all have in common; unit length."""
    moved = vectors - mean
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit
