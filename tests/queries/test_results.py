"""The typed questions that the API and the explorer rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import pytest

from graph.store import Store
from ontology.errors import NotFoundError, QueryError
from queries.agencies import AgencyFilter, find_agencies, measures_of_agency
from queries.documents import counts, find_areas, find_documents, whole_document
from queries.measures import (
    MeasureFilter,
    find_measures,
    lineage_of_measure,
    links_of_measure,
    whole_measure,
)
from queries.run import ask
from tests.toy import HOSTILE_CONTENT


def test_measures_by_page(toy: Store) -> None:
    page = find_measures(toy, MeasureFilter(document="shenzhen-toy"), skip=3, limit=5)
    assert page.total == 5
    assert [one.id for one in page.items] == ["shenzhen-toy/4", "shenzhen-toy/5"]
    beyond = find_measures(toy, MeasureFilter(document="shenzhen-toy"), skip=5, limit=5)
    assert (beyond.total, beyond.items) == (5, ())


@pytest.mark.parametrize("near", [0, 1, 8])
@pytest.mark.parametrize(
    "which", [MeasureFilter(), MeasureFilter(status="not_stated"), MeasureFilter(document="zhuhai-toy")]
)
def test_pages_of_any_size_are_parts_of_the_whole(
    toy: Store, which: MeasureFilter, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("queries.measures.NEAR", near)
    whole = ask(toy, "measures", **asdict(which), skip=0, limit=100)
    ids = [row[0] for row in whole.rows]
    for size in (1, 4, 5, 7, 100):
        pages = [find_measures(toy, which, skip=at, limit=size) for at in range(0, len(ids) + size, size)]
        assert [one.id for page in pages for one in page.items] == ids
        assert {page.total for page in pages} == {len(ids)}


def test_a_whole_measure(toy: Store) -> None:
    found = whole_measure(toy, "zhuhai-toy/1-1")
    assert found.facts.title == "证照主题联办"
    assert found.facts.issued == "undated"
    assert found.facts.deadline is None
    assert [one.text for one in found.cells][:2] == ["1", "证照主题联办"]
    assert [one.name for one in found.bodies] == ["珠海市政务服务数据管理局"]
    assert [one.area for one in found.origins] == ["深圳市"]
    assert found.scope is None
    assert found.adoptions == ()
    assert [(one.title, one.use) for one in found.instruments] == [
        ("《珠海市证照联办实施办法》", "BASED_ON"),
        ("珠海市证照条例", "PLANS_TO_CREATE"),
    ]
    assert [(one.baseline, one.value, one.unit) for one in found.targets] == [(5.0, 3.0, "工作日")]
    assert "parallel-approval" in {one.mechanism for one in found.mechanisms}
    assert [one.quote for one in found.evidence] == ["已完成。"]


def test_text_comes_back_as_it_went_in(toy: Store) -> None:
    assert whole_measure(toy, "shenzhen-toy/5").facts.content == HOSTILE_CONTENT


def test_links_count_both_kinds(toy: Store) -> None:
    found = links_of_measure(toy, "zhuhai-toy/1-1")
    assert (found.accepted, found.candidates) == (1, 1)
    (link,) = found.items
    assert link.measure == "shenzhen-toy/2"
    assert [(one.name, one.value) for one in link.features] == [("phrases", 0.91), ("agencies", None)]
    assert set(link.shared_words) == {"许可证", "并联审批"}
    both = links_of_measure(toy, "zhuhai-toy/1-1", candidates=True)
    assert [one.accepted for one in both.items] == [True, False]


def test_lineage_of_a_measure_with_two_origins(toy: Store) -> None:
    found = lineage_of_measure(toy, "zhuhai-toy/1-2")
    steps = [(one.claim.area, one.claim.quote, [other.measure for other in one.comparable]) for one in found.origins]
    assert steps == [("深圳市", "深圳市", ["shenzhen-toy/3"]), ("黄埔区", "广州市黄埔区", [])]
    assert found.origins[0].comparable[0].issued == "2019-12-20"
    assert found.issued == "undated"
    assert (found.adoptions, found.scope, found.covered, found.named_by) == ((), None, (), ())


def test_lineage_of_a_measure_that_was_adopted_before(toy: Store) -> None:
    found = lineage_of_measure(toy, "guangdong-toy/1")
    (step,) = found.adoptions
    assert (step.claim.area, [one.measure for one in step.comparable]) == ("深圳市", ["shenzhen-toy/2"])
    assert found.scope is not None
    assert found.scope.exclusion_reason == "深圳市已复制推广"
    assert found.covered == ()


def test_lineage_says_what_a_scope_depends_on(toy: Store) -> None:
    assert lineage_of_measure(toy, "guangdong-toy/3").conditional_on == "海关特殊监管区域"


def test_lineage_of_a_measure_that_others_name(toy: Store) -> None:
    (named,) = lineage_of_measure(toy, "shenzhen-toy/2").named_by
    assert (named.measure, named.area, named.quote, named.issued) == ("zhuhai-toy/1-1", "深圳市", "深圳市", "undated")


def test_agencies(toy: Store) -> None:
    page = find_agencies(toy, AgencyFilter(text="税务局"))
    assert [(one.name, one.measures) for one in page.items] == [
        ("国家税务总局广东省税务局", 2),
        ("国家税务总局深圳市税务局", 1),
    ]
    found = measures_of_agency(toy, "珠海市政务服务数据管理局", role="responsible", limit=1)
    assert found.total == 2
    assert [one.measure for one in found.items] == ["zhuhai-toy/1-1"]
    assert [one.measures for one in found.bodies] == [3]


def test_documents_and_areas(toy: Store) -> None:
    assert [one.issued for one in find_documents(toy)] == ["undated", "2019-12-20", "undated"]
    document = whole_document(toy, "zhuhai-toy")
    assert [one.measures for one in document.parts] == [2, 1]
    assert [one.rule for one in document.repairs] == ["heading-joined"]
    assert [one.name for one in find_areas(toy, text="珠海").items] == ["珠海市"]
    assert {one.name: one.count for one in counts(toy) if one.element == "node"}["Measure"] == 12


MISSING: dict[str, tuple[Callable[[Store], object], str]] = {
    "measure": (lambda store: whole_measure(store, "zhuhai-toy/9"), "no measure “zhuhai-toy/9”"),
    "links": (lambda store: links_of_measure(store, "zhuhai-toy/9"), "no measure “zhuhai-toy/9”"),
    "lineage": (lambda store: lineage_of_measure(store, "zhuhai-toy/9"), "no measure “zhuhai-toy/9”"),
    "document": (lambda store: whole_document(store, "nowhere"), "no document “nowhere”"),
    "agency": (lambda store: measures_of_agency(store, "市场监督"), "It holds 深圳市市场监督管理局"),
}


def test_what_is_not_there_is_said(toy: Store) -> None:
    for call, message in MISSING.values():
        with pytest.raises(NotFoundError, match=message):
            call(toy)


def test_unknown_words_are_refused(toy: Store) -> None:
    with pytest.raises(QueryError, match="no role “boss”; there are lead"):
        find_measures(toy, MeasureFilter(role="boss"))
    with pytest.raises(QueryError, match="no status “done”"):
        find_measures(toy, MeasureFilter(status="done"))
    with pytest.raises(QueryError, match="no kind “Ministry”"):
        find_agencies(toy, AgencyFilter(kind="Ministry"))
