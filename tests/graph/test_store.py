"""The store, on both engines."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from graph.rows import Edge, Node, Rows, Value, unmerged
from graph.settings import Settings
from graph.store import Answer, Change, Store, open_store
from ontology.errors import OntologyError, QueryError, StoreError
from tests.conftest import clear

A, B, REFERENCE = "https://example.org/graph/a", "https://example.org/graph/b", "https://example.org/graph/ref"
NOTHING = Change()

State = tuple[list[Any], list[Any], dict[str, str]]


def node(name: str, /, given: Mapping[str, Value] | None = None, *, label: str = "Measure", **more: Value) -> Node:
    return Node(label, f"https://example.org/{name}", {**(given or {}), **more})


def edge(
    start: str,
    end: str,
    key: str = "k",
    /,
    given: Mapping[str, Value] | None = None,
    *,
    type: str = "COMPARABLE",  # noqa: A002 - as in Edge
    **more: Value,
) -> Edge:
    ends = ("Measure", f"https://example.org/{start}", "Measure", f"https://example.org/{end}")
    return Edge(type, key, *ends, {**(given or {}), **more})


def rows(source: str, *parts: Node | Edge) -> Rows:
    nodes = tuple(part for part in parts if isinstance(part, Node))
    return Rows(source, nodes, tuple(part for part in parts if isinstance(part, Edge)))


def state(store: Store) -> State:
    """All that is stored, in a steady order, but for the manifests' lists and the lock."""
    nodes = store.read(
        "MATCH (n) WHERE NOT n:NamedGraph AND NOT n:PushLock "
        "RETURN labels(n) AS labels, properties(n) AS properties ORDER BY n.iri, labels"
    )
    edges = store.read(
        "MATCH (a)-[e]->(b) RETURN type(e) AS type, a.iri AS start, b.iri AS end, properties(e) AS properties "
        "ORDER BY type, start, end, e.key"
    )
    return list(nodes.rows), list(edges.rows), store.sources()


def one(store: Store, cypher: str, **parameters: object) -> Any:
    (row,) = store.read(cypher, parameters).rows
    return row[0] if len(row) == 1 else row


def properties(store: Store, name: str) -> dict[str, Any]:
    found = one(store, "MATCH (n {iri: $iri}) RETURN properties(n) AS p", iri=f"https://example.org/{name}")
    assert isinstance(found, dict)
    return found


# Pushing one graph


def test_push_writes_nodes_and_edges_and_counts_them(store: Store) -> None:
    change = store.push(rows(A, node("1", title="标题"), node("2"), edge("1", "2", score=0.5)))
    assert change == Change(nodes_written=2, edges_written=1)
    assert properties(store, "1") == {"iri": "https://example.org/1", "title": "标题", "sources": [A]}
    stored = one(store, "MATCH (:Measure)-[e:COMPARABLE]->(:Measure) RETURN properties(e) AS p")
    assert stored == {"key": "k", "score": 0.5, "sources": [A]}


def test_push_of_equal_rows_writes_nothing_at_all(store: Store) -> None:
    parts: list[Node | Edge] = [node("1"), node("2"), edge("1", "2")]
    store.push(rows(A, *parts))
    token = one(store, "MATCH (l:PushLock) RETURN l.holder")
    assert store.push(rows(A, *reversed(parts))) == NOTHING
    assert one(store, "MATCH (l:PushLock) RETURN l.holder") == token


def test_push_writes_only_the_difference(store: Store) -> None:
    store.push(rows(A, node("1", title="old"), node("2"), node("3"), edge("1", "2"), edge("1", "3")))
    change = store.push(rows(A, node("1", title="new"), node("2"), node("4"), edge("1", "2"), edge("1", "4")))
    assert change == Change(nodes_written=2, nodes_removed=1, edges_written=1, edges_removed=1)
    assert [row[1]["iri"][-1] for row in state(store)[0]] == ["1", "2", "4"]


