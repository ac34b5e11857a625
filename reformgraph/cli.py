"""The command line. Heavy imports stand inside the commands, so that `--help` is quick."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reformgraph.keys import keys

if TYPE_CHECKING:
    from graph.settings import Settings
    from ontology.validation import Report

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of archive, release and embedded database.  [default: .reformgraph, or REFORMGRAPH_DATA]",
)
STORE = click.option("--store", metavar="URI", help="Bolt address of a Neo4j instead of the embedded engine.")
OUTPUT = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; without it, standard output.",
)
PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="reformgraph")
def cli() -> None:
    """A knowledge graph of policy reforms, the agencies that carry them, and the lineage between them."""


def main() -> None:
    """Runs the command line; errors of ours become one message and exit status 1."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        _fail("stopped", status=130)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        from ontology.errors import ReformGraphError

        if isinstance(error, ReformGraphError):
            _fail(str(error))
        raise


def _fail(message: str, status: int = 1) -> NoReturn:
    click.secho(f"error: {message}" if "\n" not in message else f"errors:\n{message}", fg="red", err=True)
    sys.exit(status)


def _settings(data: Path | None, store: str | None) -> Settings:
    from graph.settings import Settings

    given = {"data": data, "store": store}
    return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


@contextlib.contextmanager
def _opened(output: Path | None) -> Iterator[object]:
    """A binary file that appears whole or not at all, or standard output."""
    if output is None:
        yield sys.stdout.buffer
        return
    new = output.with_name(output.name + ".new")
    try:
        with new.open("wb") as file:
            yield file
        new.replace(output)
    finally:
        new.unlink(missing_ok=True)


@cli.command()
@PATHS
@OUTPUT
@click.option("--explain", is_flag=True, help="Print each row with the words that each field came from.")
def read(paths: tuple[Path, ...], output: Path | None, explain: bool) -> None:
    """Read documents and write their measures as JSON lines, touching no store."""
    import orjson

    from loaders.explain import explained
    from loaders.read import read_all
    from ontology.records import measure_record

    documents = read_all(paths)
    with _opened(output) as file:
        for document in documents:
            if explain:
                file.write(explained(document).encode())  # type: ignore[attr-defined]
                continue
            for measure in document.record.measures:
                file.write(orjson.dumps(measure_record(measure), option=orjson.OPT_APPEND_NEWLINE))  # type: ignore[attr-defined]
    for document in documents:
        for warning in document.record.warnings:
            click.secho(f"warning: {warning}", fg="yellow", err=True)
    total = sum(len(document.record.measures) for document in documents)
    click.echo(f"{len(documents)} documents, {total} measures", err=True)


@cli.command()
@PATHS
@DATA
@STORE
@click.option("--links/--no-links", default=True, help="Link comparable measures after loading.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
def load(paths: tuple[Path, ...], data: Path | None, store: str | None, links: bool, dry_run: bool) -> None:
    """Read, validate, store and link documents.

    Loading a document again changes nothing; loading a corrected one replaces exactly what it stated before.
    Where one document is broken, none is stored.
    """
    if dry_run:
        _plan(paths, _settings(data, store))
        return

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from reformgraph.answers import in_words
    from reformgraph.main import load as load_documents

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("starting", total=3 * len(paths) + (1 if links else 0))

        def progress(step: str, name: str) -> None:
            bar.update(task, description=f"{step} {name}", advance=0 if step == "link" else 1)

        outcome = load_documents(paths, _settings(data, store), links=links, progress=progress)
        bar.update(task, description="done", completed=3 * len(paths) + (1 if links else 0))
    for warning in outcome.warnings:
        click.secho(f"warning: {warning}", fg="yellow", err=True)
    for one in outcome.loaded:
        click.echo(f"{one.name}: {one.measures} measures, {in_words(one.change)}")
    if outcome.judged.held:
        waiting = f", {outcome.judged.absent} wait for measures that are not loaded" if outcome.judged.absent else ""
        click.echo(f"judgements: {outcome.judged.held} held{waiting}")
    if outcome.linked is not None:
        how = outcome.model or "words alone, no embedding model here (fetch it with: reformgraph model)"
        click.echo(f"links: {outcome.linked.accepted} accepted of {outcome.linked.compared} compared, by {how}")


@cli.command()
@DATA
@STORE
@click.option("--spark", metavar="MASTER", help="Let Apache Spark do it, at this address: local[2], spark://host:7077.")
def link(data: Path | None, store: str | None, spark: str | None) -> None:
    """Link all measures anew; the links are the same with Spark and without."""
    from reformgraph.main import link as link_all

    linked = link_all(_settings(data, store), spark=spark)
    click.echo(f"links: {linked.accepted} accepted of {linked.compared} compared")


def _plan(paths: tuple[Path, ...], settings: Settings) -> None:
    from graph.release import Release
    from loaders.load import prepare
    from loaders.plan import described, plan

    release = Release(settings.data / "release")
    with prepare(paths) as batch:
        for prepared in batch:
            click.echo(described(plan(prepared, release)))
    click.echo("dry run: nothing was written")


@cli.command()
@DATA
@STORE
@click.option("--all", "everything", is_flag=True, help="Look at everything again, not only at what changed.")
@click.option("--stored", is_flag=True, help="Read everything back from the store and check that.")
def validate(data: Path | None, store: str | None, everything: bool, stored: bool) -> None:
    """Check everything that is loaded against the shapes, at the cost of what changed since the last time.

    Exit status 1 where something is wrong; warnings alone leave it at 0.
    """
    from graph.release import Release
    from graph.store import open_store
    from ontology.errors import NotFoundError
    from ontology.release_check import validate_release

    settings = _settings(data, store)
    release = Release(settings.data / "release")
    if stored:
        from reformgraph.readback import read_back

        with open_store(settings) as opened, read_back(opened) as graphs:
            _said(validate_release(graphs), len(graphs))
    graphs = {name: release.path(name) for name in release.names()}
    if not graphs:
        raise NotFoundError(f"nothing is loaded in {settings.data}; load documents first: reformgraph load PATH…")
    cache = settings.data / "validation.sqlite"
    if everything:
        cache.unlink(missing_ok=True)
    _said(validate_release(graphs, cache), len(graphs))


def _said(report: Report, graphs: int) -> NoReturn:
    """Prints a report and ends with its status."""
    from ontology.model import Severity

    for one in report.violations:
        click.secho(f"{one.severity}: {one}", fg="red" if one.severity is Severity.ERROR else "yellow")
    errors = len(report.errors)
    click.echo(f"{graphs} graphs, {report.checked:,} nodes: {errors} errors, {len(report.violations) - errors} others")
    sys.exit(1 if errors else 0)


@cli.command()
@click.argument(
    "format",
    type=click.Choice(["measures", "links", "judgements", "proposals", "trig", "graphml", "neo4j-admin"]),
)
@DATA
@STORE
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="File to write; without it, standard output. For neo4j-admin a new directory.",
)
@click.option(
    "--judged", is_flag=True, help="Links as people judged them, with the pairs that the machine passed over."
)
def export(format: str, data: Path | None, store: str | None, output: Path | None, judged: bool) -> None:  # noqa: A002
    """Write what the graph holds: measures, links or proposals as JSON lines, judgements as SSSOM, all as TriG or GraphML.

    Each link has the machine's score and answer, and beside them what people judged. neo4j-admin writes the files of
    Neo4j's bulk import from the triples of the data folder, one document in memory at a time.
    """
    from graph.export import export as write
    from graph.release import Release
    from graph.store import open_store

    settings = _settings(data, store)
    if format == "neo4j-admin":
        from graph.publish.directory import publish_bulk

        if output is None:
            raise click.UsageError("neo4j-admin is a directory of files: name one with --output")
        graphs = publish_bulk(Release(settings.data / "release"), output)
        click.echo(f"{output}: {graphs} graphs; README.md there says how to import them")
        return
    if output is not None and output.is_dir():
        raise click.UsageError(f"{output} is a directory; name a file")
    with open_store(settings) as opened, _opened(output) as file:
        write(format, opened, Release(settings.data / "release"), file, judged=judged)  # type: ignore[arg-type]


@cli.command()
@click.argument("words", nargs=-1, required=True, metavar="A B VERDICT | import FILE")
@DATA
@STORE
@click.option("--by", metavar="NAME", help="Who judges; with --undo, whose judgement to take back.")
@click.option("--reason", metavar="TEXT", help="Why, in one sentence.")
@click.option("--undo", is_flag=True, help="Take back the latest judgement of the pair A B.")
def judge(
    words: tuple[str, ...], data: Path | None, store: str | None, by: str | None, reason: str | None, undo: bool
) -> None:
    """Say what you hold of two measures: same, comparable, related, different or unsure.

    A and B are ids such as zhuhai-2020/1-4. `judge import FILE` takes judgements from an SSSOM table, all or none.
    No score ever changes a judgement; what a new one contradicts is pointed out.
    """
    from graph.judgements import sssom
    from graph.judgements import store as judgements
    from graph.release import Release
    from graph.store import open_store
    from ontology.model import Verdict

    settings = _settings(data, store)
    release = Release(settings.data / "release")
    if undo:
        if len(words) != 2:
            raise click.UsageError("give the two measures whose judgement to undo: judge --undo A B")
        with open_store(settings) as opened:
            gone, _ = judgements.undo(opened, release, *words, by=by)
        click.echo(f"undone: {gone.a} and {gone.b}, {gone.verdict} ({gone.by})")
        return
    if len(words) == 2 and words[0] == "import":
        new = sssom.read(Path(words[1]))
    elif len(words) == 3:
        if words[2] not in set(Verdict):
            raise click.UsageError(f"“{words[2]}” is no verdict; there are {', '.join(Verdict)}")
        if not by or not reason:
            raise click.UsageError("a judgement needs --by NAME and --reason TEXT")
        try:
            new = (sssom.judgement(words[0], words[1], Verdict(words[2]), by, judgements.now(), reason),)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    else:
        raise click.UsageError("give two measures and a verdict, or: judge import FILE")
    with open_store(settings) as opened:
        done = judgements.add(opened, release, new)
    for one in done.contradictions:
        click.secho(f"contradiction: {one}", fg="yellow", err=True)
    click.echo(f"{len(new)} judgements taken; {done.held} held")


@cli.command()
@DATA
@STORE
@click.option("--by", metavar="NAME", help="Who judges.")
@click.option("--list", "count", type=click.IntRange(min=1), metavar="N", help="Only list the next N pairs.")
@click.option("--format", "form", type=click.Choice(["words", "json"]), default="words", show_default=True)
def review(data: Path | None, store: str | None, by: str | None, count: int | None, form: str) -> None:
    """Judge the pairs of which a judgement would tell most, one after another; piped, list them."""
    import orjson
    from rich.console import Console

    from graph.judgements import review as pairs
    from graph.judgements import sssom
    from graph.judgements import store as judgements
    from graph.proposals import store as proposals
    from graph.release import Release
    from graph.store import open_store
    from ontology.model import Verdict

    settings = _settings(data, store)
    release = Release(settings.data / "release")
    with open_store(settings) as opened:
        waiting = pairs.candidates(opened, judgements.held(release), proposals.held(release))
        if count is not None or form == "json" or not (sys.stdin.isatty() and sys.stdout.isatty()):
            for one in waiting[: count or 20]:
                click.echo(orjson.dumps(pairs.record(one)) if form == "json" else pairs.in_words(one))
            return
        name = by or click.prompt("Your name")
        choice = click.Choice([*Verdict, "skip", "quit"])
        for one in waiting:
            Console().print(pairs.shown(one))
            answer = click.prompt("Verdict", type=choice)
            if answer == "quit":
                return
            if answer == "skip":
                continue
            reason = click.prompt("Reason")
            new = sssom.judgement(one.a.id, one.b.id, Verdict(answer), name, judgements.now(), reason)
            for told in judgements.add(opened, release, [new]).contradictions:
                click.secho(f"contradiction: {told}", fg="yellow")


@cli.command()
@DATA
@STORE
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Pairs to ask about.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
@click.option("--remove", "gone", is_flag=True, help="Take all proposals out instead.")
@click.option("--by", metavar="MODEL", help="With --remove, only those of this model.")
def propose(data: Path | None, store: str | None, limit: int, dry_run: bool, gone: bool, by: str | None) -> None:
    """Ask a model that you have set about the pairs of which a judgement would tell most.

    What it says is kept as a proposal, apart from judgements; it never changes what is accepted. Nothing is asked or
    sent unless REFORMGRAPH_JUDGE_URL and _MODEL (with _KEY) or REFORMGRAPH_JUDGE_CROSS_ENCODER are set.
    """
    from itertools import islice

    from graph.proposals import store as proposals
    from graph.release import Release
    from graph.store import open_store

    if by is not None and not gone:
        raise click.UsageError("--by goes with --remove; the model to ask is REFORMGRAPH_JUDGE_MODEL")
    settings = _settings(data, store)
    release = Release(settings.data / "release")
    if gone:
        with open_store(settings) as opened:
            click.echo(f"{proposals.remove(opened, release, by)} proposals removed")
        return
    judge = proposals.judge_of(settings)
    with open_store(settings) as opened:
        if dry_run:
            for one, _ in islice(proposals.waiting(opened, release, judge), limit):
                click.echo(judge.prompt(*proposals.texts(one)))
            return
        done = proposals.propose(
            opened, release, judge, limit, lambda one: click.echo(f"{one.a}\t{one.b}\t{one.verdict}\t{one.reason}")
        )
    click.echo(f"{len(done.new)} proposals by {judge.name}; {done.held} held", err=True)
    if done.failed is not None:
        raise done.failed


@cli.command()
@click.argument("query")
@DATA
@STORE
@click.option(
    "--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; the value may be JSON."
)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True, help="Seconds."
)
@click.option("--limit", type=click.IntRange(min=1), default=10_000, show_default=True, help="Rows at the most.")
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

    with open_store(_settings(data, store)) as opened:
        for opening in opened.openings():
            click.secho(f"This Neo4j does more than a query needs: {opening}.", fg="yellow", err=True)
        answer = opened.read_freely(
            query, parameters(params), timeout=timeout, limit=limit, octets=int(megabytes * 1_000_000)
        )
    click.echo(written(answer, form))
    if answer.note:
        click.secho(f"{answer.note} See --limit and --megabytes.", fg="yellow", err=True)


@cli.command()
@click.argument("name", metavar="NAME|NUMBER")
@DATA
@STORE
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; a list is A, B.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
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
        with open_sparql(_settings(data, None)) as triples:
            answer = ask_sparql(triples, asked.name, **wanted)
    else:
        with open_store(_settings(data, store)) as opened:
            answer = answered(opened, asked.name, **wanted)
    click.echo(written(answer, form))


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def questions(form: str) -> None:
    """List the questions of the catalogue: what each says, wants and gives."""
    from queries.catalogue import catalogue
    from reformgraph.answers import listed

    click.echo(listed(tuple(catalogue().values()), form))


@cli.command()
@click.argument("name", required=False)
@DATA
@STORE
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Rows at the most.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
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
    with open_store(_settings(data, store)) as opened:
        found = ANALYSES[name].ask(opened)
    click.echo(written(rows_of(found[:limit], nested=form == "json"), form))
    if len(found) > limit:
        click.secho(f"{limit} of {len(found)} rows are shown; raise --limit for more", fg="yellow", err=True)


@cli.command()
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="Directory to write; one that holds an earlier release is replaced.",
)
@click.option(
    "--check",
    "checked",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Check a release instead.",
)
@DATA
@click.option("--version", metavar="NAME", help="Name of the release.  [default: a digest of its contents]")
@click.option("--licence", metavar="IRI", help="Licence of the release.  [default: the project's, Apache-2.0]")
@click.option(
    "--previous",
    type=click.Path(path_type=Path, file_okay=False),
    help="The release that this one revises, to be named.",
)
def release(
    output: Path | None,
    checked: Path | None,
    data: Path | None,
    version: str | None,
    licence: str | None,
    previous: Path | None,
) -> None:
    """Write everything that is loaded as a release: RDF, tables, GraphML, Neo4j import, SSSOM, with checksums."""
    from graph.publish.content import read_content
    from graph.publish.directory import LICENCE, check, publish
    from graph.release import Release

    if (output is None) == (checked is None):
        raise click.UsageError("give either --output DIR, to write a release, or --check DIR, to check one")
    if checked is not None:
        problems = check(checked)
        if problems:
            _fail("\n".join(problems))
        click.echo(f"{checked}: every file is as it was written")
        return
    assert output is not None  # noqa: S101 - one of the two is given
    folder = _settings(data, None).data
    content = read_content(folder) if Release(folder / "release").names() else {}
    edition = publish(content, output, version=version, licence=licence or LICENCE, previous=previous)
    click.echo(f"{output}: release {edition.version}, {len(content)} graphs")


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@DATA
@STORE
@click.option("--replace", is_flag=True, help="Take out documents that the release does not hold.")
def restore(directory: Path, data: Path | None, store: str | None, replace: bool) -> None:
    """Bring a release back: the same graph in the store, the same triples in the data folder, or nothing at all."""
    from graph.publish.restore import restore as bring_back
    from graph.release import Release
    from graph.store import open_store
    from reformgraph.answers import in_words

    settings = _settings(data, store)
    with open_store(settings) as opened:
        change = bring_back(directory, opened, Release(settings.data / "release"), replace=replace)
    click.echo(f"{directory}: {in_words(change)}")


