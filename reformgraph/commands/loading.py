"""The commands that read, store, link and check documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reformgraph.commands.common import DATA, OUTPUT, PATHS, STORE, settings_of, written_whole

if TYPE_CHECKING:
    from graph.settings import Settings
    from ontology.validation import Report


@click.command()
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
    with written_whole(output) as file:
        for document in documents:
            if explain:
                file.write(explained(document).encode())
                continue
            for measure in document.record.measures:
                file.write(orjson.dumps(measure_record(measure), option=orjson.OPT_APPEND_NEWLINE))
    for document in documents:
        for warning in document.record.warnings:
            click.secho(f"warning: {warning}", fg="yellow", err=True)
    total = sum(len(document.record.measures) for document in documents)
    click.echo(f"{len(documents)} documents, {total} measures", err=True)


@click.command()
@PATHS
@DATA
@STORE
@click.option("--links/--no-links", default=True, help="Link comparable measures after loading.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--processes", type=click.IntRange(min=1), help="Processes that read; left out, as many as are worth it.")
@click.option("--anew", is_flag=True, help="Read and link everything, what has not changed too.")
def load(
    paths: tuple[Path, ...],
    data: Path | None,
    store: str | None,
    links: bool,
    dry_run: bool,
    processes: int | None,
    anew: bool,
) -> None:
    """Read, validate, store and link documents.

    Loading a document again changes nothing, and does not read it again; loading a corrected one replaces exactly what
    it stated before. Where one document is broken, none is stored.
    """
    from loaders.prepare import processes_for

    processes = processes or processes_for(paths)
    if dry_run:
        _plan(paths, settings_of(data, store), processes)
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

        chosen = settings_of(data, store)
        outcome = load_documents(paths, chosen, links=links, progress=progress, processes=processes, anew=anew)
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


def _plan(paths: tuple[Path, ...], settings: Settings, processes: int) -> None:
    from graph.release import Release
    from loaders.plan import described, plan
    from loaders.prepare import prepare

    release = Release(settings.data / "release")
    with prepare(paths, processes=processes) as batch:
        for prepared in batch:
            click.echo(described(plan(prepared, release)))
    click.echo("dry run: nothing was written")


@click.command()
@DATA
@STORE
@click.option("--spark", metavar="MASTER", help="Let Apache Spark do it, at this address: local[2], spark://host:7077.")
def link(data: Path | None, store: str | None, spark: str | None) -> None:
    """Link all measures anew; the links are the same with Spark and without."""
    from reformgraph.main import link as link_all

    linked = link_all(settings_of(data, store), spark=spark)
    click.echo(f"links: {linked.accepted} accepted of {linked.compared} compared")


@click.command()
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

    settings = settings_of(data, store)
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


@click.command()
@DATA
def model(data: Path | None) -> None:
    """Fetch the embedding model (16 MB) from the hub or Maven Central, for better links."""
    from graph.links.encoder import encoder_in
    from graph.links.model import fetch

    settings = settings_of(data)
    source = fetch(settings.model_folder)
    if source is None:
        click.echo("no embedding model: neither the hub nor Maven Central could be reached; links use words alone")
    else:
        encoder = encoder_in(settings.model_folder, None)
        other = "" if encoder is None or encoder.tuned else "; not the file that was tuned, so links go by it as it is"
        click.echo(f"embedding model ready in {settings.model_folder} (from {source}){other}")


@click.command()
@DATA
def stop(data: Path | None) -> None:
    """Stop the embedded engine, which otherwise stops by itself when nobody uses it."""