def test_several_graphs_at_once_are_as_one_after_the_other(store: Store) -> None:
    first = rows(A, node("1", title="t"), node("2"), edge("1", "2"))
    second = rows(B, node("1", title="u", note="n"), node("3"), edge("1", "3"), edge("1", "2"))
    for one in (first, second):
        store.push(one)
    expected = state(store)
    clear(store)
    store.push(rows(REFERENCE, node("9")))
    assert store.push_all([second, first]) == (
        Change(nodes_written=2, edges_written=2),
        Change(nodes_written=2, edges_written=1),
    )
    store.remove(REFERENCE)
    assert state(store) == expected
    assert store.push_all([first, second]) == (NOTHING, NOTHING)
    changed = rows(A, node("1", title="new"), node("2"), edge("1", "2"))
    assert store.push_all([changed, second]) == (Change(nodes_written=1), NOTHING)


def test_a_new_graph_adds_its_words_to_edges_that_stand_already(store: Store) -> None:
    store.push(rows(A, node("1"), node("2"), edge("1", "2", score=1.0)))
    again = rows(B, node("1"), edge("1", "2", score=2.0), node("3"), edge("3", "2"))
    store.push_all([again, rows(REFERENCE, edge("1", "2", score=1.0))])
    found = one(store, "MATCH (:Measure {iri: $iri})-[e]->() RETURN properties(e)", iri="https://example.org/1")
    assert unmerged(found) == {A: {"score": 1.0}, B: {"score": 2.0}, REFERENCE: {"score": 1.0}}
    assert one(store, "MATCH ()-[e]->() RETURN count(e) AS n") == 2


def test_several_graphs_at_once_are_all_or_none(store: Store) -> None:
    with pytest.raises(StoreError, match="which no graph states"):
        store.push_all([rows(A, node("1")), rows(B, node("2"), edge("2", "3"))])
    assert store.sources() == {}


def test_properties_that_vanish_from_a_row_vanish_in_the_store(store: Store) -> None:
    store.push(rows(A, node("1", title="t", note="n"), node("2"), edge("1", "2", score=1.0, note="n")))
    store.push(rows(A, node("1", title="t"), node("2"), edge("1", "2", score=1.0)))
    assert "note" not in properties(store, "1")
    assert "note" not in one(store, "MATCH ()-[e:COMPARABLE]->() RETURN properties(e) AS p")


def test_parallel_edges_are_told_apart_by_key(store: Store) -> None:
    store.push(rows(A, node("1"), node("2"), edge("1", "2", "k1", n=1), edge("1", "2", "k2", n=2)))
    store.push(rows(A, node("1"), node("2"), edge("1", "2", "k2", n=2)))
    assert one(store, "MATCH ()-[e:COMPARABLE]->() RETURN e.n") == 2


def test_edge_from_a_node_to_itself(store: Store) -> None:
    store.push(rows(A, node("1"), edge("1", "1")))
    assert store.push(rows(A, node("1"))) == Change(edges_removed=1)
    assert store.remove(A) == Change(nodes_removed=1)


def test_same_iri_under_two_labels_is_two_nodes(store: Store) -> None:
    store.push(rows(A, node("1"), node("1", label="Policy", title="p")))
    store.push(rows(A, node("1", label="Policy", title="p")))
    assert [row[0] for row in state(store)[0]] == [["Policy"]]


