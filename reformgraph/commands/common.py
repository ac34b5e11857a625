"""What several commands share: options, settings, and a file that appears whole."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

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
FORM = click.option("--format", "form", type=click.Choice(["words", "json"]), default="words", show_default=True)
TABLE = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
ROWS = click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
TIMEOUT = click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True, help="Seconds."
)
LIMIT = click.option("--limit", type=click.IntRange(min=1), default=10_000, show_default=True, help="Rows at the most.")


def settings_of(data: Path | None, store: str | None = None) -> Settings:
    """The settings of the environment, with what the command line says in place of them."""
    from graph.settings import Settings

    given = {"data": data, "store": store}
    return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


@contextlib.contextmanager
def written_whole(output: Path | None) -> Iterator[IO[bytes]]:
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


def fail(message: str, status: int = 1) -> NoReturn:
    """Prints one message of what went wrong, which may have several lines, and ends with its status."""
    click.secho(f"error: {message}" if "\n" not in message else f"errors:\n{message}", fg="red", err=True)
    sys.exit(status)
