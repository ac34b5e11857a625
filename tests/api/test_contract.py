"""Requests made up from the published contract: whatever is sent, the answer is one that the contract names.

On both engines, for every operation: valid requests and broken ones. No answer may be a fault of the server, of a status,
a type or a shape that is not published, or good where the request was not. That a request of the published shape
may ask for what is not there, or for what does not go together, is the one thing that no schema can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_app
from graph.settings import Settings
from graph.store import Store

REQUESTS = 15
"""Requests of each kind that are made up for an operation."""


@schemathesis.serializer("application/sparql-query")
def _as_text(context: object, value: object) -> bytes:
    return str(value).encode("utf-8", "replace")


class Served:
    """The application under test; before there is a store, one that only describes itself."""

    def __init__(self) -> None:
        self.app: ASGIApp = create_app(Settings())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


served = Served()
schema = schemathesis.openapi.from_asgi("/openapi.json", served)


@pytest.fixture
def client(toy: Store) -> Iterator[TestClient]:
    app = create_app(store=toy)
    with TestClient(app) as client:
        served.app = app
        yield client


@schema.parametrize()
@settings(max_examples=REQUESTS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("client")
def test_every_answer_is_one_that_the_contract_names(case: Case[Any]) -> None:
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


def test_every_operation_was_asked() -> None:
    assert sum(1 for _ in schema.get_all_operations()) >= 50