@pytest.mark.parametrize("outwards", [True, False])
def test_batches_round_a_hub(store: Store, outwards: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.pushing.statements._BATCH", 7)
    many = [node(str(i), n=i) for i in range(40)]
    hub = [edge("0", str(i)) if outwards else edge(str(i), "0") for i in range(40)]
    assert store.push(rows(A, *many, *hub)) == Change(nodes_written=40, edges_written=40)
    assert one(store, "MATCH (:Measure)-[e:COMPARABLE]->(:Measure) RETURN count(e)") == 40
    assert store.push(rows(B, *many, *hub)) == Change(nodes_written=40, edges_written=40)
    assert store.push(rows(A, *many[:1])) == NOTHING
    assert one(store, "MATCH ()-[e:COMPARABLE]->() WHERE e.sources = [$b] RETURN count(e)", b=B) == 40
    assert store.push(rows(B, *many[:1])) == Change(nodes_removed=39, edges_removed=40)


VALUES: list[Value] = [
    "", "'; MATCH (n) DETACH DELETE n //", '"\\\n\t`$x`', "2020-01-02", "#12:0", "null", "𠮷😀\u200b", "a" * 100_000,
    0, -(2**63), 2**63 - 1, 0.1, -0.0, 1.0, 1e300, True, False, [], ["a", ""], [1, 2], [0.5, 1.0], ["1", "2020-01-02"],
]  # fmt: skip


def test_values_come_back_as_they_went_in(store: Store) -> None:
    given = {f"v{i}": value for i, value in enumerate(VALUES)}
    store.push(rows(A, node("1", given), node("2"), edge("1", "2", "k", given)))
    for stored in (properties(store, "1"), one(store, "MATCH ()-[e:COMPARABLE]->() RETURN properties(e) AS p")):
        back = {key: value for key, value in stored.items() if key in given}
        assert {key: repr(value) for key, value in back.items()} == {k: repr(v) for k, v in given.items()}


def test_text_is_data_in_keys_and_iris_too(store: Store) -> None:
    odd = "x'}) DETACH DELETE n // \" \\ $iri `"
    store.push(rows(A, node(odd), node("2"), edge(odd, "2", odd), edge("2", odd, odd)))
    store.push(rows(A, node(odd), node("2"), edge("2", odd, odd)))
    assert len(state(store)[0]) == 2
    assert one(store, "MATCH ()-[e:COMPARABLE]->() RETURN e.key") == odd
    store.remove(A)
    assert state(store) == ([], [], {})


@pytest.mark.parametrize("name", ["", "1a", "a b", "A`", "A:B", "标签", "A-B", "A\n", "_A"])
def test_names_that_are_no_names_never_reach_a_statement(store: Store, name: str) -> None:
    with pytest.raises(OntologyError):
        store.ensure_schema([name])
    with pytest.raises(OntologyError):
        store.push(rows(A, node("1", label=name)))
    with pytest.raises(OntologyError):
        store.push(rows(A, node("1"), edge("1", "1", type=name)))
    assert state(store) == ([], [], {})


def unsound(value: Any) -> dict[str, Value]:
    return {"note": value}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([node("1", unsound(None))], "None"),
        ([node("1", unsound(["a", None]))], "None"),
        ([node("1"), edge("1", "1", "k", unsound(None))], "None"),
        ([node("1", score=float("nan"))], "finite"),
        ([node("1", scores=[float("inf")])], "finite"),
        ([node("1", sources=["x"])], "sources"),
        ([node("1", iri="x")], "iri"),
        ([node("1"), edge("1", "1", key="x")], "key"),
        ([node("1", n=1), node("1", n=2)], "twice"),
        ([node("1"), edge("1", "1", n=1), edge("1", "1", n=2)], "twice"),
    ],
)
def test_rows_that_cannot_be_stored_are_refused(store: Store, parts: list[Node | Edge], words: str) -> None:
    with pytest.raises(StoreError, match=words):
        store.push(rows(A, *parts))
    assert state(store) == ([], [], {})


def test_a_row_given_twice_is_written_once(store: Store) -> None:
    assert store.push(rows(A, node("1"), node("1"))) == Change(nodes_written=1)


def test_ids_of_what_is_sought_by_id_are_indexed_once(store: Store) -> None:
    for _ in range(2):
        store.ensure_schema(["Measure", "Agency"])
        store._ensured.clear()
    rows = store.read("SHOW INDEXES YIELD labelsOrTypes, properties").rows
    assert rows.count((["Measure"], ["id"])) == 1
    assert (["Agency"], ["id"]) not in rows
    assert store.ensure_schema(["Measure", "Agency"]) == ()


def test_a_graph_without_relationships_has_a_manifest(store: Store) -> None:
    store.push(Rows("urn:g", (Node("Measure", "urn:m", {}),), ()))
    store._write(
        lambda tx: tx.run("MATCH (g:NamedGraph) REMOVE g.edge_keys, g.edge_digests").consume().counters.nodes_deleted
    )
    assert len(store.manifest("urn:g")) == 1
    assert set(store.sources()) == {"urn:g"}


