"""The toy graph in a store, for tests that only read."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.toy import holds_toy, push_toy


@pytest.fixture
def toy(request: pytest.FixtureRequest, _session_store: Store) -> Store:
    """The toy graph on either engine."""
    if not holds_toy(_session_store):
        push_toy(request.getfixturevalue("store"))
    return _session_store
