"""Lineage of one measure as a graph and as a tree, and the paths between two, from a snapshot or a neighbourhood.

The hops, and the evidence that each needs, are those of `queries.lineage`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from queries.lineage import MAX_HOPS, Hop, Path, above, as_paths, below, downwards, upwards
from queries.neighbourhood import Lineages

Direction = Literal["ancestors", "descendants"]
MOST = 10_000
"""Branches of a tree, and paths, that are counted; a hub has more than anybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageNode:
    """A measure or a place; `depth` is the number of measures between it and the one asked for, plus one."""

    id: str
    kind: str
    """measure or place."""
    depth: int
    title: str | None
    document: str | None
    place: str | None
    issued: str | None
    """A date, or undated; None for a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageGraph:
    """Every measure and place that is reached, the nearest first, and every hop once."""

    measure: str
    direction: Direction
    nodes: tuple[LineageNode, ...]
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One node of a tree that is written out: branches follow their parent, which is named by its number."""

    number: int
    parent: int | None
    """None for those right beside the measure asked for."""
    node: LineageNode
    hops: tuple[Hop, ...]
    """How it hangs on its parent, in the direction of the lineage."""


@dataclass(frozen=True, slots=True)
class _Step:
    hops: tuple[Hop, ...]
    measure: str | None
    place: str | None
    issued: str


def lineage_graph(snapshot: Lineages, measure: str, direction: Direction, *, depth: int = MAX_HOPS) -> LineageGraph:
    """What is reached from a measure in `depth` measures at the most. Raises `NotFoundError`."""
    start = snapshot.measure(measure)
    nodes: dict[str, LineageNode] = {}
    hops: dict[tuple[str, str, str, str], Hop] = {}
    waiting = deque([(measure, start.place, start.issued, 1)])
    reached = {measure}
    while waiting:
        at, place, issued, level = waiting.popleft()
        for step in _steps(snapshot, at, place, issued, (at,), direction):
            for hop in step.hops:
                hops.setdefault((hop.kind, hop.source, hop.target, hop.claim_id), hop)
                for end in (hop.source, hop.target):
                    if end != measure and end not in nodes:
                        nodes[end] = _node(snapshot, end, level)
            if step.measure is not None and step.measure not in reached and level < depth:
                reached.add(step.measure)
                waiting.append((step.measure, step.place, step.issued, level + 1))
    return LineageGraph(measure=measure, direction=direction, nodes=tuple(nodes.values()), hops=tuple(hops.values()))


def branches(snapshot: Lineages, measure: str, direction: Direction, *, depth: int = MAX_HOPS) -> tuple[Branch, ...]:
    """The tree of what is reached, each branch before those that hang on it. Raises `NotFoundError`.

    A measure that is reached in two ways stands on two branches. No more than MOST branches are written out.
    """
    start = snapshot.measure(measure)
    found: list[Branch] = []

    def grow(at: str, place: str | None, issued: str, seen: tuple[str, ...], parent: int | None) -> None:
        for step in _steps(snapshot, at, place, issued, seen, direction):
            if len(found) >= MOST:
                return
            number = len(found)
            end = step.measure if step.measure is not None else _far(step.hops[0], at)
            hops = step.hops if direction == "descendants" else step.hops[::-1]
            found.append(Branch(number=number, parent=parent, node=_node(snapshot, end, len(seen)), hops=hops))
            if step.measure is not None and len(seen) < depth:
                grow(step.measure, step.place, step.issued, (*seen, step.measure), number)

    grow(measure, start.place, start.issued, (measure,), None)
    return tuple(found)


def lineage_paths(snapshot: Lineages, measure: str, direction: Direction) -> tuple[Path, ...]:
    """The paths to or from a measure, the surest first, MOST at the most. Raises `NotFoundError`."""
    start = snapshot.measure(measure)
    if direction == "ancestors":
        return as_paths(islice(upwards(snapshot, measure, start.issued, (measure,)), MOST), forward=False)
    return as_paths(islice(downwards(snapshot, measure, start.place, start.issued, (measure,)), MOST), forward=True)


def paths_between(snapshot: Lineages, one: str, other: str) -> tuple[Path, ...]:
    """The paths of lineage from one measure to the other, or back, the surest first. Raises `NotFoundError`.

    No path is an empty answer: that the two are unrelated is not said.
    """
    snapshot.measure(other)
    chains: dict[tuple[tuple[str, str, str], ...], tuple[Hop, ...]] = {}
    for end, start in ((one, other), (other, one)):
        issued = snapshot.measure(end).issued
        for chain in islice(upwards(snapshot, end, issued, (end,)), MOST):
            cut = next((at for at, hop in enumerate(chain, 1) if hop.source == start), None)
            if cut is not None:
                found = chain[:cut]
                chains.setdefault(tuple((hop.kind, hop.source, hop.target) for hop in found), found)
    return as_paths(chains.values(), forward=False)


def _steps(
    snapshot: Lineages, at: str, place: str | None, issued: str, seen: tuple[str, ...], direction: Direction
) -> Iterator[_Step]:
    if direction == "ancestors":
        for hops, source, dated in above(snapshot, at, issued, seen):
            yield _Step(hops, source, None, dated)
        return
    for hops, target, where, dated in below(snapshot, at, place, issued, seen):
        known = None if target is None else snapshot.measures.get(target)
        yield _Step(hops, target, where if where is not None or known is None else known.place, dated)


def _far(hop: Hop, near: str) -> str:
    return hop.source if hop.target == near else hop.target


def _node(snapshot: Lineages, identifier: str, depth: int) -> LineageNode:
    known = snapshot.measures.get(identifier)
    if known is None:
        return LineageNode(id=identifier, kind="place", depth=depth, title=None, document=None, place=None, issued=None)
    return LineageNode(
        id=identifier,
        kind="measure",
        depth=depth,
        title=known.title,
        document=known.document,
        place=known.place,
        issued=known.issued,
    )