def test_ensure_schema_keeps_iris_unique_and_bears_repetition(store: Store) -> None:
    for _ in range(2):
        store.ensure_schema(["Measure", "Agency"])
        store._ensured.clear()
    with pytest.raises(StoreError):
        store._write(lambda tx: tx.run("CREATE (:Agency {iri: 'x'}) CREATE (:Agency {iri: 'x'})").consume())


def test_a_constraint_that_is_gone_is_made_again_or_complained_of(store: Store) -> None:
    store.ensure_schema(["Measure", "Agency"])
    store._ensured.clear()
    assert store.ensure_schema(["Measure", "Agency"]) == ()
    store._schema("DROP CONSTRAINT Agency_iri IF EXISTS")
    store._ensured.clear()
    assert store.ensure_schema(["Measure", "Agency"]) == ("Agency",)
    store._schema("DROP CONSTRAINT Agency_iri IF EXISTS")
    store._ensured.clear()
    twice = "UNWIND [1, 2] AS n CREATE (a:Agency {iri: 'x', n: n})"
    store._write(lambda tx: tx.run(twice).consume().counters.nodes_created)
    with pytest.raises(StoreError, match=r"(?s)IRIs of Agency are unique, and it cannot be made: .* See which Agency"):
        store.ensure_schema(["Measure", "Agency"])
    store._write(lambda tx: tx.run("MATCH (a:Agency) DELETE a").consume().counters.nodes_deleted)
    assert store.ensure_schema(["Agency"]) == ("Agency",)


# Several graphs


def test_shared_node_goes_with_the_last_graph_that_states_it(store: Store) -> None:
    store.push(rows(A, node("1"), node("both", title="t")))
    store.push(rows(B, node("both", title="t")))
    assert properties(store, "both")["sources"] == [A, B]
    assert store.remove(A) == Change(nodes_removed=1)
    assert properties(store, "both") == {"iri": "https://example.org/both", "title": "t", "sources": [B]}
    assert store.push(rows(B)) == Change(nodes_removed=1)
    assert state(store) == ([], [], {B: rows(B).digest})


def test_shared_edge_goes_with_the_last_graph_that_states_it(store: Store) -> None:
    parts: list[Node | Edge] = [node("1"), node("2"), edge("1", "2", n=1)]
    store.push(rows(A, *parts))
    store.push(rows(B, *parts))
    assert store.push(rows(A, *parts[:2])) == NOTHING
    assert one(store, "MATCH ()-[e:COMPARABLE]->() RETURN e.sources") == [B]
    assert store.remove(B) == Change(edges_removed=1)


def test_replacement_takes_exactly_its_own_statements(store: Store) -> None:
    store.push(rows(B, node("1", b=1), node("2"), edge("1", "2", "b")))
    before = state(store)
    store.push(rows(A, node("1", a=1), node("3"), edge("1", "3", "a")))
    store.push(rows(A, node("4")))
    store.remove(A)
    assert state(store) == before


@pytest.mark.parametrize("order", [(A, B), (B, A)])
def test_differing_statements_stand_together_whatever_the_order(store: Store, order: Sequence[str]) -> None:
    said: dict[str, dict[str, Value]] = {A: {"name": "a", "only_a": 1}, B: {"name": "b", "only_b": 2.0}}
    for source in order:
        store.push(rows(source, node("1", said[source])))
    stored = properties(store, "1")
    assert (stored["name"], stored["only_a"], stored["only_b"], stored["sources"]) == ("b", 1, 2.0, [A, B])
    store.push(rows(B, node("1", name="b")))
    assert "only_b" not in properties(store, "1")
    store.remove(B)
    assert properties(store, "1") == {"iri": "https://example.org/1", "name": "a", "only_a": 1, "sources": [A]}


def test_agreement_after_difference_leaves_no_trace(store: Store) -> None:
    store.push(rows(A, node("1", n=1)))
    store.push(rows(B, node("1", n=2)))
    assert properties(store, "1")["stated"] == ['{"n":1}', '{"n":2}']
    store.push(rows(A, node("1", n=2)))
    assert properties(store, "1") == {"iri": "https://example.org/1", "n": 2, "sources": [A, B]}


