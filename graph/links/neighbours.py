"""The nearest of many weighted rows, by blocking: what is rare opens, what is common only adds to the score.

Two rows can be neighbours where they share a feature that few rows hold.  The `FIRST` rows that share most of the weight
of such rare features are then compared exactly, on all features.  Weights are whole numbers (`UNIT` is 1), so sums are
exact in any order, and a tie goes to the row that comes first.

Whether a row is among the `FIRST` of another goes by these two alone and by who else is there, so that the neighbours
among all rows are the best of the neighbours among parts: parts may be searched on several machines (`merge`), and rows
that come later may be added (`taken`), with the same outcome as if all had been searched at once.

Rare features first as in Bayardo, Ma and Srikant, Scaling up all pairs similarity search (WWW 2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from graph.links.ragged import Integers, Ragged, compiled, ends_of, joined

Small = npt.NDArray[np.int32]
Unsigned = npt.NDArray[np.uint32]
"""Numbers of rows in what is compiled: a signed index is tried for being negative each time."""
Flags = npt.NDArray[np.bool_]

RARE: Final = 500
"""A feature that more rows hold opens nothing."""
FIRST: Final = 128
"""Rows that are compared exactly with each row: those that share most of the weight of rare features."""
UNIT: Final = 1 << 15
"""The whole number that stands for a weight of 1."""

LEVELS: Final = 2049
STEP: Final = 19
"""What is shared is sorted into levels of 2 ** STEP; the last holds what rounding lifts above 1."""
LINE: Final = 16
"""Numbers that memory gives together, at the least."""
LAST: Final = (1 << 31) - 1
"""The greatest number of a row."""


class Entries(NamedTuple):
    """Rows in whole numbers, the rare features of each apart from the common ones."""

    ends: Integers
    """Row i has the rare features from `ends[i]` up to `ends[i + 1]`."""
    columns: Small
    weights: Small
    common_ends: Integers
    common: Integers | Unsigned
    """Common features, each as its number among them times 65,536 plus its weight; the narrower where they are few."""
    groups: Small
    """Rows of one group are never neighbours of one another, and those of a group below 0 of none."""


class Postings(NamedTuple):
    """For each rare feature the rows that hold it, and their weights."""

    ends: Integers
    rows: Unsigned
    weights: npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Rows:
    """Rows ready to be searched, and to be searched for."""

    entries: Entries
    widths: tuple[int, int]
    """Number of all features, and of common ones."""

    def __len__(self) -> int:
        return len(self.entries.groups)

    @classmethod
    def of(cls, table: csr_matrix, rare: Flags, groups: Sequence[int]) -> Rows:
        """From rows of unit length without negative weights; `rare` says of each column whether it opens."""
        table = csr_matrix(table)
        table.sort_indices()
        weights = np.rint(table.data * UNIT).astype(np.int64)
        row = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
        opens = rare[table.indices]
        number = np.cumsum(~rare) - 1
        entries = Entries(
            _ends(row[opens], table.shape[0]),
            table.indices[opens].astype(np.int32),
            weights[opens].astype(np.int32),
            _ends(row[~opens], table.shape[0]),
            ((number[table.indices[~opens]] << 16) | weights[~opens]).astype(
                np.uint32 if (~rare).sum() <= 1 << 16 else np.int64
            ),
            np.asarray(groups, np.int32),
        )
        return cls(entries, (table.shape[1], int((~rare).sum())))

    @classmethod
    def together(cls, parts: Sequence[Rows]) -> Rows:
        """The rows of several, one after another, whose columns are numbered alike."""
        rare = joined([Ragged(one.entries.ends, one.entries[1:3]) for one in parts])
        common = joined([Ragged(one.entries.common_ends, (one.entries.common,)) for one in parts])
        groups = np.concatenate([one.entries.groups for one in parts])
        entries = Entries(rare.ends, *rare.columns, common.ends, *common.columns, groups)  # type: ignore[call-arg]
        return cls(entries, (max(one.widths[0] for one in parts), max(one.widths[1] for one in parts)))

    def take(self, rows: Integers) -> Rows:
        """Some of the rows."""
        rare = Ragged(self.entries.ends, self.entries[1:3]).take(rows)
        common = Ragged(self.entries.common_ends, (self.entries.common,)).take(rows)
        groups = self.entries.groups[rows]
        return Rows(Entries(rare.ends, *rare.columns, common.ends, *common.columns, groups), self.widths)  # type: ignore[call-arg]

    @cached_property
    def postings(self) -> Postings:
        """The rows by feature."""
        ends, columns, weights = self.entries[:3]
        order = np.argsort(columns, kind="stable")
        row = np.repeat(np.arange(len(self), dtype=np.uint32), np.diff(ends))
        return Postings(_ends(columns, self.widths[0]), row[order], weights[order].astype(np.uint16))


@dataclass(frozen=True)
class Near:
    """For each row its `FIRST` rows by rare features, the best first; shape (rows, FIRST)."""

    rows: Small
    """Which rows; -1 where there is none."""
    partial: Small
    """What rare features have in common."""
    exact: Small
    """What all features have in common."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def columns(self) -> tuple[Small, Small, Small]:
        """All that is said of the lists."""
        return self.rows, self.partial, self.exact

    @classmethod
    def nothing(cls, rows: int) -> Near:
        """Lists that hold none."""
        shape = (rows, FIRST)
        return cls(np.full(shape, -1, np.int32), np.zeros(shape, np.int32), np.zeros(shape, np.int32))

    def part(self, rows: slice | Integers) -> Near:
        """The lists of some rows; by a slice, a view."""
        return Near(*(one[rows] for one in self.columns))

    def best(self, most: int, ranks: Integers) -> Small:
        """Each row's `most` nearest, the nearest first, shape (rows, most); -1 where there is none."""
        found = np.full((len(self), most), -1, np.int32)
        _best(self.rows, self.exact, ranks, found)
        return found


