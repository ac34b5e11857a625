"""Parameters and answers of questions, as a command line takes and gives them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import click
import orjson

if TYPE_CHECKING:
    from graph.store import Answer, Change
    from queries.catalogue import Question
    from queries.schema import GraphSchema, PropertySchema
    from queries.search import Hit, SearchResult


def parameters(pairs: Sequence[str]) -> dict[str, object]:
    """`name=value` pairs as a mapping; a value that is JSON (3, true, ["a"]) is taken as such, else as text."""
    found: dict[str, object] = {}
    for name, value in _parted(pairs):
        try:
            found[name] = orjson.loads(value)
        except orjson.JSONDecodeError:
            found[name] = value
    return found


def chosen(asked: Question, pairs: Sequence[str]) -> dict[str, object]:
    """`name=value` pairs as parameters of a question, each of the type that it wants.

    Raises `QueryError` where a value is none of its type; a name that the question does not know is left for it to say.
    """
    types = {one.name: one for one in asked.parameters}
    return {name: types[name].value(value) if name in types else value for name, value in _parted(pairs)}


def _parted(pairs: Sequence[str]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise click.BadParameter(f"“{pair}” was given; wanted is NAME=VALUE", param_hint="--param")
        yield name, value


def listed(questions: Sequence[Question], form: str) -> str:
    """Questions as text for people, those with numbers first, or as a JSON array."""
    if form == "json":
        return orjson.dumps(
            [asdict(one) for one in questions], option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
        ).decode()
    lines = []
    for one in sorted(questions, key=lambda one: (min(one.numbers, default=1000), one.name)):
        numbers = ", ".join(map(str, sorted(one.numbers)))
        lines.append(f"{one.name}{f' ({numbers})' if numbers else ''}: {one.title}")
        lines.append(f"    {one.description}")
        lines.append(f"    users: {', '.join(one.users) or 'none, internal'}{'; also in SPARQL' if one.sparql else ''}")
        lines += [
            f"    --param {p.name}={p.example}  {p.type}{', may be left out' if p.optional else ''}: {p.description}"
            for p in one.parameters
        ]
    return "\n".join(lines)


def written(answer: Answer, form: str) -> str:
    """An answer as a table, as a JSON array of objects, or as CSV with a head."""
    if form == "json":
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        return orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode()
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([_cell(value) for value in row] for row in answer.rows)
        return text.getvalue().rstrip("\n")
    return _table(answer)


def rows_of(found: Sequence[Any], *, nested: bool = True) -> Answer:
    """Records of one dataclass as rows; no records, no columns. Records within records are left out where asked."""
    from graph.store import Answer

    def plain(name: str) -> bool:
        values = (one for record in found if isinstance(several := getattr(record, name), tuple) for one in several)
        return nested or not any(map(is_dataclass, values))

    names = tuple(one.name for one in fields(found[0]) if plain(one.name)) if found else ()
    return Answer(names, tuple(tuple(getattr(one, name) for name in names) for one in found))


def _table(answer: Answer) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_edge=False)
    for column in answer.columns:
        table.add_column(column, overflow="fold")
    for row in answer.rows:
        table.add_row(*(_plain(_cell(value)) for value in row))
    console = Console(highlight=False)
    with console.capture() as capture:
        console.print(table)
        console.print(f"{len(answer.rows)} rows" if len(answer.rows) != 1 else "1 row")
    return capture.get().rstrip("\n")


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def in_words(change: Change) -> str:
    """What a load changed: `190 nodes and 295 edges written`, or `nothing to change`."""
    said = [
        f"{nodes} nodes and {edges} edges {verb}"
        for nodes, edges, verb in (
            (change.nodes_written, change.edges_written, "written"),
            (change.nodes_removed, change.edges_removed, "removed"),
        )
        if nodes or edges
    ]
    return ", ".join(said) or "nothing to change"


def sparql_table(body: bytes) -> str:
    """The answer to SELECT or ASK in SPARQL's JSON as a table, IRIs as they are."""
    from graph.store import Answer

    found = orjson.loads(body)
    if "boolean" in found:
        return "true" if found["boolean"] else "false"
    names = found["head"]["vars"]
    rows = tuple(
        tuple(row[name]["value"] if name in row else None for name in names) for row in found["results"]["bindings"]
    )
    return _table(Answer(tuple(names), rows))


def schema_tables(found: GraphSchema) -> str:
    """Labels and relationships, each with its properties."""
    from graph.store import Answer

    def properties(name: str, of: Sequence[PropertySchema]) -> list[tuple[str | int | None, ...]]:
        return [
            (
                "",
                f"{name}.{one.name}",
                one.type,
                one.count,
                one.meaning.definition_zh or one.meaning.definition_en,
                _cell(one.example),
            )
            for one in of
        ]

    rows: list[tuple[str | int | None, ...]] = []
    for label in found.labels:
        rows.append((label.name, "", "node", label.count, label.meaning.definition_zh, label.example))
        rows += properties(label.name, label.properties)
    for kind in found.relationships:
        leads = "; ".join(f"{one.start} → {one.end}" for one in kind.ends)
        rows.append((kind.name, leads, "relationship", kind.count, kind.meaning.definition_zh, ""))
        rows += properties(kind.name, kind.properties)
    return _table(Answer(("name", "of", "type", "count", "definition", "example"), tuple(rows)))


AROUND = 20
"""Characters shown on either side of what was found in a text."""


def hits_table(found: SearchResult, text: str) -> str:
    """What a search found, what was found in brackets; says so where nothing was."""
    from graph.store import Answer

    if not found.total:
        return f"not found: {text!r}"
    rows = tuple((one.kind, one.id, one.label, _excerpt(one)) for one in found.hits)
    return f"{_table(Answer(('kind', 'id', 'name', 'found'), rows))} of {found.total}"


def _excerpt(hit: Hit) -> str:
    """The first place, with some words around it."""
    if not hit.highlights:
        return ""
    one = hit.highlights[0]
    words = hit.texts[one.field]
    before, after = words[max(0, one.start - AROUND) : one.start], words[one.end : one.end + AROUND]
    return f"{one.field}: {before}【{words[one.start : one.end]}】{after}".replace("\n", " ")