def test_edge_may_end_on_a_node_of_another_graph(store: Store) -> None:
    store.push(rows(REFERENCE, node("ref")))
    store.push(rows(A, node("1"), edge("1", "ref")))
    assert properties(store, "ref")["sources"] == [REFERENCE]


@pytest.mark.parametrize("way", ["remove", "push"])
def test_node_under_another_graphs_edge_is_kept_until_the_edge_goes(store: Store, way: str) -> None:
    store.push(rows(REFERENCE, node("ref", title="t")))
    store.push(rows(A, node("1"), edge("1", "ref")))
    change = store.remove(REFERENCE) if way == "remove" else store.push(rows(REFERENCE, node("other")))
    assert change.nodes_removed == 0
    assert properties(store, "ref") == {"iri": "https://example.org/ref", "title": "t", "sources": []}
    assert len(state(store)[1]) == 1
    assert store.push(rows(A, node("1"))) == Change(nodes_removed=1, edges_removed=1)


def test_kept_node_can_be_stated_again(store: Store) -> None:
    store.push(rows(REFERENCE, node("ref", title="old", note="n")))
    store.push(rows(A, node("1"), edge("1", "ref")))
    before = state(store)
    store.remove(REFERENCE)
    store.push(rows(REFERENCE, node("ref", title="new")))
    assert properties(store, "ref") == {"iri": "https://example.org/ref", "title": "new", "sources": [REFERENCE]}
    store.push(rows(REFERENCE, node("ref", title="old", note="n")))
    assert state(store) == before


def test_no_new_edge_may_end_on_a_node_that_is_only_kept(store: Store) -> None:
    store.push(rows(REFERENCE, node("ref")))
    store.push(rows(A, node("1"), edge("1", "ref")))
    store.remove(REFERENCE)
    with pytest.raises(StoreError, match=r"example\.org/ref"):
        store.push(rows(B, node("2"), edge("2", "ref")))


def test_edge_on_a_node_that_its_own_graph_gave_up_is_refused(store: Store) -> None:
    store.push(rows(A, node("1"), node("2"), edge("1", "2")))
    before = state(store)
    for key in ("k", "new"):
        with pytest.raises(StoreError, match=r"example\.org/2"):
            store.push(rows(A, node("1"), edge("1", "2", key)))
    assert state(store) == before


def test_edge_without_an_end_is_named_and_everything_rolled_back(store: Store) -> None:
    store.push(rows(A, node("1", title="old"), node("2")))
    before = state(store)
    with pytest.raises(StoreError) as caught:
        store.push(rows(A, node("1", title="new"), edge("1", "nowhere", "k1"), edge("1", "gone", "k2")))
    message = str(caught.value)
    assert "COMPARABLE" in message
    assert "https://example.org/1" in message
    assert "which no graph states" in message
    assert "1 other" in message
    assert state(store) == before
    assert store.push(rows(A, node("1", title="old"), node("2"))) == NOTHING


def test_edge_to_the_right_iri_under_the_wrong_label_has_no_end(store: Store) -> None:
    with pytest.raises(StoreError, match="needs the Measure"):
        store.push(rows(A, node("1"), node("2", label="Policy"), edge("1", "2")))


def test_remove_of_an_unknown_graph_does_nothing(store: Store) -> None:
    last = store.last_push()
    assert store.remove(A) == NOTHING
    assert store.last_push() == last


def test_sources_gives_the_digest_of_each_graph(store: Store) -> None:
    first, second = rows(A, node("1")), rows(B)
    store.push(first)
    store.push(second)
    assert store.sources() == {A: first.digest, B: second.digest}


def test_every_push_that_changes_something_is_told_from_the_last(store: Store) -> None:
    seen = [store.last_push()]
    for stated in (rows(A, node("1")), rows(A), None):
        store.remove(A) if stated is None else store.push(stated)
        assert store.last_push() == store.last_push()
        seen.append(store.last_push())
    assert len({*seen}) == 4
    store.push(rows(A, node("1")))
    last = store.last_push()
    assert store.push(rows(A, node("1"))) == NOTHING
    assert store.last_push() == last


NAMES = st.sampled_from(["1", "2", "3"])
PROPERTIES = st.dictionaries(
    st.sampled_from(["p", "q"]), st.one_of(st.integers(0, 2), st.sampled_from(["x", ""]), st.just(1.0)), max_size=2
)


@st.composite
def graphs(draw: st.DrawFn) -> Rows:
    """A small graph that states the ends of its own edges; all share their few nodes and edges."""
    nodes = {name: draw(PROPERTIES) for name in draw(st.sets(NAMES))}
    ends = st.sampled_from(sorted(nodes))
    pairs = draw(st.sets(st.tuples(ends, ends, st.sampled_from(["k", "l"])), max_size=3)) if nodes else set()
    edges = [edge(start, end, key, draw(PROPERTIES)) for start, end, key in sorted(pairs)]
    return rows(draw(st.sampled_from([A, B, REFERENCE])), *(node(n, p) for n, p in nodes.items()), *edges)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(graphs(), min_size=1, max_size=6))
def test_any_history_ends_like_the_last_versions_alone(store: Store, history: list[Rows]) -> None:
    for source in store.sources():
        store.remove(source)
    for version in history:
        store.push(version)
    reached = state(store)
    for source in store.sources():
        store.remove(source)
    assert state(store) == ([], [], {})
    for version in {version.source: version for version in history}.values():
        store.push(version)
    assert state(store) == reached


def test_pushes_at_the_same_time_do_not_lose_each_other(store: Store) -> None:
    store.ensure_schema(["Measure"])
    sources = [f"https://example.org/graph/{i}" for i in range(4)]
    errors: list[Exception] = []

    def work(source: str) -> None:
        try:
            for n in range(3):
                store.push(rows(source, node("shared"), node(source[-1], n=n), edge("shared", source[-1], source)))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=[source]) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert properties(store, "shared")["sources"] == sources
    assert len(state(store)[0]) == 5
    assert len(state(store)[1]) == 4


@pytest.mark.parametrize("attempt", range(4))
def test_of_two_first_versions_pushed_at_once_one_stays_whole(store: Store, attempt: int) -> None:
    store.ensure_schema(["Measure"])
    versions = [
        rows(A, *(node(f"{which}{n}") for n in range(40)), *(edge(f"{which}{n}", f"{which}0", "k") for n in range(40)))
        for which in ("a", "b")
    ]
    begin = threading.Barrier(2)
    errors: list[Exception] = []

    def work(version: Rows) -> None:
        begin.wait()
        try:
            store.push_all([version])
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=[version]) for version in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    nodes, edges, sources = state(store)
    (kept,) = [version for version in versions if version.digest == sources[A]]
    assert len(nodes) == len(kept.nodes)
    assert len(edges) == len(kept.edges)
    assert store.push(kept) == NOTHING


# Reading

WRITES = [
    "CREATE (:Measure {iri: 'new'})",
    "CREATE (:Unheard {iri: 'new'})",
    "MERGE (:Measure {iri: 'new'})",
    "MATCH (a:Measure), (b:Measure) WHERE a.iri < b.iri CREATE (a)-[:COMPARABLE]->(b)",
    "MATCH (a:Measure), (b:Measure) WHERE a.iri < b.iri MERGE (a)-[:UNHEARD]->(b)",
    "MATCH (n:Measure) SET n.title = 'changed'",
    "MATCH (n:Measure) SET n += {title: 'changed'}",
    "MATCH (n:Measure) SET n:Other",
    "MATCH (n:Measure) REMOVE n.title",
    "MATCH ()-[e:COMPARABLE]->() SET e.score = 9",
    "MATCH ()-[e:COMPARABLE]->() DELETE e",
    "MATCH (n:Measure) DETACH DELETE n",
    "CALL { CREATE (:Measure {iri: 'new'}) }",
    "MATCH (n:Measure) CALL { WITH n SET n.title = 'changed' RETURN 1 AS x } RETURN x",
    "UNWIND [1, 2] AS i CALL { WITH i CREATE (:Measure {iri: toString(i)}) } IN TRANSACTIONS OF 1 ROWS",
    "FOREACH (x IN [1] | CREATE (:Measure {iri: 'new'}))",
    "MATCH (n:Measure) FOREACH (x IN [1] | SET n.title = 'changed')",
    "CREATE CONSTRAINT unheard IF NOT EXISTS FOR (n:Measure) REQUIRE n.title IS UNIQUE",
    "CREATE INDEX unheard IF NOT EXISTS FOR (n:Measure) ON (n.title)",
    "DROP CONSTRAINT Measure_iri",
    "CREATE USER mallory SET PASSWORD 'long-enough-1'",
    "DROP DATABASE reformgraph",
    "LOAD CSV FROM 'file:///etc/hostname' AS line CREATE (:Measure {iri: line[0]})",
    "MATCH (n:Measure) RETURN n.iri UNION CREATE (n:Measure {iri: 'new'}) RETURN n.iri",
]


