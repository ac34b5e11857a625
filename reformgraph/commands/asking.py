"""The commands that ask: in Cypher, in SPARQL, by name, in words."""

from __future__ import annotations

from pathlib import Path

import click

from reformgraph.commands.common import DATA, LIMIT, ROWS, STORE, TABLE, TIMEOUT, settings_of


@click.command()
@click.argument("query")
@DATA
@STORE
@click.option(
    "--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; the value may be JSON."
)
@ROWS
@TIMEOUT
@LIMIT
@click.option(
    "--megabytes",
    type=click.FloatRange(min=0, min_open=True),
    default=8.0,
    show_default=True,
    help="Size of the answer at the most.",
)
def cypher(
    query: str,
    data: Path | None,
    store: str | None,
    params: tuple[str, ...],
    form: str,
    timeout: float,
    limit: int,
    megabytes: float,
) -> None:
    """Ask the graph in Cypher. The query can read only, and ends at its time."""
    from graph.store import open_store
    from reformgraph.answers import parameters, written

    with open_store(settings_of(data, store)) as opened:
        for opening in opened.openings():
            click.secho(f"This Neo4j does more than a query needs: {opening}.", fg="yellow", err=True)
        answer = opened.read_freely(
            query, parameters(params), timeout=timeout, limit=limit, octets=int(megabytes * 1_000_000)
        )
    click.echo(written(answer, form))
    if answer.note:
        click.secho(f"{answer.note} See --limit and --megabytes.", fg="yellow", err=True)


@click.command()
@click.argument("name", metavar="NAME|NUMBER")
@DATA
@STORE
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; a list is A, B.")
@ROWS
@click.option("--sparql", "in_sparql", is_flag=True, help="Ask its twin in SPARQL, over the triples.")
def ask(name: str, data: Path | None, store: str | None, params: tuple[str, ...], form: str, in_sparql: bool) -> None:
    """Ask a question of the catalogue, by name or by number; `reformgraph questions` lists them."""
    from graph.sparql.service import open_sparql
    from graph.store import open_store
    from queries.catalogue import numbered, question
    from queries.run import ask as answered
    from queries.twins import ask_sparql
    from reformgraph.answers import chosen, written

    asked, given = numbered(int(name)) if name.isdecimal() else (question(name), {})
    wanted = {**given, **chosen(asked, params)}
    if in_sparql and store is not None:
        raise click.UsageError("--sparql asks the triples of the data folder, not a store")
    if in_sparql:
        with open_sparql(settings_of(data)) as triples:
            answer = ask_sparql(triples, asked.name, **wanted)
    else:
        with open_store(settings_of(data, store)) as opened:
            answer = answered(opened, asked.name, **wanted)
    click.echo(written(answer, form))


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def questions(form: str) -> None:
    """List the questions of the catalogue: what each says, wants and gives."""
    from queries.catalogue import catalogue
    from reformgraph.answers import listed

    click.echo(listed(tuple(catalogue().values()), form))


@click.command()
@click.argument("name", required=False)
@DATA
@STORE
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Rows at the most.")
@ROWS
def analyse(name: str | None, data: Path | None, store: str | None, limit: int, form: str) -> None:
    """Compute figures over the whole graph; without NAME, say which there are and what they mean."""
    from graph.store import open_store
    from queries.analytics import ANALYSES
    from reformgraph.answers import rows_of, written

    if name is None:
        for known, one in ANALYSES.items():
            click.echo(f"{known}: {one.title}\n    {one.definition}")
        return
    if name not in ANALYSES:
        raise click.UsageError(f"there is no analysis “{name}”; there are {', '.join(ANALYSES)}")
    with open_store(settings_of(data, store)) as opened:
        found = ANALYSES[name].ask(opened)
    click.echo(written(rows_of(found[:limit], nested=form == "json"), form))
    if len(found) > limit:
        click.secho(f"{limit} of {len(found)} rows are shown; raise --limit for more", fg="yellow", err=True)


