"""The questions of the catalogue as a web page: `python -m queries.page docs/questions.html`, or `make docs`.

Each question stands there with what it wants and gives, its text in both languages, and what it answers over the
sample, which `make docs` loads into a data folder of its own for that. The page asks no
other machine for anything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import orjson

from graph.store import Answer, Plain, Store
from ontology.errors import QueryError
from queries.catalogue import Question, catalogue
from queries.run import ask

ROWS = 5
"""Rows of an answer that are shown."""
CHARACTERS = 80
"""Of a value that are shown."""
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
table { border-collapse: collapse; font-size: .85em; }
td, th { border: 1px solid #bbb; padding: .2em .5em; text-align: left; vertical-align: top; }
pre { background: #f4f4f2; overflow-x: auto; padding: .8em; } .scroll { overflow-x: auto; } code { font-size: .95em; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; } pre { background: #2a2a2a; } }
"""
PARAMETERS = """Parameters are data, never part of a query's text. In Cypher they are <code>$name</code>. In SPARQL each
is a triple beside the query, <code>param:name rdf:value "…"</code>, as <code>reformgraph ask --sparql</code> and
<code>queries.twins</code> put them there; to ask elsewhere, write <code>VALUES ?name { "…" }</code> in their place.
<code>skip</code> and <code>limit</code> are applied to the ordered rows."""


def page(store: Store) -> str:
    """The page as HTML, with answers of a store that holds the sample and its links."""
    questions = sorted(catalogue().values(), key=lambda one: (min(one.numbers, default=1000), one.name))
    asked = [one for one in questions if one.users]
    internal = [one for one in questions if not one.users]
    listed = "".join(f'<li><a href="#{one.name}">{escape(_heading(one))}</a></li>' for one in asked)
    parts = "".join(_question(store, one) for one in asked)
    inner = "".join(f"<li><code>{one.name}</code>: {escape(one.description)}</li>" for one in internal)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Questions of Reform Graph</title>'
        f"<style>{STYLE}</style></head><body><h1>Questions</h1><p>{PARAMETERS}</p><ul>{listed}</ul>{parts}"
        f'<section id="internal"><h2>Internal questions</h2><ul>{inner}</ul></section></body></html>\n'
    )


def examples(one: Question) -> dict[str, object]:
    """The parameters that a question is shown with: those of its first number, else its examples."""
    given = {p.name: p.value(p.example) for p in one.parameters if not p.optional}
    return given | dict(one.numbers[min(one.numbers)] if one.numbers else {})


def _question(store: Store, one: Question) -> str:
    given = examples(one)
    try:
        answer = ask(store, one.name, **given)
    except QueryError as error:
        raise QueryError(f"Question “{one.name}” cannot be shown: {error}") from error
    wanted = "".join(
        f"<li><code>{p.name}</code> ({p.type}{', may be left out' if p.optional else ''}): {escape(p.description)}; "
        f"such as <code>{escape(p.example)}</code></li>"
        for p in one.parameters
    )
    with_what = ", ".join(f"{name} = {_text(value)}" for name, value in given.items())
    twin = "" if one.sparql is None else f"<h3>SPARQL</h3><pre>{escape(one.sparql)}</pre>"
    return (
        f'<section id="{one.name}"><h2>{escape(_heading(one))}</h2><p>{escape(one.description)}</p>'
        f"<p>Name: <code>{one.name}</code>. Asked by {', '.join(one.users)}. "
        f"Columns: <code>{escape(', '.join(one.columns))}</code>.</p>"
        f"{f'<ul>{wanted}</ul>' if wanted else ''}<h3>Cypher</h3><pre>{escape(one.cypher)}</pre>{twin}"
        f"<h3>Over the sample{escape(f', with {with_what}') if with_what else ''}</h3>{_table(answer)}</section>\n"
    )


def _heading(one: Question) -> str:
    numbers = ", ".join(map(str, sorted(one.numbers)))
    return f"{numbers}. {one.title}" if numbers else one.title


def _table(answer: Answer) -> str:
    head = _row("th", answer.columns)
    body = "".join(_row("td", map(_text, row)) for row in answer.rows[:ROWS])
    more = "" if len(answer.rows) <= ROWS else f", the first {ROWS} shown"
    return f'<div class="scroll"><table>{head}{body}</table></div><p>{len(answer.rows)} rows{more}.</p>'


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _text(value: Plain | object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return f"{text[:CHARACTERS]}…" if len(text) > CHARACTERS else text


def main(arguments: Sequence[str]) -> None:
    """Writes the page to the path given, over what the data folder of the environment holds."""
    from graph.settings import Settings
    from graph.store import open_store

    path = Path(arguments[0])
    with open_store(Settings()) as store:
        text = page(store)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
