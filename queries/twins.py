"""The questions of the catalogue in SPARQL, and how their answers are compared with those in Cypher.

A question of users has a `.rq` file beside its `.cypher` file, which gives the same columns over the triples of the
release. Its parameters are triples beside the query (`param:id rdf:value …`), never part of its text. SPARQL has no
lists: columns that hold one are named in the file's first line, `# lists: ids, sources`, and come as text with one
value a line. `skip` and `limit`, where a question has them, are applied to the ordered rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.sparql.service import Sparql
from graph.store import Answer, Plain
from ontology.errors import QueryError
from ontology.prefixes import PREFIXES
from queries.catalogue import Question, catalogue, question
from queries.run import checked

PAGING = ("skip", "limit")
_LISTS = re.compile(r"# lists: (.+)\n")
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_NUMBERS = {
    PREFIXES["xsd"] + name: kind
    for kind, names in {
        int: ("integer", "nonNegativeInteger", "int", "long"),
        float: ("double", "decimal", "float"),
    }.items()
    for name in names
}


def twins() -> tuple[Question, ...]:
    """The questions that have a twin, by name."""
    return tuple(one for one in catalogue().values() if one.sparql is not None)


def ask_sparql(sparql: Sparql, name: str, /, **parameters: object) -> Answer:
    """Ask a question of the catalogue by name, in SPARQL; see `queries.run.ask`.

    Raises `QueryError` for a question without a twin, and for wrong parameters.
    """
    asked = question(name)
    if asked.sparql is None:
        raise QueryError(
            f"“{name}” is asked in Cypher alone; in SPARQL there are {', '.join(x.name for x in twins())}."
        )
    given: dict[str, Any] = checked(asked, parameters)
    skip, limit = given.pop("skip", None) or 0, given.pop("limit", None)
    most = sparql.limits.rows if limit is None else skip + limit
    found = sparql.query(asked.sparql, parameters=given, rows=max(min(most, sparql.limits.rows), 1))
    lists = lists_of(asked.sparql)
    answers = tuple(
        tuple(_value(one.get(column), is_list=column in lists) for column in asked.columns)
        for one in orjson.loads(found.body)["results"]["bindings"]
    )
    wanted = answers[skip:] if limit is None else answers[skip : skip + limit]
    return Answer(asked.columns, wanted, found.truncated and most >= sparql.limits.rows)


def lists_of(sparql: str) -> frozenset[str]:
    """The columns of a twin that hold lists."""
    said = _LISTS.match(sparql)
    return frozenset(said[1].split(", ") if said else ())


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of one answer that the other has not, normalised; a row that is there twice counts twice."""

    cypher: tuple[tuple[object, ...], ...]
    sparql: tuple[tuple[object, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.cypher or self.sparql)

    def __str__(self) -> str:
        sides = (("Cypher", self.cypher), ("SPARQL", self.sparql))
        return "\n".join(f"only in {side}: {row}" for side, rows in sides for row in rows) or "no difference"


def difference(cypher: Answer, sparql: Answer) -> Difference:
    """What two answers to one question differ in, as multisets of normalised rows.

    Normalised is: an absent value, an empty text and an empty list are the same; lists have no order; whole numbers
    are integers; other numbers are held to six decimals; a time in UTC may end in Z or in +00:00, which a triple store
    does not tell apart. Columns must be the same.
    """
    if cypher.columns != sparql.columns:
        return Difference((cypher.columns,), (sparql.columns,))
    ours, theirs = (Counter(map(_normal_row, one.rows)) for one in (cypher, sparql))
    return Difference(_listed(ours - theirs), _listed(theirs - ours))


def _listed(rows: Counter[tuple[object, ...]]) -> tuple[tuple[object, ...], ...]:
    return tuple(sorted(rows.elements(), key=repr))


def _normal_row(row: Sequence[Plain]) -> tuple[object, ...]:
    return tuple(map(_normal, row))


def _normal(value: Plain) -> object:
    if isinstance(value, list):
        return tuple(sorted(map(str, value))) or None
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 6)
    if isinstance(value, str) and _UTC.fullmatch(value):
        return value.removesuffix("Z") + "+00:00"
    return None if value == "" else value


def _value(term: Mapping[str, str] | None, *, is_list: bool) -> Plain:
    """A term of SPARQL's JSON as a plain value."""
    if is_list:
        return [] if term is None or not term["value"] else [*term["value"].split("\n")]
    if term is None:
        return None
    text, kind = term["value"], term.get("datatype", "")
    if kind.endswith("#boolean"):
        return text == "true"
    number = _NUMBERS.get(kind)
    return text if number is None else number(text)
