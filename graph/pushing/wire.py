"""Rows on their way to an engine: many of one shape as one text, which the engine splits.

A list of maps repeats every key in every row, and the driver packs each value by itself: packing takes longer than all
else that a push does here, and unpacking about half of what the engine does. Rows that no such text can hold (few of a
shape, lists of numbers, empty lists, the separators themselves in a value) travel as maps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.pushing.stated import is_plain_name
from graph.rows import Value

_ROW, _FIELD, _PART = "\x1d", "\x1f", "\x1e"
"""Between rows, between the values of a row, between the texts of a list."""
_END = "."
"""The last field of each row: an engine may drop empty ones from the end."""
_FEW = 8  # rows of a shape, for which no plan is made
_LONG = 2**63


@dataclass(frozen=True)
class Sent:
    """Rows to be bound to the parameter `rows`; `unwind` is the clause that makes each of them a map `row` again."""

    unwind: str
    rows: object


def sent(
    found: Mapping[str, Sequence[int] | Sequence[str]], properties: Sequence[Mapping[str, Value]]
) -> Iterator[Sent]:
    """Rows in as few batches as their shapes allow.

    `found` are the columns by which a row finds its place, each as long as `properties`. A row is a map of these and of
    `properties`, a map. The order of rows is kept within a batch, not between batches.
    """
    shapes: dict[Any, list[int]] = defaultdict(list)
    for number, one in enumerate(properties):
        shapes[tuple(one), tuple(map(type, one.values()))].append(number)
    rest: list[int] = []
    for (names, types), numbers in shapes.items():
        text = None
        if len(numbers) >= _FEW and _READ.keys() >= {*types} and all(map(is_plain_name, names)):
            columns: list[Sequence[Any]] = [
                *found.values(),
                *zip(*(properties[n].values() for n in numbers), strict=True),
            ]
            if len(numbers) < len(properties):
                columns[: len(found)] = [[column[n] for n in numbers] for column in found.values()]
            text = _text(columns, len(numbers))
        if text is None:
            rest += numbers
        else:
            yield Sent(
                _unwind(
                    {name: type(column[0]) for name, column in found.items()}, dict(zip(names, types, strict=True))
                ),
                text,
            )
    if rest:
        yield Sent(
            "UNWIND $rows AS row",
            [{**{k: c[n] for k, c in found.items()}, "properties": dict(properties[n])} for n in sorted(rest)],
        )


def _text(columns: Sequence[Sequence[Any]], rows: int) -> str | None:
    """One text for all rows; None where it would not be read as it was written."""
    parts = 0
    written = []
    for column in columns:
        kind = type(column[0])
        if kind is int and not all(-_LONG <= value < _LONG for value in column):
            return None
        if kind is list:
            if not all(value and all(type(part) is str for part in value) and value[-1] for value in column):
                return None
            parts += sum(map(len, column)) - rows
        written.append(column if kind is str else [*map(_WRITTEN[kind], column)])
    text = _ROW.join(map(_FIELD.join, zip(*written, [_END] * rows, strict=True)))
    counts = [text.count(mark) for mark in (_ROW, _FIELD, _PART)]
    return text if counts == [rows - 1, rows * len(columns), parts] else None


def _cypher(mark: str) -> str:
    return f"'\\u{ord(mark):04x}'"


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    float: repr,
    bool: lambda value: "true" if value else "false",
    list: _PART.join,
}
_READ: Mapping[type, str] = {
    str: "{}",
    int: "toInteger({})",
    float: "toFloat({})",
    bool: "toBoolean({})",
    list: f"split({{}}, {_cypher(_PART)})",
}


def _unwind(found: Mapping[str, type], properties: Mapping[str, type]) -> str:
    fields = [_READ[kind].format(f"fields[{at}]") for at, kind in enumerate((*found.values(), *properties.values()))]
    places = ", ".join(f"`{name}`: {field}" for name, field in zip(found, fields, strict=False))
    said = ", ".join(f"`{name}`: {field}" for name, field in zip(properties, fields[len(found) :], strict=True))
    return (
        f"UNWIND split($rows, {_cypher(_ROW)}) AS line WITH *, split(line, {_cypher(_FIELD)}) AS fields "
        f"WITH *, {{{places}, properties: {{{said}}}}} AS row"
    )
