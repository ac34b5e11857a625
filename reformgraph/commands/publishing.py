"""The commands that write what the graph holds, bring it back and compare it."""

from __future__ import annotations

from pathlib import Path

import click

from reformgraph.commands.common import DATA, STORE, fail, settings_of, written_whole


@click.command()
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

    settings = settings_of(data, store)
    if format == "neo4j-admin":
        from graph.publish.directory import publish_bulk

        if output is None:
            raise click.UsageError("neo4j-admin is a directory of files: name one with --output")
        graphs = publish_bulk(Release(settings.data / "release"), output)
        click.echo(f"{output}: {graphs} graphs; README.md there says how to import them")
        return
    if output is not None and output.is_dir():
        raise click.UsageError(f"{output} is a directory; name a file")
    with open_store(settings) as opened, written_whole(output) as file:
        write(format, opened, Release(settings.data / "release"), file, judged=judged)  # type: ignore[arg-type]


@click.command()
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
            fail("\n".join(problems))
        click.echo(f"{checked}: every file is as it was written")
        return
    assert output is not None  # noqa: S101 - one of the two is given
    folder = settings_of(data).data
    content = read_content(folder) if Release(folder / "release").names() else {}
    edition = publish(content, output, version=version, licence=licence or LICENCE, previous=previous)
    click.echo(f"{output}: release {edition.version}, {len(content)} graphs")


@click.command()
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

    settings = settings_of(data, store)
    with open_store(settings) as opened:
        change = bring_back(directory, opened, Release(settings.data / "release"), replace=replace)
    click.echo(f"{directory}: {in_words(change)}")


@click.command()
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

    before, after = read_content(old), read_content(new if new is not None else settings_of(data).data)
    if form == "nq":
        for line in quad_changes(before, after):
            click.echo(line, nl=False)
        return
    found = compare(State(parsed(before)), State(parsed(after)))
    if form == "json":
        click.echo(orjson.dumps(found.record(), option=orjson.OPT_INDENT_2))
    else:
        click.echo(in_words(found))
