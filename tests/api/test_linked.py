"""Every IRI answers in every form, by 303; what is hostile stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph
import pytest
from fastapi.testclient import TestClient
from rdflib import Graph, URIRef

from api.app import create_app
from api.linked import FORMS, context
from graph.settings import Settings
from ontology.identifiers import BASE, body_iri, document_iri, iri_of_path, measure_iri, row_iri
from ontology.vocabulary import NAMESPACE
from tests.api.test_problems import Failing
from tests.graph.test_sparql import write_toy

IRIS = (
    measure_iri("zhuhai-toy/1-1"),
    row_iri("zhuhai-toy/1-1"),
    document_iri("zhuhai-toy"),
    body_iri("市金融局", "shenzhen-toy"),
    URIRef(BASE + "graph/zhuhai-toy"),
    URIRef(BASE + "ontology"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data = tmp_path_factory.mktemp("linked")
    write_toy(data / "release")
    app = create_app(Settings(data=data), store=Failing(AssertionError("no store is asked")))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def path_of(iri: str) -> str:
    return "/" + quote(iri.removeprefix(BASE), safe="/%")


@pytest.mark.parametrize("iri", IRIS)
@pytest.mark.parametrize("form", FORMS)
def test_every_iri_answers_in_every_form(client: TestClient, iri: URIRef, form: str) -> None:
    response = client.get(path_of(iri), headers={"accept": form}, follow_redirects=False)
    assert response.status_code == 303
    assert "Accept" in response.headers["vary"]
    where = response.headers["location"]
    if form == "application/json" and not where.endswith(".json"):
        assert where.startswith(("/measures/", "/documents/", "/agencies/"))
        return
    answer = client.get(where)
    assert answer.status_code == 200, (where, answer.text)
    assert answer.headers["content-type"].partition(";")[0] == form
    if form in ("text/turtle", "application/n-triples", "application/ld+json"):
        kind = pyoxigraph.RdfFormat.from_media_type(form)
        quads = list(pyoxigraph.parse(answer.content, format=kind))
        assert quads
        if "/id/" in iri:
            assert {str(quad.subject.value) for quad in quads} == {str(iri)}
    assert answer.headers["etag"]


def test_the_first_form_is_the_page_and_nothing_fits_is_said(client: TestClient) -> None:
    where = client.get("/id/document/zhuhai-toy", headers={"accept": "text/html,*/*;q=0.8"}, follow_redirects=False)
    assert where.headers["location"] == "/data/id/document/zhuhai-toy.html"
    assert client.get("/id/document/zhuhai-toy", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    "path",
    [
        "/data/id/measure/zhuhai-toy/9-9.ttl",
        "/data/id/measure/zhuhai-toy/9-9.html",
        "/data/id/x%3E%20%7B%7D%20SELECT.ttl",
        "/data/id/a%22b%5Cc%7C.json",
        "/data/graph/nothing.ttl",
        "/data/id/document/zhuhai-toy",
        "/data/id/document/zhuhai-toy.exe",
        "/data/..%2F..%2Fetc%2Fpasswd.ttl",
        "/data/id/..%2F..%2Fkeys.json",
        "/problem/nothing",
    ],
)
def test_what_nobody_speaks_of(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404, response.text
    assert response.headers["content-type"] == "application/problem+json"


def test_hostile_text_stays_text(client: TestClient) -> None:
    page = client.get("/data/id/measure/shenzhen-toy/5.html").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page


def test_a_slash_within_a_name_is_not_one_between_names() -> None:
    assert iri_of_path("id/instrument/a%2Fb") == BASE + "id/instrument/a%2Fb"
    assert iri_of_path("id/agency/%E7%9C%81") == BASE + "id/agency/省"
    assert iri_of_path("id/x%3E") == BASE + "id/x%3E"


def test_links_of_a_page_lead_on(client: TestClient) -> None:
    page = client.get("/data/id/measure/zhuhai-toy/1-1.html").text
    found = {one for one in re.findall(r'href="(/[^"]+)"', page) if one.startswith(("/id/", "/graph/"))}
    assert found
    for path in sorted(found)[:12]:
        assert client.get(path, headers={"accept": "text/turtle"}).status_code in (200, 404), path
    assert any(client.get(path, headers={"accept": "text/turtle"}).status_code == 200 for path in sorted(found))


def test_the_context_knows_every_term_of_the_release(client: TestClient) -> None:
    served = client.get("/context.jsonld")
    assert served.headers["content-type"].startswith("application/ld+json")
    assert served.json() == {"@context": context()}
    turtle = client.get("/data/id/measure/zhuhai-toy/1-1.ttl").content
    used = {str(p) for p in Graph().parse(data=turtle, format="turtle").predicates() if str(p).startswith(NAMESPACE)}
    assert used
    assert used <= {NAMESPACE + name for name in context()}
    data = {"@context": context(), "@id": str(IRIS[0]), "title": "x", "ledBy": "https://a.b/c"}
    quads = pyoxigraph.parse(json.dumps(data), format=pyoxigraph.RdfFormat.JSON_LD)
    assert {(quad.predicate.value, quad.object.value) for quad in quads} == {
        (NAMESPACE + "ledBy", "https://a.b/c"),
        (NAMESPACE + "title", "x"),
    }


def test_a_problem_says_what_it_is(client: TestClient) -> None:
    kind = client.get("/data/graph/nothing.ttl").json()
    told = client.get("/problem/" + kind["code"], headers={"accept": "application/json"}).json()
    assert (told["title"], told["status"]) == (kind["title"], 404)
    assert "not-found" in client.get("/problem/not-found", headers={"accept": "text/html"}).text