@cli.command()
@click.argument("old", type=click.Path(path_type=Path, file_okay=False))
@click.argument("new", required=False, type=click.Path(path_type=Path, file_okay=False))
@DATA
@click.option(
    "--format",
    "form",
    type=click.Choice(["words", "json", "nq"]),
    default="words",
    show_default=True,
    help="nq: quads after D (deleted) or A (added).",
)
def diff(old: Path, new: Path | None, data: Path | None, form: str) -> None:
    """Say what changed from one release to another; without NEW, to what is loaded now.

    Each is a directory that `release` wrote, or a data folder. The status is 0 whether or not they differ.
    """
    import orjson

    from graph.comparison import State, compare, in_words, quad_changes
    from graph.publish.content import parsed, read_content

    before, after = read_content(old), read_content(new if new is not None else _settings(data, None).data)
    if form == "nq":
        for line in quad_changes(before, after):
            click.echo(line, nl=False)
        return
    found = compare(State(parsed(before)), State(parsed(after)))
    if form == "json":
        click.echo(orjson.dumps(found.record(), option=orjson.OPT_INDENT_2))
    else:
        click.echo(in_words(found))


@cli.command()
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
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True, help="Seconds."
)
@click.option("--limit", type=click.IntRange(min=1), default=10_000, show_default=True, help="Rows at the most.")
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
    with Sparql(directory or _settings(data, None).data / "release") as endpoint:
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


FORM = click.option("--format", "form", type=click.Choice(["words", "json"]), default="words", show_default=True)


@cli.command()
@click.argument("measure")
@click.argument("other", required=False)
@DATA
@STORE
@FORM
def lineage(measure: str, other: str | None, data: Path | None, store: str | None, form: str) -> None:
    """Say where MEASURE came from and went, hop by hop; or what is known between it and OTHER.

    A stated hop comes with its words, a candidate with the score of its link. Nothing is ordered without evidence.
    """
    from graph.store import open_store
    from queries.lineage import diffusion, pair_lineage
    from reformgraph.lineage import as_json, diffusion_in_words, pair_in_words

    with open_store(_settings(data, store)) as opened:
        if other is None:
            found = diffusion(opened, measure)
            click.echo(as_json(found) if form == "json" else diffusion_in_words(found))
        else:
            pair = pair_lineage(opened, measure, other)
            click.echo(as_json(pair) if form == "json" else pair_in_words(pair))


@cli.command()
@click.argument("measure")
@click.argument("other")
@DATA
@STORE
@FORM
@click.option("--clauses", is_flag=True, help="Say too which clauses carry the grade; compares anew.")
def explain(measure: str, other: str, data: Path | None, store: str | None, form: str, clauses: bool) -> None:
    """Say why two measures are held comparable or not: features, clauses, words, rival, what would change the grade."""
    from dataclasses import asdict

    import orjson

    from graph.store import open_store
    from queries.explanation import explain as explained
    from reformgraph.explanation import in_words, without_clauses
    from reformgraph.main import encoder_of

    settings = _settings(data, store)
    with open_store(settings) as opened:
        found = explained(opened, measure, other)
        cut = without_clauses(opened, found, encoder_of(settings)) if clauses else None
    if form == "json":
        extra = {"clause_removal": cut} if clauses else {}
        click.echo(orjson.dumps({**asdict(found), **extra}, option=orjson.OPT_INDENT_2))
    else:
        click.echo(in_words(found, cut))


