"""The candidates of each text with their log-odds, and the best of them; texts come and go at the cost of what changes.

A pair stands in the lists of both its texts. Lists lie in one stretch of memory; one that outgrows its room moves to the
end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.links.ragged import Integers, Ragged, compiled, ends_of
from graph.links.scorer import NEIGHBOURS

Floats = npt.NDArray[np.float64]
Small = npt.NDArray[np.int32]
Tiny = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

SPARE: Final = 8
"""Entries for which a list that moves has room beside those that it gets."""


@dataclass
class Candidates:
    """Texts go by their places; a pair goes by a key, the lower place times 2 ** 32 plus the higher."""

    starts: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    counts: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    rooms: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    others: Small = field(default_factory=lambda: np.zeros(0, np.int32))
    odds: Floats = field(default_factory=lambda: np.zeros(0))
    uses: Tiny = field(default_factory=lambda: np.zeros(0, np.int8))
    """In how many respects, and from how many sides, a pair is near."""
    used: int = 0
    best: Small = field(default_factory=lambda: np.zeros((0, NEIGHBOURS), np.int32))
    """Of each text the candidates with the highest log-odds, the highest first; -1 where there is none."""

    @classmethod
    def of(cls, lists: Ragged, best: Small) -> Candidates:
        """From what `lists` and `best` gave."""
        counts = np.diff(lists.ends)
        others, odds, uses = lists.columns
        return cls(lists.ends[:-1].copy(), counts, counts.copy(), others, odds, uses, int(lists.ends[-1]), best)

    def lists(self) -> Ragged:
        """For each text its candidates, their log-odds, and in how many respects they are near."""
        ends = ends_of(self.counts)
        at = np.repeat(self.starts - ends[:-1], self.counts) + np.arange(ends[-1])
        return Ragged(ends, (self.others[at], self.odds[at], self.uses[at]))

    def pairs(self) -> tuple[Integers, Floats]:
        """The keys of all pairs, rising, and their log-odds."""
        lists = self.lists()
        row, (others, odds, _) = lists.row(), lists.columns
        lower = row < others
        keys = row[lower] << 32 | others[lower]
        order = np.argsort(keys)
        return keys[order], odds[lower][order]

    def kept(self) -> tuple[Integers, Floats]:
        """The keys of the pairs that are among the best of one of their texts, rising, and their log-odds."""
        row, column = np.nonzero(self.best >= 0)
        other = self.best[row, column].astype(np.int64)
        keys, first = np.unique(np.minimum(row, other) << 32 | np.maximum(row, other), return_index=True)
        odds = np.zeros(len(keys))
        _look_up(self.starts, self.counts, self.others, self.odds, row[first], other[first], odds)
        return keys, odds

    def make_room(self, texts: int) -> None:
        """Lists for so many more texts."""
        nothing = np.zeros(texts, np.int64)
        self.starts, self.counts, self.rooms = (
            np.concatenate([one, nothing]) for one in (self.starts, self.counts, self.rooms)
        )
        self.best = np.concatenate([self.best, np.full((texts, NEIGHBOURS), -1, np.int32)])

    def change(self, gone: Integers, come: Integers) -> tuple[Integers, Integers]:
        """Takes and gives uses of pairs, a key for each; the keys of pairs that are new, and of those that are no more."""
        self._reserve(come)
        arrays = (self.starts, self.counts, self.others, self.odds, self.uses)
        fresh = np.flatnonzero(_give(*arrays, come, np.zeros(len(come), np.bool_)))
        lost = np.flatnonzero(_take(*arrays, gone, np.zeros(len(gone), np.bool_)))
        return come[fresh], gone[lost]

    def score(self, keys: Integers, odds: Floats) -> None:
        """Says the log-odds of pairs."""
        _score(self.starts, self.counts, self.others, self.odds, keys, odds)

    def choose(self, places: Integers, ranks: Integers) -> None:
        """Says anew which are the best of some texts; ties go by ranks."""
        _choose(self.starts, self.counts, self.others, self.odds, places, ranks, self.best)

    def _reserve(self, come: Integers) -> None:
        if not len(come):
            return
        more = np.bincount(np.concatenate([come >> 32, come & 0xFFFFFFFF]), minlength=len(self.counts))
        moving = np.flatnonzero((more > 0) & (self.counts + more > self.rooms))
        rooms = self.counts[moving] + more[moving] + SPARE
        ends = self.used + ends_of(rooms)
        if ends[-1] > len(self.others):
            size = max(int(ends[-1]), len(self.others) * 5 // 4)
            self.others, self.odds, self.uses = (_longer(one, size) for one in (self.others, self.odds, self.uses))
        _move(self.starts, self.counts, self.others, self.odds, self.uses, moving, ends)
        self.rooms[moving] = rooms
        self.used = int(ends[-1])


def _longer(array: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    found = np.zeros(size, array.dtype)
    found[: len(array)] = array
    return found


@compiled
def _move(
    starts: Integers, counts: Integers, others: Small, odds: Floats, uses: Tiny, moving: Integers, ends: Integers
) -> None:
    for n in range(len(moving)):
        place = moving[n]
        for z in range(counts[place]):
            others[ends[n] + z] = others[starts[place] + z]
            odds[ends[n] + z] = odds[starts[place] + z]
            uses[ends[n] + z] = uses[starts[place] + z]
        starts[place] = ends[n]


@compiled
def _find(starts: Integers, counts: Integers, others: Small, place: int, other: int) -> int:
    """Where a text stands in the list of another; -1 where it does not."""
    for z in range(starts[place], starts[place] + counts[place]):
        if others[z] == other:
            return z
    return -1


@compiled
def _give(
    starts: Integers, counts: Integers, others: Small, odds: Floats, uses: Tiny, come: Integers, fresh: Flags
) -> Flags:
    for n in range(len(come)):
        low, high = come[n] >> 32, come[n] & 0xFFFFFFFF
        for place, other in ((low, high), (high, low)):
            at = _find(starts, counts, others, place, other)
            if at < 0:
                at = starts[place] + counts[place]
                counts[place] += 1
                others[at], odds[at], uses[at] = other, np.nan, 0
                fresh[n] = True
            uses[at] += 1
    return fresh


@compiled
def _take(
    starts: Integers, counts: Integers, others: Small, odds: Floats, uses: Tiny, gone: Integers, lost: Flags
) -> Flags:
    for n in range(len(gone)):
        low, high = gone[n] >> 32, gone[n] & 0xFFFFFFFF
        for place, other in ((low, high), (high, low)):
            at = _find(starts, counts, others, place, other)
            uses[at] -= 1
            if uses[at] == 0:
                counts[place] -= 1
                last = starts[place] + counts[place]
                others[at], odds[at], uses[at] = others[last], odds[last], uses[last]
                lost[n] = True
    return lost


@compiled
def _score(starts: Integers, counts: Integers, others: Small, odds: Floats, keys: Integers, values: Floats) -> None:
    for n in range(len(keys)):
        low, high = keys[n] >> 32, keys[n] & 0xFFFFFFFF
        odds[_find(starts, counts, others, low, high)] = values[n]
        odds[_find(starts, counts, others, high, low)] = values[n]


@compiled
def _look_up(
    starts: Integers,
    counts: Integers,
    others: Small,
    odds: Floats,
    rows: Integers,
    columns: Integers,
    values: Floats,
) -> None:
    for n in range(len(rows)):
        values[n] = odds[_find(starts, counts, others, rows[n], columns[n])]


@compiled
def _choose(
    starts: Integers, counts: Integers, others: Small, odds: Floats, places: Integers, ranks: Integers, best: Small
) -> None:
    """The highest log-odds first; of equal ones the pair whose first id is lower, then whose second is."""
    most = best.shape[1]
    value = np.empty(most)
    for n in range(len(places)):
        place = places[n]
        own, held = ranks[place], 0
        best[place, :] = -1
        for z in range(starts[place], starts[place] + counts[place]):
            rank = ranks[others[z]]
            lower, higher = min(own, rank), max(own, rank)
            at = held
            while at > 0:
                before = ranks[best[place, at - 1]]
                if value[at - 1] > odds[z] or (
                    value[at - 1] == odds[z] and (min(own, before), max(own, before)) < (lower, higher)
                ):
                    break
                at -= 1
            if at == most:
                continue
            held = min(held + 1, most)
            for y in range(held - 1, at, -1):
                value[y], best[place, y] = value[y - 1], best[place, y - 1]
            value[at], best[place, at] = odds[z], others[z]
