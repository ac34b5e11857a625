"""Answers as plain Python values, free of the driver's types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from typing import TypeAlias

import neo4j
import neo4j.graph
import neo4j.time

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"


@dataclass(frozen=True)
class Answer:
    """Rows of plain values under named columns; `truncated` when a limit left rows out, `note` says which.

    The embedded engine does not name the columns of an answer without rows: `columns` is then empty.

    A node is {"labels": […], "properties": {…}}; a relationship {"type": …, "properties": {…}}; a path
    {"nodes": […], "relationships": […]}, whose relationships also have "start" and "end", the IRIs of their
    ends (None where a node has no IRI). Dates, times and durations are ISO 8601 text, points lists of
    coordinates, bytes hexadecimal text.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Plain, ...], ...]
    truncated: bool = False
    note: str = ""


def plain(value: object) -> Plain:
    """Return a value of the driver as plain Python; see Answer."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, neo4j.graph.Node):
        return {"labels": [*sorted(value.labels)], "properties": plain(dict(value))}
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, "properties": plain(dict(value))}
    if isinstance(value, neo4j.graph.Path):
        return {
            "nodes": [plain(node) for node in value.nodes],
            "relationships": [_step(step) for step in value.relationships],
        }
    if isinstance(value, neo4j.time.Date | neo4j.time.Time | neo4j.time.DateTime | neo4j.time.Duration):
        return value.iso_format()
    if isinstance(value, date | datetime | clock):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, Iterable):
        return [plain(part) for part in value]
    return str(value)


def _step(relationship: neo4j.graph.Relationship) -> Plain:
    start, end = (None if node is None else node.get("iri") for node in relationship.nodes)
    return {
        "type": relationship.type,
        "properties": plain(dict(relationship)),
        "start": plain(start),
        "end": plain(end),
    }
