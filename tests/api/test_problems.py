"""Each kind of error, as it looks on the wire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.models import Problem
from graph.settings import Settings
from graph.store import Answer, Store
from ontology.errors import NotFoundError, OntologyError, QueryError, ReformGraphError, StoreError


class Failing(Store):
    """A store that answers every question with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Answer:
        raise self.error

    def close(self) -> None:
        pass


@contextmanager
def failing(error: Exception) -> Iterator[TestClient]:
    with TestClient(create_app(store=Failing(error)), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (NotFoundError("no such thing"), 404, "not-found"),
        (QueryError("ran over 30 seconds"), 422, "bad-question"),
        (StoreError("cannot be reached"), 503, "store-unavailable"),
    ],
)
def test_an_error_of_the_family(error: ReformGraphError, status: int, kind: str) -> None:
    with failing(error) as client:
        response = client.get("/measures/a/1")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(response.json())
    assert problem.type == f"https://w3id.org/reformgraph/problem/{kind}"
    assert (problem.status, problem.detail, problem.instance) == (status, str(error), "/measures/a/1")
    assert response.headers.get("retry-after") == ("5" if status == 503 else None)


@pytest.mark.parametrize("error", [OntologyError("secret path"), RuntimeError("secret path")])
def test_an_error_inside_keeps_its_words_to_itself(error: Exception) -> None:
    with failing(error) as client:
        response = client.get("/health")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text


def test_an_error_in_the_explorer_is_a_page() -> None:
    with failing(NotFoundError("no measure “<script>”")) as client:
        response = client.get("/explorer/measures/a/1")
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "no measure “&lt;script&gt;”" in response.text
    assert "<script>”" not in response.text


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/measures?limit=201", "query.limit"),
        ("/measures?limit=0", "query.limit"),
        ("/measures?offset=-1", "query.offset"),
        ("/measures?role=boss", "query.role"),
        ("/measures?status=done", "query.status"),
        ("/measures?agencies=x", "query.agencies"),
        ("/measures?text=", "query.text"),
        (f"/measures?text={'x' * 201}", "query.text"),
        ("/measures/a/one", "path.number"),
        ("/measures/a/1/links?candidates=perhaps", "query.candidates"),
        ("/agencies?kind=Ministry", "query.kind"),
        ("/areas?level=city", "query.level"),
    ],
)
def test_a_request_that_is_not_valid(path: str, where: str) -> None:
    with failing(AssertionError("not to be asked")) as client:
        response = client.get(path)
    problem = Problem.model_validate(response.json())
    assert (response.status_code, problem.status) == (422, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert where in [one.where for one in problem.errors]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("POST", "/measures", 405)])
def test_a_path_or_method_that_is_not_served(method: str, path: str, status: int) -> None:
    with failing(AssertionError("not to be asked")) as client:
        response = client.request(method, path)
    assert response.status_code == status
    assert Problem.model_validate(response.json()).status == status


def test_no_file_is_served_but_those_named() -> None:
    with failing(AssertionError("not to be asked")) as client:
        for name in ("app.py", "..%2Fapp.py", "redoc.standalone.js"):
            assert client.get(f"/static/{name}").status_code == 404


def test_a_store_that_cannot_be_opened_stops_the_start(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, store="bolt://127.0.0.1:1")
    with pytest.raises(StoreError, match="cannot be reached"), TestClient(create_app(settings)):
        pass


def test_making_the_application_opens_nothing(tmp_path: Path) -> None:
    create_app(Settings(data=tmp_path / "data"))
    assert list(tmp_path.iterdir()) == []


def test_the_application_opens_and_closes_its_own_store(store_settings: Settings) -> None:
    app = create_app(store_settings)
    with TestClient(app) as client:
        assert client.get("/health").status_code == 200
    assert app.state.store is None
