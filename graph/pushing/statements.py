"""The statements that find and make nodes and edges, a batch of rows at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import neo4j
import neo4j.graph
import neo4j.time

from graph.pushing.stated import Item, plain_name

_BATCH = 5_000  # rows a statement


@dataclass(frozen=True)
class Transaction:
    """A transaction in which each statement is run with the option of the planner that the engine knows.

    Neo4j plans a statement again when the counts of the store have changed much since, as they do all through a first
    load; that takes longer than the rows. No statement here leaves the planner a choice: each names its index.
    """

    tx: neo4j.Transaction
    option: str

    def run(self, statement: str, **parameters: object) -> neo4j.Result:
        """Run a statement of this module."""
        return self.tx.run(self.option + statement, parameters)


def batches(items: Iterable[Item], names: int | None = None) -> Iterator[tuple[tuple[str, ...], list[Item]]]:
    """Items grouped by (so many of) their names, at most 5,000 at a time, in a steady order."""
    groups: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    for item in items:
        groups[item.names[:names]].append(item)
    for common, group in sorted(groups.items(), key=itemgetter(0)):
        for start in range(0, len(group), _BATCH):
            yield common, group[start : start + _BATCH]


def find(tx: Transaction, names: tuple[str, ...], batch: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Return the stored properties of those items that exist, by their number in the batch."""
    rows = [{"number": number, **item.values} for number, item in enumerate(batch)]
    statement = f"UNWIND $rows AS row {matching(names, rows)} RETURN row.number AS number, properties(x) AS stored"
    return {record["number"]: record["stored"] for record in tx.run(statement, rows=rows)}


def count(tx: Transaction, clauses: str, rows: Sequence[Mapping[str, object]]) -> int:
    """Run clauses that bind x for each row; how many were bound."""
    record = tx.run(f"UNWIND $rows AS row {clauses} RETURN count(x) AS written", rows=rows).single()
    return 0 if record is None else int(record["written"])


def matching(names: tuple[str, ...], rows: Sequence[Mapping[str, object]]) -> str:
    """Return the clauses that bind x to the node or edge of a row."""
    if len(names) == 1:
        return seeking("x", names[0], "iri")
    kind, start, end = map(plain_name, names)
    # Go from the side of the more different nodes: the other may be one agency with thousands of edges, to be
    # gone through for every row. What is asked of the far side is put so that no planner can begin there:
    # Neo4j does, or scans, while its statistics do not know yet what this transaction wrote.
    if len({row["start"] for row in rows}) >= len({row["end"] for row in rows}):
        near, far, path = seeking("a", start, "start"), ("b", end, "end"), "(a)-[x:{} {{key: row.key}}]->(b)"
    else:
        near, far, path = seeking("b", end, "end"), ("a", start, "start"), "(b)<-[x:{} {{key: row.key}}]-(a)"
    there, label, field = far
    return (
        f"{near} MATCH {path.format(kind)} "
        f"WHERE coalesce({there}.iri, '') = row.{field} AND '{label}' IN labels({there})"
    )


def creating(names: tuple[str, ...]) -> str:
    """Return the clauses that make x, the node or edge of a row; edges only between nodes that are stated."""
    if len(names) == 1:
        return f"CREATE (x:{plain_name(names[0])} {{iri: row.iri}})"
    kind, start, end = map(plain_name, names)
    return (
        f"{seeking('a', start, 'start')} WHERE size(a.sources) > 0 "
        f"{seeking('b', end, 'end')} WHERE size(b.sources) > 0 "
        f"CREATE (a)-[x:{kind} {{key: row.key}}]->(b)"
    )


def seeking(variable: str, label: str, field: str) -> str:
    """Return the clause that finds a node by its IRI through the index, never by a scan."""
    label = plain_name(label)
    return f"MATCH ({variable}:{label} {{iri: row.{field}}}) USING INDEX SEEK {variable}:{label}(iri)"
