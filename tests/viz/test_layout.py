"""Where things are drawn."""

from __future__ import annotations

import math
from dataclasses import replace

from tests.viz.drawings import atlas_of
from viz.drawing import SOLO, Drawing, bodies, whole
from viz.layout import GAP, island_layout

MANY = whole(atlas_of(tuple(f"举措{n}" for n in range(300)), places=9))


def test_everything_has_a_place_of_its_own() -> None:
    for drawing in (MANY, bodies(atlas_of(tuple("甲乙丙丁")))):
        layout = island_layout(drawing)
        assert set(layout.points) == {one.iri for one in drawing.nodes}
        assert len(set(layout.points.values())) == len(layout.points)


def test_islands_do_not_touch() -> None:
    first, second = island_layout(MANY).islands
    assert math.dist((first.x, first.y), (second.x, second.y)) > first.radius + second.radius


def test_measures_stand_on_their_island_and_apart() -> None:
    layout = island_layout(MANY)
    islands = {one.document: one for one in layout.islands}
    for edge in MANY.edges:
        if edge.type == "FROM":
            island = islands[edge.target]
            assert math.dist(layout.points[edge.source], (island.x, island.y)) < island.radius
    measures = [layout.points[one.iri] for one in MANY.nodes if one.label == "Measure"]
    nearest = min(math.dist(a, b) for i, a in enumerate(measures) for b in measures[:i])
    assert nearest > GAP * 0.75


def test_the_order_of_rows_does_not_matter() -> None:
    turned = Drawing(MANY.nodes[::-1], MANY.edges[::-1])
    assert island_layout(turned).islands == island_layout(MANY).islands


def test_nothing_can_be_laid_out() -> None:
    assert island_layout(Drawing((), ())).points == {}


def test_an_origin_leads_to_the_measure_and_an_assertion_from_it() -> None:
    ends = {edge.type: (edge.source, edge.target) for edge in MANY.edges}
    assert ends["ORIGINATED_IN"][1] == "measure/toy-0/1"
    assert ends["ASSERTED_REPLICATED_IN"] == ("measure/toy-1/300", "place/深圳市")


def test_many_measures_are_drawn_as_groups() -> None:
    plain = atlas_of(tuple(f"{n % 7}" for n in range(SOLO + 2)))
    drawing = whole(replace(plain, measures=tuple(replace(one, fields=(one.title,)) for one in plain.measures)))
    groups = [one for one in drawing.nodes if one.label == "Measure"]
    assert len(groups) == 14
    assert sum(one.weight for one in groups) == SOLO + 2
    lines = [edge for edge in drawing.edges if edge.type == "COMPARABLE_TO"]
    assert sum(int(str(edge.facts["count"])) for edge in lines) == SOLO + 1


def test_bodies_of_one_measure_are_joined_once() -> None:
    drawing = bodies(atlas_of(tuple("甲乙丙丁")))
    assert {one.weight for one in drawing.nodes if one.label == "Agency"} == {2, 1}
    assert [edge for edge in drawing.edges if edge.type == "TOGETHER"] == []
