"""What the explorer's views share: everything with its evidence, and arrows only where there is evidence."""

from __future__ import annotations

import pytest

from graph.store import Store
from ontology.errors import NotFoundError, QueryError
from queries.atlas import Atlas, atlas


@pytest.fixture
def whole(toy: Store) -> Atlas:
    return atlas(toy)


def test_everything_is_there(whole: Atlas) -> None:
    assert (len(whole.documents), len(whole.measures), whole.total) == (3, 12, 12)
    accepted = [(one.a, one.b) for one in whole.links if one.accepted]
    assert accepted == [
        ("shenzhen-toy/2", "zhuhai-toy/1-1"),
        ("shenzhen-toy/3", "zhuhai-toy/1-2"),
        ("guangdong-toy/1", "shenzhen-toy/2"),
    ]
    assert [(one.a, one.score) for one in whole.links if not one.accepted] == [("shenzhen-toy/1", 0.31)]
    lead = next(one for one in whole.claims if one.measure == "shenzhen-toy/1" and one.type == "LEAD")
    assert (lead.name, lead.quote, lead.jurisdiction) == ("深圳市市场监督管理局", "市市场监管局", "深圳市")


def test_arrows_stand_where_words_name_a_place(whole: Atlas) -> None:
    found = {(one.kind, one.measure, one.place, one.city) for one in whole.arrows}
    assert found == {
        ("asserted_replicated_in", "guangdong-toy/1", "深圳市", "深圳市"),
        ("originated_in", "zhuhai-toy/1-1", "深圳市", "深圳市"),
        ("originated_in", "zhuhai-toy/1-2", "深圳市", "深圳市"),
        ("originated_in", "zhuhai-toy/1-2", "广州市黄埔区", "广州市"),
        ("originated_in", "zhuhai-toy/2-1", "江门市", "江门市"),
        ("learns_from", "zhuhai-toy/2-1", "广州市", "广州市"),
    }
    quotes = {one.claim_id: one.quote for one in whole.claims}
    assert all(quotes[one.claim_id] for one in whole.arrows)


def test_candidates_are_of_the_place_that_is_named(whole: Atlas) -> None:
    candidates = {(one.measure, one.place): [other.measure for other in one.candidates] for one in whole.arrows}
    assert candidates["zhuhai-toy/1-1", "深圳市"] == ["shenzhen-toy/2"]
    assert candidates["zhuhai-toy/1-2", "广州市黄埔区"] == []
    assert candidates["guangdong-toy/1", "深圳市"] == []  # asserted: neither which nor which way is stated


def test_scopes_reach_cities_certainly_or_where_they_have_a_zone(whole: Atlas) -> None:
    reach = {one.place: one for one in whole.reach}
    assert len(reach) == 21
    assert reach["珠海市"].covered == ("guangdong-toy/1", "guangdong-toy/2")
    assert reach["珠海市"].conditional == ("guangdong-toy/3",)
    assert reach["深圳市"].covered == ()


def test_an_atlas_of_some(toy: Store) -> None:
    few = atlas(toy, limit=2)
    assert (len(few.measures), few.total) == (2, 12)
    assert {one.measure for one in few.claims} == {one.id for one in few.measures}
    one = atlas(toy, document="guangdong-toy")
    assert [document.id for document in one.documents] == ["guangdong-toy", "shenzhen-toy"]
    assert len(one.measures) == 5
    assert "guangdong-toy/4" in {measure.id for measure in atlas(toy, focus="guangdong-toy/4", limit=1).measures}


def test_an_unknown_document_is_said(toy: Store) -> None:
    with pytest.raises(NotFoundError, match="no document “nowhere”"):
        atlas(toy, document="nowhere")


def test_a_graph_that_is_too_large_to_be_drawn_says_what_to_do(toy: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.atlas.LARGEST", 11)
    with pytest.raises(QueryError, match=r"holds 12 measures; pages show graphs of 11 at the most\. Search instead"):
        atlas(toy)


def test_an_empty_graph_has_an_atlas(store: Store) -> None:
    found = atlas(store)
    assert (found.measures, found.arrows, found.families, found.total) == ((), (), (), 0)
