"""The commands of API keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reformgraph.commands.common import DATA, settings_of

if TYPE_CHECKING:
    from api.keys import Keys


@click.group()
def keys() -> None:
    """Make, list, revoke and replace API keys; the file of the data folder holds only their digests."""


@keys.command()
@click.argument("name")
@DATA
@click.option("--scope", "scopes", multiple=True, type=click.Choice(["read", "judge"]), help="What it may do.  [read]")
@click.option("--rate", metavar="RATE", help="How often, as 100/minute.  [default: 600/minute]")
@click.option("--days", type=click.FloatRange(min=0, min_open=True), help="For how long.  [default: until revoked]")
def create(name: str, data: Path | None, scopes: tuple[str, ...], rate: str | None, days: float | None) -> None:
    """Make a key for NAME, who also stands as the judge of judgements by it. It is shown once."""
    key, text = _keys(data).create(name, scopes or ("read",), rate=rate, days=days)
    click.echo(text)
    click.echo(f"{key.id}: {key.name}, {', '.join(key.scopes)}; keep the key above, it is shown only now", err=True)


@keys.command(name="list")
@DATA
def list_keys(data: Path | None) -> None:
    """List the keys: id, name, scopes, rate, since when, until when."""
    for key in _keys(data).all():
        ends = "holds" if key.ends is None else f"until {key.ends}" if key.holds() else f"ended {key.ends}"
        scopes = ", ".join(key.scopes)
        click.echo(f"{key.id}\t{key.name}\t{scopes}\t{key.rate or 'default rate'}\tsince {key.created}\t{ends}")


@keys.command()
@click.argument("identifier", metavar="ID")
@DATA
def revoke(identifier: str, data: Path | None) -> None:
    """End a key at once, also at a server that runs."""
    key = _keys(data).revoke(identifier)
    click.echo(f"{key.id}: {key.name} revoked")


@keys.command()
@click.argument("identifier", metavar="ID")
@DATA
@click.option(
    "--hours", type=click.FloatRange(min=0), default=0, show_default=True, help="How long the old one still holds."
)
def rotate(identifier: str, data: Path | None, hours: float) -> None:
    """Make a new key in place of another, with the same name, scopes and rate. It is shown once."""
    key, text = _keys(data).rotate(identifier, hours=hours)
    click.echo(text)
    click.echo(f"{key.id}: {key.name}, in place of {identifier}", err=True)


def _keys(data: Path | None) -> Keys:
    from api.keys import Keys

    return Keys(settings_of(data).data)
