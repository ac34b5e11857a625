"""Candidates by blocking: the same as by brute force, in any order of arrival, in parts, and on Spark."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from benchmarks.links import synthetic
from graph.links import neighbours
from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace
from graph.links.link import link, linker_for, links_of
from graph.links.linker import Linker
from graph.links.neighbours import Rows, merge, nearest
from graph.links.spark import context, link_on_spark
from graph.links.store import reference_for
from graph.links.words import Rarity, grams_of, numbers, weighed
from ontology.errors import QueryError
from tests.graph.test_links import Letters

if TYPE_CHECKING:
    from pyspark import SparkContext

TEXTS = tuple(synthetic(240, documents=6))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocking at work although there are few texts: much is common, few are compared exactly."""
    monkeypatch.setattr("graph.links.features.RARE", 12)


def table(texts: Sequence[str]) -> tuple[csr_matrix, Rarity]:
    """The weighed grams of texts, a column for each gram that they hold."""
    found = grams_of(texts)
    rarity = Rarity.of(found)
    words = weighed(found, rarity)
    columns = np.searchsorted(rarity.grams, words.columns[0])
    return csr_matrix((words.columns[1], columns, words.ends), (len(texts), len(rarity.grams))), rarity


WHOLES = tuple(one.whole for one in TEXTS)


def brute(rows: csr_matrix, most: int) -> list[list[int]]:
    near = (rows @ rows.T).toarray()
    np.fill_diagonal(near, -1)
    return [np.argsort(-one, kind="stable")[:most].tolist() for one in near]


def test_ten_nearest_are_those_of_brute_force() -> None:
    rows, rarity = table(WHOLES)
    ranks = np.arange(len(TEXTS))
    exact = brute(rows, 10)
    for rare, wanted in ((len(TEXTS), 1.0), (24, 0.98)):
        held = Rows.of(rows, rarity.counts <= rare, ranks.tolist())
        found = nearest(held, held).best(10, ranks)
        hits = [len(set(a) & set(b)) for a, b in zip(found.tolist(), exact, strict=True)]
        assert sum(hits) / (10 * len(TEXTS)) >= wanted - 0.002


def test_what_is_shared_has_no_direction_and_parts_make_the_whole() -> None:
    rows, rarity = table(WHOLES)
    ranks = np.arange(len(TEXTS))
    rare = rarity.counts <= 12
    whole = Rows.of(rows, rare, ranks.tolist())
    near = nearest(whole, whole)
    value = {(i, j): v for i in range(len(TEXTS)) for j, v in zip(near.rows[i].tolist(), near.exact[i], strict=True)}
    assert all(value[j, i] == v for (i, j), v in value.items() if (j, i) in value)
    parts = [Rows.of(rows[a:b], rare, ranks[a:b].tolist()) for a, b in ((0, 100), (100, 240))]
    merged = merge(nearest(whole, parts[0]), nearest(whole, parts[1], 100), ranks)
    np.testing.assert_array_equal(merged.rows, near.rows)
    np.testing.assert_array_equal(merged.exact, near.exact)


def test_scikit_learn_weighs_words_the_same() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    wholes = ["推行A  b。", "推行企业 开办", "推"]
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    expected = vectorizer.fit_transform(wholes).toarray()
    found, rarity = table(wholes)
    np.testing.assert_allclose(found.toarray(), expected, atol=1e-12)
    assert list(rarity.held) == sorted(vectorizer.vocabulary_)
    np.testing.assert_array_equal(numbers(list(rarity.held)), rarity.grams)


@pytest.fixture(params=["with_model", "without_model"])
def encoder(request: pytest.FixtureRequest) -> Encoder | None:
    return Letters() if request.param == "with_model" else None


@pytest.mark.parametrize("first", [3, 40])
def test_adding_in_any_order_gives_the_links_of_linking_at_once(
    small: None, encoder: Encoder | None, first: int
) -> None:
    texts = TEXTS[:50]
    reference = FeatureSpace(texts[:30], encoder).told()
    wanted = link(texts, encoder, reference=reference)
    assert len(wanted) > 150
    mixed = random.Random(first).sample(texts, len(texts))
    linker = linker_for(encoder, reference=reference)
    linker.add(mixed[:first])
    linker.add(mixed[first:-2])
    for one in mixed[-2:]:
        linker.add([one])
    assert links_of(linker) == wanted


