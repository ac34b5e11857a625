"""Writing down what graphs state, whether the store has the elements or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.pushing.stated import Item, said_of
from graph.pushing.statements import Transaction, batches, count, creating, find, matching
from graph.rows import merged, unmerged
from ontology.errors import StoreError


@dataclass(frozen=True)
class Change:
    """What a push did: elements created or given other properties, and elements that left the store.

    An element that another graph still states does not leave the store, and is not counted as removed.
    """

    nodes_written: int = 0
    nodes_removed: int = 0
    edges_written: int = 0
    edges_removed: int = 0


def state(tx: Transaction, stated: Mapping[str, Iterable[Item]]) -> int:
    """Write down what each graph states. Returns how many statements of an element that were."""
    said = said_of(stated)
    for names, batch in batches(said.items.values()):
        found = find(tx, names, batch)
        fresh: list[dict[str, object]] = []
        known: list[dict[str, object]] = []
        for number, item in enumerate(batch):
            words = unmerged(found.get(number, {})) | said.of(item)
            own = {key: value for key, value in item.values.items() if key in ("iri", "key")}
            (known if number in found else fresh).append({**item.values, "properties": own | merged(words)})
        if fresh and count(tx, f"{creating(names)} SET x = row.properties", fresh) != len(fresh):
            raise StoreError(missing(tx, [item for i, item in enumerate(batch) if i not in found]))
        if known:
            count(tx, f"{matching(names, known)} SET x = row.properties", known)
    return sum(map(len, said.words.values()))


def missing(tx: Transaction, edges: Sequence[Item]) -> str:
    """Name the first edge without an end, and how many there are."""
    wanted = [Item((label,), {"iri": iri}, {}) for label, iri in sorted({e for x in edges for e in x.ends})]
    there: set[tuple[str, str]] = set()
    for names, batch in batches(wanted):
        found = find(tx, names, batch).values()
        there |= {(names[0], properties["iri"]) for properties in found if properties["sources"]}
    lost = [(edge, end) for edge in edges for end in edge.ends if end not in there]
    if not lost:
        return f"The store wrote fewer edges {edges[0].names[0]} than it was given; nothing was changed."
    edge, (label, iri) = lost[0]
    return endless(edge, label, iri, len({id(edge) for edge, _ in lost}))


def endless(edge: Item, label: str, iri: str, count: int) -> str:
    """Say that so many edges lack an end, this one for a start."""
    more = "" if count == 1 else f" So do {count - 1} other edges lack an end."
    return (
        f"The edge {edge.names[0]} {edge.values['key']} from {edge.values['start']} to {edge.values['end']} "
        f"needs the {label} {iri}, which no graph states. Nothing was stored.{more}"
    )
