"""Graphs that the store never held, in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graph.pushing.manifests import remember
from graph.pushing.state import Change, missing, state
from graph.pushing.stated import End, Item, Stated, said_of
from graph.pushing.statements import Transaction, batches, count, matching, seeking
from graph.pushing.wire import sent
from graph.rows import merged, unmerged
from ontology.errors import StoreError


def add_all(tx: Transaction, new: Mapping[str, Stated]) -> dict[str, Change]:
    """State graphs that the store never held: nodes of all of them, then edges.

    An edge of a node that was not there before need not be looked for: nothing can have hung on it.
    """
    nodes, edges = ({source: pick(one) for source, one in new.items()} for pick in (_nodes_of, _edges_of))
    there, made = _add_nodes(tx, nodes)
    ends = {end for items in edges.values() for item in items for end in item.ends}
    there |= _ends(tx, ends - there.keys())
    loose = [item for items in edges.values() for item in items if not there.keys() >= {*item.ends}]
    if loose:
        raise StoreError(missing(tx, sorted(loose, key=lambda item: item.names)))
    on_new, on_old = (
        {source: [item for item in items if made.isdisjoint(item.ends) is old] for source, items in edges.items()}
        for old in (False, True)
    )
    _add_edges(tx, on_new, there)
    state(tx, on_old)
    remember(tx, new)
    return {source: Change(nodes_written=len(one.nodes), edges_written=len(one.edges)) for source, one in new.items()}


def _nodes_of(stated: Stated) -> Collection[Item]:
    return stated.nodes.values()


def _edges_of(stated: Stated) -> Collection[Item]:
    return stated.edges.values()


def _add_nodes(tx: Transaction, new: Mapping[str, Iterable[Item]]) -> tuple[dict[End, str], set[End]]:
    """Write down nodes as sources state them that stated nothing before; their ids, and those that are new."""
    said = said_of(new)
    there: dict[End, str] = {}
    made: set[End] = set()
    for names, batch in batches(said.items.values()):
        iris = [item.values["iri"] for item in batch]
        properties = [{**item.values, **merged(said.of(item))} for item in batch]
        stored: dict[str, dict[str, Any]] = {}
        for rows in sent({"iri": iris}, properties):
            merge = (
                f"{rows.unwind} MERGE (x:{names[0]} {{iri: row.iri}}) ON CREATE SET x = row.properties "
                "RETURN collect([row.iri, elementId(x)]) AS ids, "
                "collect(CASE WHEN x.sources = row.properties.sources THEN null ELSE properties(x) END) AS stored"
            )
            answer = tx.run(merge, rows=rows.rows).single(strict=True)
            there |= {(names[0], iri): own for iri, own in answer["ids"]}
            stored |= {found["iri"]: found for found in answer["stored"]}
        made |= {(names[0], iri) for iri in iris if iri not in stored}
        known: list[dict[str, object]] = []
        for item in batch:
            if item.values["iri"] in stored:
                words = unmerged(stored[item.values["iri"]]) | said.of(item)
                known.append({**item.values, "properties": {**item.values, **merged(words)}})
        if known:
            count(tx, f"{matching(names, known)} SET x = row.properties", known)
    return there, made


def _ends(tx: Transaction, ends: Iterable[End]) -> dict[End, str]:
    """The ids of those nodes that some graph states."""
    found: dict[End, str] = {}
    for names, batch in batches(Item((label,), {"iri": iri}, {}) for label, iri in ends):
        seek = (
            f"UNWIND $rows AS row {seeking('x', names[0], 'iri')} WHERE size(x.sources) > 0 RETURN x.iri, elementId(x)"
        )
        for iri, own in tx.run(seek, rows=[item.values for item in batch]).values():
            found[names[0], iri] = own
    return found


def _add_edges(tx: Transaction, new: Mapping[str, Iterable[Item]], there: Mapping[End, str]) -> None:
    """Make edges that cannot be there yet between nodes of these ids."""
    said = said_of(new)
    for (kind,), batch in batches(said.items.values(), 1):
        places: dict[End, int] = {}
        starts, ends = zip(*([places.setdefault(end, len(places)) for end in item.ends] for item in batch), strict=True)
        properties = [{"key": item.values["key"], **merged(said.of(item))} for item in batch]
        create = (
            "WITH split($ids, ' ') AS ids UNWIND range(0, size(ids) - 1) AS place "
            "MATCH (node) WHERE elementId(node) = ids[place] "
            "WITH ids, node ORDER BY place WITH ids, collect(node) AS nodes WHERE size(nodes) = size(ids) {unwind} "
            "WITH row, nodes[row.start] AS a, nodes[row.end] AS b "
            f"CREATE (a)-[x:{kind}]->(b) SET x = row.properties RETURN count(x) AS written"
        )
        ids = " ".join([there[end] for end in places])
        written = 0
        for rows in sent({"start": starts, "end": ends}, properties):
            found = tx.run(create.replace("{unwind}", rows.unwind), rows=rows.rows, ids=ids).single(strict=True)
            written += found["written"]
        if written != len(batch):
            raise StoreError(f"The store wrote fewer edges {kind} than it was given; nothing was changed.")
