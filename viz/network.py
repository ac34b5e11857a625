"""The one door to pyvis: a drawing becomes vis-network's nodes, edges and options.

pyvis is used to build the data only. Its page (which loads from foreign hosts), its file writing (which
copies and deletes folders) and its tooltips stay unused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ontology.identifiers import ID
from queries.drawing import Drawing, DrawnEdge, DrawnNode
from viz.layout import Layout
from viz.style import EDGES, NODES, OTHER_EDGE, OTHER_NODE, EdgeStyle, NodeStyle, document_style
from viz.terms import terms

LABEL_LINE = 11
"""Characters of a node's label on one line; Chinese has no spaces to break at."""
LABEL_LINES = 3

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
    """Build nodes, edges and options. Ids are IRIs without the common beginning."""
    from pyvis.network import Network

    network = Network(directed=True)  # so that pyvis does not compare every pair of edges
    documents = sorted(one.iri for one in drawing.nodes if one.label == "Document") if layout.islands else []
    home, joined = homes(drawing, layout), lined(drawing)
    for node in drawing.nodes:
        style = NODES.get(node.label, OTHER_NODE)
        quiet = False
        if node.iri in home:
            style = document_style(documents.index(home[node.iri]))
            quiet = node.iri not in joined
        network.add_node(short(node.iri), **_node(node, style, layout, drawing, quiet=quiet))
    for index, edge in enumerate(drawing.edges):
        if edge.type == "FROM" and layout.islands:
            continue  # the disc says it
        network.add_edge(short(edge.source), short(edge.target), **_edge(edge, f"e{index}"))
    network.set_options(orjson.dumps(OPTIONS).decode())
    nodes, edges, _, _, _, options = network.get_network_data()
    for one in nodes:
        if one["label"] == one["id"]:
            one["label"] = ""  # pyvis puts the id where a label is empty
    return VisData(nodes, edges, orjson.loads(options))


def homes(drawing: Drawing, layout: Layout) -> dict[str, str]:
    """Give the document of each measure where documents are drawn as discs."""
    return {edge.source: edge.target for edge in drawing.edges if edge.type == "FROM"} if layout.islands else {}


def lined(drawing: Drawing) -> set[str]:
    """Name the nodes on which a line hangs."""
    return {end for e in drawing.edges if e.type != "FROM" for end in (e.source, e.target)}


def short(iri: str) -> str:
    """Take the common beginning off an IRI."""
    return iri.removeprefix(ID)


def wrapped(text: str, line: int = LABEL_LINE, lines: int = LABEL_LINES) -> str:
    """Break a text into short lines and cut it after the last, on whole characters."""
    flat = " ".join(text.split())
    parts = [flat[start : start + line] for start in range(0, len(flat), line)]
    if len(parts) > lines:
        parts = [*parts[: lines - 1], parts[lines - 1][: line - 1] + "…"]
    return "\n".join(parts)


def _node(node: DrawnNode, style: NodeStyle, layout: Layout, drawing: Drawing, *, quiet: bool) -> dict[str, object]:
    x, y = layout.points[node.iri]
    focus = node.iri == drawing.focus
    look: dict[str, object] = {
        "label": wrapped(node.name),
        "title": f"{_term(node.label)}: {node.name[:200]}",
        "shape": style.shape,
        "size": style.size * (1.8 if focus else 0.55 if quiet else 1),
        "x": x,
        "y": y,
        "color": {
            "background": style.colour,
            "border": "#1a1a1a" if focus else "#5a6270",
            "highlight": {"background": style.colour, "border": "#1a1a1a"},
            "hover": {"background": style.colour, "border": "#1a1a1a"},
        },
        "borderWidth": 3 if focus else 1,
        "borderWidthSelected": 4,
        "opacity": 0.75 if quiet else 1,
    }
    if layout.islands:
        look["label"] = ""  # the page writes names itself, in one size however far away they are
    elif focus:
        look["font"] = {"size": 16}
    return look


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
    """Draw surer links thicker."""
    score = edge.facts.get("score")
    return round(style.width * (0.5 + float(score)), 2) if isinstance(score, int | float) else style.width


def _term(name: str) -> str:
    label = terms().get(name, {})
    return f"{label.get('zh', name)} · {label.get('en', name)}" if label else name
