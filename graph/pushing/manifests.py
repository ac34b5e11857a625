"""What the store remembers that each graph stated: the NamedGraph nodes, and the lock round them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import orjson

from graph.pushing.stated import Item, Stated, stated_by
from graph.pushing.statements import Transaction
from graph.rows import Rows

STATE = (
    "MATCH (g:NamedGraph) WITH substring(g.digest, 0, 2) AS part, collect(g.iri + ' ' + g.digest) AS lines "
    "RETURN reduce(text = '', line IN lines | text + line + ' ') AS text"
)
"""IRIs and digests of all graphs in some 250 texts at the most: to read them costs a fifth of a row for each graph."""
DIGESTS = "MATCH (g:NamedGraph) RETURN g.iri AS iri, g.digest AS digest ORDER BY iri"


def hold(tx: Transaction) -> None:
    """Keep other pushes out until this one ends."""
    tx.run("MERGE (l:PushLock {iri: 'push'}) SET l.holder = $token", token=uuid.uuid4().hex).consume()


def held_of(tx: Transaction, source: str) -> Stated:
    """Return what the graph stated last; no digest if it never did."""
    record = tx.run("MATCH (g:NamedGraph {iri: $source}) RETURN properties(g) AS g", source=source).single()
    if record is None:
        return Stated(None, {}, {})
    graph = record["g"]
    nodes: dict[str, Item] = {}
    for key, digest in zip(graph["node_keys"], graph["node_digests"], strict=True):
        label, iri = orjson.loads(key)
        nodes[key] = Item((label,), {"iri": iri}, {}, digest)
    edges: dict[str, Item] = {}
    for key, digest in zip(graph["edge_keys"], graph["edge_digests"], strict=True):
        kind, own, start_label, start, end_label, end = orjson.loads(key)
        edges[key] = Item((kind, start_label, end_label), {"start": start, "end": end, "key": own}, {}, digest)
    return Stated(graph["digest"], nodes, edges)


def digest_of(tx: Transaction, source: str) -> str | None:
    """Of what the graph stated last, without the list of it; None if it never did."""
    record = tx.run("MATCH (g:NamedGraph {iri: $source}) RETURN g.digest AS digest", source=source).single()
    return None if record is None else str(record["digest"])


def remember(tx: Transaction, stated: Mapping[str, Stated]) -> None:
    """Write down what each graph states now."""
    graphs = [_listed(source, one) for source, one in stated.items()]
    merge = "UNWIND $graphs AS graph MERGE (g:NamedGraph {iri: graph.iri}) SET g = graph"
    tx.run(merge, graphs=graphs).consume()


def manifest(rows: Rows) -> dict[str, Any]:
    """The properties of the NamedGraph node that a push of these rows leaves."""
    return _listed(rows.source, stated_by(rows))


def _listed(source: str, stated: Stated) -> dict[str, Any]:
    return {
        "iri": source,
        "digest": stated.digest,
        "node_keys": list(stated.nodes),
        "node_digests": [item.digest for item in stated.nodes.values()],
        "edge_keys": list(stated.edges),
        "edge_digests": [item.digest for item in stated.edges.values()],
    }
