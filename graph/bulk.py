"""Many graphs into a store: some in each transaction, and the next are made while the store takes the last."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from graph.rows import Rows, uncollected
from graph.store import Change, Store
from ontology.errors import OntologyError, StoreError

_ROWS = 20_000
"""Nodes and relationships of a transaction, after which no further graph is taken into it."""

_Done = tuple[list[tuple[Rows, Change]], StoreError | OntologyError | None]


def push_each(store: Store, graphs: Iterable[Rows]) -> Iterator[tuple[Rows, Change]]:
    """Push graphs in their order, and give each back with what it changed once it is stored.

    Each is stored whole or not at all. Memory holds the rows of two transactions. Raises as `Store.push` does, and what
    making the graphs raises; what came before is stored and given back first, nothing after it is stored.
    """
    with ThreadPoolExecutor(1) as pool, _turns_taken_often():
        last: Future[_Done] | None = None
        failed: Exception | None = None
        groups = _grouped(graphs)
        while failed is None:
            try:
                with uncollected():
                    group = next(groups, None)
            except Exception as error:
                group, failed = None, error
            if last is not None:
                done, wrong = last.result()
                yield from done
                failed = wrong or failed
            if group is None or failed is not None:
                break
            last = pool.submit(_pushed, store, group)
        if failed is not None:
            raise failed


def _pushed(store: Store, graphs: Sequence[Rows]) -> _Done:
    """All in one transaction; where one of them fails, each in its own, up to that one."""
    try:
        return [*zip(graphs, store.push_all(graphs), strict=True)], None
    except (StoreError, OntologyError) as error:
        if len(graphs) == 1:
            return [], error
    done = []
    for one in graphs:
        try:
            done.append((one, store.push(one)))
        except (StoreError, OntologyError) as error:
            return done, error
    return done, None


def _grouped(graphs: Iterable[Rows]) -> Iterator[list[Rows]]:
    """What one transaction takes; where making the graphs fails, first what was made."""
    group: list[Rows] = []
    try:
        for one in graphs:
            group.append(one)
            if sum(len(each.nodes) + len(each.edges) for each in group) >= _ROWS:
                yield group
                group = []
    except Exception:
        if group:
            yield group
        raise
    if group:
        yield group


@contextmanager
def _turns_taken_often() -> Iterator[None]:
    """Lets the thread that speaks with the store have the interpreter soon after each answer.

    It would wait five milliseconds for it, a thousand times in a load, while the other one makes rows.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 5)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
