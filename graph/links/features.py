"""What two measures have in common, as a visible list of features.

Each feature gives a number between 0 and 1, or None where it could not be had (no model, no mechanism in a title, no
body): missing is a level of its own and never evidence against.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from graph.links.concepts import ConceptSpace, Named
from graph.links.encoder import Encoder, Vectors
from graph.links.neighbours import RARE, Flags
from graph.links.phrases import PhraseSpace
from graph.links.ragged import Integers, Ragged, compiled, ends_of, joined
from graph.links.reference import Meanings, Reference
from graph.links.words import Rarity, grams_of, numbers, products, weighed

Floats = npt.NDArray[np.float64]

CLAUSE: Final = re.compile(r"[^。；;\n！？]+")
SHORTEST_CLAUSE: Final = 6
"""In characters; what is shorter is a number or a heading."""

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

    def respects(self) -> tuple[tuple[Integers, csr_matrix, Flags], ...]:
        """What candidates are looked for by, words and mechanisms: numbers of columns, unit rows, which columns are rare."""
        named = self.concepts.held if self.reference is None else self.reference.mechanisms
        rare = np.array([named.get(name, 0) <= RARE for name in self.concepts.held], bool)
        grams, columns = np.unique(self._whole.columns[0], return_inverse=True)
        words = csr_matrix((self._whole.columns[1], columns, self._whole.ends), (len(self.texts), len(grams)))
        return (
            (grams, words, self._rarity.held_by(grams) <= RARE),
            (np.arange(len(rare)), self.concepts.profiles, rare),
        )

    def told(self) -> Reference:
        """What these texts tell of rarity, to be kept."""
        meanings = None
        if self._phrase_space is not None and self._means is not None:
            meanings = Meanings(*self._means, self._phrase_space.phrasing)
        functions = Counter(name for one in self.texts for name in set(one.functions))
        model = None if self.encoder is None else self.encoder.name
        held = Rarity.of(self._grams).held
        return Reference(len(self.texts), held, self.concepts.held, functions, meanings, model)

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
        return {name: np.clip(made[name](pairs.first, pairs.second), 0.0, 1.0) for name in names}

    @classmethod
    def of(cls, parts: Sequence[tuple[FeatureSpace, Integers]], order: Integers) -> FeatureSpace:
        """Some texts of other spaces, which go by one reference, in a given order; nothing is read or weighed anew."""
        first = parts[0][0]
        texts = [space.texts[row] for space, rows in parts for row in rows.tolist()]
        found = cls([texts[place] for place in order.tolist()], first.encoder, first.reference)

        def gathered(name: str) -> Ragged:
            return joined([getattr(space, name).take(rows) for space, rows in parts]).take(order)

        def stacked(name: str) -> Vectors:
            stack: Vectors = np.concatenate([getattr(space, name)[rows] for space, rows in parts])[order]
            return stack

        named = Named.of([(space.concepts.named, rows) for space, rows in parts], order)
        made = {name: gathered(name) for name in ("_whole", "_titles", "_contents", "_functions")}
        found.__dict__.update(made, concepts=ConceptSpace(named, first.concepts.reference), _rarity=first._rarity)
        if first.encoder is not None and first._phrase_space is not None:
            phrases = joined([space._phrase_space.phrases.take(rows) for space, rows in parts]).take(order)  # type: ignore[union-attr]
            vectors = {name: stacked(name) for name in ("_meanings", "_title_vectors")}
            space = PhraseSpace(phrases, first._phrase_space.phrasing)
            found.__dict__.update(vectors, _phrase_space=space, _clauses=gathered("_clauses"), _means=first._means)
        return found

    @cached_property
    def concepts(self) -> ConceptSpace:
        """What mechanisms the texts name."""
        reference = None if self.reference is None else (self.reference.texts, self.reference.mechanisms)
        named = Named.read([one.title for one in self.texts], [one.clauses for one in self.texts])
        return ConceptSpace(named, reference)

    # --- words ---------------------------------------------------------------------------------

    @cached_property
    def _grams(self) -> Ragged:
        return grams_of([one.whole for one in self.texts])

    @cached_property
    def _rarity(self) -> Rarity:
        return Rarity.of(self._grams) if self.reference is None else self.reference.rarity

    @cached_property
    def _whole(self) -> Ragged:
        return weighed(self._grams, self._rarity)

    @cached_property
    def _titles(self) -> Ragged:
        return weighed(grams_of([one.title for one in self.texts]), self._rarity)

    @cached_property
    def _contents(self) -> Ragged:
        return weighed(grams_of([one.content for one in self.texts]), self._rarity)

    def _words(self, first: Integers, second: Integers) -> Floats:
        return products(self._whole, self._whole, first, second)

    def _title_content(self, first: Integers, second: Integers) -> Floats:
        there = products(self._titles, self._contents, first, second)
        back = products(self._titles, self._contents, second, first)
        return np.minimum(there, back)

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
    def _encoded(self) -> tuple[Vectors, Vectors] | None:
        """Vectors of titles and of all clauses, as the model gives them."""
        if self.encoder is None:
            return None
        titles = self.encoder.encode([one.title for one in self.texts])
        return titles, self.encoder.encode([clause for one in self.texts for clause in one.clauses])

    @cached_property
    def _means(self) -> tuple[Vectors, Vectors] | None:
        if self._told is not None:
            return self._told.titles, self._told.clauses
        return None if self._encoded is None else (self._encoded[0].mean(axis=0), self._encoded[1].mean(axis=0))

    @cached_property
    def _title_vectors(self) -> Vectors | None:
        return None if self._encoded is None or self._means is None else _centred(self._encoded[0], self._means[0])

    @cached_property
    def _clauses(self) -> Ragged | None:
        """The centred vectors of each text's clauses."""
        if self._encoded is None or self._means is None:
            return None
        ends = ends_of(np.array([len(one.clauses) for one in self.texts], np.int64))
        return Ragged(ends, (_centred(self._encoded[1], self._means[1]),))

    def _phrases(self, first: Integers, second: Integers) -> Floats:
        return _missing(first) if self._phrase_space is None else self._phrase_space.matches(first, second)

    def _meaning(self, first: Integers, second: Integers) -> Floats:
        if self._meanings is None:
            return _missing(first)
        cosines: Floats = np.einsum("pd,pd->p", self._meanings[first], self._meanings[second]).astype(np.float64)
        return cosines

    def _title_clause(self, first: Integers, second: Integers) -> Floats:
        """Pair by pair, so that no value depends on what else is compared."""
        if self._clauses is None or self._title_vectors is None:
            return _missing(first)
        titles, ends, (clauses,) = self._title_vectors, self._clauses.ends, self._clauses.columns
        nearest = np.zeros((2, len(first)))
        with threadpool_limits(1, "blas"):
            for side, (titled, whole) in enumerate(((first, second), (second, first))):
                for n, (i, j) in enumerate(zip(titled.tolist(), whole.tolist(), strict=True)):
                    nearest[side, n] = (clauses[ends[j] : ends[j + 1]] @ titles[i]).max()
        worse: Floats = nearest.min(axis=0)
        return worse

    # --- bodies --------------------------------------------------------------------------------

    @cached_property
    def _functions(self) -> Ragged:
        """The functions of each text's bodies by name, as digests, and how rare each is."""
        held = [(i, name) for i, one in enumerate(self.texts) for name in sorted(set(one.functions))]
        texts, counted = len(self.texts), Counter(name for _, name in held)
        if self.reference is not None:
            texts, counted = self.reference.texts, Counter(self.reference.functions)
        counts = np.array([counted[name] for _, name in held], np.float64)
        rarity = np.log((1 + texts) / (1 + counts)) + 1
        digests = np.array([_digest(name) for _, name in held], np.int64)
        return Ragged.of(np.array([i for i, _ in held], np.int64), len(self.texts), digests, rarity)

    def _agencies(self, first: Integers, second: Integers) -> Floats:
        out = np.empty(len(first))
        _agree(self._functions.ends, *self._functions.columns, first, second, out)  # type: ignore[call-arg]
        return out

    # --- for the eye ---------------------------------------------------------------------------

    def shared_words(self, i: int, j: int, most: int = 8) -> tuple[str, ...]:
        """The longest stretches that both texts hold, those with the rarest characters first."""
        runs = common_runs(self.texts[i].whole.lower(), self.texts[j].whole.lower())
        weight = {run: sum(self._weights([run[k : k + 2] for k in range(len(run) - 1)])) for run in runs}
        chosen: list[str] = []
        for run in sorted(weight, key=lambda run: (-weight[run], run)):
            if not any(run in other for other in chosen):
                chosen.append(run)
        return tuple(chosen[:most])

    def _weights(self, grams: Sequence[str]) -> list[float]:
        found: list[float] = self._rarity.weights(numbers(grams)).tolist()
        return found

    def aligned(self, i: int, j: int) -> tuple[str, str] | None:
        """The clause of each text that names the same object and instrument; without any, the two nearest in meaning.

        None where neither can be had.
        """
        found = self.concepts.aligned(i, j)
        if found is None and self._clauses is not None:
            ends, (clauses,) = self._clauses.ends, self._clauses.columns
            near = clauses[ends[i] : ends[i + 1]] @ clauses[ends[j] : ends[j + 1]].T
            row, column = np.unravel_index(int(near.argmax()), near.shape)
            found = int(row), int(column)
        return None if found is None else (self.texts[i].clauses[found[0]], self.texts[j].clauses[found[1]])


