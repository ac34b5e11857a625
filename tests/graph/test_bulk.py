"""Graphs pushed many to a transaction are stored as one by one, whatever fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.bulk import push_each
from graph.rows import Edge, Node, Rows
from graph.store import Change, Store
from ontology.errors import OntologyError, StoreError


def graph(name: str, *, end: str | None = None) -> Rows:
    nodes = tuple(Node("Measure", f"https://example.org/{name}/{n}", {"title": name}) for n in range(3))
    edge = Edge("COMPARABLE", name, "Measure", nodes[0].iri, "Measure", end or nodes[1].iri, {})
    return Rows(f"https://example.org/graph/{name}", nodes, (edge,))


@pytest.fixture(autouse=True)
def _small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bulk._ROWS", 8)


def test_each_graph_comes_back_with_what_it_changed(store: Store) -> None:
    graphs = [graph(f"{n}") for n in range(5)]
    assert [*push_each(store, graphs)] == [(one, Change(nodes_written=3, edges_written=1)) for one in graphs]
    assert store.sources() == {one.source: one.digest for one in graphs}
    assert [change for _, change in push_each(store, graphs)] == [Change()] * 5


@pytest.mark.parametrize("at", range(5))
def test_what_came_before_a_graph_that_fails_is_stored(store: Store, at: int) -> None:
    graphs = [graph(f"{n}", end="https://example.org/nowhere" if n == at else None) for n in range(5)]
    done: list[str] = []
    with pytest.raises(StoreError, match=f"{at}/0 to https://example.org/nowhere"):
        done.extend(one.source for one, _ in push_each(store, graphs))
    assert sorted(store.sources()) == done == [one.source for one in graphs[:at]]


def test_what_was_made_before_the_making_failed_is_stored(store: Store) -> None:
    def made() -> Iterator[Rows]:
        yield from (graph(f"{n}") for n in range(5))
        raise OntologyError("no more")

    done: list[str] = []
    with pytest.raises(OntologyError, match="no more"):
        done.extend(one.source for one, _ in push_each(store, made()))
    assert sorted(store.sources()) == done
    assert len(done) == 5