def nearest(queries: Rows, held: Rows, start: int = 0, ranks: Integers | None = None) -> Near:
    """The rows of `held`, which are numbered from `start`, that are nearest to each query.

    Ties go by `ranks`, those of all rows, or to the row that comes first.
    """
    found = Near.nothing(len(queries))
    width = max(queries.widths[1], held.widths[1])
    places = np.arange(len(held))
    order = places if ranks is None else np.argsort(ranks[start : start + len(held)])
    rank = np.empty_like(places)
    rank[order] = places
    _nearest(queries.entries, held.entries, held.postings, width, rank, order, found.rows, found.partial, found.exact)
    found.rows[found.rows >= 0] += start
    return found


def merge(first: Near, second: Near, ranks: Integers) -> Near:
    """The nearest of the same queries among the rows of both."""
    rows, partial, exact = (np.concatenate(both, axis=1) for both in zip(first.columns, second.columns, strict=True))
    order = np.lexsort((_ranks(rows, ranks), -partial), axis=1)[:, :FIRST]
    return Near(*(np.take_along_axis(one, order, axis=1) for one in (rows, partial, exact)))


def taken(new: Rows, held: Rows, near: Near, start: int, ranks: Integers) -> Integers:
    """Rows that are added, numbered from `start`, take their places in the lists of the rows that are there.

    Changes `near` in place; gives the rows of `held` whose lists have changed.
    """
    changed = np.zeros(len(held), np.bool_)
    width = max(new.widths[1], held.widths[1])
    _taken(new.entries, held.entries, held.postings, width, start, ranks, near.rows, near.partial, near.exact, changed)
    return np.flatnonzero(changed)


def _ends(held: npt.NDArray[Any], rows: int) -> Integers:
    return ends_of(np.bincount(held, minlength=rows))


def _ranks(rows: Small, ranks: Integers) -> Integers:
    """The rank of each row; that of no row comes last."""
    return np.where(rows < 0, np.iinfo(np.int64).max, ranks[rows])


@compiled
def _open(q: int, queries: Entries, held: Entries, postings: Postings, shared: Small, found: Unsigned) -> int:
    """Adds up what rare features query q shares with each row; those that share any are put into `found`."""
    rows, impacts = postings.rows, postings.weights
    count = np.uint64(0)
    for z in range(queries.ends[q], queries.ends[q + 1]):
        weight, column = queries.weights[z], queries.columns[z]
        if column >= len(postings.ends) - 1:
            continue
        for p in range(np.uint64(postings.ends[column]), np.uint64(postings.ends[column + 1])):
            row = rows[p]
            before = shared[row]
            found[count] = row
            count += np.uint64(before == 0)
            shared[row] = before + weight * impacts[p]
    kept = 0
    for c in range(count):
        row = found[c]
        if held.groups[row] == queries.groups[q] or held.groups[row] < 0:
            shared[row] = 0
        elif shared[row] > 0:
            found[kept] = row
            kept += 1
    return kept


@compiled
def _lay_out(q: int, queries: Entries, dense: Small, factor: int) -> None:
    """Puts the weights of a query's common features where `_rest` looks for them; times 0 takes them away."""
    for z in range(queries.common_ends[q], queries.common_ends[q + 1]):
        dense[queries.common[z] >> 16] = (queries.common[z] & 65535) * factor


@compiled
def _rest(row: int, held: Entries, dense: Small) -> int:
    """What a row's common features share with the query that is laid out."""
    total = 0
    for z in range(held.common_ends[row], held.common_ends[row + 1]):
        total += dense[np.uint64(held.common[z] >> 16)] * (held.common[z] & 65535)
    return total


@compiled
def _fetch(rows: Integers, held: Entries) -> int:
    """Touches the common features of rows, so that memory gives them all at once and not one after another."""
    touched = np.int64(0)
    for n in range(len(rows)):
        for z in range(held.common_ends[rows[n]], held.common_ends[rows[n] + 1], LINE):
            touched ^= np.int64(held.common[z])
    return int(touched)