def common_runs(first: str, second: str) -> set[str]:
    """Every maximal stretch of letters and digits, two characters or more, that stands in both texts."""
    runs = set()
    start, end = 0, 0
    there = {second[k : k + 2] for k in range(len(second) - 1)}
    while start < len(first):
        if first[start : start + 2] not in there:
            start += 1
            continue
        end = max(end, start)
        while end < len(first) and first[end].isalnum() and first[start : end + 1] in second:
            end += 1
        if end - start >= 2:
            runs.add(first[start:end])
        start = end if end - start >= 2 and (end == len(first) or not first[end].isalnum()) else start + 1
    return runs


@cache
def _digest(name: str) -> int:
    """A number for a name that is the same everywhere."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


@compiled
def _agree(ends: Integers, names: Integers, weights: Floats, first: Integers, second: Integers, out: Floats) -> None:
    for n in range(len(first)):
        i, j = first[n], second[n]
        total, other, common = 0.0, 0.0, 0.0
        for q in range(ends[j], ends[j + 1]):
            other += weights[q]
        for p in range(ends[i], ends[i + 1]):
            total += weights[p]
            for q in range(ends[j], ends[j + 1]):
                if names[p] == names[q]:
                    common += weights[p]
        share = common / max(total + other - common, 1e-9)
        out[n] = share if total > 0 and other > 0 else np.nan


def _missing(like: Integers) -> Floats:
    return np.full(len(like), np.nan)


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Less what all have in common; unit length."""
    moved = vectors - mean
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit
