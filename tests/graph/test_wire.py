"""Rows travel as one text: what they hold comes back as it was, whatever it is."""

from __future__ import annotations

from typing import Any

import pytest

from graph.pushing.wire import sent
from graph.rows import Edge, Node, Rows, Value
from graph.store import Store

SOURCE = "https://example.org/graph/wire"
PLAIN: list[Any] = [
    "",
    " ",
    "a\nb\r\n\t'\"`\\u001d${}",
    "一“二”🀄\u2028",
    "true",
    "null",
    "1e5",
    ".",
    True,
    False,
    0,
    -1,
    2**63 - 1,
    -(2**63),
    0.1,
    -0.0,
    1e300,
    5e-324,
    123456789.123456789,
    1e16,
    ["a"],
    ["a", "b"],
    ["", "a"],
    ["a", "", "b"],
]
ODD: list[Any] = ["\x1d", "\x1e", "\x1f", ["a", ""], [""], ["\x1e", "b"], [1, 2], [0.5]]


def iri(number: int) -> str:
    return f"https://example.org/{number}"


@pytest.mark.parametrize("values", [PLAIN * 20, ODD * 20, PLAIN + ODD], ids=["plain", "odd", "few"])
def test_every_value_comes_back(store: Store, values: list[Any]) -> None:
    nodes = tuple(
        Node("Measure", iri(n), {"end": value, "order": n, "title": "", "match": [str(n), "二"]})
        for n, value in enumerate(values)
    )
    edges = tuple(
        Edge("COMPARABLE", f"k{n}", "Measure", iri(n), "Measure", iri(n * 7 % len(values)), {"start": value, "end": n})
        for n, value in enumerate(values)
    )
    store.push(Rows(SOURCE, nodes, edges))
    own = {"sources": [SOURCE]}
    found = {str(key): value for key, value in store.read("MATCH (n:Measure) RETURN n.iri, properties(n)").rows}
    assert {key: kinds(value) for key, value in found.items()} == {  # type: ignore[arg-type]
        node.iri: kinds({"iri": node.iri, **own, **node.properties}) for node in nodes
    }
    answer = store.read("MATCH (a)-[x:COMPARABLE]->(b) RETURN x.key, a.iri, b.iri, properties(x)")
    assert {key: (start, end, kinds(value)) for key, start, end, value in answer.rows} == {  # type: ignore[arg-type]
        edge.key: (edge.start, edge.end, kinds({"key": edge.key, **own, **edge.properties})) for edge in edges
    }


def kinds(properties: dict[str, Any]) -> dict[str, str]:
    return {name: f"{type(value).__name__} {value!r}" for name, value in properties.items()}


def test_rows_of_one_shape_are_one_text() -> None:
    many: list[dict[str, Value]] = [{"title": f"t{n}", "n": n} for n in range(100)]
    (one,) = sent({"iri": [iri(n) for n in range(100)]}, many)
    assert isinstance(one.rows, str)


@pytest.mark.parametrize("odd", ["\x1d", "\x1e", "\x1f"])
def test_a_separator_in_a_value_is_no_separator(odd: str) -> None:
    many = [{"title": f"t{n}"} for n in range(100)]
    (one,) = sent({"iri": [iri(n) for n in range(100)]}, [*many[:-1], {"title": odd}])
    assert one.rows[-1] == {"iri": iri(99), "properties": {"title": odd}}  # type: ignore[index]


def test_names_that_are_no_plain_ones_stand_in_no_statement() -> None:
    many = [{"a`}) DETACH DELETE (x) //": "t"} for _ in range(100)]
    (one,) = sent({"iri": [iri(n) for n in range(100)]}, many)
    assert one.unwind == "UNWIND $rows AS row"
