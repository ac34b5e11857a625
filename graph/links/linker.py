"""Measures that are linked, to which others can be added at the cost of what is added.

Adding gives what linking all at once would give, in any order of arrival, as long as rarity goes by one reference:
whether two measures are candidates of each other, and how alike they are, then goes by these two and by who else is
there, never by when they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, Floats, Integers, MeasureText, Pairs
from graph.links.neighbours import FIRST, Flags, Near, Rows, merge, nearest, taken
from graph.links.reference import Reference
from graph.links.scorer import NEAREST, NEIGHBOURS, Weights


@dataclass
class Columns:
    """Features by name, numbered as they come."""

    places: dict[str, int] = field(default_factory=dict)
    rare: list[bool] = field(default_factory=list)

    def rows(self, respect: tuple[Sequence[str], csr_matrix, Flags], groups: Sequence[int]) -> Rows:
        """A table whose columns have names, in the numbering of all."""
        names, table, rare = respect
        for name, opens in zip(names, rare.tolist(), strict=True):
            if self.places.setdefault(name, len(self.rare)) == len(self.rare):
                self.rare.append(opens)
        at = np.array([self.places[name] for name in names], np.int64)
        indices = at[table.indices] if len(at) else table.indices
        renamed = csr_matrix((table.data.copy(), indices, table.indptr), (table.shape[0], len(self.rare)))
        return Rows.of(renamed, np.array(self.rare, bool), groups)


@dataclass
class Respect:
    """One respect in which candidates are looked for: the rows that are there, in parts, and what each is near to."""

    columns: Columns = field(default_factory=Columns)
    parts: list[tuple[int, Rows, Near]] = field(default_factory=list)
    """The place of the first row, the rows, and the lists of what they are near to."""
    best: Integers = field(default_factory=lambda: np.zeros((0, NEAREST), np.int64))

    def add(self, rows: Rows, ranks: Integers) -> tuple[Integers, Integers]:
        """Adds rows; gives the pairs that are no longer near, and those that are now, as keys, one for each side."""
        start = len(self.best)
        own = nearest(rows, rows, start)
        found = []
        for first, part, near in self.parts:
            own = merge(own, nearest(rows, part, first), ranks)
            changed = taken(rows, part, near, start, ranks)
            found.append((first + changed, near.part(changed)))
        self.parts.append((start, rows, own))
        found.append((np.arange(start, start + len(rows)), own))
        touched = np.concatenate([places for places, _ in found])
        after = np.concatenate([near.best(NEAREST, ranks) for _, near in found])
        self.best = np.concatenate([self.best, np.full((len(rows), NEAREST), -1, np.int64)])
        gone, come = edges(touched, self.best[touched]), edges(touched, after)
        self.best[touched] = after
        return gone, come


@dataclass
class Linker:
    """The candidates of measures, their log-odds, and which are among the best of one of their measures."""

    encoder: Encoder | None
    scorer: Weights
    reference: Reference | None = None
    """What rarity goes by; None for the texts that come first, to which no others can then be added."""
    texts: list[MeasureText] = field(default_factory=list)
    """As they came; what follows speaks of them by their places here."""
    ranks: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """The place of each by id."""
    keys: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """The candidates, rising: the lower place times 2 ** 32 plus the higher."""
    odds: Floats = field(default_factory=lambda: np.zeros(0))
    space: FeatureSpace | None = None
    """Of the texts that came first."""
    _respects: tuple[Respect, ...] = field(default_factory=lambda: (Respect(), Respect()))
    _spaces: list[tuple[int, FeatureSpace]] = field(default_factory=list)
    """The texts of each batch, whose words have been weighed."""
    _groups: dict[str, int] = field(default_factory=dict)
    _uses: npt.NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    """In how many respects and from how many sides each candidate is near."""
    _best: Flags = field(default_factory=lambda: np.zeros((2, 0), bool))
    """Whether each candidate is among the best of its lower and of its higher place."""

    def add(self, texts: Sequence[MeasureText]) -> None:
        """Links texts with each other and with those that are there.

        Raises `ValueError` where a text is there already, or where there is no reference to add to.
        """
        new = sorted(texts, key=lambda one: one.id)
        known = {one.id for one in self.texts}
        if twice := [one.id for one in new if one.id in known]:
            raise ValueError(f"{twice[0]} is linked already; texts that change are linked by linking all anew")
        if self.texts and self.reference is None:
            raise ValueError("without a reference all must be linked at once")
        if not new:
            return
        space = FeatureSpace(new, self.encoder, self.reference)
        if not self.texts:
            self.space = space
        self._spaces.append((len(self.texts), space))
        self.texts += new
        self.ranks = ranks = _ranks(self.texts)
        groups = [self._groups.setdefault(one.document, len(self._groups)) for one in new]
        changes = [
            respect.add(respect.columns.rows(table, groups), ranks)
            for respect, table in zip(self._respects, space.respects(), strict=True)
        ]
        touched = self._change(*(np.concatenate([one[side] for one in changes]) for side in (0, 1)))
        self._choose(touched, ranks)

    def candidates(self) -> tuple[Pairs, Floats]:
        """All candidates, by ids, with their log-odds."""
        return self._ordered(self.keys, self.odds)

    def kept(self) -> tuple[Pairs, Floats]:
        """The candidates that are among the best of one of their texts, by ids, with their log-odds."""
        held = self._best.any(axis=0)
        return self._ordered(self.keys[held], self.odds[held])

    def space_of(self, pairs: Pairs) -> tuple[FeatureSpace, Pairs]:
        """The texts of pairs ready to be compared, and where the pairs are there."""
        if self.space is not None and len(self.space.texts) == len(self.texts):
            return self.space, pairs
        places = np.unique(np.concatenate([pairs.first, pairs.second]))
        places = places[np.argsort(self.ranks[places])]
        at = np.zeros(len(self.texts), np.int64)
        at[places] = np.arange(len(places))
        space = FeatureSpace([self.texts[place] for place in places.tolist()], self.encoder, self.reference)
        inside = [np.flatnonzero((places >= start) & (places < start + len(one.texts))) for start, one in self._spaces]
        space.take_words([(one, places[at] - start, at) for (start, one), at in zip(self._spaces, inside, strict=True)])
        return space, Pairs(at[pairs.first], at[pairs.second])

    def _change(self, gone: Integers, come: Integers) -> Integers:
        """Takes out candidates that nothing brings any more, scores new ones; gives the places of their texts."""
        near = np.minimum(np.searchsorted(self.keys, come), max(len(self.keys) - 1, 0))
        known = self.keys[near] == come if len(self.keys) else np.zeros(len(come), bool)
        fresh, counts = np.unique(come[~known], return_counts=True)
        odds = self._score(fresh)
        at = np.searchsorted(self.keys, fresh)
        self.keys = np.insert(self.keys, at, fresh)
        self.odds = np.insert(self.odds, at, odds)
        self._uses = np.insert(self._uses, at, counts.astype(np.int8))
        self._best = np.insert(self._best, at, np.False_, axis=1)
        np.add.at(self._uses, np.searchsorted(self.keys, come[known]), 1)
        np.subtract.at(self._uses, np.searchsorted(self.keys, gone), 1)
        held = self._uses > 0
        touched = np.concatenate([fresh, self.keys[~held]])
        self.keys, self.odds, self._uses = self.keys[held], self.odds[held], self._uses[held]
        self._best = self._best[:, held]
        return np.unique(np.concatenate(sides(touched)))

    def _score(self, keys: Integers) -> Floats:
        if not len(keys):
            return np.zeros(0)
        pairs, _ = self._ordered(keys, np.zeros(len(keys)))
        space, local = self.space_of(pairs)
        odds = self.scorer.odds(space.values(local, tuple(self.scorer.weights)))
        made = np.minimum(pairs.first, pairs.second) << 32 | np.maximum(pairs.first, pairs.second)
        found: Floats = odds[np.argsort(made)]
        return found

    def _ordered(self, keys: Integers, odds: Floats) -> tuple[Pairs, Floats]:
        """Pairs by ids, the lower id first."""
        ranks = self.ranks
        low, high = sides(keys)
        turned = ranks[low] > ranks[high]
        pairs = Pairs(np.where(turned, high, low), np.where(turned, low, high))
        order = np.lexsort((ranks[pairs.second], ranks[pairs.first]))
        return Pairs(pairs.first[order], pairs.second[order]), odds[order]

    def _choose(self, touched: Integers, ranks: Integers) -> None:
        """Says anew which candidates are the best of each of the texts."""
        chosen = np.zeros(len(self.texts), bool)
        chosen[touched] = True
        low, high = sides(self.keys)
        self._best &= ~np.stack([chosen[low], chosen[high]])
        at = np.flatnonzero(chosen[low] | chosen[high])
        self._best[:, at] |= best_of(low[at], high[at], self.odds[at], ranks) & np.stack(
            [chosen[low[at]], chosen[high[at]]]
        )


def _ranks(texts: Sequence[MeasureText]) -> Integers:
    order = sorted(range(len(texts)), key=lambda place: texts[place].id)
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def best_of(low: Integers, high: Integers, odds: Floats, ranks: Integers) -> Flags:
    """Whether each pair is among the best of the one and of the other text, shape (2, pairs); ties go by ids."""
    own = np.concatenate([low, high])
    lower, higher = np.minimum(ranks[low], ranks[high]), np.maximum(ranks[low], ranks[high])
    order = np.lexsort((np.tile(higher, 2), np.tile(lower, 2), -np.tile(odds, 2), own))
    starts = np.flatnonzero(np.diff(own[order], prepend=-1))
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    best = np.zeros(len(own), bool)
    best[order[place < NEIGHBOURS]] = True
    return best.reshape(2, -1)


def edges(rows: Integers, best: Integers) -> Integers:
    """Keys of rows and their nearest."""
    row = np.repeat(rows, best.shape[1])
    other = best.ravel()
    held = other >= 0
    keys: Integers = np.minimum(row, other)[held] << 32 | np.maximum(row, other)[held]
    return keys


def sides(keys: Integers) -> tuple[Integers, Integers]:
    """The lower and the higher place of each key."""
    return keys >> 32, keys & 0xFFFFFFFF


assert FIRST >= NEAREST  # noqa: S101 - what is compared exactly must hold what is looked at
