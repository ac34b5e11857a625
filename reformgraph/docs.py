"""Pages of the docs that rest on data: `python -m reformgraph.docs docs PATH… [--gold DIR]`, or `make docs`.

The documents are loaded and linked in a folder that is thrown away; nothing of the user's is touched.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from graph.engine import stop
from graph.export import MEASURES, judged_links
from graph.judgements.store import held
from graph.links.evaluation import evaluate, gold_of, read_gold
from graph.release import Release
from graph.settings import Settings
from graph.store import Store, open_store
from reformgraph.analytics_page import analytics_page
from reformgraph.evaluation_page import Compared, evaluation_page
from reformgraph.main import load


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--gold", type=click.Path(path_type=Path, file_okay=False), help="Judged pairs to compare links with.")
def main(folder: Path, paths: tuple[Path, ...], gold: Path | None) -> None:
    """Write the pages into FOLDER, from the documents PATHS."""
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(data=Path(temporary) / "data", store=None)
        try:
            load(paths, settings)
            with open_store(settings) as store:
                pages = {
                    "evaluation.html": evaluation_page(compared(store, Release(settings.data / "release"), gold)),
                    "analytics.html": analytics_page(store),
                }
        finally:
            stop(settings)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8")
        click.echo(folder / name)


def compared(store: Store, release: Release, gold: Path | None) -> Compared:
    """Links of a store against judged pairs: those of a folder, or the judgements that the store itself holds.

    Raises `QueryError` where there is no truth to compare with.
    """
    if gold is None:
        judgements = held(release)
        people = sorted({one.by for one in judgements})
        truth = (
            f"{len(judgements)} judgements that the project ships, by {', '.join(people)}; a pair is comparable where "
            "everyone who judged it says so, left out of precision and recall where they part, and not comparable "
            "where nobody judged it but its first measure was judged with others. The weights were fitted to a part of it."
        )
        judged = gold_of(judgements)
    else:
        judged = read_gold(gold)
        truth = (
            f"{len(judged.grades)} pairs of {gold.name}, filed under {len(judged.anchors)} measures; a pair is comparable "
            "where every reader graded it 2 or more. The weights were fitted to pairs of readers; "
            "graph/links/weights.toml states figures of pairs held out."
        )
    machine = list(judged_links(store, release, judged=False))
    people_too = list(judged_links(store, release, judged=True))
    answer = store.read(MEASURES)
    titles = {str(row[0]): str(row[1]) for row in answer.rows}
    rules = sorted({str(one["rule"]) for one in machine})
    return Compared(truth, ", ".join(rules), evaluate(machine, judged), evaluate(people_too, judged), titles)


if __name__ == "__main__":
    main()