def test_full_lists_give_way_as_if_all_had_been_there(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "FIRST", 30)
    reference = FeatureSpace(TEXTS[:50], None).told()
    wanted = linker_for(None, reference=reference)
    wanted.add(TEXTS)
    linker = linker_for(None, reference=reference)
    for start in range(0, len(TEXTS), 48):
        linker.add(TEXTS[start : start + 48])
    assert pairs(linker) == pairs(wanted)


def pairs(linker: Linker) -> list[tuple[str, str, float]]:
    found, odds = linker.candidates()
    ids = [one.id for one in linker.texts]
    return [
        (ids[i], ids[j], value)
        for i, j, value in zip(found.first.tolist(), found.second.tolist(), odds.tolist(), strict=True)
    ]


def test_nothing_is_added_twice_or_without_a_reference() -> None:
    linker = linker_for(None)
    linker.add(TEXTS[:5])
    with pytest.raises(ValueError, match="at once"):
        linker.add(TEXTS[5:8])
    linker = linker_for(None, reference=FeatureSpace(TEXTS, None).told())
    linker.add(TEXTS[:5])
    with pytest.raises(ValueError, match=TEXTS[2].id):
        linker.add(TEXTS[2:3])
    linker.add([])
    assert len(linker.texts) == 5


def test_unchanged_texts_are_never_encoded_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def run(self: Encoder, text: str) -> np.ndarray:
        ran.append(text)
        return np.random.default_rng(len(text)).normal(size=(len(text) + 2, 512)).astype(np.float32)

    def words(self: Encoder, tokens: np.ndarray, text: str) -> tuple[np.ndarray, np.ndarray]:
        return tokens[1:-1], np.arange(len(text))

    monkeypatch.setattr(Encoder, "name", "counted")
    monkeypatch.setattr(Encoder, "tuned", False)
    monkeypatch.setattr(Encoder, "_run", run)
    monkeypatch.setattr(Encoder, "_words", words)
    first = Encoder(Path("none"), tmp_path / "vectors.npz")
    reference = FeatureSpace(TEXTS[:6], first).told()
    linker = linker_for(first, reference=reference)
    linker.add(TEXTS[:6])
    linker.add(TEXTS[60:62])
    assert len(ran) == len(set(ran))
    before = len(ran)
    link([*TEXTS[:6], *TEXTS[60:62]], Encoder(Path("none"), tmp_path / "vectors.npz"), reference=reference)
    assert len(ran) == before


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkContext]:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    with context("local[2]") as found:
        yield found


@pytest.mark.filterwarnings("ignore")
def test_spark_makes_equal_links(spark: SparkContext) -> None:
    assert link_on_spark(spark, TEXTS[:60], None, block=30) == link(TEXTS[:60], None)
    few = TEXTS[:16]
    assert link_on_spark(spark, few, Letters(), block=8) == link(few, Letters())
    assert link_on_spark(spark, [replace(one, document="one") for one in few], None) == ()


def test_a_missing_spark_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(QueryError, match=r"reformgraph\[spark\]"), context("local[1]"):
        pass


def test_a_reference_is_kept_until_texts_have_doubled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.links.reference.SETTLED", 12)
    monkeypatch.setattr("graph.links.store.SETTLED", 12)
    file = tmp_path / "data" / "rarity.npz"
    assert reference_for(TEXTS[:11], None, file) is None
    first = reference_for(TEXTS[:30], None, file)
    assert first == FeatureSpace(TEXTS[:30], None).told()
    for texts in (TEXTS[:31], TEXTS[:60], TEXTS[20:35]):
        assert reference_for(texts, None, file) == first
    model = reference_for(TEXTS[:30], Letters(), file)
    again = reference_for(TEXTS[:40], Letters(), file)
    assert model is not None
    assert again is not None
    assert link(TEXTS[:30], Letters(), reference=again) == link(TEXTS[:30], Letters(), reference=model)
    doubled = reference_for(TEXTS[:61], None, file)
    assert doubled is not None
    assert doubled.texts == 61
    file.write_bytes(b"torn")
    assert reference_for(TEXTS[:61], None, file) == doubled


def test_a_reference_counts_what_the_texts_themselves_say(encoder: Encoder | None) -> None:
    texts = sorted(TEXTS[:30], key=lambda one: one.id)
    assert link(texts, encoder, reference=FeatureSpace(texts, encoder).told()) == link(texts, encoder)
