"""Shapes and colours: kinds of nodes differ in both, and colour-blind readers can tell the colours apart.

The palette is that of Okabe and Ito (2008), "Color Universal Design".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BLACK, GREY, PALE = "#1a1a1a", "#8a8f98", "#c9ced6"
ORANGE, SKY, GREEN, YELLOW = "#e69f00", "#56b4e9", "#009e73", "#f0e442"
BLUE, VERMILION, PURPLE = "#0072b2", "#d55e00", "#cc79a7"


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """Shape as vis-network names it, fill colour, and size in pixels at full scale."""

    shape: str
    colour: str
    size: int


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """Colour, width in pixels, dash pattern (None: solid), and whether the line has an arrow to its end."""

    colour: str
    width: float
    dashes: tuple[int, int] | None = None
    arrow: bool = True


NODES: Mapping[str, NodeStyle] = {
    "Measure": NodeStyle("dot", BLUE, 12),
    "Document": NodeStyle("square", BLACK, 13),
    "Area": NodeStyle("diamond", GREEN, 15),
    "Agency": NodeStyle("triangle", ORANGE, 13),
    "Enterprise": NodeStyle("triangleDown", VERMILION, 13),
    "AgencyClass": NodeStyle("hexagon", YELLOW, 13),
    "Collaboration": NodeStyle("star", PURPLE, 13),
    "Domain": NodeStyle("square", SKY, 11),
    "Scope": NodeStyle("diamond", PURPLE, 13),
    "Region": NodeStyle("diamond", SKY, 15),
    "ZoneType": NodeStyle("hexagon", GREEN, 12),
    "Deadline": NodeStyle("star", GREY, 12),
    "Instrument": NodeStyle("square", ORANGE, 11),
}
OTHER_NODE = NodeStyle("dot", GREY, 9)

EDGES: Mapping[str, EdgeStyle] = {
    "COMPARABLE_TO": EdgeStyle(BLUE, 2, arrow=False),
    "CANDIDATE": EdgeStyle(GREY, 1, (2, 5), arrow=False),
    "UPHELD": EdgeStyle(GREEN, 2, arrow=False),
    "DISPUTED": EdgeStyle(ORANGE, 2, (6, 3), arrow=False),
    "REJECTED": EdgeStyle(VERMILION, 2, (10, 3), arrow=False),
    "ORIGINATED_IN": EdgeStyle(VERMILION, 2),
    "ASSERTED_REPLICATED_IN": EdgeStyle(PURPLE, 2, (9, 6)),
    "LEAD": EdgeStyle(ORANGE, 2.5),
    "RESPONSIBLE": EdgeStyle(ORANGE, 1.5),
    "COORDINATES": EdgeStyle(ORANGE, 1.5),
    "COOPERATES": EdgeStyle(ORANGE, 1),
    "LEARNS_FROM": EdgeStyle(VERMILION, 1.5, (3, 3)),
    "TOGETHER": EdgeStyle(GREY, 0.8, arrow=False),
    "EXCLUDES": EdgeStyle(BLACK, 1.5, (2, 4)),
}
OTHER_EDGE = EdgeStyle(PALE, 1.2)

DOCUMENT_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW)
DOCUMENT_SHAPES = ("dot", "hexagon", "triangle", "star")


def document_style(index: int) -> NodeStyle:
    """Give the look of the measures of the n-th document; neighbours differ in colour and in shape.

    Seven colours and four shapes have no common divisor: 28 documents look different.
    """
    colour = DOCUMENT_COLOURS[index % len(DOCUMENT_COLOURS)]
    shape = DOCUMENT_SHAPES[index % len(DOCUMENT_SHAPES)]
    return NodeStyle(shape, colour, NODES["Measure"].size)
