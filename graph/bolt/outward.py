"""What a statement would do on a Neo4j beside reading the graph, by the word of its own planner.

A READ transaction refuses writes. It does not refuse LOAD CSV, which reads files and opens connections, nor commands
that show settings or end other people's transactions. Neo4j Community has no rights by user to forbid these. EXPLAIN
parses and plans a statement without running it; its plan names every operator and, in Neo4j's own spelling, every
expression with the subqueries inside it, however the statement was written down.

Neo4j ends a query between two rows, never inside an expression. The expressions that are known to take any time are
refused for that: regular expressions and range() where no UNWIND goes through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import neo4j

from ontology.errors import QueryError

#: Commands that show the graph's own schema, of all that begin with SHOW.
_SCHEMA = {"ShowIndexes", "ShowConstraints", "ShowFunctions", "ShowProcedures"}
_OPERATOR = re.compile(r"LoadCSV|Show\w+|Terminate\w+|\w*Administration\w*")
_NESTED_CALL = re.compile(r"ResolvedCall\((?!db\.)([\w.]*)")
_NESTED_LOAD = "LOAD CSV "
#: range() that no list bounds, outside an UNWIND: one expression may go through it, and Neo4j ends none half way.
_RANGE = re.compile(r"\brange\((?!\S+, size\([^()]*\)( - \S+)?(, \S+)?\))")
_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset: (\d+)\)\)")
_PREFIX = "EXPLAIN\n"


def refuse(tx: neo4j.Transaction, cypher: str, parameters: Mapping[str, object]) -> None:
    """Raises QueryError where the statement would do more than read the graph, Neo4jError where it is malformed."""
    summary = tx.run(_PREFIX + cypher, dict(parameters)).consume()
    if "w" in (summary.query_type or "") or summary.plan is None:
        return  # the READ transaction says it better
    for operator, details in _steps(summary.plan):
        wrong = _wrong(operator, details)
        if wrong is not None:
            raise QueryError(f"Only reading the graph is allowed here: {wrong}.")
    if summary.query_type != "r":
        raise QueryError("Only reading the graph is allowed here: the query calls a procedure of administration.")


def _steps(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each operator of a plan without its database, and its details."""
    yield str(plan["operatorType"]).split("@")[0], str(plan.get("args", {}).get("Details", ""))
    for child in plan.get("children", ()):
        yield from _steps(child)


def _wrong(operator: str, details: str) -> str | None:
    if operator == "LoadCSV" or _NESTED_LOAD in details:
        return "LOAD CSV reads files and addresses"
    if _OPERATOR.fullmatch(operator) and operator not in _SCHEMA:
        return f"{operator} is a command of administration"
    if " =~ " in details:
        return (
            "Neo4j cannot end a regular expression (=~) that takes too long. Use CONTAINS, STARTS WITH, ENDS WITH or "
            "split(), or ask the embedded engine"
        )
    if _RANGE.search(details.removeprefix("range(") if operator == "Unwind" else details):
        return (
            "Neo4j cannot end an expression that goes through range() for too long. Write UNWIND range(…) AS i, or "
            "range(0, size(list) - 1)"
        )
    called = _NESTED_CALL.search(details)
    if operator == "ProcedureCall" and not details.startswith("db."):
        return f"the procedure {details.partition('(')[0]} is not one of db.…"
    return None if called is None else f"the procedure {called[1]} is not one of db.…"


def placed(message: str) -> str:
    """A message about what `refuse` asked, with places in the statement as it was given."""

    def moved(found: re.Match[str]) -> str:
        line, column, offset = map(int, found.groups())
        return f"(line {max(1, line - 1)}, column {column} (offset: {max(0, offset - len(_PREFIX))}))"

    return _PLACE.sub(moved, message)
