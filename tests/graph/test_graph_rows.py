"""Digests of rows: equal for equal graphs, different for anything else."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.rows import Edge, Node, Rows, digest_edge, digest_node

NODE = Node("Measure", "https://example.org/m/1", {"title": "企业开办", "number": 7})
EDGE = Edge("WITHIN", "k1", "Area", "https://example.org/a/1", "Area", "https://example.org/a/2", {"since": 2019})


def test_digest_does_not_depend_on_the_order_of_rows_or_properties() -> None:
    other = Node("Measure", NODE.iri, {"number": 7, "title": "企业开办"})
    second = dataclasses.replace(NODE, iri="https://example.org/m/2")
    assert digest_node(NODE) == digest_node(other)
    assert Rows("g", (NODE, second), (EDGE,)).digest == Rows("g", (second, other), (EDGE,)).digest


def test_digest_of_rows_is_that_of_their_content_not_of_their_source() -> None:
    assert Rows("g", (NODE,), ()).digest == Rows("h", (NODE,), ()).digest


def test_digests_are_stable_across_versions() -> None:
    """They are stored: a change here makes every store write itself anew."""
    assert digest_node(NODE) == "201302dbda5016bf"
    assert digest_edge(EDGE) == "ba10fd005d3e5856"
    assert Rows("g", (), ()).digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(NODE, label="Policy"),
        dataclasses.replace(NODE, iri="https://example.org/m/2"),
        dataclasses.replace(NODE, properties={"title": "企业开办", "number": 8}),
        dataclasses.replace(NODE, properties={"title": "企业开办", "number": "7"}),
        dataclasses.replace(NODE, properties={"title": "企业开办"}),
        dataclasses.replace(NODE, properties={"title": "企业开办", "number": True}),
    ],
    ids=["label", "iri", "value", "type of value", "property gone", "bool"],
)
def test_digest_of_a_node_changes_with_anything_of_it(other: Node) -> None:
    assert digest_node(other) != digest_node(NODE)


@pytest.mark.parametrize("field", ["type", "key", "start_label", "start", "end_label", "end"])
def test_digest_of_an_edge_changes_with_anything_of_it(field: str) -> None:
    other = Edge(**{**vars(EDGE), field: "other"})
    assert digest_edge(other) != digest_edge(EDGE)


def test_ends_of_an_edge_are_not_interchangeable() -> None:
    turned = dataclasses.replace(EDGE, start=EDGE.end, end=EDGE.start)
    assert digest_edge(turned) != digest_edge(EDGE)


words = st.text(max_size=5)


@given(words, words, words, words)
def test_digest_has_no_joints_to_slip_through(label: str, iri: str, other_label: str, other_iri: str) -> None:
    same = (label, iri) == (other_label, other_iri)
    assert (digest_node(Node(label, iri, {})) == digest_node(Node(other_label, other_iri, {}))) is same
