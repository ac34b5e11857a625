"""What mechanisms of the reference scheme two measures have in common, in titles, whole texts and clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from graph.links.ragged import Integers, Ragged, compiled, joined
from ontology.mechanisms import find_mechanisms, mechanisms
from ontology.model import MechanismKind

Floats = npt.NDArray[np.float64]
Small = npt.NDArray[np.int32]

TITLE: Final = 2.0
"""What a mention in the title adds to the logarithm of mentions, in a measure's profile."""
FULL: Final = 4.0
"""The weight of object and instrument, in rarities, at which two clauses count as wholly alike."""
OUTSIDE: Final = 0.5
"""How much an instrument counts that a text names but not its title."""
ALIKE: Final = 2.0
"""The weight of common instruments at which two texts count as wholly alike."""


@dataclass(frozen=True)
class Named:
    """The mechanisms that texts name, as their places in the scheme, rising in each list."""

    titles: Ragged
    """What each title names."""
    texts: Ragged
    """What each whole text names, and how often."""
    instruments: Ragged
    """The instruments of each text, and how much each counts."""
    clauses: Ragged
    """The clauses that name an object and an instrument: place of the clause, whether an instrument, mechanism."""

    @classmethod
    def read(cls, titles: Sequence[str], clauses: Sequence[Sequence[str]]) -> Named:
        """From titles, and the clauses of whole texts, the title among them."""
        in_titles, in_texts = _counts([(title,) for title in titles]), _counts(clauses)
        return cls(Ragged(in_titles.ends, in_titles.columns[:1]), in_texts, *_placed(in_titles, in_texts, clauses))

    @classmethod
    def of(cls, parts: Sequence[tuple[Named, Integers]], order: Integers) -> Named:
        """Some texts of several."""
        fields = ("titles", "texts", "instruments", "clauses")
        return cls(*(joined([getattr(one, name).take(rows) for one, rows in parts]).take(order) for name in fields))


@dataclass(frozen=True)
class ConceptSpace:
    """The mechanisms that texts name; rarity goes by the texts themselves, or by those of a reference."""

    named: Named
    reference: tuple[int, Mapping[str, int]] | None = None
    """Number of texts, and how many of them name each mechanism."""

    @cached_property
    def _rarity(self) -> Floats:
        """Of each mechanism: 1 where one text in all names it, towards 0 where every text does."""
        texts, names = (len(self.named.texts), self.held) if self.reference is None else self.reference
        held = np.array([names.get(one.id, 0) for one in mechanisms()])
        rarity: Floats = np.log((1 + texts) / (1 + held)) / np.log(1 + texts)
        return rarity

    @cached_property
    def held(self) -> dict[str, int]:
        """How many of the texts name each mechanism."""
        held = np.bincount(self.named.texts.columns[0], minlength=len(mechanisms()))
        return {one.id: int(count) for one, count in zip(mechanisms(), held, strict=True)}

    @cached_property
    def profiles(self) -> csr_matrix:
        """Each text's mechanisms, weighted, as a unit vector."""
        weighted = _table(self.named.texts).log1p() + TITLE * (_table(self.named.titles) > 0)
        rare = csr_matrix(weighted.multiply(self._rarity**1.5))
        lengths = np.sqrt(np.asarray(rare.multiply(rare).sum(axis=1)).ravel())
        rare.data /= np.repeat(np.where(lengths, lengths, 1), np.diff(rare.indptr))
        return rare

    def title_share(self, first: Integers, second: Integers) -> Floats:
        """How much of each title's mechanisms the other text names, the worse direction.

        Not a number where a title names none.
        """
        return np.minimum(self._title_share(first, second), self._title_share(second, first))

    def title_part(self, first: Integers, second: Integers) -> Floats:
        """How much of one title's mechanisms the other text names, the better direction: one may be part of the other.

        Not a number where neither title names one.
        """
        return np.fmax(self._title_share(first, second), self._title_share(second, first))

    def _title_share(self, titled: Integers, whole: Integers) -> Floats:
        """How much of the title's mechanisms the whole text names; not a number where the title names none."""
        out = np.empty(len(titled))
        titles, texts = self.named.titles, self.named.texts
        _shares(titles.ends, titles.columns[0], texts.ends, texts.columns[0], self._rarity**2, titled, whole, out)
        return out

    def instruments(self, first: Integers, second: Integers) -> Floats:
        """The weight of the instruments that both texts name, in rarities squared; one in a title counts fully.

        Not a number where a text names no instrument.
        """
        out = np.empty(len(first))
        lists = self.named.instruments
        _instruments(lists.ends, *lists.columns, self._rarity**2, first, second, out)  # type: ignore[call-arg]
        return np.minimum(out / ALIKE, 1.0)

    def clause_match(self, first: Integers, second: Integers) -> Floats:
        """The best pair of clauses by object and instrument together; not a number where a text has no such clause."""
        return self._best(first, second)[0]

    def aligned(self, i: int, j: int) -> tuple[int, int] | None:
        """The places of the clauses that name the same object and the same instrument; None where none do."""
        values, places = self._best(np.array([i]), np.array([j]))
        return (int(places[0, 0]), int(places[0, 1])) if values[0] > 0 else None

    def _best(self, first: Integers, second: Integers) -> tuple[Floats, Integers]:
        out, places = np.empty(len(first)), np.zeros((len(first), 2), np.int64)
        lists = self.named.clauses
        _clauses(lists.ends, *lists.columns, self._rarity**1.5, first, second, out, places)  # type: ignore[call-arg]
        return np.minimum(out / FULL, 1.0), places


