"""Links of more measures than one machine should score, by Apache Spark (`pip install "reformgraph[spark]"`).

Measures are cut into blocks by id.  Each task looks for the candidates of one block among all blocks, or scores and
explains some pairs, with the code that links on one machine; rarity goes by one reference, so that the links are equal.
Needs Java 17 or later.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from graph.links.density import raises
from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, Floats, MeasureText, Pairs
from graph.links.link import explained, in_documents, with_rivals
from graph.links.linker import Columns, sides
from graph.links.neighbours import Flags, Near, Small, merge, nearest
from graph.links.ragged import Integers
from graph.links.reference import Reference, together
from graph.links.scorer import NEAREST, NEIGHBOURS, Weights, scorer_for
from ontology.errors import QueryError
from ontology.model import Link

if TYPE_CHECKING:
    from pyspark import SparkContext

BLOCK = 20_000
"""Measures in a block, at the most."""
Task = TypeVar("Task")
Made = TypeVar("Made")


@contextmanager
def context(master: str) -> Iterator[SparkContext]:
    """A Spark context at an address (`local[2]`, `spark://host:7077`), ended at the end.

    Raises `QueryError` where pyspark or Java is missing, or the address cannot be reached.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise QueryError('Spark is not installed; install it with: pip install "reformgraph[spark]"') from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("reformgraph")
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    try:
        session = builder.config("spark.ui.enabled", "false").getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise QueryError(f"Spark could not be started at {master}: {error}; it needs Java 17 or later") from error
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session.sparkContext
    finally:
        session.stop()


@dataclass(frozen=True)
class Work:
    """What every task can read."""

    blocks: tuple[tuple[MeasureText, ...], ...]
    starts: tuple[int, ...]
    groups: tuple[int, ...]
    encoder: Encoder | None
    scorer: Weights
    reference: Reference | None = None

    def space(self, pairs: Pairs) -> tuple[FeatureSpace, Pairs]:
        """The texts of pairs ready to be compared, and where the pairs are there."""
        texts = [one for block in self.blocks for one in block]
        places = np.unique(np.concatenate([pairs.first, pairs.second]))
        local = Pairs(np.searchsorted(places, pairs.first), np.searchsorted(places, pairs.second))
        return FeatureSpace([texts[place] for place in places.tolist()], self.encoder, self.reference), local


def link_on_spark(
    spark: SparkContext,
    texts: Sequence[MeasureText],
    encoder: Encoder | None,
    scorer: Weights | None = None,
    reference: Reference | None = None,
    block: int = BLOCK,
) -> tuple[Link, ...]:
    """The links that `graph.links.link.link` makes, made by tasks of `block` measures."""
    ordered = sorted(texts, key=lambda one: one.id)
    documents = {name: n for n, name in enumerate(dict.fromkeys(one.document for one in ordered))}
    if len(documents) < 2:
        return ()
    starts = tuple(range(0, len(ordered), block))
    blocks = tuple(tuple(ordered[start : start + block]) for start in starts)
    groups = tuple(documents[one.document] for one in ordered)
    scorer = scorer or scorer_for(encoder)
    work = Work(blocks, starts, groups, encoder, scorer, reference)
    if reference is None and encoder is not None:
        work = Work(blocks, starts, groups, encoder, scorer, FeatureSpace(ordered, encoder).told())
    elif reference is None:
        parts = _run(spark, work, _told, range(len(blocks)))
        work = Work(blocks, starts, groups, encoder, scorer, together(parts))
    found = _run(spark, work, _edges, range(len(blocks)))
    low, high = sides(np.unique(np.concatenate(found)))
    if not len(low):
        return ()
    shares = [Pairs(low[at], high[at]) for at in np.array_split(np.arange(len(low)), len(blocks))]
    odds = np.concatenate(_run(spark, work, _odds, shares))
    numbers = np.array(groups, np.int64)
    raised = raises(numbers[low], numbers[high], odds, scorer.share, scorer.usual)
    kept = best_of(low, high, odds, np.arange(len(ordered))).any(axis=0)
    low, high, raised = low[kept], high[kept], raised[kept]
    shares = [Pairs(low[at], high[at]) for at in np.array_split(np.arange(len(low)), len(blocks))]
    made = [one for links in _run(spark, work, _links, shares) for one in links]
    return with_rivals([in_documents(one, more, scorer) for one, more in zip(made, raised.tolist(), strict=True)])


def _run(spark: SparkContext, work: Work, function: Callable[[Work, Task], Made], tasks: Sequence[Task]) -> list[Made]:
    shared = spark.broadcast(work)
    try:
        made: list[Made] = (
            spark.parallelize(tasks, max(1, len(tasks))).map(lambda task: function(shared.value, task)).collect()
        )
        return made
    finally:
        shared.unpersist()


def _told(work: Work, block: int) -> Reference:
    return FeatureSpace(work.blocks[block], None).told()


def _edges(work: Work, block: int) -> Integers:
    """Keys of the candidates of one block."""
    own = FeatureSpace(work.blocks[block], work.encoder, work.reference).respects()
    columns = [Columns() for _ in own]
    near = [Near.nothing(len(work.blocks[block])) for _ in own]
    ranks = np.arange(len(work.groups))
    for texts, start in zip(work.blocks, work.starts, strict=True):
        others = FeatureSpace(texts, work.encoder, work.reference).respects()
        for n, (mine, other) in enumerate(zip(own, others, strict=True)):
            begin = work.starts[block]
            queries = columns[n].rows(mine, work.groups[begin : begin + len(work.blocks[block])])
            held = columns[n].rows(other, work.groups[start : start + len(texts)])
            near[n] = merge(near[n], nearest(queries, held, start), ranks)
    rows = work.starts[block] + np.arange(len(work.blocks[block]))
    return np.concatenate([edges(rows, one.best(NEAREST, ranks)) for one in near])


def _odds(work: Work, pairs: Pairs) -> Floats:
    if not len(pairs):
        return np.zeros(0)
    space, local = work.space(pairs)
    return work.scorer.odds(space.values(local, tuple(work.scorer.weights)))


def _links(work: Work, pairs: Pairs) -> list[Link]:
    if not len(pairs):
        return []
    space, local = work.space(pairs)
    return explained(space, local, work.scorer, work.encoder)


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


def edges(rows: Integers, best: Small) -> Integers:
    """Keys of rows and their nearest."""
    row = np.repeat(rows, best.shape[1])
    other = best.ravel().astype(np.int64)
    held = other >= 0
    keys: Integers = np.minimum(row, other)[held] << 32 | np.maximum(row, other)[held]
    return keys
