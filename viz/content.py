"""What a page holds besides its form: the data that the explorer's script draws and explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote

import orjson

from graph.store import Plain
from queries.drawing import Drawing, DrawnEdge, DrawnNode
from viz.layout import Layout
from viz.network import homes, lined, short, vis_data
from viz.style import EDGES, NODES, OTHER_EDGE, OTHER_NODE, document_style
from viz.terms import terms
from viz.words import CHINESE, ENGLISH

Language = Literal["en", "zh"]

LINKS = ("COMPARABLE_TO", "CANDIDATE")


def page_data(
    drawing: Drawing, layout: Layout, subject: str | None, root: str | None, language: Language
) -> dict[str, Any]:
    """Collect everything that the script needs, as JSON values."""
    vis = vis_data(drawing, layout)
    home, joined = homes(drawing, layout), lined(drawing)
    names = {node.iri: node for node in drawing.nodes}
    nodes = {
        short(node.iri): {
            "label": node.label,
            "name": node.name,
            "facts": node.facts,
            "statements": [
                {"type": s.type, "value": s.value, "quote": s.quote, "field": s.field, "line": s.line}
                for s in node.statements
            ],
            "groups": _groups(node, home, joined),
            "doors": _node_doors(node, root),
        }
        for node in drawing.nodes
    }
    drawn = {str(one["id"]) for one in vis.edges}
    edges = {
        f"e{index}": {
            "type": edge.type,
            "source": short(edge.source),
            "target": short(edge.target),
            "facts": _edge_facts(edge.facts),
            "doors": _edge_doors(edge, names, root),
        }
        for index, edge in enumerate(drawing.edges)
        if f"e{index}" in drawn
    }
    measures = sum(node.label == "Measure" for node in drawing.nodes)
    return {
        "language": language,
        "words": {"en": ENGLISH, "zh": CHINESE},
        "terms": terms(),
        "subject": subject,
        "vis": {"nodes": vis.nodes, "edges": vis.edges, "options": vis.options},
        "islands": _islands(layout),
        "nodes": nodes,
        "edges": edges,
        "legend": _legend(drawing, layout, home, joined),
        "shown": {"shown": measures, "total": drawing.total, "nodes": len(nodes), "edges": len(edges)},
        "nav": _nav(drawing, root),
        "focus": None if drawing.focus is None else short(drawing.focus),
    }


def _groups(node: DrawnNode, home: Mapping[str, str], joined: set[str]) -> list[str]:
    """Name the entries of the legend that hide a node."""
    if node.iri in home:
        return [short(home[node.iri]), *([] if node.iri in joined else ["unlinked"])]
    return [short(node.iri)] if home and node.label == "Document" else [node.label]


def _edge_facts(facts: Mapping[str, Plain]) -> dict[str, Any]:
    found: dict[str, Any] = dict(facts)
    if "score" in found:
        features = found.get("features", "[]")
        found["features"] = orjson.loads(features) if isinstance(features, str) else features
        found["shared_words"] = found.get("shared_words") or []
    for name in ("quote", "printed", "field"):
        if isinstance(found.get(name), list):
            found[name] = " / ".join(found[name])
    if isinstance(found.get("line"), list):
        found["line"] = min(found["line"])
    return found


def _islands(layout: Layout) -> list[dict[str, Any]]:
    return [
        {
            "x": round(one.x),
            "y": round(one.y),
            "radius": round(one.radius),
            "colour": document_style(index).colour,
            "group": short(one.document),
        }
        for index, one in enumerate(layout.islands)
    ]


def _legend(drawing: Drawing, layout: Layout, home: Mapping[str, str], joined: set[str]) -> dict[str, Any]:
    entries: list[dict[str, Any]] = []
    documents = [node for node in sorted(drawing.nodes, key=lambda one: one.iri) if node.label == "Document"]
    if layout.islands:
        sizes = Counter(home.values())
        for index, node in enumerate(documents):
            style = document_style(index)
            text = " ".join(str(node.facts[name]) for name in ("id", "place") if name in node.facts)
            look = {"shape": style.shape, "colour": style.colour, "count": sizes[node.iri]}
            entries.append({"key": short(node.iri), "text": text, **look})
        quiet = sum(iri not in joined for iri in home)
        if quiet:
            look = {"shape": "dot", "colour": OTHER_NODE.colour, "small": True, "count": quiet}
            entries.append({"key": "unlinked", "word": "unlinked", **look})
    rest = Counter(node.label for node in drawing.nodes if not home or node.label not in ("Measure", "Document"))
    for label in sorted(rest, key=_rank(NODES)):
        look = {"shape": NODES.get(label, OTHER_NODE).shape, "colour": NODES.get(label, OTHER_NODE).colour}
        entries.append({"key": label, **look, "count": rest[label]})
    kinds = Counter(edge.type for edge in drawing.edges if not (home and edge.type == "FROM"))
    edges = []
    for kind in sorted(kinds, key=_rank(EDGES)):
        line = EDGES.get(kind, OTHER_EDGE)
        look = {"colour": line.colour, "width": line.width, "dashes": line.dashes, "arrow": line.arrow}
        edges.append({"key": kind, **look, "count": kinds[kind]})
    return {"nodes": entries, "edges": edges}


def _rank(styles: Mapping[str, object]) -> Any:
    order = list(styles)
    return lambda name: (order.index(name) if name in order else len(order), name)


def _node_doors(node: DrawnNode, root: str | None) -> list[dict[str, str]]:
    if root is None:
        return []
    identity = quote(str(node.facts.get("id", "")))
    if node.label == "Measure":
        return [
            {"word": "neighbourhood", "href": f"{root}explorer/measures/{identity}"},
            {"word": "json", "href": f"{root}measures/{identity}"},
            {"word": "links", "href": f"{root}measures/{identity}/links?candidates=true"},
            {"word": "lineage", "href": f"{root}measures/{identity}/lineage"},
            {"word": "candidates", "href": f"{root}explorer/measures/{identity}?candidates=true"},
        ]
    if node.label == "Document":
        return [
            {
                "word": "neighbourhood",
                "href": f"{root}explorer?document={identity}",
            },
            {"word": "json", "href": f"{root}documents/{identity}"},
        ]
    if node.label in ("Agency", "Enterprise", "AgencyClass", "Collaboration"):
        return [{"word": "json", "href": f"{root}agencies/{quote(node.name, safe='')}"}]
    if node.label == "Area":
        return [{"word": "json", "href": f"{root}areas?text={quote(node.name, safe='')}"}]
    return []


def _edge_doors(edge: DrawnEdge, names: Mapping[str, DrawnNode], root: str | None) -> list[dict[str, str]]:
    source = names[edge.source]
    if root is None or source.label != "Measure":
        return []
    identity = quote(str(source.facts.get("id", "")))
    if edge.type in LINKS:
        return [{"word": "links", "href": f"{root}measures/{identity}/links?candidates=true"}]
    return [{"word": "json", "href": f"{root}measures/{identity}"}]


def _nav(drawing: Drawing, root: str | None) -> list[dict[str, str]]:
    if root is None:
        return []
    home = [] if drawing.focus is None else [{"word": "overview", "href": f"{root}explorer"}]
    return [*home, {"word": "documentation", "href": f"{root}docs"}]
