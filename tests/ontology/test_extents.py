"""The algebra of scopes, over Guangdong's 21 cities and the documents of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.read import read_document
from ontology.errors import OntologyError
from ontology.extents import NOWHERE, Covers, Extent, extent, extent_of, finest
from ontology.model import Quote, Scope, Span
from ontology.reference import Area, area, areas

SAMPLE = Path(__file__).parents[2] / "sample"
CITIES = [one for one in areas() if one.level == "prefecture" and "广东省" in [up.name for up in one.ancestors]]
PROVINCE = area("广东省")
QUOTE = Quote("全省", Span(0, 6, 1), "推广范围")


def place(name: str) -> Area:
    found = area(name)
    assert found is not None
    return found


def scope(includes: list[str], excludes: list[str], zone: str | None) -> Scope:
    return Scope(tuple(includes), tuple(excludes), zone, QUOTE)


NAMES = st.lists(st.sampled_from([one.name for one in CITIES]), max_size=6, unique=True)
SCOPES = st.builds(scope, NAMES, NAMES, st.sampled_from([None, None, "海关特殊监管区域"]))
EXTENTS = st.builds(extent, SCOPES)


def sample_extents(document: str) -> dict[str, Extent]:
    record = read_document(SAMPLE / f"{document}.txt").record
    return {one.id: extent(one.scope) for one in record.measures if one.scope is not None}


@pytest.fixture(scope="module")
def eighth() -> dict[str, Extent]:
    return sample_extents("guangdong-8")


def test_there_are_21_cities() -> None:
    assert len(CITIES) == 21


def test_a_province_less_a_city(eighth: dict[str, Extent]) -> None:
    assert [one.name for one in eighth["guangdong-8/1"].minus(eighth["guangdong-8/3"]).named] == ["深圳市"]
    assert eighth["guangdong-8/3"].covers(place("深圳市")) is Covers.NO
    assert eighth["guangdong-8/3"].covers(place("珠海市")) is Covers.YES
    assert eighth["guangdong-8/3"].covers(place("广东省")) is Covers.NO


def test_a_zone_type_makes_it_conditional(eighth: dict[str, Extent]) -> None:
    zones = eighth["guangdong-8/12"]
    assert zones.covers(place("珠海市")) is Covers.CONDITIONAL
    assert zones.covers(place("湖北省")) is Covers.NO
    assert zones.named == ()
    assert [one.name for one in zones.conditional] == ["广东省"]


def test_nine_cities_of_21() -> None:
    nine = sample_extents("guangdong-10")["guangdong-10/19"]
    covered = [one.name for one in CITIES if nine.covers(one) is Covers.YES]
    assert len(covered) == 9
    assert {"深圳市", "珠海市", "肇庆市"} <= set(covered)


def test_a_district_is_covered_with_its_city() -> None:
    assert extent_of(place("广州市")).covers(place("广州市黄埔区")) is Covers.YES
    assert extent_of(place("广州市黄埔区")).covers(place("广州市")) is Covers.NO


def test_an_unknown_area_is_an_error() -> None:
    with pytest.raises(OntologyError, match="不存在市"):
        extent(scope(["不存在市"], [], None))


@given(EXTENTS, EXTENTS, EXTENTS)
def test_the_laws_of_sets_hold(a: Extent, b: Extent, c: Extent) -> None:
    for one in (a, b, a.minus(b), a.overlap(b), a.union(b)):
        assert one.certain <= one.possible
    assert a.overlap(b) == b.overlap(a)
    assert a.union(b) == b.union(a)
    assert a.overlap(b.overlap(c)) == a.overlap(b).overlap(c)
    assert a.overlap(b.union(c)) == a.overlap(b).union(a.overlap(c))
    assert a.minus(b.union(c)) == a.minus(b).minus(c)
    assert a.minus(NOWHERE) == a.union(NOWHERE) == a
    assert a.overlap(NOWHERE) == NOWHERE
    assert a.minus(b).overlap(b).certain == frozenset()


@given(EXTENTS, EXTENTS, st.sampled_from(CITIES))
def test_covering_agrees_with_the_operations(a: Extent, b: Extent, city: Area) -> None:
    in_a, in_b = a.covers(city), b.covers(city)
    assert (a.overlap(b).covers(city) is Covers.YES) == (in_a is in_b is Covers.YES)
    if in_a is Covers.YES and in_b is Covers.NO and not finest(city) & b.possible:
        assert a.minus(b).covers(city) is Covers.YES
    if in_b is Covers.YES:
        assert a.minus(b).covers(city) is Covers.NO


@given(EXTENTS)
def test_names_say_the_same_as_the_sets(a: Extent) -> None:
    assert extent_of(*a.named).certain == a.certain
    assert extent_of(*a.conditional).certain == a.possible - a.certain
