"""The property graph as tables and as GraphML: the same nodes and relationships that a store holds."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson
from rdflib import URIRef

from graph.projection import labels_of, project
from graph.publish.content import Content
from graph.rows import Edge, Node, Rows, merged
from graph.triples import Triples
from ontology.identifiers import graph_iri

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Tables:
    """All nodes and relationships as a store holds them (`sources` among the properties), in the order of their names."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def by_label(self) -> dict[str, list[Node]]:
        """Nodes by label."""
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes:
            found[node.label].append(node)
        return found

    def by_type(self) -> dict[str, list[Edge]]:
        """Relationships by type."""
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.type].append(edge)
        return found


def projected(content: Content) -> tuple[Rows, ...]:
    """The rows of every graph, by name.

    Raises `OntologyError` where a relationship leads to something that no graph describes.
    """
    graphs = [Triples(graph_iri(name), data) for name, data in sorted(content.items())]
    labels: dict[URIRef, str] = {}
    for graph in graphs:
        labels |= labels_of(graph)
    return tuple(project(graph, labels) for graph in graphs)


def tables(stated: Iterable[Rows]) -> Tables:
    """What a store holds after it was given these rows."""
    nodes: dict[tuple[str, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    edges: dict[tuple[str, str, str, str, str, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    for rows in stated:
        for node in rows.nodes:
            nodes[node.label, node.iri][rows.source] = dict(node.properties)
        for edge in rows.edges:
            key = (edge.type, edge.key, edge.start_label, edge.start, edge.end_label, edge.end)
            edges[key][rows.source] = dict(edge.properties)
    return Tables(
        tuple(Node(*key, merged(nodes[key])) for key in sorted(nodes)),
        tuple(Edge(*key, merged(edges[key])) for key in sorted(edges)),
    )


def csv_files(found: Tables) -> Iterator[tuple[str, bytes]]:
    """For people: `nodes-<Label>.csv` and `edges-<TYPE>.csv`, with a byte order mark, as spreadsheets want it."""
    names = {(node.label, node.iri): _called(node) for node in found.nodes}
    for label, nodes in found.by_label().items():
        columns = _columns(node.properties for node in nodes)
        rows = [["iri", *columns], *([one.iri, *_cells(one.properties, columns)] for one in nodes)]
        yield f"nodes-{label}.csv", _csv(rows)
    for kind, edges in found.by_type().items():
        columns = _columns(edge.properties for edge in edges)
        head = ["from", "from_name", "to", "to_name", *columns]
        body = (
            [e.start, names[e.start_label, e.start], e.end, names[e.end_label, e.end], *_cells(e.properties, columns)]
            for e in edges
        )
        yield f"edges-{kind}.csv", _csv([head, *body])


def graphml(found: Tables, file: BinaryIO) -> None:
    """GraphML with typed attributes; a list is its parts joined by “ | ”, and what XML cannot hold is U+FFFD."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    node_types = _types((node.properties for node in found.nodes), _columns(n.properties for n in found.nodes))
    edge_types = _types((edge.properties for edge in found.edges), _columns(e.properties for e in found.edges))
    for node in found.nodes:
        graph.add_node(node.iri, label=node.label, **_attributes(node.properties, node_types))
    for edge in found.edges:
        graph.add_edge(edge.start, edge.end, edge.key, label=edge.type, **_attributes(edge.properties, edge_types))
    nx.write_graphml(graph, file, encoding="utf-8")


def _called(node: Node) -> str:
    for name in ("name", "title", "id"):
        if isinstance(node.properties.get(name), str):
            return str(node.properties[name])
    return ""


def _columns(properties: Iterable[Mapping[str, Any]], hidden: Sequence[str] = ("stated",)) -> list[str]:
    names = {name for one in properties for name in one} - {"iri", *hidden}
    return sorted(names, key=lambda name: (name not in ("id", "name", "title"), name in ("sources", "stated"), name))


def _cells(properties: Mapping[str, Any], columns: Sequence[str]) -> list[str]:
    return [_text(properties.get(name)) for name in columns]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(map(_text, value))
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _types(properties: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> dict[str, str]:
    """The type of each column; text where values are of several."""
    found: dict[str, set[str]] = {name: set() for name in columns}
    for one in properties:
        for name, value in one.items():
            if name in found:
                found[name].add(_type(value))
    return {
        name: kinds.pop() if len(kinds) == 1 else "double" if kinds == {"long", "double"} else "string"
        for name, kinds in found.items()
    }


def _type(value: object) -> str:
    if isinstance(value, list):
        return "string[]"
    return {bool: "boolean", int: "long", float: "double"}.get(type(value), "string")


def _attributes(properties: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, str | int | float | bool]:
    found: dict[str, str | int | float | bool] = {}
    for name, value in properties.items():
        kind = types.get(name)
        if kind in ("boolean", "long"):
            found[name] = value
        elif kind == "double":
            found[name] = float(value)
        elif kind is not None:
            found[name] = _ILLEGAL.sub("\ufffd", _text(value))
    return found