@cli.command()
@click.argument("place")
@click.option("--document", help="Look for all measures of this document.")
@click.option("--measure", help="Look for this measure.")
@DATA
@STORE
@FORM
def gaps(
    place: str, document: str | None, measure: str | None, data: Path | None, store: str | None, form: str
) -> None:
    """Say which measures PLACE is shown to have: evidenced, asserted only, or not evidenced.

    Not evidenced is not “not adopted”: the documents that were searched are named.
    """
    from graph.store import open_store
    from queries.gaps import find_gaps
    from reformgraph.lineage import as_json, gaps_in_words

    with open_store(_settings(data, store)) as opened:
        found = find_gaps(opened, place, document=document, measure=measure)
    click.echo(as_json(found) if form == "json" else gaps_in_words(found))


def _text(file: Path | None) -> str:
    assert file is not None  # noqa: S101 - one of the two is given
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read: {error}") from error


TABLE = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)


@cli.command()
@DATA
@STORE
@TABLE
def schema(data: Path | None, store: str | None, form: str) -> None:
    """Say what the graph is made of: labels, relationships and properties, with definitions, counts and examples."""
    import orjson

    from graph.store import open_store
    from queries.schema import graph_schema
    from reformgraph.answers import schema_tables

    with open_store(_settings(data, store)) as opened:
        found = graph_schema(opened)
    click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() if form == "json" else schema_tables(found))


@cli.command()
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

    with open_store(_settings(data, store)) as opened:
        found = find(opened, text, kinds=kinds or None, document=document, limit=limit, offset=offset)
    click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() if form == "json" else hits_table(found, text))


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path, file_okay=False, exists=True))
@DATA
@STORE
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
def evaluate(gold: Path, data: Path | None, store: str | None, as_json: bool) -> None:
    """Compare the links with judged pairs: GOLD is a folder with pairs.jsonl and anchors.txt."""
    import orjson

    from graph.export import links
    from graph.links.evaluation import evaluate as compare
    from graph.links.evaluation import read_gold
    from graph.store import open_store
    from reformgraph.figures import evaluation_text

    judged = read_gold(gold)
    with open_store(_settings(data, store)) as opened:
        found = compare(links(opened), judged)
    click.echo(orjson.dumps(found.json()).decode() if as_json else evaluation_text(found))


@cli.command()
@DATA
@STORE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: 8600, else a free one]")
def serve(data: Path | None, store: str | None, host: str, port: int | None) -> None:
    """Serve the API and the explorer.

    On loopback whoever is at this machine may read. On any other address every request needs an API key
    (`reformgraph keys create`), and without one in the data folder the server does not start.
    """
    from reformgraph.serving import serve as run

    run(_settings(data, store), host, port)


@cli.command()
@DATA
@STORE
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True, help="HTML file to write."
)
@click.option("--document", metavar="ID", help="Only this document and what is comparable to it.")
@click.option("--measure", metavar="ID", help="Open at the neighbourhood of this measure.")
@click.option("--limit", type=click.IntRange(1, 20_000), default=2000, show_default=True, help="Measures at the most.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def explore(
    data: Path | None,
    store: str | None,
    output: Path,
    document: str | None,
    measure: str | None,
    limit: int,
    language: str,
) -> None:
    """Write the explorer as one HTML file that works from disk, without a server or a network."""
    from graph.store import open_store
    from reformgraph.explore import explore as page

    with open_store(_settings(data, store)) as opened:
        text = page(opened, document=document, measure=measure, limit=limit, language=language)  # type: ignore[arg-type]
    with _opened(output) as file:
        file.write(text.encode())  # type: ignore[attr-defined]
    click.echo(f"{output}: {len(text.encode()) / 1e6:.1f} MB")


@cli.command()
@DATA
def model(data: Path | None) -> None:
    """Fetch the embedding model (16 MB) from the hub or Maven Central, for better links."""
    from graph.links.model import fetch

    settings = _settings(data, None)
    source = fetch(settings.model_folder)
    if source is None:
        click.echo("no embedding model: neither the hub nor Maven Central could be reached; links use words alone")
    else:
        click.echo(f"embedding model ready in {settings.model_folder} (from {source})")


@cli.command()
@DATA
def stop(data: Path | None) -> None:
    """Stop the embedded engine, which otherwise stops by itself when nobody uses it."""
    from graph.engine import stop as stop_engine

    click.echo("stopped" if stop_engine(_settings(data, None)) else "no engine was running")


cli.add_command(keys)


if __name__ == "__main__":
    main()
