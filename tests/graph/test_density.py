"""What the candidates of a document tell of how many of them are comparable."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import logit

from graph.links.density import GRAIN, MOST, raises

SHARE, USUAL = 0.01, 400


def scored(count: int, share: float, seed: int = 0) -> np.ndarray:
    """Log-odds as weights give them that were fitted where `SHARE` is comparable, of candidates of which `share` is.

    Likelihood ratios of two normal distributions that are three apart.
    """
    made = np.random.default_rng(seed)
    comparable = made.random(count) < share
    ratio = 3 * made.normal(np.where(comparable, 3.0, 0.0), 1.0) - 4.5
    odds: np.ndarray = ratio + logit(SHARE)
    return odds


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_the_share_of_a_dense_document_is_found(share: float) -> None:
    odds = scored(20_000, share)
    found = raises(np.zeros(len(odds), np.int64), np.ones(len(odds), np.int64), odds, SHARE, USUAL)
    assert found == pytest.approx(np.full(len(odds), logit(share) - logit(SHARE)), abs=0.3)


@pytest.mark.parametrize("share", [SHARE, 0.001, 0.0])
def test_nothing_is_raised_where_no_more_is_comparable_than_usual(share: float) -> None:
    odds = scored(20_000, share)
    found = raises(np.zeros(len(odds), np.int64), np.ones(len(odds), np.int64), odds, SHARE, USUAL)
    assert np.abs(found).max() <= 1 / GRAIN


def test_few_candidates_change_little_and_no_share_is_above_the_most() -> None:
    few, many = (np.full(count, 9.0) for count in (3, 50_000))
    little, much = (
        raises(np.zeros(len(odds), np.int64), np.ones(len(odds), np.int64), odds, SHARE, USUAL)[0]
        for odds in (few, many)
    )
    assert 0 <= little < 1 < much <= logit(MOST) - logit(SHARE) + 1 / GRAIN


def test_a_pair_lies_halfway_between_its_documents_and_order_is_nothing() -> None:
    dense, usual = scored(5_000, 0.2), scored(5_000, SHARE / 10, 1)
    first = np.repeat([0, 2], 5_000)
    second = np.repeat([1, 3], 5_000)
    documents = np.stack([np.append(first, 0), np.append(second, 2)])
    odds = np.append(np.concatenate([dense, usual]), -5.0)
    found = raises(documents[0], documents[1], odds, SHARE, USUAL)
    assert found[-1] == (found[0] + found[5_000]) / 2
    assert found[0] > found[5_000] >= 0
    order = np.random.default_rng(2).permutation(len(found))
    turned = raises(documents[0, order], documents[1, order], odds[order], SHARE, USUAL)
    assert turned.tolist() == found[order].tolist()
    assert raises(documents[1], documents[0], odds, SHARE, USUAL).tolist() == found.tolist()


def test_no_candidates_tell_nothing() -> None:
    nothing = np.zeros(0, np.int64)
    assert raises(nothing, nothing, np.zeros(0), SHARE, USUAL).tolist() == []