@click.command()
@click.argument("query", required=False)
@click.option(
    "--file", "-f", "file", type=click.Path(path_type=Path, dir_okay=False), help="File that holds the query."
)
@DATA
@click.option(
    "--release",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    help="Ask a release that was written, instead of what is loaded.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "tsv", "xml", "turtle", "ntriples", "rdfxml", "jsonld"]),
    help="[default: table; turtle for CONSTRUCT and DESCRIBE]",
)
@TIMEOUT
@LIMIT
def sparql(
    query: str | None,
    file: Path | None,
    data: Path | None,
    directory: Path | None,
    form: str | None,
    timeout: float,
    limit: int,
) -> None:
    """Ask the triples in SPARQL 1.1. The default graph is the union of all named graphs; nothing can be written."""
    from graph.sparql.service import Sparql
    from reformgraph.answers import sparql_table

    if (query is None) == (file is None):
        raise click.UsageError("give the query itself, or --file with a file that holds it")
    text = query if query is not None else _text(file)
    is_graph = form in ("turtle", "ntriples", "rdfxml", "jsonld")
    with Sparql(directory or settings_of(data).data / "release") as endpoint:
        found = endpoint.query(
            text,
            results=form if form is not None and form != "table" and not is_graph else "json",
            graphs=form if form is not None and is_graph else "turtle",
            seconds=timeout,
            rows=limit,
        )
    if found.kind != "triples" and is_graph:
        raise click.UsageError(f"{form} holds a graph; this query gives rows: take table, json, csv, tsv or xml")
    if found.kind == "triples" and form is not None and not is_graph and form != "table":
        raise click.UsageError(f"{form} holds rows; this query gives a graph: take turtle, ntriples, rdfxml or jsonld")
    if found.kind != "triples" and form in (None, "table"):
        click.echo(sparql_table(found.body))
    else:
        click.echo(found.body, nl=not found.body.endswith(b"\n"))
    if found.truncated:
        click.secho(f"only the first {limit:,} rows are shown; raise --limit for more", fg="yellow", err=True)


def _text(file: Path | None) -> str:
    assert file is not None  # noqa: S101 - one of the two is given
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read: {error}") from error


@click.command()
@DATA
@STORE
@TABLE
def schema(data: Path | None, store: str | None, form: str) -> None:
    """Say what the graph is made of: labels, relationships and properties, with definitions, counts and examples."""
    import orjson

    from graph.store import open_store
    from queries.schema import graph_schema
    from reformgraph.answers import schema_tables

    with open_store(settings_of(data, store)) as opened:
        found = graph_schema(opened)
    click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() if form == "json" else schema_tables(found))


@click.command()
@click.argument("text")
@DATA
@STORE
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["measure", "agency", "document", "mechanism", "area", "instrument"]),
    help="Only this kind; may be repeated. agency is any body.",
)
@click.option("--document", help="Only what belongs to the document of this id.")
@click.option("--limit", type=click.IntRange(0, 200), default=20, show_default=True, help="Hits at the most.")
@click.option("--offset", type=click.IntRange(min=0), default=0, show_default=True, help="Hits to leave out.")
@TABLE
def search(
    text: str,
    data: Path | None,
    store: str | None,
    kinds: tuple[str, ...],
    document: str | None,
    limit: int,
    offset: int,
    form: str,
) -> None:
    """Find TEXT: simplified or traditional characters, part of a name or a text, or the initials of a name's pinyin.

    Words parted by spaces must all be found. Names come before texts, what stands together before what is scattered.
    """
    import orjson

    from graph.store import open_store
    from queries.search import search as find
    from reformgraph.answers import hits_table

    with open_store(settings_of(data, store)) as opened:
        found = find(opened, text, kinds=kinds or None, document=document, limit=limit, offset=offset)
    click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() if form == "json" else hits_table(found, text))
