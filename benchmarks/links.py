"""Nearest texts of 1,000, 10,000 and 100,000, beside sparse_dot_topn, and the cost of linking 50 new measures.

    python -m benchmarks.links [nearest | adding | loading] [TEXTS …]

Texts recombine the phrases of the sample; 3 in 10 are copies of an earlier text with one or two phrases exchanged.

`nearest`: the ten nearest of each text by characters in twos and threes (TF-IDF), each side in the same process on one
thread, over the same rows, in seconds of processor time.  The peer is asked for 2,000 texts; the overlap is the share of
its exact ten that are found.  `adding`: all measures are linked without a model; then all but 50, and the 50 are added;
candidates, scores and which are kept must be the same.  `loading`: the links of a store are made and
stored, then again after 50 measures were given other words, in seconds of processor time of this process, that of the
engine left out.  Peak memory is of the whole process so far.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from graph.links.features import FeatureSpace, MeasureText
from graph.links.link import linker_for
from graph.links.linker import Linker
from graph.links.neighbours import RARE, Rows, nearest
from graph.links.store import link_store
from graph.release import Release
from graph.rows import Edge, Node
from graph.rows import Rows as Stated
from graph.settings import Settings
from graph.store import open_store
from ontology.identifiers import measure_iri, reader_iri
from ontology.reference import reader_version

SAMPLE = Path(__file__).parents[1] / "sample"
SIZES = (1_000, 10_000, 100_000)
ASKED = 2_000
NEW = 50
T = TypeVar("T")


@cache
def phrases() -> tuple[str, ...]:
    """What stands between the punctuation of the sample, 4 to 24 characters long."""
    text = "".join(path.read_text("utf-8") for path in sorted(SAMPLE.glob("*.txt")))
    parts = (re.sub(r"[^\u4e00-\u9fff“”0-9A-Za-z]", "", part) for part in re.split(r"[\s，。；：、|<>]+", text))
    return tuple(sorted({part for part in parts if 4 <= len(part) <= 24 and re.search(r"[\u4e00-\u9fff]{3}", part)}))


def synthetic(texts: int, documents: int = 100, seed: int = 7) -> Iterator[MeasureText]:
    """Measures of 3 to 8 phrases; the first is the title."""
    chance = random.Random(seed)
    made: list[list[str]] = []
    for n in range(texts):
        if n and chance.random() < 0.3:
            parts = list(made[chance.randrange(n)])
            for _ in range(chance.choice((1, 1, 2))):
                parts[chance.randrange(len(parts))] = chance.choice(phrases())
        else:
            parts = [chance.choice(phrases()) for _ in range(chance.randint(3, 8))]
        made.append(parts)
        document = f"d{chance.randrange(documents)}"
        yield MeasureText(f"{document}/{n}", document, parts[0], "，".join(parts) + "。")


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and the result."""
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def memory() -> str:
    """The most that the process has held."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"


def ten_of(queries: Rows, rows: Rows) -> npt.NDArray[np.int32]:
    """The ten nearest of each query."""
    return nearest(queries, rows).best(10, np.arange(len(rows)))


def compare(texts: int) -> None:
    """Prints the speed of both sides and the overlap."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    wholes = [one.content for one in synthetic(texts)]
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=2, dtype=np.float32)
    table = vectorizer.fit_transform(wholes).tocsr()
    rare = np.bincount(table.indices, minlength=table.shape[1]) <= RARE
    columns = table.T.tocsr()
    asked = min(ASKED, texts)
    groups = list(range(texts))
    few = Rows.of(table[:9], rare, groups[:9])
    nearest(few, few)

    def build() -> Rows:
        rows = Rows.of(table, rare, groups)
        rows.postings  # noqa: B018 - made once
        return rows

    building, rows = timed(build)
    ours, theirs = [], []
    for _ in range(3):
        part = Rows.of(table[:asked], rare, groups[:asked])
        ours.append(asked / timed(partial(ten_of, part, rows))[0])
        seconds, exact = timed(lambda: sp_matmul_topn(table[:asked], columns, top_n=11, sort=True, n_threads=1))
        theirs.append(asked / seconds)
    whole, best = timed(partial(ten_of, rows, rows))
    hits = total = 0
    for n in range(asked):
        ten = [j for j in exact.indices[exact.indptr[n] : exact.indptr[n + 1]].tolist() if j != n][:10]
        hits += len(set(ten) & set(best[n].tolist()))
        total += len(ten)
    ratio = np.median(np.array(ours) / np.array(theirs))
    print(
        f"{texts:>8,} texts: sparse_dot_topn {np.median(theirs):8,.0f} a second, ours {np.median(ours):8,.0f} "
        f"({ratio:4.1f} times), overlap {hits / total:.4f}; all: build {building:.2f} s + search {whole:.2f} s "
        f"= {1e6 * (building + whole) / texts:.0f} µs a text; peak {memory()}",
        flush=True,
    )


