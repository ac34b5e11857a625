"""Settings come from the environment when they are made, not when they are imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from graph.settings import Settings


def test_defaults_need_nothing() -> None:
    settings = Settings()
    assert (settings.data, settings.store, settings.user, settings.password) == (
        Path(".reformgraph"),
        None,
        "neo4j",
        None,
    )
    assert (settings.engine_idle_seconds, settings.engine_heap, settings.engine_start_seconds) == (60, "512m", 60)


def test_environment_is_read_at_construction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFORMGRAPH_STORE", "neo4j://example.org:7687")
    monkeypatch.setenv("REFORMGRAPH_PASSWORD", "not-to-be-shown")
    settings = Settings()
    assert settings.store == "neo4j://example.org:7687"
    assert "not-to-be-shown" not in repr(settings)
    monkeypatch.setenv("REFORMGRAPH_STORE", "")
    assert Settings().store is None


@pytest.mark.parametrize(
    ("name", "value"), [("ENGINE_HEAP", "lots"), ("ENGINE_IDLE_SECONDS", "0"), ("ENGINE_START_SECONDS", "soon")]
)
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"REFORMGRAPH_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()
