"""Where things are drawn."""

from __future__ import annotations

import math

from queries.drawing import Drawing
from tests.viz.drawings import around, drawing
from viz.layout import GAP, neighbourhood_layout, overview_layout

MANY = drawing(tuple(f"举措{n}" for n in range(300)), places=9)


def test_everything_has_a_place_of_its_own() -> None:
    for layout, whole in ((overview_layout(MANY), MANY), (neighbourhood_layout(around()), around())):
        assert set(layout.points) == {one.iri for one in whole.nodes}
        assert len(set(layout.points.values())) == len(layout.points)


def test_islands_do_not_touch() -> None:
    first, second = overview_layout(MANY).islands
    assert math.dist((first.x, first.y), (second.x, second.y)) > first.radius + second.radius


def test_measures_stand_on_their_island_and_apart() -> None:
    layout = overview_layout(MANY)
    islands = {one.document: one for one in layout.islands}
    for edge in MANY.edges:
        if edge.type == "FROM":
            island = islands[edge.target]
            assert math.dist(layout.points[edge.source], (island.x, island.y)) < island.radius
    measures = [layout.points[one.iri] for one in MANY.nodes if one.label == "Measure"]
    nearest = min(math.dist(a, b) for i, a in enumerate(measures) for b in measures[:i])
    assert nearest > GAP * 0.75


def test_the_order_of_rows_does_not_matter() -> None:
    turned = Drawing(MANY.nodes[::-1], MANY.edges[::-1], MANY.total)
    assert overview_layout(turned).islands == overview_layout(MANY).islands
    here = around()
    assert neighbourhood_layout(Drawing(here.nodes[::-1], here.edges[::-1], 3, here.focus)) == neighbourhood_layout(
        here
    )


def test_nothing_can_be_laid_out() -> None:
    assert overview_layout(Drawing((), (), 0)).points == {}
    assert neighbourhood_layout(Drawing((), (), 0)).points == {}


def test_what_a_measure_is_stands_left_of_it_and_what_compares_right() -> None:
    whole = around()
    layout = neighbourhood_layout(whole)
    focus = layout.points[str(whole.focus)]
    for node in whole.nodes:
        x, _ = layout.points[node.iri]
        if node.iri != whole.focus and node.label == "Measure":
            assert x > focus[0]
        if node.facts.get("id") == "toy-0" and node.label == "Document":
            assert x < focus[0]
