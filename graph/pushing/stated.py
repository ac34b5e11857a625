"""What named graphs state, by element, checked before the store sees it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

import orjson

from graph.rows import EDGE_WORDS, NODE_WORDS, Edge, Node, Rows, Value
from ontology.errors import OntologyError, StoreError

End: TypeAlias = tuple[str, str]
"""Label and IRI of a node."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Item:
    """A node or an edge: the names that stand in a statement, the values that find it, what it says.

    Names are (label,) of a node, (type, start label, end label) of an edge; values are iri, or start, end
    and key.
    """

    names: tuple[str, ...]
    values: Mapping[str, str]
    properties: Mapping[str, Value]
    digest: str = ""

    @cached_property
    def ends(self) -> tuple[End, End]:
        """Start and end of an edge."""
        return (self.names[1], self.values["start"]), (self.names[2], self.values["end"])


@dataclass(frozen=True)
class Stated:
    """What one graph states, by the keys that its manifest lists."""

    digest: str | None
    nodes: Mapping[str, Item]
    edges: Mapping[str, Item]


def stated_by(rows: Rows) -> Stated:
    """What the rows state. Raises StoreError for what no store can hold, OntologyError for a name; see `Store.push`."""
    nodes: dict[str, Item] = {}
    for node, digest in zip(rows.nodes, rows.digests[0], strict=True):
        _check(node, node.iri, NODE_WORDS)
        item = Item((plain_name(node.label),), {"iri": node.iri}, node.properties, digest)
        _add(nodes, key_of(node.label, node.iri), item, f"node {node.iri}")
    edges: dict[str, Item] = {}
    for edge, digest in zip(rows.edges, rows.digests[1], strict=True):
        _check(edge, edge.key, EDGE_WORDS)
        names = (plain_name(edge.type), plain_name(edge.start_label), plain_name(edge.end_label))
        values = {"start": edge.start, "end": edge.end, "key": edge.key}
        item = Item(names, values, edge.properties, digest)
        key = key_of(edge.type, edge.key, edge.start_label, edge.start, edge.end_label, edge.end)
        _add(edges, key, item, f"edge {edge.type} {edge.key}")
    return Stated(rows.digest, nodes, edges)


def key_of(*parts: str) -> str:
    """The key under which a manifest lists an element."""
    return orjson.dumps(parts).decode()


def _add(items: dict[str, Item], key: str, item: Item, name: str) -> None:
    if items.setdefault(key, item).digest != item.digest:
        raise StoreError(f"The {name} is given twice with different properties.")


def _check(row: Node | Edge, name: str, words: frozenset[str]) -> None:
    if not words.isdisjoint(row.properties):
        key = min(words & row.properties.keys())
        raise StoreError(f"{name} has a property {key!r}, a name that the store keeps for itself.")
    if _SOUND.issuperset(map(type, row.properties.values())):
        return
    for key, value in row.properties.items():
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if part is None:
                raise StoreError(f"{name} has None for {key!r}: leave the property out instead.")
            if isinstance(part, float) and not math.isfinite(part):
                raise StoreError(f"{name} has a number for {key!r} that is not finite.")


_SOUND = {str, int, bool}
"""Types of which every value can be stored."""


@lru_cache(maxsize=2**12)
def is_plain_name(name: str) -> bool:
    """Whether a name may stand in a statement."""
    return _NAME.fullmatch(name) is not None


def plain_name(name: str) -> str:
    """Return a label or type, fit to stand in a statement."""
    if not is_plain_name(name):
        raise OntologyError(f"{name!r} is no name of a label or a type: letters, digits and underscores only.")
    return name


@dataclass(frozen=True)
class Said:
    """Each element once, and what each source says of it."""

    items: Mapping[tuple[str, ...], Item]
    words: Mapping[tuple[str, ...], dict[str, dict[str, Value]]]

    def of(self, item: Item) -> dict[str, dict[str, Value]]:
        """What is said of an element, by source."""
        return self.words[(*item.names, *item.values.values())]


def said_of(stated: Mapping[str, Iterable[Item]]) -> Said:
    """What is said of each element, out of the elements that each source states."""
    items: dict[tuple[str, ...], Item] = {}
    words: dict[tuple[str, ...], dict[str, dict[str, Value]]] = {}
    for source, every in stated.items():
        for item in every:
            key = (*item.names, *item.values.values())
            items.setdefault(key, item)
            words.setdefault(key, {})[source] = dict(item.properties)
    return Said(items, words)
