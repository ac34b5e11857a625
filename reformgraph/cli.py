"""The command line. Heavy imports stand inside the commands, so that `--help` is quick."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from graph.settings import Settings

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
    if outcome.linked is not None:
        how = outcome.model or "words alone, no embedding model here (fetch it with: reformgraph model)"
        click.echo(f"links: {outcome.linked.accepted} accepted of {outcome.linked.compared} compared, by {how}")


def _plan(paths: tuple[Path, ...], settings: Settings) -> None:
    from graph.release import Release
    from loaders.load import prepare
    from loaders.plan import described, plan

    release = Release(settings.data / "release")
    for prepared in prepare(paths):
        click.echo(described(plan(prepared, release)))
    click.echo("dry run: nothing was written")


@cli.command()
@DATA
@click.option("--all", "everything", is_flag=True, help="Look at everything again, not only at what changed.")
def validate(data: Path | None, everything: bool) -> None:
    """Check everything that is loaded against the shapes, at the cost of what changed since the last time.

    Exit status 1 where something is wrong; warnings alone leave it at 0.
    """
    from graph.release import Release
    from ontology.errors import NotFoundError
    from ontology.model import Severity
    from ontology.release_check import validate_release

    settings = _settings(data, None)
    release = Release(settings.data / "release")
    graphs = {name: release.path(name) for name in release.names()}
    if not graphs:
        raise NotFoundError(f"nothing is loaded in {settings.data}; load documents first: reformgraph load PATH…")
    cache = settings.data / "validation.sqlite"
    if everything:
        cache.unlink(missing_ok=True)
    report = validate_release(graphs, cache)
    for one in report.violations:
        click.secho(f"{one.severity}: {one}", fg="red" if one.severity is Severity.ERROR else "yellow")
    errors = len(report.errors)
    click.echo(
        f"{len(graphs)} graphs, {report.checked:,} nodes: {errors} errors, {len(report.violations) - errors} others"
    )
    sys.exit(1 if errors else 0)


@cli.command()
@click.argument("format", type=click.Choice(["measures", "links", "trig", "graphml"]))
@DATA
@STORE
@OUTPUT
def export(format: str, data: Path | None, store: str | None, output: Path | None) -> None:  # noqa: A002
    """Write what the graph holds: measures or links as JSON lines, everything as TriG or GraphML."""
    from graph.export import export as write
    from graph.release import Release
    from graph.store import open_store

    settings = _settings(data, store)
    with open_store(settings) as opened, _opened(output) as file:
        write(format, opened, Release(settings.data / "release"), file)  # type: ignore[arg-type]


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
def cypher(
    query: str,
    data: Path | None,
    store: str | None,
    params: tuple[str, ...],
    form: str,
    timeout: float,
    limit: int,
) -> None:
    """Ask the graph in Cypher. The query can read only."""
    from graph.store import open_store
    from reformgraph.answers import parameters, written

    with open_store(_settings(data, store)) as opened:
        answer = opened.read(query, parameters(params), timeout=timeout, limit=limit)
    click.echo(written(answer, form))
    if answer.truncated:
        click.secho(f"only the first {limit:,} rows are shown; raise --limit for more", fg="yellow", err=True)


@cli.command()
@DATA
@STORE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: 8600, else a free one]")
def serve(data: Path | None, store: str | None, host: str, port: int | None) -> None:
    """Serve the API and the explorer."""
    from reformgraph.serving import serve as run

    run(_settings(data, store), host, port)


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


if __name__ == "__main__":
    main()
