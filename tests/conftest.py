"""Fixtures that every room shares.

`store` is an empty graph, once on the embedded engine and once on a real Neo4j. The second is skipped only
where REFORMGRAPH_TEST_NEO4J, its Bolt address, is unset; its user is neo4j, its password in
REFORMGRAPH_TEST_NEO4J_PASSWORD. All of its content is deleted: never point it at a graph that matters.
One embedded engine serves the whole session, since each costs some three seconds to start.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from graph import engine
from graph.settings import Settings
from graph.store import Store, open_store

NEO4J = os.environ.get("REFORMGRAPH_TEST_NEO4J")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files instead of comparing")


@pytest.fixture(scope="session", autouse=True)
def _settings_of_their_own() -> Iterator[None]:
    """Keep a user's own REFORMGRAPH_… settings away from the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("REFORMGRAPH_") and not name.startswith("REFORMGRAPH_TEST_"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def embedded_settings(tmp_path_factory: pytest.TempPathFactory, _settings_of_their_own: None) -> Iterator[Settings]:
    """Settings of the session's embedded engine."""
    settings = Settings(data=tmp_path_factory.mktemp("embedded") / "data", engine_idle_seconds=600)
    yield settings
    engine.stop(settings)


@pytest.fixture(scope="session")
def neo4j_settings(tmp_path_factory: pytest.TempPathFactory, _settings_of_their_own: None) -> Settings:
    """Settings of the real Neo4j, with a data folder of their own; skips where there is none."""
    if NEO4J is None:
        pytest.skip("REFORMGRAPH_TEST_NEO4J is unset")
    password = SecretStr(os.environ["REFORMGRAPH_TEST_NEO4J_PASSWORD"])
    return Settings(store=NEO4J, password=password, data=tmp_path_factory.mktemp("neo4j") / "data")


@pytest.fixture(scope="session", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store_settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of either engine."""
    settings = request.getfixturevalue(f"{request.param}_settings")
    assert isinstance(settings, Settings)
    return settings


@pytest.fixture(scope="session")
def _session_store(store_settings: Settings) -> Iterator[Store]:
    with open_store(store_settings) as store:
        yield store


@pytest.fixture
def store(_session_store: Store) -> Store:
    """An empty graph on either engine."""
    clear(_session_store)
    return _session_store


@pytest.fixture
def embedded(embedded_settings: Settings) -> Iterator[Store]:
    """An empty graph on the embedded engine, over connections of its own."""
    with open_store(embedded_settings) as store:
        clear(store)
        yield store


def clear(store: Store) -> None:
    store._write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume().counters.nodes_deleted)