@lru_cache(maxsize=1 << 18)
def _named(clause: str) -> tuple[tuple[int, bool, bool], ...]:
    """The mechanisms that a clause names, each mention: its place, whether an object, whether an instrument."""
    kinds = ((hit[2].id, hit[2].kind) for hit in find_mechanisms(clause))
    return tuple(
        (_places()[name], kind is MechanismKind.OBJECT, kind is MechanismKind.INSTRUMENT) for name, kind in kinds
    )


@cache
def _places() -> dict[str, int]:
    return {one.id: n for n, one in enumerate(mechanisms())}


def _counts(texts: Sequence[Sequence[str]]) -> Ragged:
    """How often each text names each mechanism."""
    entries: list[tuple[int, int, int]] = []
    for i, clauses in enumerate(texts):
        counted = Counter(place for clause in clauses for place, *_ in _named(clause))
        entries += [(i, place, count) for place, count in sorted(counted.items())]
    rows, places, counts = np.array(entries, np.int64).reshape(-1, 3).T
    return Ragged.of(rows, len(texts), places.astype(np.int32), counts.astype(np.float64))


def _table(lists: Ragged) -> csr_matrix:
    counts = lists.columns[1] if len(lists.columns) > 1 else np.ones(len(lists.columns[0]))
    return csr_matrix((counts, lists.columns[0], lists.ends), (len(lists), len(mechanisms())))


def _placed(titles: Ragged, texts: Ragged, clauses: Sequence[Sequence[str]]) -> tuple[Ragged, Ragged]:
    """The instruments of texts with what each counts, and the clauses with an object and an instrument.

    A text whose clauses name no instrument has none, even where its title is too short for a clause and names one.
    """
    kept = np.array([one.kind is MechanismKind.INSTRUMENT for one in mechanisms()])
    named = csr_matrix(_table(texts)[:, kept] > 0).astype(np.float64)
    place = csr_matrix(named * OUTSIDE + (_table(titles)[:, kept] > 0) * (1 - OUTSIDE))
    place = csr_matrix(place.multiply(np.asarray(named.sum(axis=1)) > 0))
    place.sort_indices()
    instruments = Ragged(
        place.indptr.astype(np.int64), (np.flatnonzero(kept)[place.indices].astype(np.int32), place.data)
    )
    entries: list[tuple[int, int, int, int]] = []
    for i, own in enumerate(clauses):
        for at, clause in enumerate(own):
            hits = _named(clause)
            objects = {mechanism for mechanism, one, _ in hits if one}
            tools = {mechanism for mechanism, _, one in hits if one}
            if objects and tools:
                entries += [(i, at, 0, mechanism) for mechanism in sorted(objects)]
                entries += [(i, at, 1, mechanism) for mechanism in sorted(tools)]
    rows, *columns = np.array(entries, np.int32).reshape(-1, 4).T.copy()
    return instruments, Ragged.of(rows, len(clauses), *columns)


@compiled
def _common(one: Small, p: int, last: int, other: Small, q: int, other_last: int, weights: Floats) -> float:
    """The weight of what two rising stretches have in common."""
    total = 0.0
    while p < last and q < other_last:
        here, there = one[p], other[q]
        if here == there:
            total += weights[here]
        p += here <= there
        q += there <= here
    return total


@compiled
def _shares(
    ends: Integers,
    titles: Small,
    text_ends: Integers,
    texts: Small,
    weights: Floats,
    titled: Integers,
    whole: Integers,
    out: Floats,
) -> None:
    for n in range(len(titled)):
        i, j = titled[n], whole[n]
        total = 0.0
        for p in range(ends[i], ends[i + 1]):
            total += weights[titles[p]]
        named = _common(titles, ends[i], ends[i + 1], texts, text_ends[j], text_ends[j + 1], weights)
        out[n] = named / max(total, 1e-9) if total > 0 else np.nan


@compiled
def _instruments(
    ends: Integers,
    places: Small,
    counts: Floats,
    weights: Floats,
    first: Integers,
    second: Integers,
    out: Floats,
) -> None:
    for n in range(len(first)):
        p, q = ends[first[n]], ends[second[n]]
        last, other_last = ends[first[n] + 1], ends[second[n] + 1]
        total = 0.0 if p < last and q < other_last else np.nan
        while p < last and q < other_last:
            here, there = places[p], places[q]
            if here == there:
                total += counts[p] * weights[here] * counts[q]
            p += here <= there
            q += there <= here
        out[n] = total


@compiled
def _clause(at: int, last: int, places: Small, tools: Small) -> tuple[int, int]:
    """Where the instruments of the clause that begins at an entry begin, and where they end."""
    middle = at
    while middle < last and places[middle] == places[at] and tools[middle] == 0:
        middle += 1
    end = middle
    while end < last and places[end] == places[at]:
        end += 1
    return middle, end


@compiled
def _clauses(
    ends: Integers,
    places: Small,
    tools: Small,
    named: Small,
    weights: Floats,
    first: Integers,
    second: Integers,
    out: Floats,
    at: Integers,
) -> None:
    for n in range(len(first)):
        p, last, other_last = ends[first[n]], ends[first[n] + 1], ends[second[n] + 1]
        best = 0.0 if p < last and ends[second[n]] < other_last else np.nan
        while p < last:
            middle, end = _clause(p, last, places, tools)
            q = ends[second[n]]
            while q < other_last:
                other_middle, other_end = _clause(q, other_last, places, tools)
                objects = _common(named, p, middle, named, q, other_middle, weights)
                if objects > 0:
                    weight = sqrt(objects * _common(named, middle, end, named, other_middle, other_end, weights))
                    if weight > best:
                        best = weight
                        at[n, 0], at[n, 1] = places[p], places[q]
                q = other_end
            p = end
        out[n] = best