@compiled
def _fetch_postings(q: int, queries: Entries, postings: Postings) -> int:
    """Touches the rows that hold the rare features of a query, for the same reason."""
    touched = np.int64(0)
    for z in range(queries.ends[q], queries.ends[q + 1]):
        column = queries.columns[z]
        if column < len(postings.ends) - 1 and postings.ends[column] < postings.ends[column + 1]:
            start = np.uint64(postings.ends[column])
            touched ^= np.int64(postings.rows[start]) ^ np.int64(postings.weights[start])
    return int(touched)


@compiled
def _level(value: Any) -> Any:
    return min(value >> STEP, LEVELS - 1)


@compiled
def _nearest(
    queries: Entries,
    held: Entries,
    postings: Postings,
    width: int,
    rank: Integers,
    order: Integers,
    out_rows: Small,
    out_partial: Small,
    out_exact: Small,
) -> int:
    size, first = len(held.groups), out_rows.shape[1]
    shared = np.zeros(size, np.int32)
    found = np.empty(size + 1, np.uint32)
    dense = np.zeros(width, np.int32)
    levels = np.zeros(LEVELS, np.int32)
    edge = np.empty(size, np.int64)
    best = np.empty(first, np.int64)
    row_of = np.empty(first, np.int64)
    fetched = 0
    for q in range(len(queries.groups)):
        fetched |= _fetch_postings(q, queries, postings)
        count = _open(q, queries, held, postings, shared, found)
        levels[:] = 0
        for c in range(count):
            levels[_level(shared[found[c]])] += 1
        level, above = LEVELS - 1, 0
        while level > 0 and above + levels[level] <= first:
            above += levels[level]
            level -= 1
        chosen, edges = 0, 0
        for c in range(count):
            row = found[c]
            value = np.int64(shared[row])
            shared[row] = 0
            its = _level(value)
            if its > level:
                best[chosen] = value << 32 | (LAST - rank[row])
                chosen += 1
            elif its == level:
                edge[edges] = value << 32 | (LAST - rank[row])
                edges += 1
        if chosen < first and edges > 0:
            edge[:edges].sort()
            for k in range(min(first - chosen, edges)):
                best[chosen] = edge[edges - 1 - k]
                chosen += 1
        best[:chosen].sort()
        for k in range(chosen):
            out_rows[q, k] = row_of[k] = order[LAST - (best[chosen - 1 - k] & LAST)]
        fetched |= _fetch(row_of[:chosen], held)
        _lay_out(q, queries, dense, 1)
        for k in range(chosen):
            row = row_of[k]
            partial = best[chosen - 1 - k] >> 32
            out_partial[q, k] = partial
            out_exact[q, k] = partial + _rest(row, held, dense)
        _lay_out(q, queries, dense, 0)
    return fetched


@compiled
def _before(
    partial: int, rank: int, row: int, other: int, near_rows: Small, near_partial: Small, ranks: Integers
) -> bool:
    """Whether a row that comes new stands before place `other` of a row's list."""
    held = near_partial[row, other]
    there = near_rows[row, other]
    return bool(partial > held or (partial == held and (there < 0 or rank < ranks[there])))


@compiled
def _taken(
    new: Entries,
    held: Entries,
    postings: Postings,
    width: int,
    start: int,
    ranks: Integers,
    near_rows: Small,
    near_partial: Small,
    near_exact: Small,
    changed: Flags,
) -> None:
    size, most = len(held.groups), near_rows.shape[1]
    shared = np.zeros(size, np.int32)
    found = np.empty(size + 1, np.uint32)
    dense = np.zeros(width, np.int32)
    for q in range(len(new.groups)):
        _lay_out(q, new, dense, 1)
        count = _open(q, new, held, postings, shared, found)
        rank = ranks[start + q]
        for c in range(count):
            row = found[c]
            partial = shared[row]
            shared[row] = 0
            place = most
            while place > 0 and _before(partial, rank, row, place - 1, near_rows, near_partial, ranks):
                place -= 1
            if place == most:
                continue
            for z in range(most - 1, place, -1):
                near_rows[row, z] = near_rows[row, z - 1]
                near_partial[row, z] = near_partial[row, z - 1]
                near_exact[row, z] = near_exact[row, z - 1]
            near_rows[row, place] = start + q
            near_partial[row, place] = partial
            near_exact[row, place] = partial + _rest(row, held, dense)
            changed[row] = True
        _lay_out(q, new, dense, 0)


@compiled
def _best(rows: Small, exact: Small, ranks: Integers, out: Small) -> None:
    """Of each list those with the highest exact sums, the highest first; ties by rank."""
    most = out.shape[1]
    keys = np.empty(most, np.int64)
    for n in range(len(rows)):
        held = 0
        for z in range(rows.shape[1]):
            if rows[n, z] < 0 or exact[n, z] <= 0:
                continue
            key = np.int64(exact[n, z]) << 32 | (LAST - ranks[rows[n, z]])
            if held == most and key < keys[most - 1]:
                continue
            place = min(held, most - 1)
            while place > 0 and keys[place - 1] < key:
                keys[place] = keys[place - 1]
                out[n, place] = out[n, place - 1]
                place -= 1
            keys[place] = key
            out[n, place] = rows[n, z]
            held = min(held + 1, most)