@pytest.fixture
def filled(store: Store) -> Store:
    store.push(rows(A, node("1", title="t"), node("2", title="u"), edge("1", "2", score=1)))
    return store


@pytest.mark.parametrize("cypher", WRITES)
def test_reading_cannot_write(filled: Store, cypher: str) -> None:
    before = state(filled), schema(filled)
    with pytest.raises(QueryError):
        filled.read(cypher)
    assert (state(filled), schema(filled)) == before


def schema(store: Store) -> list[Any]:
    return sorted(row[0] for row in store.read("SHOW CONSTRAINTS YIELD name RETURN name").rows)


def test_answer_holds_plain_values(filled: Store) -> None:
    measure = {"labels": ["Measure"], "properties": properties(filled, "1")}
    answer = filled.read(
        "MATCH p = (n {iri: $iri})-[e:COMPARABLE]->() RETURN n, e, p, [1, 'a', null] AS list, {k: n.title} AS map, "
        "date('2020-01-02') AS day, datetime('2020-01-02T03:04:05Z') AS moment, duration('P1DT2H') AS span",
        {"iri": "https://example.org/1"},
    )
    assert answer.columns == ("n", "e", "p", "list", "map", "day", "moment", "span")
    ((found, relationship, path, listed, mapped, day, moment, span),) = answer.rows
    assert found == measure
    own = {"key": "k", "score": 1, "sources": [A]}
    assert relationship == {"type": "COMPARABLE", "properties": own}
    assert isinstance(path, dict)
    assert path["relationships"] == [
        {"type": "COMPARABLE", "properties": own, "start": "https://example.org/1", "end": "https://example.org/2"}
    ]
    assert [n["properties"]["title"] for n in path["nodes"]] == ["t", "u"]  # type: ignore[union-attr, call-overload, index]
    assert (listed, mapped, day, span) == ([1, "a", None], {"k": "t"}, "2020-01-02", "P1DT2H")
    assert str(moment).startswith("2020-01-02T03:04:05")
    assert not answer.truncated


def test_answer_without_rows(store: Store) -> None:
    answer = store.read("MATCH (n:Measure) RETURN n.iri AS iri")
    # The embedded engine does not say them.
    assert answer == Answer(() if store._link.engine else ("iri",), ())


@pytest.mark.parametrize(("limit", "count", "truncated"), [(None, 5, False), (5, 5, False), (4, 4, True), (0, 0, True)])
def test_limit(store: Store, limit: int | None, count: int, truncated: bool) -> None:
    answer = store.read("UNWIND range(1, 5) AS n RETURN n", limit=limit)
    assert (len(answer.rows), answer.truncated) == (count, truncated)