def add(texts: int) -> None:
    """Prints the cost of linking all and of adding 50, and whether the outcome is the same."""
    measures = list(synthetic(texts))
    random.Random(1).shuffle(measures)
    seconds, reference = timed(lambda: FeatureSpace(measures[:-NEW], None).told())
    print(f"{texts:>8,} measures: counted for the reference in {seconds:.1f} s", flush=True)
    linker = linker_for(None, reference=reference)
    linker.add(measures[: -2 * NEW])
    linker.add(measures[-2 * NEW : -NEW])
    adding, _ = timed(partial(linker.add, measures[-NEW:]))
    said = outcome(linker)
    linker = linker_for(None)
    whole = linker_for(None, reference=reference)
    rebuilding, _ = timed(partial(whole.add, measures))
    same = outcome(whole) == said
    print(
        f"{texts:>8,} measures: linked anew in {rebuilding:.1f} s ({len(whole.found.pairs()[0]):,} candidates), {NEW} added in "
        f"{adding:.2f} s ({rebuilding / adding:.0f} times faster), the same: {same}; peak {memory()}",
        flush=True,
    )


def load(texts: int) -> None:
    """Prints what linking a store costs after a document of 50 measures was changed, beside linking it anew."""
    measures = list(synthetic(texts))
    words = list(synthetic(texts, seed=8))
    with TemporaryDirectory() as folder, open_store(Settings(data=Path(folder))) as store:
        release, file = Release(Path(folder) / "release"), Path(folder) / "rarity.npz"
        store.push(stated(measures))
        whole, first = timed(partial(link_store, store, release, None, file))
        nothing, _ = timed(partial(link_store, store, release, None, file))
        store.push(stated([*words[:NEW], *measures[NEW:]]))
        some, changed = timed(partial(link_store, store, release, None, file))
        anew, again = timed(partial(link_store, store, release, None, file, anew=True))
    print(
        f"{texts:>8,} measures: stored links made in {whole:.1f} s ({first.compared:,}), nothing changed {nothing:.2f} s, "
        f"{NEW} changed {some:.1f} s ({changed.change.edges_written:,} links written), anew {anew:.1f} s, "
        f"then written: {again.change.edges_written}; peak {memory()}",
        flush=True,
    )


def stated(measures: Sequence[MeasureText]) -> Stated:
    """The nodes and edges that linking reads."""
    documents = {one.document for one in measures}
    nodes = [Node("Reader", str(reader_iri(reader_version())), {})]
    nodes += [Node("Document", f"urn:{one}", {"id": one}) for one in sorted(documents)]
    said = [(one, str(measure_iri(one.id))) for one in measures]
    nodes += [Node("Measure", iri, {"id": one.id, "title": one.title, "content": one.content}) for one, iri in said]
    edges = [Edge("FROM", iri, "Measure", iri, "Document", f"urn:{one.document}", {}) for one, iri in said]
    return Stated("urn:measures", tuple(nodes), tuple(edges))


def outcome(linker: Linker) -> list[tuple[bytes, bytes, bytes]]:
    """Candidates by ids with their log-odds, and those that are kept."""
    ids = np.array([one.id for one in linker.texts])
    found = []
    for pairs, odds in (linker.candidates(), linker.kept()):
        found.append((ids[pairs.first].tobytes(), ids[pairs.second].tobytes(), odds.tobytes()))
    return found


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("part", choices=["nearest", "adding", "loading", "all"], default="all", nargs="?")
    parser.add_argument("texts", type=int, nargs="*", default=SIZES)
    given = parser.parse_args()
    for part, action in (("nearest", compare), ("adding", add), ("loading", load)):
        if given.part in (part, "all"):
            for texts in given.texts:
                action(texts)


if __name__ == "__main__":
    main()
