"""The pages of the docs that rest on data: whole, escaped, without a request to another machine."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from graph.judgements import store as judgements
from graph.judgements.store import add
from graph.links.evaluation import evaluate, gold_of
from graph.links.store import link_store
from graph.release import Release
from graph.store import Store
from ontology.errors import QueryError
from ontology.model import Judgement, Verdict
from reformgraph.analytics_page import CHARTS, analytics_page
from reformgraph.docs import compared
from reformgraph.evaluation_page import evaluation_page
from tests.toy import push_toy

A, B, C = "shenzhen-toy/2", "zhuhai-toy/1-1", "guangdong-toy/1"

pytestmark = pytest.mark.skipif(
    find_spec("matplotlib") is None, reason="matplotlib stands in the dependency group docs"
)


def say(a: str, b: str, verdict: Verdict, by: str = "x") -> Judgement:
    a, b = sorted((a, b))
    return Judgement(a, b, verdict, by, None, "so")


@pytest.fixture
def release(embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.setattr(judgements, "shipped", tuple)
    push_toy(embedded)
    made = Release(tmp_path / "release")
    link_store(embedded, made, None)
    return made


def asks_nobody(html: str) -> bool:
    return not re.findall(r'(?:src|href)="(?!#)|@import|url\((?!#)|<script', html)


def test_judgements_are_gold_by_the_voices_of_people() -> None:
    said = [say(A, B, Verdict.SAME), say(A, B, Verdict.COMPARABLE, "y"), say(A, C, Verdict.DIFFERENT)]
    gold = gold_of(
        [
            *said,
            say(B, C, Verdict.UNSURE),
            say("z/1", "z/2", Verdict.COMPARABLE),
            say("z/1", "z/2", Verdict.RELATED, "y"),
        ]
    )
    assert sorted(gold.grades[A, B]) == [2.0, 3.0]
    assert (B, C) not in gold.grades
    assert gold.true((A, B))
    assert gold.unsure(("z/1", "z/2"))
    links = [{"a": A, "b": B, "score": 0.9, "accepted": True}, {"a": C, "b": A, "score": 0.8, "accepted": True}]
    found = evaluate(links, gold).overall
    assert (found.accepted, found.true, found.hit) == (2, 1, 1)
    with pytest.raises(QueryError, match="nobody has judged"):
        gold_of([say(A, B, Verdict.RELATED)])


def test_the_page_of_evaluation_says_its_truth(embedded: Store, release: Release, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="nothing to compare"):
        compared(embedded, release, None)
    add(embedded, release, [say(A, B, Verdict.SAME), say(A, C, Verdict.DIFFERENT)])
    html = evaluation_page(compared(embedded, release, None))
    assert "2 judgements that the project ships, by x" in html
    assert html.count("<svg") == 1
    assert asks_nobody(html)
    gold = tmp_path / "gold<b>"
    gold.mkdir()
    (gold / "anchors.txt").write_text(f"{C}\n")
    (gold / "pairs.jsonl").write_text(f'{{"a": "{C}", "b": "{A}", "grades": [3, 3]}}\n')
    html = evaluation_page(compared(embedded, release, gold))
    assert "1 pairs of gold&lt;b&gt;, filed under 1 measures" in html


def test_the_page_of_analytics_draws_each(embedded: Store, release: Release) -> None:
    html = analytics_page(embedded)
    assert html.count("<svg") == len(CHARTS)
    assert "undated" in html
    assert "深圳市市场监督管理局" in html
    assert asks_nobody(html)
    assert html == analytics_page(embedded), "the same data make the same page"
