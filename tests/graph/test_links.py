"""Properties of links: symmetry, order, missing features, sums; and of their evaluation."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from rdflib import RDF, Graph
from scipy.special import expit

from graph.links.density import DOCUMENTS
from graph.links.encoder import Encoder
from graph.links.evaluation import evaluate, read_gold
from graph.links.features import FEATURES, FeatureSpace, MeasureText, Pairs, function_of
from graph.links.link import link
from graph.links.phrases import PhraseSpace
from graph.links.runs import add_runs, run_of
from graph.links.scorer import Weights, scorer_for, scorers
from graph.release import Release
from ontology.errors import QueryError
from ontology.link_triples import links_graph
from ontology.model import Link
from ontology.vocabulary import RG

TEXTS = (
    MeasureText(
        "a/1", "a", "推行企业开办一窗通", "申请人在一个窗口提交材料，营业执照与印章一次领取。", ("市场监督管理局",)
    ),
    MeasureText("a/2", "a", "推行信用修复", "对失信主体开展信用修复；压缩办理时限。", ("发展和改革委员会",)),
    MeasureText("a/3", "a", "改善河道水质", "清淤并监测河道水质，公布结果。"),
    MeasureText(
        "b/1", "b", "推行企业开办一窗通", "申请人在一个窗口提交材料，营业执照与印章一次领取。", ("市场监督管理局",)
    ),
    MeasureText("b/2", "b", "完善信用修复机制", "失信主体纠正行为后可申请信用修复。"),
    MeasureText("b/3", "b", "植树造林计划", "在山区种植乔木，划定林地。"),
    MeasureText("c/1", "c", "夜间博物馆开放", "博物馆周末夜间开放，安排讲解。", ("文化和旅游局",)),
)


class Letters(Encoder):
    """A model whose token vector depends on the character alone."""

    def __init__(self) -> None:
        super().__init__(Path("none"))

    name = "letters"
    tuned = False

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        sums = np.stack([self._of(text).sum(axis=0) for text in texts])
        found: np.ndarray = (sums / np.linalg.norm(sums, axis=1, keepdims=True)).astype(np.float32)
        return found

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[np.ndarray, np.ndarray]]:
        return [(self._of(text).astype(np.float16), np.arange(len(text))) for text in texts]

    def _of(self, text: str) -> np.ndarray:
        found: np.ndarray = np.stack([np.random.default_rng(ord(one)).normal(size=512) for one in text])
        return found


@pytest.fixture(params=["with_model", "without_model"])
def encoder(request: pytest.FixtureRequest) -> Encoder | None:
    return Letters() if request.param == "with_model" else None


def by_pair(links: Sequence[Link]) -> dict[tuple[str, str], Link]:
    return {(one.a, one.b): one for one in links}


def test_the_order_of_texts_makes_no_difference(encoder: Encoder | None) -> None:
    mixed = random.Random(1).sample(TEXTS, len(TEXTS))
    assert link(mixed, encoder) == link(TEXTS, encoder)


def test_features_have_no_direction(encoder: Encoder | None) -> None:
    space = FeatureSpace(TEXTS, encoder)
    first, second = np.triu_indices(len(TEXTS), 1)
    there = space.values(Pairs(first, second), tuple(FEATURES))
    back = space.values(Pairs(second, first), tuple(FEATURES))
    for name in FEATURES:
        np.testing.assert_allclose(there[name], back[name], atol=1e-6)
        assert np.nanmax(there[name], initial=0.0) <= 1.0


def test_identical_texts_come_first_and_documents_are_not_linked_within(encoder: Encoder | None) -> None:
    links = link(TEXTS, encoder)
    assert max(links, key=lambda one: one.score) == by_pair(links)["a/1", "b/1"]
    assert all(one.a.split("/")[0] != one.b.split("/")[0] and one.a < one.b for one in links)


def test_shares_add_up_to_the_score(encoder: Encoder | None) -> None:
    scorer = scorers()["without_model" if encoder is None else "with_model"]
    for one in link(TEXTS, encoder):
        assert expit(scorer.intercept + sum(f.share for f in one.features)) == pytest.approx(one.score, abs=1e-6)
        assert [f.name for f in one.features] == [*scorer.weights, DOCUMENTS]
        assert one.accepted == (one.score >= scorer.line)


def test_every_weight_speaks_for_a_pair() -> None:
    for scorer in scorers().values():
        assert all(weight > 0 for weight in scorer.weights.values())
        assert set(scorer.weights) <= set(FEATURES)
        assert scorer.grades["same"] >= scorer.grades["comparable"] >= scorer.grades["related"] > 0  # type: ignore[index]


def test_what_could_not_be_had_is_missing_and_adds_nothing(encoder: Encoder | None) -> None:
    for one in link(TEXTS, encoder):
        bodies = next(f for f in one.features if f.name == "agencies")
        if one.a == "a/3" or one.b in ("b/2", "b/3"):
            assert (bodies.value, bodies.share) == (None, 0.0)


def test_a_measure_may_be_part_of_another_and_instruments_in_titles_count_more() -> None:
    texts = (
        MeasureText("a/1", "a", "完善信用修复机制", "失信主体可申请信用修复。"),
        MeasureText("b/1", "b", "推行企业开办一窗通", "同时对失信主体开展信用修复。"),
        MeasureText("c/1", "c", "推行信用修复", "失信主体纠正行为后可申请。"),
        MeasureText("d/1", "d", "改善河道水质", "清淤后种树。"),
    )
    pairs = Pairs(np.array([0, 0, 0]), np.array([1, 2, 3]))
    values = FeatureSpace(texts, None).values(pairs, ("title_concepts", "title_part", "instruments"))
    part, alike, other = range(3)
    assert values["title_part"][part] > values["title_concepts"][part] == 0
    assert values["instruments"][alike] > values["instruments"][part] > 0
    assert values["title_part"][other] == 0
    assert np.isnan(values["instruments"][other])


def test_no_model_leaves_features_of_meaning_missing() -> None:
    values = FeatureSpace(TEXTS, None).values(
        Pairs(np.array([0]), np.array([3])), ("phrases", "meaning", "title_clause")
    )
    assert all(np.isnan(column).all() for column in values.values())


def test_topics_that_the_scheme_does_not_hold_are_linked_by_words(encoder: Encoder | None) -> None:
    texts = (
        MeasureText("x/1", "x", "保护古树", "为古树建立档案，设围栏。"),
        MeasureText("y/1", "y", "保护古树", "为古树建立档案，设围栏。"),
        MeasureText("y/2", "y", "修缮码头", "更换码头护舷。"),
    )
    links = by_pair(link(texts, encoder))
    assert links["x/1", "y/1"].score > max(
        (one.score for pair, one in links.items() if pair != ("x/1", "y/1")), default=0
    )


def test_clauses_come_from_the_texts_and_rivals_were_rejected(encoder: Encoder | None) -> None:
    links = link(TEXTS, encoder)
    whole = {one.id: one.whole for one in TEXTS}
    found = by_pair(links)
    for one in links:
        assert one.clauses is None or (one.clauses[0] in whole[one.a] and one.clauses[1] in whole[one.b])
        assert one.accepted or one.rival is None
        if one.rival is not None:
            a, b = sorted((one.rival.measure, one.rival.to))
            assert not found[a, b].accepted
            assert found[a, b].score == one.rival.score <= one.score


def test_nothing_to_link() -> None:
    assert link((), None) == ()
    assert link(TEXTS[:2], None) == ()
    strange = (MeasureText("a/1", "a", "甲乙", "甲乙丙丁"), MeasureText("b/1", "b", "子丑", "子丑寅卯"))
    assert link(strange, None) == ()


def test_phrases_of_a_text_without_any_match_nothing() -> None:
    space = PhraseSpace.read(["推行信用修复", "。"], Letters())
    assert space.matches(np.array([0, 0]), np.array([0, 1])).tolist() == [pytest.approx(1.0), 0.0]


def test_the_smallest_removal_changes_the_grade_and_nothing_smaller_does(encoder: Encoder | None) -> None:
    scorer = scorer_for(encoder)
    graded = [one for one in link(TEXTS, encoder) if one.grade is not None]
    assert graded
    for one in graded:
        assert one.removal is not None
        assert one.removal.grade is not one.grade
        assert one.removal.score < one.score

        def without(names: Sequence[str], one: Link = one) -> float:
            left = sum(f.share for f in one.features if f.name not in names)
            return float(expit(scorer.intercept + left))

        assert without(one.removal.features) == pytest.approx(one.removal.score, abs=1e-6)
        fewer = combinations([f.name for f in one.features], len(one.removal.features) - 1)
        assert all(scorer.grade(without(names)) is one.grade for names in fewer)


def test_what_separates_a_rival_adds_up_with_what_speaks_for_it(encoder: Encoder | None) -> None:
    links = by_pair(link(TEXTS, encoder))
    for one in links.values():
        if one.rival is not None:
            a, b = sorted((one.rival.measure, one.rival.to))
            its = {f.name: f.share for f in links[a, b].features}
            leads = {f.name: f.share - its[f.name] for f in one.features}
            told = {s.name: s.difference for s in one.rival.separates}
            assert told == pytest.approx({name: lead for name, lead in leads.items() if lead > 0}, abs=1e-6)
            assert [s.difference for s in one.rival.separates] == sorted(told.values(), reverse=True)


def test_a_link_stays_with_the_run_that_made_it(tmp_path: Path) -> None:
    release, links = Release(tmp_path), link(TEXTS, None)
    scorer = scorer_for(None)

    def stored(texts: Sequence[MeasureText], links: Sequence[Link], scorer: Weights = scorer) -> Graph:
        graph = links_graph(links)
        add_runs(graph, release, run_of(texts, scorer, None))
        return graph

    def runs(graph: Graph) -> dict[str, str]:
        return {str(claim): str(run) for claim, run in graph.subject_objects(RG.madeIn)}

    first = stored(TEXTS, links)
    (run,) = set(runs(first).values())
    assert set(runs(first)) == {str(claim) for claim in first.subjects(RDF.type, RG.Link)}
    assert release.write(first)
    assert not release.write(stored(TEXTS, links)), "the same links again have the run that they had"
    other = replace(links[0], score=round(links[0].score / 2, 6))
    changed = runs(stored(TEXTS[:-1], [other, *links[1:]]))
    assert sorted(made == run for made in changed.values()) == [False] + [True] * (len(links) - 1)
    assert run not in runs(stored(TEXTS, links, replace(scorer, line=0.2))).values(), "other weights, another run"


def test_functions_are_names_without_places() -> None:
    assert (
        function_of("深圳市市场监督管理局", "深圳市")
        == function_of("珠海市市场监督管理局", "珠海市")
        == "市场监督管理局"
    )
    assert function_of("国家税务总局广东省税务局", "广东省") == function_of("国家税务总局珠海市税务局", "珠海市")
    assert function_of("各区政府", None) == "各区政府"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "anchors.txt").write_text("a/1\na/2\n")
    (tmp_path / "pairs.jsonl").write_text(
        '{"a": "a/1", "b": "z/1", "grades": [3, 3]}\n{"a": "a/1", "b": "z/2", "grades": [1, 2]}\n'
        '{"a": "a/2", "b": "z/3", "grades": [2, 2]}\n{"a": "a/3", "b": "z/1", "grades": [3, 3]}\n'
    )
    return tmp_path


def said(a: str, b: str, score: float) -> dict[str, object]:
    return {"a": a, "b": b, "score": score, "accepted": score >= 0.5}


def test_evaluation_counts_what_is_filed_and_agreed_on(gold: Path) -> None:
    links = [said("z/1", "a/1", 0.9), said("a/1", "z/2", 0.8), said("a/2", "z/9", 0.7), said("a/3", "z/9", 0.9)]
    found = evaluate(links, read_gold(gold))
    assert (found.overall.accepted, found.overall.true, found.overall.hit) == (2, 2, 1)
    assert found.average_precision == pytest.approx(0.5)
    assert found.ndcg == pytest.approx(0.5)
    assert [one[:2] for one in found.wrong] == [("a/2", "z/9")]
    assert [one[:2] for one in found.missed] == [("a/2", "z/3")]
    assert evaluate([], read_gold(gold)).overall.f1 == 0


@pytest.mark.parametrize("line", ['{"a": "a/1"}', "no json", '{"a": "a/1", "b": "z/1", "grades": []}', "[]"])
def test_gold_that_cannot_be_read_names_file_and_line(gold: Path, line: str) -> None:
    with (gold / "pairs.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(QueryError, match="line 5"):
        read_gold(gold)
