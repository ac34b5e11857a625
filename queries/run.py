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

T = TypeVar("T")
_OPTIONAL = re.compile(r"(\(|WHERE )\$(\w+) IS NULL OR ")


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
