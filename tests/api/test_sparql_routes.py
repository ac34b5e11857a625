"""SPARQL over HTTP, by the standard protocol."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import pyoxigraph
import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, Graph, Namespace

from api.app import create_app
from api.models import Problem
from api.negotiation import negotiated
from api.sparql import GRAPHS, RESULTS
from graph.settings import Settings
from ontology.identifiers import graph_iri
from tests.api.test_problems import Failing
from tests.graph.test_sparql import CROSS, PREFIX, write_toy

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
COUNT = PREFIX + "SELECT (COUNT(*) AS ?n) { ?m a rg:ReformMeasure }"
TYPES = PREFIX + "CONSTRUCT { ?m a rg:ReformMeasure } WHERE { ?m a rg:ReformMeasure }"
ZHUHAI = str(graph_iri("zhuhai-toy"))


class Response(Protocol):
    """What tests look at of an answer."""

    @property
    def content(self) -> bytes: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    def json(self) -> Any: ...


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data = tmp_path_factory.mktemp("api-sparql")
    write_toy(data / "release")
    settings = Settings(data=data, sparql_seconds=1, sparql_rows=50)
    with TestClient(create_app(settings, store=Failing(AssertionError("no store is asked")))) as client:
        yield client


def value(response: Response) -> str:
    return str(response.json()["results"]["bindings"][0]["n"]["value"])


def test_the_three_ways_to_ask(client: TestClient) -> None:
    ways = [
        client.get("/sparql", params={"query": COUNT}),
        client.post("/sparql", data={"query": COUNT}),
        client.post("/sparql", content=COUNT, headers={"content-type": "application/sparql-query; charset=utf-8"}),
    ]
    for response in ways:
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/sparql-results+json"
        assert value(response) == "12"


def test_graphs_by_the_protocol(client: TestClient) -> None:
    graph = {"default-graph-uri": ZHUHAI}
    ways = [
        client.get("/sparql", params={"query": COUNT, **graph}),
        client.post("/sparql", data={"query": COUNT, **graph}),
        client.post("/sparql", params=graph, content=COUNT, headers={"content-type": "application/sparql-query"}),
    ]
    assert [value(response) for response in ways] == ["3", "3", "3"]
    response = client.get("/sparql", params={"query": COUNT, "named-graph-uri": "file:///etc/passwd"})
    assert response.status_code == 400


@pytest.mark.parametrize("media_type", [name for name in RESULTS if name.startswith(("application/sparql", "text/"))])
def test_results_in_every_form(client: TestClient, media_type: str) -> None:
    response = client.get("/sparql", params={"query": COUNT}, headers={"accept": media_type})
    assert response.status_code == 200
    expected = "application/sparql-results+xml" if media_type == "text/xml" else media_type
    assert response.headers["content-type"].partition(";")[0] == expected
    assert "12" in response.text
    assert response.headers["vary"].startswith("Accept")


def triples(response: Response) -> set[pyoxigraph.Triple]:
    media_type = pyoxigraph.RdfFormat.from_media_type(response.headers["content-type"])
    return {quad.triple for quad in pyoxigraph.parse(response.content, format=media_type)}


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_graphs_in_every_form(client: TestClient, media_type: str) -> None:
    response = client.get("/sparql", params={"query": TYPES}, headers={"accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert len(triples(response)) == 12


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "json"),
        ("", "json"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "xml"),
        ("application/sparql-results+json;q=0, */*;q=0.5", "xml"),
        ("image/png", None),
        ("text/csv;q=nonsense", None),
    ],
)
def test_negotiation(accept: str, form: str | None) -> None:
    assert negotiated(accept, RESULTS) == form


def test_what_cannot_be_written_is_said(client: TestClient) -> None:
    for query, accept in ((COUNT, "image/png"), (COUNT, "text/turtle"), (TYPES, "text/csv")):
        response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
        assert response.status_code == 406, (query, accept)
        assert response.headers["content-type"] == "application/problem+json"


def test_a_malformed_query_is_a_problem_with_the_parsers_words(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "SELECT * { ?s"})
    assert response.status_code == 400
    problem = Problem.model_validate(response.json())
    assert problem.type == "https://w3id.org/reformgraph/problem/bad-query"
    assert "error at 1:" in str(problem.detail)


@pytest.mark.parametrize("query", ["INSERT DATA { <a:a> <a:b> <a:c> }", "LOAD <http://127.0.0.1/>", "DROP ALL"])
def test_updates_are_refused(client: TestClient, query: str) -> None:
    ways = [
        client.get("/sparql", params={"query": query}),
        client.get("/sparql", params={"update": query}),
        client.post("/sparql", data={"update": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query, headers={"content-type": "application/sparql-update"}),
    ]
    assert [response.status_code for response in ways] == [400] * 5
    assert value(client.get("/sparql", params={"query": COUNT})) == "12"


def test_service_is_refused(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"})
    assert response.status_code == 400
    assert "SERVICE is refused" in response.json()["detail"]


def test_other_requests_are_refused(client: TestClient) -> None:
    assert client.post("/sparql", content=COUNT, headers={"content-type": "text/plain"}).status_code == 415
    assert client.post("/sparql", data={"other": "x"}).status_code == 400
    assert client.get(f"/sparql?query={quote(COUNT)}&query={quote(COUNT)}").status_code == 400
    binary = {"content-type": "application/sparql-query"}
    assert client.post("/sparql", content=b"\xff\xfe", headers=binary).status_code == 400
    assert client.post("/sparql", content=b"#" * 2_000_000, headers=binary).status_code == 413


def test_time_and_rows_have_limits(client: TestClient) -> None:
    started = time.monotonic()
    response = client.get("/sparql", params={"query": CROSS})
    assert response.status_code == 503
    assert response.json()["type"].endswith("/query-timeout")
    assert "ran over 1 seconds" in response.json()["detail"]
    assert time.monotonic() - started < 2
    response = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert len(response.json()["results"]["bindings"]) == 50
    assert response.headers["reformgraph-truncated"] == "only the first 50 rows are given"
    assert "reformgraph-truncated" not in client.get("/sparql", params={"query": COUNT}).headers


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/ld+json", "text/turtle"])
def test_the_endpoint_describes_itself(client: TestClient, accept: str) -> None:
    response = client.get("/sparql", headers={"accept": accept})
    data = pyoxigraph.serialize(triples(response), format=pyoxigraph.RdfFormat.N_TRIPLES)
    graph = Graph().parse(data=data, format="nt")
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    assert {str(name) for name in graph.objects(None, SD.name)} >= {ZHUHAI, str(graph_iri("links"))}
    assert client.get("/sparql", headers={"accept": "text/csv"}).status_code == 406


def test_every_offered_form_is_one_that_is_written() -> None:
    assert set(RESULTS.values()) == {"json", "xml", "csv", "tsv"}
    assert set(GRAPHS.values()) == {"turtle", "ntriples", "rdfxml", "jsonld"}


def test_a_data_folder_without_a_release_answers_nothing(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path), store=Failing(AssertionError()))) as client:
        assert value(client.get("/sparql", params={"query": COUNT})) == "0"
