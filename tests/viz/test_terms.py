"""What is drawn is named by the ontology."""

from __future__ import annotations

import pytest

from graph.projection import declared
from viz.style import DOCUMENT_COLOURS, DOCUMENT_SHAPES, EDGES, NODES, document_style
from viz.terms import terms


def test_every_kind_with_a_look_is_the_ontologys() -> None:
    assert set(NODES) <= set(declared().labels.values())
    assert set(EDGES) - {"TOGETHER", "UPHELD", "REJECTED", "DISPUTED"} <= set(
        declared().edges.values()
    )  # bodies that carry one measure: counted, not stated


def test_everything_that_can_be_drawn_has_a_name_in_both_languages() -> None:
    names = set(declared().labels.values()) | set(declared().edges.values())
    assert len(names) > 30
    assert [one for one in sorted(names) if set(terms().get(one, {})) != {"en", "zh"}] == []


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("Area", "area", "行政区域"),
        ("Measure", "reform measure", "改革举措"),
        ("LEAD", "led by", "牵头单位"),
        ("in_progress", "in progress", "正在推进"),
        ("ASSERTED_REPLICATED_IN", "asserted replicated in", "据称已推广于"),
    ],
)
def test_names_are_those_of_the_ontology(name: str, english: str, chinese: str) -> None:
    assert terms()[name] == {"en": english, "zh": chinese}


def test_kinds_of_nodes_look_different() -> None:
    looks = [(one.shape, one.colour) for one in NODES.values()]
    assert len(set(looks)) == len(looks)


def test_documents_look_different_as_long_as_there_are_looks() -> None:
    count = len(DOCUMENT_COLOURS) * len(DOCUMENT_SHAPES)
    looks = {(document_style(n).shape, document_style(n).colour) for n in range(count)}
    assert len(looks) == count == 28
    assert document_style(count) == document_style(0)
