"""A property graph as plain rows: what a projection makes and a store takes."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

NODE_WORDS = frozenset({"iri", "sources", "stated"})
EDGE_WORDS = frozenset({"key", "sources", "stated"})
"""Properties that the store keeps for itself."""

Value = str | int | float | bool | list[str] | list[int] | list[float]


@dataclass(frozen=True)
class Node:
    """A node: one label, its IRI (the key within the label), and properties without None."""

    label: str
    iri: str
    properties: Mapping[str, Value]


@dataclass(frozen=True)
class Edge:
    """A relationship between two nodes named by label and IRI; `key` tells parallel ones apart.

    The key of an edge that a claim supports is the claim's IRI, so that edge and claim find each other.
    """

    type: str
    key: str
    start_label: str
    start: str
    end_label: str
    end: str
    properties: Mapping[str, Value]


@dataclass(frozen=True)
class Rows:
    """All nodes and edges that one named graph states. `source` is that graph's IRI."""

    source: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def digest(self) -> str:
        """Sha256 over the sorted rows: equal graphs have equal digests, in whatever order they were made."""
        nodes, edges = self.digests
        return hashlib.sha256("\n".join(sorted([*nodes, *edges])).encode()).hexdigest()

    @cached_property
    def digests(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The digest of each node, and of each edge."""
        return tuple(map(digest_node, self.nodes)), tuple(map(digest_edge, self.edges))


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no cyclic garbage meanwhile: triples and rows make none, and the search takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def digest_node(node: Node) -> str:
    """16 hexadecimal digits that change when anything of the node changes."""
    return _short([node.label, node.iri, dict(node.properties)])


def digest_edge(edge: Edge) -> str:
    """16 hexadecimal digits that change when anything of the edge changes."""
    ends = [edge.start_label, edge.start, edge.end_label, edge.end]
    return _short([edge.type, edge.key, *ends, dict(edge.properties)])


def _short(parts: list[object]) -> str:
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def merged(said: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """One set of properties out of what each source says."""
    sources = sorted(said)
    if len(sources) == 1:
        return {**said[sources[0]], "sources": sources}
    words = [orjson.dumps(said[source], option=orjson.OPT_SORT_KEYS).decode() for source in sources]
    properties: dict[str, Any] = {}
    for source in sources:
        properties |= said[source]
    properties["sources"] = sources
    return properties | ({"stated": words} if len(set(words)) > 1 else {})


def unmerged(properties: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what each source says, out of stored properties: the inverse of `merged`."""
    sources = properties.get("sources", [])
    if "stated" in properties:
        return {s: orjson.loads(words) for s, words in zip(sources, properties["stated"], strict=True)}
    words = NODE_WORDS if "iri" in properties else EDGE_WORDS
    said = {key: value for key, value in properties.items() if key not in words}
    return dict.fromkeys(sources, said)
