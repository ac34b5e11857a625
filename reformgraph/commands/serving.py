"""The commands that serve the graph, or write it as a page."""

from __future__ import annotations

from pathlib import Path

import click

from reformgraph.commands.common import DATA, STORE, settings_of, written_whole


@click.command()
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

    run(settings_of(data, store), host, port)


@click.command()
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

    with open_store(settings_of(data, store)) as opened:
        text = page(opened, document=document, measure=measure, limit=limit, language=language)  # type: ignore[arg-type]
    with written_whole(output) as file:
        file.write(text.encode())
    click.echo(f"{output}: {len(text.encode()) / 1e6:.1f} MB")
