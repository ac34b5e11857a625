"""The commands of lineage, of what a link goes by, and of what a place is not shown to have."""

from __future__ import annotations

from pathlib import Path

import click

from reformgraph.commands.common import DATA, FORM, STORE, settings_of


@click.command()
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

    with open_store(settings_of(data, store)) as opened:
        if other is None:
            found = diffusion(opened, measure)
            click.echo(as_json(found) if form == "json" else diffusion_in_words(found))
        else:
            pair = pair_lineage(opened, measure, other)
            click.echo(as_json(pair) if form == "json" else pair_in_words(pair))


@click.command()
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

    settings = settings_of(data, store)
    with open_store(settings) as opened:
        found = explained(opened, measure, other)
        cut = without_clauses(opened, found, encoder_of(settings)) if clauses else None
    if form == "json":
        extra = {"clause_removal": cut} if clauses else {}
        click.echo(orjson.dumps({**asdict(found), **extra}, option=orjson.OPT_INDENT_2))
    else:
        click.echo(in_words(found, cut))


@click.command()
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

    with open_store(settings_of(data, store)) as opened:
        found = find_gaps(opened, place, document=document, measure=measure)
    click.echo(as_json(found) if form == "json" else gaps_in_words(found))
