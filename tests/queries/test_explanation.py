"""What an explanation says is what the score was made of, over links that were really made."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from pathlib import Path

import pytest

from graph.links.scorer import scorer_for
from graph.links.store import link_store
from graph.release import Release
from graph.store import Store
from ontology.errors import NotFoundError, QueryError
from queries.explanation import explain
from queries.run import ask
from reformgraph.explanation import in_words, without_clauses
from tests.toy import push_toy


@pytest.fixture
def linked(store: Store, tmp_path: Path) -> Iterator[Store]:
    push_toy(store)
    link_store(store, Release(tmp_path), None)
    yield store
    store.remove("https://w3id.org/reformgraph/graph/links")


def test_an_explanation_is_made_of_what_the_score_is_made_of(linked: Store) -> None:
    pairs = [(str(row[0]), str(row[5])) for row in ask(linked, "accepted_links").rows]
    assert pairs
    for a, b in pairs:
        found = explain(linked, b, a)
        assert (found.a.measure, found.b.measure) == (a, b)
        odds = found.base + sum(one.share for one in found.features)
        assert 1 / (1 + exp(-odds)) == pytest.approx(found.score, abs=1e-3)
        assert found.shared
        for span in found.shared:
            for side, places in ((found.a, span.a), (found.b, span.b)):
                assert places
                assert {getattr(side, one.field)[one.start : one.end] for one in places} == {span.text}
        assert found.removal is not None
        assert found.removal.grade != found.grade
        assert found.run is not None
        assert found.run.model is None
        assert found.run.documents == ("guangdong-toy", "shenzhen-toy", "zhuhai-toy")
        assert found.rival is None or found.rival.separates
        clauses = without_clauses(linked, found, None)
        words = in_words(found, clauses)
        assert "without" in words
        if clauses is not None:
            assert clauses.grade != found.grade
            assert clauses.score < found.score
            whole = {0: found.a.content, 1: found.b.content}
            assert all(one in whole[0] for one in clauses.a)
            assert all(one in whole[1] for one in clauses.b)


def test_clauses_are_not_told_by_another_model(linked: Store) -> None:
    a, b = next((str(row[0]), str(row[5])) for row in ask(linked, "accepted_links").rows)
    from dataclasses import replace

    found = replace(explain(linked, a, b), rule="with_model; another@0")
    with pytest.raises(QueryError, match="link again"):
        without_clauses(linked, found, None)
    assert scorer_for(None).name == "without_model"


def test_what_was_not_compared_is_said(linked: Store) -> None:
    with pytest.raises(QueryError, match="with itself"):
        explain(linked, "zhuhai-toy/1-1", "zhuhai-toy/1-1")
    with pytest.raises(NotFoundError, match="no measure"):
        explain(linked, "zhuhai-toy/1-1", "zhuhai-toy/9-9")
    with pytest.raises(NotFoundError, match="were not compared"):
        explain(linked, "shenzhen-toy/1", "shenzhen-toy/2")
