"""The one door to pyvis: a drawing becomes vis-network's nodes, edges and options.

pyvis is used to build the data only. Its page (which loads from foreign hosts), its file writing (which
copies and deletes folders) and its tooltips stay unused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from viz.drawing import Drawing, DrawnEdge, DrawnNode
from viz.layout import Layout
from viz.style import EDGES, NODES, OTHER_EDGE, OTHER_NODE, EdgeStyle, NodeStyle, document_style
from viz.terms import terms

OPTIONS: Mapping[str, object] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 150,
        "hideEdgesOnDrag": False,
        "dragNodes": True,
        "keyboard": {"enabled": False},
        "multiselect": False,
    },
    "nodes": {
        "borderWidth": 1,
        "font": {
            "face": "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
            "size": 13,
            "color": "#1a1a1a",
            "strokeWidth": 4,
            "strokeColor": "#ffffff",
        },
        "scaling": {"label": {"drawThreshold": 7}},
    },
    "edges": {"smooth": False, "selectionWidth": 2, "hoverWidth": 1, "arrows": {"to": {"scaleFactor": 0.55}}},
}


@dataclass(frozen=True, slots=True)
class VisData:
    """What vis-network draws."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]


def vis_data(drawing: Drawing, layout: Layout) -> VisData:
    """Build nodes, edges and options; an edge's id is its place in the drawing."""
    from pyvis.network import Network

    network = Network(directed=True)  # so that pyvis does not compare every pair of edges
    documents = sorted(one.iri for one in drawing.nodes if one.label == "Document")
    home, joined = homes(drawing), lined(drawing)
    for node in drawing.nodes:
        style = NODES.get(node.label, OTHER_NODE)
        if home.get(node.iri) in documents:
            style = document_style(documents.index(home[node.iri]))
        quiet = node.iri in home and node.iri not in joined and node.weight == 1
        network.add_node(node.iri, **_node(node, style, layout, quiet=quiet))
    for index, edge in enumerate(drawing.edges):
        if edge.type != "FROM":  # the disc says it
            network.add_edge(edge.source, edge.target, **_edge(edge, f"e{index}"))
    network.set_options(orjson.dumps(OPTIONS).decode())
    nodes, edges, _, _, _, options = network.get_network_data()
    for one in nodes:
        one["label"] = ""  # the page writes names itself, in one size however far away they are
    return VisData(nodes, edges, orjson.loads(options))


def homes(drawing: Drawing) -> dict[str, str]:
    """Give the disc that each node stands in."""
    return {edge.source: edge.target for edge in drawing.edges if edge.type == "FROM"}


def lined(drawing: Drawing) -> set[str]:
    """Name the nodes on which a line hangs."""
    return {end for e in drawing.edges if e.type != "FROM" for end in (e.source, e.target)}


def _node(node: DrawnNode, style: NodeStyle, layout: Layout, *, quiet: bool) -> dict[str, object]:
    x, y = layout.points[node.iri]
    return {
        "label": "",
        "title": f"{_term(node.label)}: {node.name[:200]}",
        "shape": style.shape,
        "size": round(style.size * (0.55 if quiet else min(2.5, 0.7 + 0.3 * math.sqrt(node.weight))), 1)
        if node.label != "Document"
        else style.size,
        "x": x,
        "y": y,
        "color": {
            "background": style.colour,
            "border": "#5a6270",
            "highlight": {"background": style.colour, "border": "#1a1a1a"},
            "hover": {"background": style.colour, "border": "#1a1a1a"},
        },
        "borderWidth": 1,
        "borderWidthSelected": 4,
        "opacity": 0.75 if quiet else 1,
    }


def _edge(edge: DrawnEdge, key: str) -> dict[str, object]:
    style = EDGES.get(edge.type, OTHER_EDGE)
    return {
        "id": key,
        "title": _term(edge.type),
        "color": {"color": style.colour, "highlight": style.colour, "hover": style.colour, "opacity": 0.75},
        "width": _width(edge, style),
        "dashes": list(style.dashes) if style.dashes else False,
        "arrows": "to" if style.arrow else "",
    }


def _width(edge: DrawnEdge, style: EdgeStyle) -> float:
    """Draw surer links thicker, and those that stand for several."""
    count = edge.facts.get("count")
    if edge.type == "TOGETHER" and isinstance(count, int):
        return round(style.width * math.sqrt(count), 2)
    score = edge.facts.get("score")
    return round(style.width * (0.5 + float(score)), 2) if isinstance(score, int | float) else style.width


def _term(name: str) -> str:
    label = terms().get(name, {})
    return f"{label.get('zh', name)} · {label.get('en', name)}" if label else name
