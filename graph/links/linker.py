"""Measures that are linked, to which others can be added, and out of which some can be taken, at the cost of these.

What is added and taken gives what linking all at once would give, in any order, as long as rarity goes by one
reference: whether two measures are candidates of each other, and how alike they are, then goes by these two and by who
else is there, never by when they came.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from graph.links.candidates import Candidates
from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, Floats, MeasureText, Pairs
from graph.links.neighbours import FIRST, Flags, Near, Rows, Small, merge, nearest, taken
from graph.links.ragged import Integers, compiled
from graph.links.reference import Reference
from graph.links.scorer import NEAREST, Weights

NONE: Final = MeasureText("", "", "", "")
"""In the place of a text that was taken out before what is known was kept."""
GONE: Final = -1
"""The group of a row that is no more."""


@dataclass
class Columns:
    """Features by number, renumbered as they come."""

    places: dict[int, int] = field(default_factory=dict)
    rare: list[bool] = field(default_factory=list)

    def rows(self, respect: tuple[Integers, csr_matrix, Flags], groups: Sequence[int]) -> Rows:
        """A table whose columns have numbers of their own, in the numbering of all."""
        names, table, rare = respect
        for name, opens in zip(names.tolist(), rare.tolist(), strict=True):
            if self.places.setdefault(name, len(self.rare)) == len(self.rare):
                self.rare.append(opens)
        at = np.array([self.places[name] for name in names.tolist()], np.int64)
        indices = at[table.indices] if len(at) else table.indices
        renamed = csr_matrix((table.data.copy(), indices, table.indptr), (table.shape[0], len(self.rare)))
        return Rows.of(renamed, np.array(self.rare, bool), groups)


@dataclass
class Part:
    """Rows that came together, and what each is near to."""

    start: int
    """The place of the first row."""
    rows: Rows
    near: Near

    @property
    def end(self) -> int:
        """The place after the last row."""
        return self.start + len(self.rows)


@dataclass
class Respect:
    """One respect in which candidates are looked for: the rows that are there, in parts, and what each is near to."""

    columns: Columns = field(default_factory=Columns)
    parts: list[Part] = field(default_factory=list)
    best: Small = field(default_factory=lambda: np.zeros((0, NEAREST), np.int32))

    def add(self, rows: Rows, ranks: Integers) -> tuple[Integers, Integers]:
        """Adds rows; gives the pairs that are no longer near, and those that are now, as keys, one for each side."""
        start = len(self.best)
        self.best = np.concatenate([self.best, np.full((len(rows), NEAREST), -1, np.int32)])
        own = nearest(rows, rows, start, ranks)
        differences = []
        for part in self.parts:
            own = merge(own, nearest(rows, part.rows, part.start, ranks), ranks)
            changed = taken(rows, part.rows, part.near, start, ranks)
            differences.append(self._say(part.start + changed, part.near.part(changed), ranks))
        self.parts.append(Part(start, rows, own))
        differences.append(self._say(np.arange(start, start + len(rows)), own, ranks))
        self._settle()
        return _both(differences)

    def take(self, gone: Flags, ranks: Integers) -> tuple[Integers, Integers]:
        """Takes rows out; gives pairs as `add` does."""
        differences = []
        for part in self.parts:
            own = np.flatnonzero(gone[part.start : part.end])
            part.rows.entries.groups[own] = GONE
            for column, nothing in zip(part.near.columns, (-1, 0, 0), strict=True):
                column[own] = nothing
            differences.append(self._say(part.start + own, part.near.part(own), ranks))
        for part in self.parts:
            lost = _without(part.near.rows, part.near.partial, part.near.exact, gone)
            full = np.flatnonzero(lost == 2)
            if len(full):
                asked = part.rows.take(full)
                found = Near.nothing(len(full))
                for other in self.parts:
                    found = merge(found, nearest(asked, other.rows, other.start, ranks), ranks)
                for column, values in zip(part.near.columns, found.columns, strict=True):
                    column[full] = values
            changed = np.flatnonzero(lost)
            differences.append(self._say(part.start + changed, part.near.part(changed), ranks))
        return _both(differences)

    def _say(self, places: Integers, near: Near, ranks: Integers) -> tuple[Integers, Integers]:
        """Notes the nearest of some rows; gives the keys of pairs that are so no longer, and of those that are now."""
        after = near.best(NEAREST, ranks)
        before = self.best[places]
        self.best[places] = after
        return _without_those(places, before, after), _without_those(places, after, before)

    def _settle(self) -> None:
        """Parts that are alike in size become one, so that there are few."""
        while len(self.parts) > 1 and len(self.parts[-2].rows) < 2 * len(self.parts[-1].rows):
            first, second = self.parts[-2:]
            near = [np.concatenate(both) for both in zip(first.near.columns, second.near.columns, strict=True)]
            self.parts[-2:] = [Part(first.start, Rows.together([first.rows, second.rows]), Near(*near))]


def _both(differences: Sequence[tuple[Integers, Integers]]) -> tuple[Integers, Integers]:
    gone, come = (np.concatenate([one[side] for one in differences]) for side in (0, 1))
    return gone, come


@dataclass
class Linker:
    """The candidates of measures, their log-odds, and which are among the best of one of their measures."""

    encoder: Encoder | None
    scorer: Weights
    reference: Reference | None = None
    """What rarity goes by; None for the texts that come first, to which no others can then be added."""
    texts: list[MeasureText] = field(default_factory=list)
    """As they came, those that were taken out among them; what follows speaks of them by their places here."""
    places: dict[str, int] = field(default_factory=dict)
    """Of each text that is there, by its id."""
    ranks: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """The place of each in the order of ids; of one that is no more, any."""
    found: Candidates = field(default_factory=Candidates)
    space: FeatureSpace | None = None
    """Of the texts that came first."""
    respects: tuple[Respect, ...] = field(default_factory=lambda: (Respect(), Respect()))
    groups: dict[str, int] = field(default_factory=dict)
    """The number of each document."""
    _ids: npt.NDArray[np.str_] = field(default_factory=lambda: np.zeros(0, "<U1"))
    """Of the texts that are there, sorted."""
    _spaces: list[tuple[int, FeatureSpace]] = field(default_factory=list)
    """The texts of each batch, whose words have been weighed; of those before the first, none have."""

    def __len__(self) -> int:
        return len(self.places)

    @classmethod
    def restored(
        cls,
        texts: Sequence[MeasureText | None],
        found: Candidates,
        respects: tuple[Respect, ...],
        groups: dict[str, int],
        by: tuple[Encoder | None, Weights, Reference],
    ) -> Linker:
        """One that was kept: texts by their places, None for those that were taken out, and what there is of them."""
        places = {one.id: n for n, one in enumerate(texts) if one is not None}
        ids = np.array(sorted(places), np.str_)
        ranks = np.zeros(len(texts), np.int64)
        ranks[[places[one] for one in ids.tolist()]] = np.arange(len(ids))
        held = [NONE if one is None else one for one in texts]
        return cls(*by, held, places, ranks, found, None, respects, groups, ids)

    def add(self, texts: Sequence[MeasureText]) -> None:
        """Links texts with each other and with those that are there.

        Raises `ValueError` where a text is there already, or where there is no reference to add to.
        """
        new = sorted(texts, key=lambda one: one.id)
        if twice := [one.id for one in new if one.id in self.places]:
            raise ValueError(f"{twice[0]} is linked already; take the text out before it is added as it is now")
        if self.texts and self.reference is None:
            raise ValueError("without a reference all must be linked at once")
        if not new:
            return
        space = FeatureSpace(new, self.encoder, self.reference)
        start = len(self.texts)
        self._hold(start, space)
        self.texts += new
        self.places.update((one.id, start + n) for n, one in enumerate(new))
        self._rank(new)
        self.found.make_room(len(new))
        groups = [self.groups.setdefault(one.document, len(self.groups)) for one in new]
        changes = [
            respect.add(respect.columns.rows(table, groups), self.ranks)
            for respect, table in zip(self.respects, space.respects(), strict=True)
        ]
        self._change(*_both(changes))

    def remove(self, ids: Collection[str]) -> None:
        """Takes texts out, as if they had never been there.

        Raises `ValueError` where a text is not there, or where there is no reference.
        """
        if strange := [one for one in ids if one not in self.places]:
            raise ValueError(f"{strange[0]} is not linked")
        if not ids:
            return
        if self.reference is None:
            raise ValueError("without a reference all must be linked at once")
        gone = np.zeros(len(self.texts), np.bool_)
        gone[[self.places.pop(one) for one in ids]] = True
        at = np.sort(self.ranks[gone])
        self._ids = np.delete(self._ids, at)
        self.ranks = self.ranks - np.searchsorted(at, self.ranks)
        changes = [respect.take(gone, self.ranks) for respect in self.respects]
        self._change(*_both(changes))

    def candidates(self) -> tuple[Pairs, Floats]:
        """All candidates, by ids, with their log-odds."""
        return self._ordered(*self.found.pairs())

    def kept(self) -> tuple[Pairs, Floats]:
        """The candidates that are among the best of one of their texts, by ids, with their log-odds."""
        return self._ordered(*self.found.kept())

    def space_of(self, pairs: Pairs) -> tuple[FeatureSpace, Pairs]:
        """The texts of pairs ready to be compared, and where the pairs are there."""
        if self.space is not None and len(self.space.texts) == len(self.texts):
            return self.space, pairs
        places = np.unique(np.concatenate([pairs.first, pairs.second]))
        order = np.argsort(self.ranks[places])
        at = np.zeros(len(self.texts), np.int64)
        at[places[order]] = np.arange(len(places))
        parts = []
        bare = places[: np.searchsorted(places, self._spaces[0][0] if self._spaces else len(self.texts))]
        if len(bare):
            read = FeatureSpace([self.texts[place] for place in bare.tolist()], self.encoder, self.reference)
            parts.append((read, np.arange(len(bare))))
        for start, space in self._spaces:
            own = places[np.searchsorted(places, start) : np.searchsorted(places, start + len(space.texts))]
            if len(own):
                parts.append((space, own - start))
        return FeatureSpace.of(parts, order), Pairs(at[pairs.first], at[pairs.second])

    def _hold(self, start: int, space: FeatureSpace) -> None:
        """Spaces that are alike in size become one, so that there are few."""
        if not self.texts:
            self.space = space
        self._spaces.append((start, space))
        while len(self._spaces) > 1 and len(self._spaces[-2][1].texts) < 2 * len(self._spaces[-1][1].texts):
            both = [(one, np.arange(len(one.texts))) for _, one in self._spaces[-2:]]
            order = np.arange(sum(len(one.texts) for one, _ in both))
            self._spaces[-2:] = [(self._spaces[-2][0], FeatureSpace.of(both, order))]

    def _rank(self, new: Sequence[MeasureText]) -> None:
        ids = np.array([one.id for one in new])
        at = np.searchsorted(self._ids, ids)
        width = np.result_type(self._ids, ids)
        self._ids = np.insert(self._ids.astype(width), at, ids)
        self.ranks = np.concatenate([self.ranks + np.searchsorted(at, self.ranks, "right"), at + np.arange(len(ids))])

    def _change(self, gone: Integers, come: Integers) -> None:
        """Takes out candidates that nothing brings any more, scores new ones, chooses again where that matters."""
        fresh, lost = self.found.change(gone, come)
        self.found.score(fresh, self._score(fresh))
        touched = np.concatenate([fresh, lost])
        self.found.choose(np.unique(np.concatenate(sides(touched))), self.ranks)

    def _score(self, keys: Integers) -> Floats:
        if not len(keys):
            return np.zeros(0)
        low, high = sides(keys)
        turned = self.ranks[low] > self.ranks[high]
        space, local = self.space_of(Pairs(np.where(turned, high, low), np.where(turned, low, high)))
        return self.scorer.odds(space.values(local, tuple(self.scorer.weights)))

    def _ordered(self, keys: Integers, odds: Floats) -> tuple[Pairs, Floats]:
        """Pairs by ids, the lower id first."""
        ranks = self.ranks
        low, high = sides(keys)
        turned = ranks[low] > ranks[high]
        pairs = Pairs(np.where(turned, high, low), np.where(turned, low, high))
        order = np.lexsort((ranks[pairs.second], ranks[pairs.first]))
        return Pairs(pairs.first[order], pairs.second[order]), odds[order]


def sides(keys: Integers) -> tuple[Integers, Integers]:
    """The lower and the higher place of each key."""
    return keys >> 32, keys & 0xFFFFFFFF


@compiled
def _without_those(places: Integers, one: Small, other: Small) -> Integers:
    """The keys of rows and what stands in their lists, without what stands in their other lists."""
    found = np.empty(one.size, np.int64)
    count = 0
    for n in range(len(places)):
        for z in range(one.shape[1]):
            if one[n, z] < 0:
                break
            there = False
            for y in range(other.shape[1]):
                there = there or other[n, y] == one[n, z]
            if not there:
                low, high = min(places[n], one[n, z]), max(places[n], one[n, z])
                found[count] = np.int64(low) << 32 | np.int64(high)
                count += 1
    return found[:count]


@compiled
def _without(rows: Small, partial: Small, exact: Small, gone: Flags) -> npt.NDArray[np.int8]:
    """Takes out of lists what is gone; of each list 1 where something was, 2 where others may now have a place in it."""
    lost = np.zeros(len(rows), np.int8)
    last = rows.shape[1] - 1
    for n in range(len(rows)):
        full = rows[n, last] >= 0
        kept = 0
        for z in range(rows.shape[1]):
            if rows[n, z] >= 0 and not gone[rows[n, z]]:
                rows[n, kept], partial[n, kept], exact[n, kept] = rows[n, z], partial[n, z], exact[n, z]
                kept += 1
            elif rows[n, z] >= 0:
                lost[n] = 2 if full else 1
        if lost[n]:
            rows[n, kept:], partial[n, kept:], exact[n, kept:] = -1, 0, 0
    return lost


assert FIRST >= NEAREST  # noqa: S101 - what is compared exactly must hold what is looked at
