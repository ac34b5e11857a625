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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

import numba
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Integers = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Unsigned = npt.NDArray[np.uint32]
"""Numbers of rows in what is compiled: a signed index is tried for being negative each time."""
Flags = npt.NDArray[np.bool_]
Function = TypeVar("Function", bound=Callable[..., Any])

RARE: Final = 500
"""A feature that more rows hold opens nothing."""
FIRST: Final = 128
"""Rows that are compared exactly with each row: those that share most of the weight of rare features."""
UNIT: Final = 1 << 15
"""The whole number that stands for a weight of 1."""

LEVELS: Final = 2049
STEP: Final = 19
"""What is shared is sorted into levels of 2 ** STEP; the last holds what rounding lifts above 1."""
LAST: Final = (1 << 31) - 1
"""The greatest number of a row."""


def compiled(function: Function) -> Function:
    """Compiled at its first call; kept on disk beside the module or, where that cannot be written, for the user."""
    found: Any = numba.njit(cache=True)(function)
    return found  # type: ignore[no-any-return]


class Entries(NamedTuple):
    """Rows in whole numbers, the rare features of each apart from the common ones."""

    ends: Integers
    """Row i has the rare features from `ends[i]` up to `ends[i + 1]`."""
    columns: Small
    weights: Small
    common_ends: Integers
    common: Integers
    """Common features, each as its number among them times 65,536 plus its weight."""
    groups: Small
    """Rows of one group are never neighbours of one another."""


class Postings(NamedTuple):
    """For each rare feature the rows that hold it, and their weights."""

    ends: Integers
    rows: Unsigned
    weights: npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Rows:
    """Rows ready to be searched, and to be searched for. Ties go to the row that comes first."""

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
            (number[table.indices[~opens]] << 16) | weights[~opens],
            np.asarray(groups, np.int32),
        )
        return cls(entries, (table.shape[1], int((~rare).sum())))

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

    rows: Integers
    """Which rows; -1 where there is none."""
    partial: Small
    """What rare features have in common."""
    exact: Small
    """What all features have in common."""

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def nothing(cls, rows: int) -> Near:
        """Lists that hold none."""
        shape = (rows, FIRST)
        return cls(np.full(shape, -1, np.int64), np.zeros(shape, np.int32), np.zeros(shape, np.int32))

    def part(self, rows: slice | Integers) -> Near:
        """The lists of some rows; by a slice, a view."""
        return Near(self.rows[rows], self.partial[rows], self.exact[rows])

    def best(self, most: int, ranks: Integers) -> Integers:
        """Each row's `most` nearest, the nearest first, shape (rows, most); -1 where there is none."""
        rows = np.where(self.exact > 0, self.rows, -1)
        order = np.lexsort((_ranks(rows, ranks), -self.exact), axis=1)[:, :most]
        return np.take_along_axis(rows, order, axis=1)


def nearest(queries: Rows, held: Rows, start: int = 0) -> Near:
    """The rows of `held`, which are numbered from `start`, that are nearest to each query."""
    found = Near.nothing(len(queries))
    width = max(queries.widths[1], held.widths[1])
    _nearest(queries.entries, held.entries, held.postings, width, found.rows, found.partial, found.exact)
    found.rows[found.rows >= 0] += start
    return found


def merge(first: Near, second: Near, ranks: Integers) -> Near:
    """The nearest of the same queries among the rows of both."""
    rows = np.concatenate([first.rows, second.rows], axis=1)
    partial = np.concatenate([first.partial, second.partial], axis=1)
    exact = np.concatenate([first.exact, second.exact], axis=1)
    order = np.lexsort((_ranks(rows, ranks), -partial), axis=1)[:, :FIRST]
    return Near(*(np.take_along_axis(one, order, axis=1) for one in (rows, partial, exact)))


def taken(new: Rows, held: Rows, near: Near, start: int, ranks: Integers) -> Integers:
    """Rows that are added, numbered from `start`, take their places in the lists of the rows that are there.

    Changes `near` in place; gives the rows of `held` whose lists have changed.
    """
    lowest = near.partial[:, -1]
    last = _ranks(near.rows[:, -1:], ranks)[:, 0]
    changed = []
    for n in range(len(new)):
        rows, partial, exact = _opened(n, new.entries, held.entries, held.postings, max(new.widths[1], held.widths[1]))
        rank = ranks[start + n]
        enters = (partial > lowest[rows]) | ((partial == lowest[rows]) & (rank < last[rows]))
        for row, its, whole in zip(rows[enters].tolist(), partial[enters], exact[enters], strict=True):
            own = near.partial[row]
            place = int(np.searchsorted(-own, -its, "left"))
            while place < FIRST and own[place] == its and ranks[near.rows[row, place]] < rank:
                place += 1
            for column, value in ((near.rows, start + n), (near.partial, its), (near.exact, whole)):
                column[row, place + 1 :] = column[row, place:-1]
                column[row, place] = value
            lowest[row], last[row] = own[-1], _ranks(near.rows[row, -1:], ranks)[0]
            changed.append(row)
    return np.unique(np.array(changed, np.int64))


def _ends(held: npt.NDArray[Any], rows: int) -> Integers:
    return np.concatenate([[0], np.cumsum(np.bincount(held, minlength=rows))]).astype(np.int64)


def _ranks(rows: Integers, ranks: Integers) -> Integers:
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
        if held.groups[row] == queries.groups[q]:
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
def _level(value: Any) -> Any:
    return min(value >> STEP, LEVELS - 1)


@compiled
def _nearest(
    queries: Entries,
    held: Entries,
    postings: Postings,
    width: int,
    out_rows: Integers,
    out_partial: Small,
    out_exact: Small,
) -> None:
    size, first = len(held.groups), out_rows.shape[1]
    shared = np.zeros(size, np.int32)
    found = np.empty(size + 1, np.uint32)
    dense = np.zeros(width, np.int32)
    levels = np.zeros(LEVELS, np.int32)
    edge = np.empty(size, np.int64)
    best = np.empty(first, np.int64)
    for q in range(len(queries.groups)):
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
                best[chosen] = value << 32 | (LAST - np.int64(row))
                chosen += 1
            elif its == level:
                edge[edges] = value << 32 | (LAST - np.int64(row))
                edges += 1
        if chosen < first and edges > 0:
            edge[:edges].sort()
            for k in range(min(first - chosen, edges)):
                best[chosen] = edge[edges - 1 - k]
                chosen += 1
        best[:chosen].sort()
        _lay_out(q, queries, dense, 1)
        for k in range(chosen):
            row = LAST - (best[chosen - 1 - k] & LAST)
            partial = best[chosen - 1 - k] >> 32
            out_rows[q, k] = row
            out_partial[q, k] = partial
            out_exact[q, k] = partial + _rest(row, held, dense)
        _lay_out(q, queries, dense, 0)


@compiled
def _opened(q: int, queries: Entries, held: Entries, postings: Postings, width: int) -> tuple[Integers, Small, Small]:
    """Every row that shares a rare feature with query q, with what they share by rare features and by all."""
    shared = np.zeros(len(held.groups), np.int32)
    found = np.empty(len(held.groups) + 1, np.uint32)
    dense = np.zeros(width, np.int32)
    _lay_out(q, queries, dense, 1)
    count = _open(q, queries, held, postings, shared, found)
    partial = np.empty(count, np.int32)
    exact = np.empty(count, np.int32)
    for c in range(count):
        partial[c] = shared[found[c]]
        exact[c] = partial[c] + _rest(found[c], held, dense)
    return found[:count].astype(np.int64), partial, exact
