"""One graph in the place of what it stated before, the difference alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.pushing.manifests import held_of, remember
from graph.pushing.state import Change, endless, state
from graph.pushing.stated import Item, Stated, key_of
from graph.pushing.statements import Transaction, batches, count, find, matching
from graph.rows import merged, unmerged
from ontology.errors import StoreError


def replace(tx: Transaction, source: str, new: Stated | None) -> Change:
    """Put what a graph that the store holds states now in the place of what it stated before. None: it states nothing more."""
    old = held_of(tx, source)
    now = new or Stated(None, {}, {})
    gone = [item for key, item in old.edges.items() if key not in now.edges]
    edges_removed = _retract(tx, source, gone, {})
    nodes_written = state(tx, {source: _differing(old.nodes, now.nodes)})
    edges_written = state(tx, {source: _differing(old.edges, now.edges)})
    vanished = [item for key, item in old.nodes.items() if key not in now.nodes]
    nodes_removed = _retract(tx, source, vanished, now.edges)
    nodes_removed += _sweep(tx, {end for edge in gone for end in edge.ends}, old.nodes.keys() | now.nodes.keys())
    if new is None:
        tx.run("MATCH (g:NamedGraph {iri: $source}) DELETE g", source=source).consume()
    else:
        remember(tx, {source: new})
    return Change(nodes_written, nodes_removed, edges_written, edges_removed)


def _differing(old: Mapping[str, Item], new: Mapping[str, Item]) -> list[Item]:
    return [item for key, item in new.items() if key not in old or old[key].digest != item.digest]


def _retract(tx: Transaction, source: str, items: Iterable[Item], edges: Mapping[str, Item]) -> int:
    """Write down that the graph states these no more. Returns how many left the store.

    Of `edges`, those that the graph states, none may hang on a node that nobody states any more.
    """
    removed = 0
    for names, batch in batches(items):
        kept: list[dict[str, object]] = []
        orphans: list[dict[str, object]] = []
        for number, properties in find(tx, names, batch).items():
            said = {key: value for key, value in unmerged(properties).items() if key != source}
            own = {key: value for key, value in properties.items() if key in ("iri", "key")}
            row: dict[str, object] = {**batch[number].values, "properties": own | merged(said)}
            if said:
                kept.append(row)
            else:
                orphans.append(row | {"number": number, "properties": properties | {"sources": []}})
        if orphans and len(names) == 1:
            held = _held(tx, names, orphans)
            if held:
                _refuse_own(names[0], held, edges)
            kept += [row for row in orphans if row["iri"] in held]
            orphans = [row for row in orphans if row["iri"] not in held]
        if kept:
            count(tx, f"{matching(names, kept)} SET x = row.properties", kept)
        if orphans:
            tx.run(f"UNWIND $rows AS row {matching(names, orphans)} DELETE x", rows=orphans).consume()
        removed += len(orphans)
    return removed


def _sweep(tx: Transaction, ends: Iterable[tuple[str, str]], own: Collection[str]) -> int:
    """Delete those ends of removed edges that were kept only for them. Returns their number.

    `own` are the keys of the nodes that the graph states or stated, which are seen to already.
    """
    others = sorted((label, iri) for label, iri in ends if key_of(label, iri) not in own)
    removed = 0
    for names, batch in batches(Item((label,), {"iri": iri}, {}) for label, iri in others):
        rows = [
            {"iri": properties["iri"]} for properties in find(tx, names, batch).values() if not properties["sources"]
        ]
        held = _held(tx, names, rows) if rows else set()
        loose = [row for row in rows if row["iri"] not in held]
        if loose:
            tx.run(f"UNWIND $rows AS row {matching(names, loose)} DELETE x", rows=loose).consume()
        removed += len(loose)
    return removed


def _held(tx: Transaction, names: tuple[str, ...], rows: Sequence[Mapping[str, object]]) -> set[str]:
    """Return the IRIs of those nodes on which an edge hangs."""
    statement = f"UNWIND $rows AS row {matching(names, rows)} WHERE EXISTS {{ (x)--() }} RETURN x.iri AS iri"
    return {record["iri"] for record in tx.run(statement, rows=[{"iri": r["iri"]} for r in rows])}


def _refuse_own(label: str, held: set[str], edges: Mapping[str, Item]) -> None:
    for edge in edges.values():
        for end_label, iri in edge.ends:
            if end_label == label and iri in held:
                raise StoreError(endless(edge, end_label, iri, 1))
