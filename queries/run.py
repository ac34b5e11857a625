"""Asking the questions of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from graph.store import Answer, Store
from ontology.errors import QueryError
from queries.catalogue import Parameter, Question, question
from queries.results import Page

T = TypeVar("T")
_OPTIONAL = re.compile(r"(\(|WHERE )\$(\w+) IS NULL OR ")

EVERY = 1_000_000
"""A limit for all rows of a list."""


def ask(store: Store, name: str, /, **parameters: object) -> Answer:
    """Ask a question of the catalogue by name.

    Optional parameters may be left out. Raises `QueryError` for an unknown question, and one that names every
    parameter that is missing, unknown or of another type; `StoreError` where the store cannot be reached.
    """
    asked = question(name)
    given = checked(asked, parameters)
    answer = store.read(_narrowed(asked.cypher, given), given)
    # The embedded engine names no columns where there are no rows; the catalogue always does.
    return Answer(asked.columns, answer.rows, answer.truncated)


def ask_together(store: Store, names: tuple[str, ...], /, **parameters: object) -> tuple[Answer, ...]:
    """Ask several questions of the catalogue as one: one statement, one state of the store, a sixth of the time of ten.

    Each is given those of the parameters that it wants. The answers come in the order of `names`. Raises as `ask` does.
    """
    asked = [question(name) for name in names]
    given: dict[str, object] = {}
    for one in asked:
        wanted = {parameter.name for parameter in one.parameters}
        given |= checked(one, {name: value for name, value in parameters.items() if name in wanted})
    (row,) = store.read(_narrowed(_together(names), given), given).rows
    return tuple(
        Answer(one.columns, tuple(tuple(values) for values in rows))  # type: ignore[arg-type, union-attr]
        for one, rows in zip(asked, row, strict=True)
    )


@cache
def _together(names: tuple[str, ...]) -> str:
    """One statement of several: each question is a subquery, whose rows become one list."""
    parts = []
    for name in names:
        columns = ", ".join(f"`{column}`" for column in question(name).columns)
        parts.append(f"CALL {{\nCALL {{\n{question(name).cypher}\n}}\nRETURN collect([{columns}]) AS {name}_rows\n}}")
    return "\n".join([*parts, "RETURN " + ", ".join(f"{name}_rows" for name in names)])


def _narrowed(cypher: str, given: Mapping[str, object]) -> str:
    """The same question without “$id IS NULL OR” where an id is given: behind an OR no planner uses an index."""
    return _OPTIONAL.sub(lambda found: found[0] if given.get(found[2]) is None else found[1], cypher)


def checked(asked: Question, given: Mapping[str, object]) -> dict[str, object]:
    """Give a question's parameters, None where an optional one was not given.

    Raises `QueryError` with everything that is wrong with them.
    """
    wrong = list(_complaints(asked, given))
    if wrong:
        wanted = ", ".join(_wanted(one) for one in asked.parameters) or "none"
        raise QueryError(f"Question “{asked.name}”: {'; '.join(wrong)}. Its parameters: {wanted}.")
    return {one.name: given.get(one.name) for one in asked.parameters}


def records(answer: Answer, kind: type[T]) -> tuple[T, ...]:
    """Give the rows of an answer as dataclasses whose fields are called like the columns."""
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    found: list[T] = _adapter(cast(Hashable, kind)).validate_python(rows)
    return tuple(found)


def page(
    store: Store,
    name: str,
    kind: type[T],
    filters: Mapping[str, object],
    order: Mapping[str, object] | None = None,
    *,
    skip: int,
    limit: int,
) -> Page[T]:
    """Ask for a part of a list and for how long the whole is, by the question `name` and `name`_total.

    `order` is what the first knows and the second does not. Raises as `ask` does.
    """
    total = number(ask(store, f"{name}_total", **filters))
    found = ask(store, name, **filters, **(order or {}), skip=skip, limit=limit) if skip < total else None
    return Page(total, () if found is None else records(found, kind))


def number(answer: Answer) -> int:
    """Take the one number out of an answer of one row and column."""
    value = answer.rows[0][0]
    if not isinstance(value, int):
        raise QueryError(f"A number was expected in {answer.columns[0]}, not {value!r}.")
    return value


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(list[kind])  # type: ignore[valid-type]


def _complaints(asked: Question, given: Mapping[str, object]) -> Iterator[str]:
    names = [one.name for one in asked.parameters]
    for name in given:
        if name not in names:
            yield f"it has no parameter “{name}”"
    for one in asked.parameters:
        value = given.get(one.name)
        if value is None and not one.optional:
            yield f"“{one.name}” is missing"
        elif value is not None and not one.fits(value):
            yield f"“{one.name}” is {value!r}, not of type {one.type}"


def _wanted(one: Parameter) -> str:
    return f"{one.name} ({one.type}{', optional' if one.optional else ''}; such as {one.example})"
