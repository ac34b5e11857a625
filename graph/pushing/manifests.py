"""What the store remembers that each graph stated: the NamedGraph nodes, and the lock round them.

The list of elements is one text, a line of digest and key for each, packed to a fifth: nobody asks for a part of it.
"""

from __future__ import annotations

import base64
import itertools
import uuid
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from graph.pushing.stated import Item, Stated, stated_by
from graph.pushing.statements import Transaction
from graph.rows import Rows
from ontology.errors import StoreError

LAST = (
    "MATCH (g:NamedGraph) WITH count(g) AS graphs OPTIONAL MATCH (l:PushLock {iri: 'push'}) "
    "RETURN graphs, l.holder AS holder"
)
"""How many graphs there are, and the name of the last push: what is cheap to read and changes with each push."""
DIGESTS = "MATCH (g:NamedGraph) RETURN g.iri AS iri, g.digest AS digest ORDER BY iri"


def hold(tx: Transaction) -> None:
    """Keep other pushes out until this one ends."""
    tx.run("MERGE (l:PushLock {iri: 'push'}) SET l.holder = $token", token=uuid.uuid4().hex).consume()


def held_of(tx: Transaction, source: str) -> Stated:
    """Return what the graph stated last; no digest if it never did."""
    record = tx.run("MATCH (g:NamedGraph {iri: $source}) RETURN properties(g) AS g", source=source).single()
    if record is None:
        return Stated(None, {}, {})
    nodes: dict[str, Item] = {}
    edges: dict[str, Item] = {}
    for key, digest in elements(source, record["g"].get("elements")).items():
        match orjson.loads(key):
            case label, iri:
                nodes[key] = Item((label,), {"iri": iri}, {}, digest)
            case kind, own, start_label, start, end_label, end:
                edges[key] = Item((kind, start_label, end_label), {"start": start, "end": end, "key": own}, {}, digest)
    return Stated(record["g"]["digest"], nodes, edges)


def digests(tx: Transaction, graphs: Iterable[str] | None = None) -> dict[str, str]:
    """Of what graphs stated last, without the lists of it, by graph: of those that `graphs` names, or of all."""
    some = "UNWIND $graphs AS graph MATCH (g:NamedGraph {iri: graph}) RETURN g.iri AS iri, g.digest AS digest"
    found = tx.run(DIGESTS) if graphs is None else tx.run(some, graphs=[*graphs])
    return {record["iri"]: record["digest"] for record in found}


def remember(tx: Transaction, stated: Mapping[str, Stated]) -> None:
    """Write down what each graph states now."""
    graphs = [_listed(source, one) for source, one in stated.items()]
    merge = "UNWIND $graphs AS graph MERGE (g:NamedGraph {iri: graph.iri}) SET g = graph"
    tx.run(merge, graphs=graphs).consume()


def manifest(rows: Rows) -> dict[str, Any]:
    """The properties of the NamedGraph node that a push of these rows leaves."""
    return _listed(rows.source, stated_by(rows))


def elements(source: str, written: object) -> dict[str, str]:
    """The digest of each element by its key, out of what `elements` of a NamedGraph node holds.

    Raises StoreError where that is nothing such: another form of this store wrote it.
    """
    try:
        lines = zlib.decompress(base64.b64decode(str(written), validate=True)).decode().split("\n")
    except (ValueError, zlib.error) as error:
        raise StoreError(
            f"The list of what {source} states cannot be read: another version wrote it. Empty the store and load again."
        ) from error
    return {key: digest for digest, _, key in (line.partition(" ") for line in lines) if key}


def _listed(source: str, stated: Stated) -> dict[str, Any]:
    every = itertools.chain(stated.nodes.items(), stated.edges.items())
    lines = "\n".join([f"{item.digest} {key}" for key, item in every])
    return {
        "iri": source,
        "digest": stated.digest,
        "elements": base64.b64encode(zlib.compress(lines.encode(), 1)).decode(),
    }
