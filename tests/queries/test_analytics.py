"""Figures over the toy graph, worked out by hand, and over small networks whose figures are known."""

from __future__ import annotations

from math import log, sqrt
from typing import Any

import pytest

from graph.store import Answer, Store
from queries import analytics
from queries.analytics import ANALYSES, brokers, connectors, junctions, likeness, spread
from queries.catalogue import question
from reformgraph.answers import rows_of


class Rows:
    """A store that answers some questions with given rows, and all others with none."""

    def __init__(self, **answers: list[tuple[Any, ...]]) -> None:
        self.answers = {self._plain(question(name).cypher): rows for name, rows in answers.items()}

    def read(self, cypher: str, parameters: dict[str, Any] | None = None, **_: Any) -> Answer:
        rows = self.answers.get(self._plain(cypher), [])
        ids = (parameters or {}).get("ids")
        return Answer((), tuple(row for row in rows if not ids or set(ids) & set(row)))

    @staticmethod
    def _plain(cypher: str) -> str:
        return cypher.replace("$ids IS NULL OR ", "")


def origin(measure: str, place: str | None, issued: str | None, city: str) -> tuple[Any, ...]:
    return (measure, "t", "d", place, issued, city, city, [], "q", "f", 1, 0, 1, f"claim {measure} {city}")


def link(a: str, a_place: str, a_issued: str | None, b: str, b_place: str, b_issued: str | None) -> tuple[Any, ...]:
    return (a, "t", "d", a_place, a_issued, b, "t", "d", b_place, b_issued, 0.9, f"link {a} {b}")


def test_a_broker_stands_between_those_that_it_leads_with() -> None:
    store = Rows(joint_leads=[("a", "b", 1, ["x/1"]), ("b", "c", 2, ["x/1", "x/2"]), ("c", "d", 1, ["x/3"])])
    found = brokers(store)  # type: ignore[arg-type]
    between = pytest.approx(2 / 3, abs=1e-6)
    assert [(one.agency, one.betweenness, one.partners, one.joint_measures) for one in found] == [
        ("c", between, 2, 3),
        ("b", between, 2, 2),
        ("a", 0.0, 1, 1),
        ("d", 0.0, 1, 1),
    ]


def test_the_toy_has_one_joint_lead(toy: Store) -> None:
    assert {(one.agency, one.betweenness, one.partners) for one in brokers(toy)} == {
        ("深圳市市场监督管理局", 0.0, 1),
        ("国家税务总局深圳市税务局", 0.0, 1),
    }


def test_speed_is_told_by_dates_that_are_stated_alone() -> None:
    dated, undated, backward, homeless = (f"zhuhai/{n}" for n in (1, 2, 3, 4))
    store = Rows(
        origin_claims=[
            origin(dated, "珠海市", "2020-03-01", "深圳市"),
            origin(undated, "珠海市", None, "深圳市"),
            origin(backward, "珠海市", "2020-03-01", "深圳市"),
            origin(homeless, "珠海市", "2020-03-01", "深圳市"),
            origin("shenzhen/9", "深圳市", "2020-03-01", "深圳市"),
            origin(homeless, "珠海市", "2020-03-01", "广州市"),
        ],
        accepted_links=[
            link("shenzhen/1", "深圳市", "2020-01-31", dated, "珠海市", "2020-03-01"),
            link("shenzhen/2", "深圳市", "2020-01-31", undated, "珠海市", None),
            link("shenzhen/3", "深圳市", "2021-01-01", backward, "珠海市", "2020-03-01"),
            link("guangzhou/1", "广州市", None, homeless, "珠海市", "2020-03-01"),
        ],
    )
    shenzhen, guangzhou = spread(store)  # type: ignore[arg-type]
    assert (shenzhen.city, shenzhen.reach, shenzhen.measures, shenzhen.at_home) == ("深圳市", 1, 4, 1)
    assert (shenzhen.median_days, shenzhen.speed) == (30.0, "30 days, of 1 dated steps")
    assert {one.measure: (one.source, one.days, one.why) for one in shenzhen.steps} == {
        dated: ("shenzhen/1", 30, "dated"),
        undated: ("shenzhen/2", None, "undated"),
        backward: ("shenzhen/3", None, "the source's document is the later one"),
        homeless: (None, None, "no comparable measure of the origin is held"),
    }
    assert (guangzhou.median_days, guangzhou.speed) == (None, "undated")


def test_places_are_alike_by_what_they_name_and_others_do_not() -> None:
    store = Rows(
        place_mechanisms=[
            *(("甲", "x", "X", 1), ("甲", "y", "Y", 3)),
            *(("乙", "x", "X", 2), ("乙", "y", "Y", 1)),
            ("丙", "x", "X", 1),
        ]
    )
    found = {(one.a, one.b): one for one in likeness(store)}  # type: ignore[arg-type]
    x, y = log(1 + 3 / 3), log(1 + 3 / 2)
    a, b = (x, (1 + log(3)) * y), ((1 + log(2)) * x, y)
    cosine = (a[0] * b[0] + a[1] * b[1]) / sqrt((a[0] ** 2 + a[1] ** 2) * (b[0] ** 2 + b[1] ** 2))
    best = found["乙", "甲"]
    assert best.similarity == pytest.approx(cosine, abs=1e-6)
    assert best.shared == ("Y", "X")
    assert all(0 <= one.similarity <= 1 for one in found.values())
    assert found["丙", "甲"].shared == ("X",)


def test_hubs_give_and_bridges_hold_together(toy: Store) -> None:
    found = {one.city: one for one in junctions(toy)}
    # 1-1 and 1-2 of 珠海市 come from 深圳市, 1-2 from 黄埔区 of 广州市 too, 2-1 from 江门市
    assert {city: (one.gave, one.took, one.hub, one.bridge) for city, one in found.items()} == {
        "深圳市": (2, 0, 0.5, False),
        "广州市": (1, 0, 0.25, False),
        "江门市": (1, 0, 0.25, False),
        "珠海市": (0, 3, 0.0, True),
    }
    assert found["珠海市"].betweenness == 1.0
    assert sum(one.hub for one in found.values()) == pytest.approx(1.0)


def test_connectors_of_the_toy(toy: Store) -> None:
    found = connectors(toy)
    assert (found[0].measure, found[0].links, found[0].bridge) == ("shenzhen-toy/2", 2, True)
    assert not any(one.bridge for one in found[1:])


def test_an_estimate_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"a{n}", f"a{n + k}", 1, ["m/1"]) for n in range(30) for k in (1, 3)]
    exact = brokers(Rows(joint_leads=rows))  # type: ignore[arg-type]
    monkeypatch.setattr(analytics, "EXACT", 10)
    estimates = [brokers(Rows(joint_leads=several)) for several in (rows, rows[::-1])]  # type: ignore[arg-type]
    assert estimates[0] == estimates[1]
    assert estimates[0] != exact


def test_nothing_loaded_gives_nothing_and_every_analysis_says_its_unit() -> None:
    for analysis in ANALYSES.values():
        assert analysis.ask(Rows()) == ()  # type: ignore[arg-type]
        assert "nit: " in analysis.definition or "days" in analysis.definition
    assert rows_of(()).columns == ()
