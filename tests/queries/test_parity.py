"""The same statements give the same rows on both engines; where they do not, the guide says so and what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph.projection import project
from graph.settings import Settings
from graph.store import Store, open_store
from loaders.prepare import prepare
from ontology.errors import QueryError
from ontology.reference import reference_graph
from tests.conftest import clear

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("guangdong-8", "guangdong-10", "qianhai-4", "zhuhai-2020")
PARITY = tomllib.loads(Path(__file__).with_name("parity.toml").read_text(encoding="utf-8"))
STATEMENTS = [(kind, text) for kind, texts in PARITY["statements"].items() for text in texts]
DIFFERENCES = PARITY.get("difference", [])
LAST_ORDER = re.compile(r"\bORDER BY\b(?!.*\bRETURN\b)", re.DOTALL)


@pytest.fixture(scope="module")
def both(embedded_settings: Settings, neo4j_settings: Settings) -> Iterator[tuple[Store, Store]]:
    """Four documents of the sample and the reference data, on the embedded engine and on Neo4j."""
    with prepare(ROOT / "sample" / f"{name}.txt" for name in DOCUMENTS) as batch:
        rows = [project(reference_graph(), {}), *(one.rows for one in batch)]
    with ExitStack() as stack:
        stores = tuple(stack.enter_context(open_store(one)) for one in (embedded_settings, neo4j_settings))
        for store in stores:
            clear(store)
            store.replace_all(rows)
        yield stores[0], stores[1]
        for store in stores:
            clear(store)


def answered(store: Store, cypher: str) -> list[bytes] | str:
    """The rows, each as bytes, sorted unless the statement orders them; “refused” where it is."""
    try:
        rows = store.read(cypher, PARITY["parameters"]).rows
    except QueryError:
        return "refused"
    found = [orjson.dumps(rounded(row), option=orjson.OPT_SORT_KEYS) for row in rows]
    return found if LAST_ORDER.search(cypher) else sorted(found)


def rounded(value: Any) -> Any:
    """Floats to twelve digits, for the order of additions is nobody's promise."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    return {key: rounded(one) for key, one in value.items()} if isinstance(value, dict) else value


def test_there_are_enough_statements() -> None:
    texts = [text for _, text in STATEMENTS] + [one["cypher"] for one in DIFFERENCES]
    assert len(texts) == len(set(texts)) >= 150


@pytest.mark.neo4j
@pytest.mark.parametrize(("kind", "cypher"), STATEMENTS)
def test_same_rows(both: tuple[Store, Store], kind: str, cypher: str) -> None:
    embedded, neo4j = (answered(store, cypher) for store in both)
    assert embedded == neo4j
    assert (neo4j == "refused") == (kind == "wrong")


@pytest.mark.neo4j
@pytest.mark.parametrize("one", DIFFERENCES, ids=[one["cypher"] for one in DIFFERENCES])
def test_known_difference(both: tuple[Store, Store], one: dict[str, str]) -> None:
    """It is still one, and the way round it gives on both engines what Neo4j gives."""
    embedded, neo4j = (answered(store, one["cypher"]) for store in both)
    assert embedded != neo4j, "the engines agree now: make it a statement like the others"
    if "instead" in one:
        round_embedded, round_neo4j = (answered(store, one["instead"]) for store in both)
        assert round_embedded == round_neo4j != "refused"
        assert one.get("otherwise") or sorted(round_neo4j) == sorted(neo4j)


GUIDE = ROOT / "guides" / "two-engines.md"


def listed() -> str:
    """The differences as the guide lists them."""
    lines = []
    for one in DIFFERENCES:
        lines += [f"```cypher\n{one['cypher']}\n```\n", f"- Embedded: {one['embedded']}.", f"- Neo4j: {one['neo4j']}."]
        lines += [f"- On both: `{one['instead']}`\n"] if "instead" in one else ["- On both: nothing known.\n"]
    return "\n".join(lines)


def test_guide_lists_the_differences(request: pytest.FixtureRequest) -> None:
    head, mark, _ = GUIDE.read_text(encoding="utf-8").partition("## The differences\n\n")
    if request.config.getoption("--update-golden"):
        GUIDE.write_text(head + mark + listed(), encoding="utf-8")
    assert GUIDE.read_text(encoding="utf-8") == head + mark + listed()
    assert f"{len(STATEMENTS)} of {len(STATEMENTS) + len(DIFFERENCES)}" in head
