"""Questions by name, and questions in Cypher, with their limits."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.models import Problem, Rows
from api.settings import ApiSettings
from graph.store import Store


@pytest.fixture
def client(toy: Store) -> Iterator[TestClient]:
    limits = ApiSettings(cypher_seconds=2, cypher_rows=10, cypher_bytes=2_000)
    with TestClient(create_app(store=toy, limits=limits)) as client:
        yield client


def ask(client: TestClient, query: str, accept: str = "application/json", **more: object) -> dict[str, object]:
    response = client.post("/cypher", json={"query": query, **more}, headers={"accept": accept})
    assert response.status_code == 200, response.text
    found: dict[str, object] = Rows.model_validate(response.json()).model_dump(mode="json")
    return found


def test_values_are_parameters(client: TestClient) -> None:
    found = ask(
        client, "MATCH (m:Measure) WHERE m.id = $id RETURN m.title AS title", parameters={"id": "zhuhai-toy/1-1"}
    )
    assert found == {"columns": ["title"], "rows": [["证照主题联办"]], "truncated": False, "notes": []}


@pytest.mark.parametrize(
    "query",
    ["CREATE (n:X) RETURN n", "MATCH (m:Measure) SET m.title = 'x' RETURN m", "MATCH (m:Measure) DETACH DELETE m"],
)
def test_writing_is_refused(toy: Store, query: str) -> None:
    def held() -> tuple[object, ...]:
        return (
            toy.sources(),
            toy.read("MATCH (n) RETURN count(n) AS n").rows,
            toy.read("MATCH (m:Measure) RETURN m.title AS t ORDER BY t").rows,
        )

    before = held()
    with TestClient(create_app(store=toy)) as client:
        response = client.post("/cypher", json={"query": query})
    assert response.status_code in (400, 422)
    assert Problem.model_validate(response.json()).code in ("bad-question", "bad-query")
    assert held() == before


def test_rows_and_bytes_are_cut_with_a_note(client: TestClient) -> None:
    found = ask(client, "UNWIND range(1, 100) AS n RETURN n")
    assert len(found["rows"]) == 10  # type: ignore[arg-type]
    assert found["truncated"]
    assert found["notes"] == ["Only the first 10 rows are given: more were found than one query may take."]
    assert len(ask(client, "UNWIND range(1, 100) AS n RETURN n", limit=3)["rows"]) == 3  # type: ignore[arg-type]
    assert len(ask(client, "UNWIND range(1, 100) AS n RETURN n", limit=50)["rows"]) == 10  # type: ignore[arg-type]
    long = ask(client, "UNWIND range(1, 5) AS n RETURN $text AS text", parameters={"text": "x" * 900})
    assert len(long["rows"]) == 2  # type: ignore[arg-type]
    assert str(long["notes"]).startswith("['Only the first 2 rows are given")


def test_time_ends(client: TestClient) -> None:
    query = "UNWIND range(1, 3000000) AS a UNWIND range(1, 1000) AS b WITH a + b AS c WHERE c < 0 RETURN count(c) AS n"
    response = client.post("/cypher", json={"query": query, "timeout": 0.3})
    assert response.status_code in (422, 503)
    assert "0.3 seconds" in response.json()["detail"]
    assert ask(client, "RETURN 1 AS one")["rows"] == [[1]]


def test_other_forms(client: TestClient) -> None:
    body = {"query": "MATCH (m:Measure) RETURN m.id AS id, m.deadline AS due ORDER BY id LIMIT 20"}
    lines = client.post("/cypher", json=body, headers={"accept": "application/x-ndjson"})
    assert json.loads(lines.text.splitlines()[0]) == {"id": "guangdong-toy/1", "due": None}
    assert lines.headers["reformgraph-truncated"].startswith("Only the first 10 rows are given")
    table = client.post("/cypher", json=body, headers={"accept": "text/csv"})
    rows = list(csv.reader(io.StringIO(table.text)))
    assert rows[:2] == [["id", "due"], ["guangdong-toy/1", ""]]


@pytest.mark.parametrize(
    "body", [{}, {"query": ""}, {"query": "RETURN 1", "timeout": 0}, {"query": "RETURN 1", "more": 1}, []]
)
def test_what_is_no_query(client: TestClient, body: object) -> None:
    assert client.post("/cypher", json=body).status_code == 422


def test_a_question_is_asked_by_name(client: TestClient) -> None:
    found = client.get("/questions/origin_cities/answer", params={"document": "zhuhai-toy"}).json()
    assert found["columns"] == client.get("/questions/origin_cities").json()["columns"]
    assert len(found["rows"]) > 1
    assert client.get("/questions/nothing/answer").status_code == 404
    csv_text = client.get("/questions/statuses/answer?document=zhuhai-toy", headers={"accept": "text/csv"}).text
    assert csv_text.splitlines()[0] == ",".join(client.get("/questions/statuses").json()["columns"])


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("", "query.id"),
        ("?id=a/1&colour=red", "query.colour"),
        ("?id=a/1&candidates=perhaps", "query.candidates"),
        ("?id=a/1&candidates=true&skip=x", "query.skip"),
    ],
)
def test_what_a_question_wants(client: TestClient, query: str, where: str) -> None:
    response = client.get(f"/questions/measure_links/answer{query}")
    problem = Problem.model_validate(response.json())
    assert response.status_code == 422
    assert problem.errors[0].where == where
    assert problem.errors[0].wanted
