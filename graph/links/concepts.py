"""What mechanisms of the reference scheme two measures have in common, in titles, whole texts and clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from ontology.mechanisms import find_mechanisms, mechanisms
from ontology.model import MechanismKind

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

TITLE: Final = 2.0
"""What a mention in the title adds to the logarithm of mentions, in a measure's profile."""
FULL: Final = 4.0
"""The weight of object and instrument, in rarities, at which two clauses count as wholly alike."""
OUTSIDE: Final = 0.5
"""How much an instrument counts that a text names but not its title."""
ALIKE: Final = 2.0
"""The weight of common instruments at which two texts count as wholly alike."""


@dataclass(frozen=True)
class ConceptSpace:
    """The mechanisms that texts name; rarity goes by the texts themselves, or by those of a reference."""

    titles: Sequence[str]
    clauses: Sequence[Sequence[str]]
    """The clauses of each whole text, the title among them."""
    reference: tuple[int, Mapping[str, int]] | None = None
    """Number of texts, and how many of them name each mechanism."""

    @cached_property
    def _in_titles(self) -> csr_matrix:
        return _counts([(title,) for title in self.titles])

    @cached_property
    def _in_texts(self) -> csr_matrix:
        return _counts(self.clauses)

    @cached_property
    def _rarity(self) -> Floats:
        """Of each mechanism: 1 where one text in all names it, towards 0 where every text does."""
        texts, names = (len(self.titles), self.held) if self.reference is None else self.reference
        held = np.array([names.get(one.id, 0) for one in mechanisms()])
        rarity: Floats = np.log((1 + texts) / (1 + held)) / np.log(1 + texts)
        return rarity

    @cached_property
    def held(self) -> dict[str, int]:
        """How many of the texts name each mechanism."""
        held = np.asarray((self._in_texts > 0).sum(axis=0)).ravel()
        return {one.id: int(count) for one, count in zip(mechanisms(), held, strict=True)}

    @cached_property
    def profiles(self) -> csr_matrix:
        """Each text's mechanisms, weighted, as a unit vector."""
        weighted = self._in_texts.log1p() + TITLE * (self._in_titles > 0)
        return csr_matrix(normalize(csr_matrix(weighted.multiply(self._rarity**1.5))))

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
        titles = csr_matrix((self._in_titles > 0).multiply(self._rarity**2))
        texts = csr_matrix(self._in_texts > 0).astype(np.float64)
        total = np.asarray(titles.sum(axis=1)).ravel()[titled]
        named = np.asarray(titles[titled].multiply(texts[whole]).sum(axis=1)).ravel()
        return np.where(total > 0, named / np.maximum(total, 1e-9), np.nan)

    def instruments(self, first: Integers, second: Integers) -> Floats:
        """The weight of the instruments that both texts name, in rarities squared; one in a title counts fully.

        Not a number where a text names no instrument.
        """
        kept = np.array([one.kind is MechanismKind.INSTRUMENT for one in mechanisms()])
        named = csr_matrix(self._in_texts[:, kept] > 0).astype(np.float64)
        place = csr_matrix(named * OUTSIDE + (self._in_titles[:, kept] > 0) * (1 - OUTSIDE))
        weighted = csr_matrix(place.multiply(self._rarity[kept] ** 2))
        common = np.asarray(weighted[first].multiply(place[second]).sum(axis=1)).ravel()
        any_named = np.asarray(named.sum(axis=1)).ravel() > 0
        return np.where(any_named[first] & any_named[second], np.minimum(common / ALIKE, 1.0), np.nan)

    def clause_match(self, first: Integers, second: Integers) -> Floats:
        """The best pair of clauses by object and instrument together; not a number where a text has no such clause."""
        pairs = zip(first.tolist(), second.tolist(), strict=True)
        return np.array([self._best(i, j)[0] for i, j in pairs], np.float64)

    def aligned(self, i: int, j: int) -> tuple[int, int] | None:
        """The places of the clauses that name the same object and the same instrument; None where none do."""
        value, clauses = self._best(i, j)
        return clauses if value > 0 else None

    def _best(self, i: int, j: int) -> tuple[float, tuple[int, int]]:
        if not self._clauses[i] or not self._clauses[j]:
            return float("nan"), (0, 0)
        best, at = 0.0, (0, 0)
        for p, objects, instruments in self._clauses[i]:
            for q, other_objects, other_instruments in self._clauses[j]:
                if not (common := objects & other_objects) or not (tools := instruments & other_instruments):
                    continue
                weight = sqrt(sum(self._weights[k] for k in common) * sum(self._weights[k] for k in tools))
                if weight > best:
                    best, at = weight, (p, q)
        return min(best / FULL, 1.0), at

    @cached_property
    def _weights(self) -> dict[str, float]:
        return {one.id: float(w) for one, w in zip(mechanisms(), self._rarity**1.5, strict=True)}

    @cached_property
    def _clauses(self) -> list[list[tuple[int, frozenset[str], frozenset[str]]]]:
        """For each text the clauses that name an object and an instrument: place, objects, instruments."""
        found = []
        for clauses in self.clauses:
            own = []
            for place, clause in enumerate(clauses):
                hits = _named(clause)
                objects = frozenset(name for name, kind in hits if kind is MechanismKind.OBJECT)
                instruments = frozenset(name for name, kind in hits if kind is MechanismKind.INSTRUMENT)
                if objects and instruments:
                    own.append((place, objects, instruments))
            found.append(own)
        return found


@lru_cache(maxsize=1 << 20)
def _named(clause: str) -> tuple[tuple[str, MechanismKind], ...]:
    """The mechanisms that a clause names, each mention; found once for each clause."""
    return tuple((hit[2].id, hit[2].kind) for hit in find_mechanisms(clause))


def _counts(texts: Sequence[Sequence[str]]) -> csr_matrix:
    """How often each text names each mechanism, shape (texts, mechanisms)."""
    place = {one.id: n for n, one in enumerate(mechanisms())}
    entries = []
    for i, clauses in enumerate(texts):
        counted = Counter(name for clause in clauses for name, _ in _named(clause))
        entries += [(i, place[name], count) for name, count in sorted(counted.items())]
    rows, columns, counts = np.array(entries, np.int64).reshape(-1, 3).T
    return csr_matrix((counts.astype(np.float64), (rows, columns)), (len(texts), len(place)))
