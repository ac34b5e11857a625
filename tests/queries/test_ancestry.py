"""Lineage from a snapshot: the same hops as a question a hop, as a graph, a tree and paths."""

from __future__ import annotations

import pytest

from graph.store import Store
from ontology.errors import NotFoundError
from queries.ancestry import Direction, branches, lineage_graph, lineage_paths, paths_between
from queries.lineage import diffusion, pair_lineage
from queries.neighbourhood import Neighbourhood
from queries.snapshot import Snapshot


@pytest.fixture
def snapshot(toy: Store) -> Snapshot:
    return Snapshot(toy)


def test_a_snapshot_gives_what_the_store_gives(toy: Store, snapshot: Snapshot) -> None:
    assert len(snapshot.measures) == 12
    for measure in snapshot.measures:
        found = diffusion(toy, measure)
        assert lineage_paths(snapshot, measure, "ancestors") == found.ancestors
        assert lineage_paths(snapshot, measure, "descendants") == found.descendants
        for claims in (snapshot, Neighbourhood(toy)):
            assert diffusion(toy, measure, claims) == found
        for other in snapshot.measures:
            if other != measure:
                assert pair_lineage(toy, measure, other, snapshot) == pair_lineage(toy, measure, other)
                assert pair_lineage(toy, measure, other, Neighbourhood(toy)) == pair_lineage(toy, measure, other)


@pytest.mark.parametrize("direction", ["ancestors", "descendants"])
def test_a_neighbourhood_gives_what_a_snapshot_gives(toy: Store, snapshot: Snapshot, direction: Direction) -> None:
    for measure in snapshot.measures:
        for work in (lineage_graph, branches, lineage_paths):
            assert work(Neighbourhood(toy), measure, direction) == work(snapshot, measure, direction)
        for other in snapshot.measures:
            between = paths_between(Neighbourhood(toy), measure, other)
            assert between == paths_between(snapshot, measure, other)
    with pytest.raises(NotFoundError, match="no measure"):
        lineage_graph(Neighbourhood(toy), "nowhere/1", direction)


@pytest.mark.parametrize("direction", ["ancestors", "descendants"])
def test_graph_tree_and_paths_hold_the_same_hops(snapshot: Snapshot, direction: Direction) -> None:
    for measure in snapshot.measures:
        graph = lineage_graph(snapshot, measure, direction)
        tree = branches(snapshot, measure, direction)
        paths = lineage_paths(snapshot, measure, direction)
        assert (
            set(graph.hops) == {hop for one in tree for hop in one.hops} == {hop for one in paths for hop in one.hops}
        )
        assert {one.node.id for one in tree} <= {one.id for one in graph.nodes}
        for one in tree:
            assert one.parent is None or one.parent < one.number


def test_a_tree_by_hand(snapshot: Snapshot) -> None:
    found = branches(snapshot, "zhuhai-toy/1-2", "ancestors")
    assert [(one.parent, one.node.id, one.node.kind, one.node.depth) for one in found] == [
        (None, "shenzhen-toy/3", "measure", 1),
        (None, "广州市黄埔区", "place", 1),
    ]
    assert [hop.kind for hop in found[0].hops] == ["candidate", "originated_in"]


def test_paths_lead_from_the_earlier_to_the_later_whoever_is_named_first(snapshot: Snapshot) -> None:
    (path,) = paths_between(snapshot, "zhuhai-toy/1-2", "shenzhen-toy/3")
    assert (path.hops[0].source, path.hops[-1].target) == ("shenzhen-toy/3", "zhuhai-toy/1-2")
    assert path.confidence == 0.88
    assert paths_between(snapshot, "shenzhen-toy/3", "zhuhai-toy/1-2") == (path,)
    assert paths_between(snapshot, "guangdong-toy/1", "zhuhai-toy/1-2") == ()


def test_an_unknown_measure(snapshot: Snapshot) -> None:
    with pytest.raises(NotFoundError, match="no measure"):
        lineage_graph(snapshot, "nowhere/1", "ancestors")
    with pytest.raises(NotFoundError, match="no measure"):
        paths_between(snapshot, "zhuhai-toy/1-2", "nowhere/1")
