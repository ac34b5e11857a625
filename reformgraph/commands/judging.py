"""The commands of judgements and of proposals, and how well links agree with them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reformgraph.commands.common import DATA, FORM, STORE, settings_of


@click.command()
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

    settings = settings_of(data, store)
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


@click.command()
@DATA
@STORE
@click.option("--by", metavar="NAME", help="Who judges.")
@click.option("--list", "count", type=click.IntRange(min=1), metavar="N", help="Only list the next N pairs.")
@FORM
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

    settings = settings_of(data, store)
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


@click.command()
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
    settings = settings_of(data, store)
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


@click.command()
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
    with open_store(settings_of(data, store)) as opened:
        found = compare(links(opened), judged)
    click.echo(orjson.dumps(found.json()).decode() if as_json else evaluation_text(found))