def test_limit_does_not_wait_for_the_rest(store: Store) -> None:
    started = time.monotonic()
    answer = store.read("UNWIND range(1, 8000) AS a UNWIND range(1, 8000) AS b RETURN a, b", limit=3)
    assert answer.rows == ((1, 1), (1, 2), (1, 3))
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("cypher", "words"),
    [
        ("MATCH (n RETURN n", r"cannot be understood.*RETURN"),
        ("bogus", r"cannot be understood.*bogus"),
        ("MATCH (n) RETURN m", r"\bm\b"),
        ("RETURN $absent", "absent"),
        ("RETURN nosuch(1)", "nosuch"),
        ("CALL nosuch.procedure()", "nosuch.procedure"),
        ("RETURN 1 / 0", "zero"),
    ],
)
def test_malformed_queries_say_what_is_wrong(store: Store, cypher: str, words: str) -> None:
    with pytest.raises(QueryError, match=f"(?s){words}"):
        store.read(cypher)


def test_timeout_must_be_above_zero(store: Store) -> None:
    with pytest.raises(QueryError, match="above 0"):
        store.read("RETURN 1", timeout=0)


RUNAWAYS = {
    "unwind": "UNWIND range(1, 8000) AS a UNWIND range(1, 8000) AS b RETURN count(*) AS n",
    "join": "MATCH (a:Measure), (b:Measure), (c:Measure), (d:Measure) WHERE a.iri + b.iri < c.iri + d.iri "
    "RETURN count(*) AS n",
    "paths": "MATCH p = (a:Measure {iri: 'https://example.org/1'})-[:COMPARABLE*1..40]->(b) RETURN count(p) AS n",
}


@pytest.fixture
def dense(store: Store) -> Store:
    """300 nodes, ten of them all joined to each other: enough to keep any engine busy for ever."""
    ring = [edge(str(i), str(j), "k") for i in range(10) for j in range(10) if i != j]
    store.push(rows(A, *(node(str(i)) for i in range(300)), *ring))
    return store


@pytest.mark.parametrize("name", RUNAWAYS)
def test_runaway_query_is_ended(dense: Store, name: str) -> None:
    before = state(dense)
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"ran over 0\.5 seconds"):
        dense.read(RUNAWAYS[name], timeout=0.5)
    assert time.monotonic() - started < 15
    assert state(dense) == before


def test_runaway_query_leaves_others_alone(dense: Store) -> None:
    results: list[int] = []

    def work() -> None:
        results.extend(one(dense, "UNWIND range(1, 1000) AS n RETURN count(n)") for _ in range(20))

    others = [threading.Thread(target=work) for _ in range(2)]
    for thread in others:
        thread.start()
    with pytest.raises(QueryError, match="ran over"):
        dense.read(RUNAWAYS["unwind"], timeout=0.5)
    for thread in others:
        thread.join()
    assert results == [1000] * 40


# Connecting


def test_store_that_cannot_be_reached_is_named() -> None:
    with pytest.raises(StoreError, match=r"bolt://127\.0\.0\.1:1 cannot be reached.*REFORMGRAPH_STORE"):
        open_store(Settings(store="bolt://127.0.0.1:1"))


@pytest.mark.parametrize("address", ["nonsense", "ftp://host:1", "bolt://"])
def test_address_that_is_none_is_named(address: str) -> None:
    with pytest.raises(StoreError, match="REFORMGRAPH_STORE"):
        open_store(Settings(store=address))


@pytest.mark.neo4j
def test_wrong_password_says_which_settings_to_look_at(neo4j_settings: Settings) -> None:
    wrong = neo4j_settings.model_copy(update={"password": SecretStr("not-the-password")})
    with pytest.raises(StoreError, match="REFORMGRAPH_PASSWORD") as caught:
        open_store(wrong)
    assert "not-the-password" not in str(caught.value)


@pytest.mark.neo4j
def test_database_that_is_not_there_is_the_stores_fault(neo4j_settings: Settings) -> None:
    with (
        open_store(neo4j_settings.model_copy(update={"database": "nosuch"})) as store,
        pytest.raises(StoreError, match="nosuch"),
    ):
        store.read("RETURN 1")


def test_closed_twice_and_unused_is_fine(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.close()


def test_nothing_is_written_to_the_terminal(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    store.push(rows(A, node("1")))
    store.read("MATCH (n:Unheard) RETURN n.unheard, id(n)")
    with pytest.raises(QueryError):
        store.read("bogus")
    assert capfd.readouterr() == ("", "")
