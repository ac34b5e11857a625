"""Where things are drawn: positions computed here, from the same data always the same ones."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from viz.drawing import Drawing, DrawnEdge

Point = tuple[float, float]

SEED = 20
GAP = 30.0
"""Pixels between neighbouring measures of an island at full scale."""
MARGIN = 92.0
"""Pixels between discs, for the names of documents."""
GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Island:
    """The disc that holds the measures of a document."""

    document: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions by IRI, and the discs to be drawn beneath them."""

    points: Mapping[str, Point]
    islands: tuple[Island, ...] = ()


def island_layout(drawing: Drawing) -> Layout:
    """Lay each document out as a disc of its measures; those with lines stand at the rim that faces them."""
    home = {edge.source: edge.target for edge in drawing.edges if edge.type == "FROM"}
    lines = [edge for edge in drawing.edges if edge.type != "FROM"]
    members: dict[str, list[str]] = defaultdict(list)
    for measure, document in home.items():
        members[document].append(measure)
    radius = {one.iri: 34.0 for one in drawing.nodes if one.iri not in home}
    radius |= {document: GAP * math.sqrt(len(inside) + 3) + 12 for document, inside in members.items()}
    centres = _apart(_quotient(radius, home, lines), radius)
    points: dict[str, Point] = {}
    for document, inside in members.items():
        wishes = _wishes(inside, document, home, lines, centres)
        points |= _sunflower(inside, centres[document], wishes)
        points[document] = (centres[document][0], centres[document][1] - radius[document] - 74)
    loose = {iri: centre for iri, centre in centres.items() if iri not in points}
    islands = tuple(Island(one, *centres[one], radius[one]) for one in sorted(members))
    return Layout(_rounded(points | loose), islands)


def _quotient(radius: Mapping[str, float], home: Mapping[str, str], lines: Sequence[DrawnEdge]) -> dict[str, Point]:
    """Place islands and loose nodes as the lines between them pull."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(radius))
    for line in lines:
        start, end = home.get(line.source, line.source), home.get(line.target, line.target)
        if start != end:
            graph.add_edge(start, end)
    size = sum(radius.values()) / max(1, len(radius)) * math.sqrt(len(radius)) * 1.6
    layout = nx.spring_layout(graph, seed=SEED, iterations=200, weight=None, scale=size)
    return _lying({iri: (float(x), float(y)) for iri, (x, y) in layout.items()})


def _lying(points: Mapping[str, Point]) -> dict[str, Point]:
    """Turn the points so that they spread from left to right, as screens do."""
    at = np.array([points[name] for name in points], dtype=float).reshape(-1, 2)
    if len(at) < 3:
        return dict(points)
    at -= at.mean(axis=0)
    _, _, axes = np.linalg.svd(at, full_matrices=False)
    # An axis has no direction of its own: its larger part points right and down.
    axes *= np.where(axes[np.arange(2), np.abs(axes).argmax(axis=1)] < 0, -1.0, 1.0)[:, None]
    turned = at @ axes.T
    return {name: (float(x) * 1.5, float(y)) for name, (x, y) in zip(points, turned, strict=True)}


def _apart(centres: Mapping[str, Point], radius: Mapping[str, float]) -> dict[str, Point]:
    """Push discs apart until none overlap, or for 400 rounds."""
    names = sorted(centres)
    at: NDArray[np.float64] = np.array([centres[name] for name in names], dtype=float).reshape(-1, 2)
    # The first nudge takes discs that stand on one spot apart, each its own way.
    at += np.array([[math.cos(i * GOLDEN), math.sin(i * GOLDEN)] for i in range(len(names))]).reshape(-1, 2)
    sizes = np.array([radius[name] for name in names])
    wanted = sizes[:, None] + sizes[None, :] + MARGIN
    np.fill_diagonal(wanted, 0.0)
    for _ in range(400):
        between = at[:, None, :] - at[None, :, :]
        distance = np.hypot(between[..., 0], between[..., 1])
        lacking = np.clip(wanted - distance, 0.0, None)
        if not lacking.any():
            break
        # Light discs give way to heavy ones.
        weight = sizes[None, :] / (sizes[:, None] + sizes[None, :])
        unit = between / np.where(distance == 0.0, 1.0, distance)[..., None]
        at += (unit * (lacking * weight)[..., None]).sum(axis=1) * 0.5
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, at, strict=True)}


def _wishes(
    inside: Iterable[str],
    document: str,
    home: Mapping[str, str],
    lines: Sequence[DrawnEdge],
    centres: Mapping[str, Point],
) -> dict[str, float]:
    """Give the direction in which the lines of each measure leave its island; measures without have none."""
    pulls: dict[str, list[Point]] = defaultdict(list)
    here = centres[document]
    own = set(inside)
    for line in lines:
        for one, other in ((line.source, line.target), (line.target, line.source)):
            if one in own:
                there = centres[home.get(other, other)]
                length = math.dist(here, there) or 1.0
                pulls[one].append(((there[0] - here[0]) / length, (there[1] - here[1]) / length))
    return {one: math.atan2(sum(y for _, y in ways), sum(x for x, _ in ways)) for one, ways in sorted(pulls.items())}


def _sunflower(inside: Sequence[str], centre: Point, wishes: Mapping[str, float]) -> dict[str, Point]:
    """Fill a disc evenly: from the rim inwards by wish, the middle with the rest in the order of print."""
    slots = [(GAP * math.sqrt(i + 1.0), i * GOLDEN) for i in range(len(inside))]
    angles = np.array([angle for _, angle in slots])
    free = list(range(len(inside)))
    taken: dict[str, int] = {}
    for one in sorted(wishes, key=lambda name: (wishes[name], name)):
        rim = free[-1 : -len(wishes) - 1 : -1]
        turns = np.abs((angles[rim] - wishes[one] + math.pi) % (2 * math.pi) - math.pi)
        taken[one] = rim[int(turns.argmin())]
        free.remove(taken[one])
    rest = [one for one in inside if one not in taken]
    taken |= dict(zip(rest, free, strict=True))
    return {
        one: (
            centre[0] + slots[i][0] * math.cos(slots[i][1]),
            centre[1] + slots[i][0] * math.sin(slots[i][1]),
        )
        for one, i in taken.items()
    }


def _rounded(points: Mapping[str, Point]) -> dict[str, Point]:
    """Whole pixels: shorter pages, and no difference between machines in the last digit."""
    return {iri: (float(round(x)), float(round(y))) for iri, (x, y) in points.items()}
