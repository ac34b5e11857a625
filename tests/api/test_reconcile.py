"""The reconciliation service over the toy graph: what OpenRefine sends, and what must not be claimed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.store import Store
from queries.entities import read_entities
from queries.reconcile import Wanted, reconcile
from tests.toy import HOSTILE_TITLE

MARKET = "agency/深圳市市场监督管理局"


@pytest.fixture
def client(toy: Store) -> Iterator[TestClient]:
    with TestClient(create_app(store=toy)) as client:
        yield client


def asked(client: TestClient, **queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    response = client.post("/reconcile", data={"queries": orjson.dumps(queries).decode()})
    assert response.status_code == 200, response.text
    return {key: one["result"] for key, one in response.json().items()}


def test_the_manifest_says_what_there_is_and_every_address_answers(client: TestClient) -> None:
    manifest = client.get("/reconcile").json()
    assert "0.2" in manifest["versions"]
    assert {"name", "identifierSpace", "schemaSpace", "view", "suggest", "preview", "extend"} <= manifest.keys()
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    for one in services:
        answer = client.get(one["service_url"] + one["service_path"], params={"prefix": "深圳"})
        assert answer.status_code == 200, one
    entity = manifest["suggest"]["entity"]
    flyout = entity["flyout_service_url"] + entity["flyout_service_path"].replace("${id}", "area/440300")
    assert "深圳市" in client.get(flyout).json()["html"]
    page = client.get(manifest["preview"]["url"].replace("{{id}}", "area/440300"))
    assert page.headers["content-type"].startswith("text/html")


def test_a_whole_name_is_a_match_and_a_similar_one_is_not(client: TestClient) -> None:
    found = asked(client, q0={"query": "深圳市市场监督管理局", "type": "Body"})["q0"]
    assert (found[0]["id"], found[0]["match"]) == (MARKET, True)
    assert asked(client, q0={"query": "深圳市市場監督管理局", "type": "Body"})["q0"] == found, "traditional characters"
    assert [one["match"] for one in found[1:]] == [False] * (len(found) - 1)
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_a_name_without_its_place_settles_nothing_and_the_place_settles_it(client: TestClient) -> None:
    place = [{"pid": "jurisdiction", "v": {"id": "area/440300"}}]
    for written in ("深圳市", "深圳", "440300"):
        place.append({"pid": "jurisdiction", "v": written})
    for one in place:
        found = asked(client, q={"query": "市市场监管局", "type": ["Body"], "properties": [one]})["q"]
        assert found[0]["id"] == MARKET, one
        assert {"name", "jurisdiction"} <= {feature["id"] for feature in found[0]["features"]}
    other = asked(client, q={"query": "深圳市市场监督管理局", "properties": [{"pid": "jurisdiction", "v": "珠海市"}]})[
        "q"
    ]
    assert not any(one["match"] for one in other)


def test_entities_are_found_by_id_and_measures_by_the_id_of_documents(client: TestClient) -> None:
    found = asked(client, a={"query": "shenzhen-toy/2"}, b={"query": MARKET}, c={"query": "nowhere/9"})
    assert (found["a"][0]["id"], found["a"][0]["match"]) == ("measure/shenzhen-toy/2", True)
    assert (found["b"][0]["id"], found["b"][0]["match"]) == (MARKET, True)
    assert not any(one["match"] for one in found["c"])


def test_values_are_given_as_the_documents_state_them_and_unknown_ids_have_none(client: TestClient) -> None:
    wanted = {
        "ids": ["measure/shenzhen-toy/2", "area/nowhere"],
        "properties": [{"id": "jurisdiction"}, {"id": "deadline"}, {"id": "status"}],
    }
    given = client.post("/reconcile", data={"extend": orjson.dumps(wanted).decode()}).json()
    assert [one["id"] for one in given["meta"]] == ["jurisdiction", "deadline", "status"]
    assert given["rows"]["measure/shenzhen-toy/2"] == {
        "jurisdiction": [{"id": "area/440300", "name": "深圳市"}],
        "deadline": [{"str": "2020-03-31"}],
        "status": [],
    }
    assert given["rows"]["area/nowhere"] == {"jurisdiction": [], "deadline": [], "status": []}


@pytest.mark.parametrize(
    "form",
    [
        {"queries": "{"},
        {"queries": "[]"},
        {"queries": '{"q": {"type": "Body"}}'},
        {"queries": '{"q": {"query": "x", "limit": 0}}'},
        {"queries": '{"q": {"query": "x", "properties": [{"p": "a"}]}}'},
        {"queries": orjson.dumps({str(n): {"query": "x"} for n in range(101)}).decode()},
        {"extend": '{"ids": ["a"], "properties": [{"id": "no_such"}]}'},
        {"queries": "{}", "extend": "{}"},
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_wanted(client: TestClient, form: dict[str, str]) -> None:
    response = client.post("/reconcile", data=form)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_other_bodies_than_forms_are_refused(client: TestClient) -> None:
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415
    assert client.post("/reconcile", data={"queries": "x" * 1_000_001}).status_code == 413


def test_hostile_titles_are_text_in_previews(client: TestClient) -> None:
    page = client.get("/reconcile/preview", params={"id": "shenzhen-toy/5"}).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert client.get("/reconcile/preview", params={"id": "nobody"}).status_code == 404


def test_every_entity_finds_itself_by_its_own_name(toy: Store) -> None:
    entities = read_entities(toy)
    assert len(entities) > 20
    for one in entities:
        found = reconcile(entities, Wanted(one.name, one.kinds, limit=5))
        assert found[0].score == 100, one
        assert one.id in {other.entity.id for other in found if other.score == 100}, one
        alike = [other for other in found if other.score == 100]
        assert found[0].match == (len(alike) == 1 and (len(found) == 1 or found[1].score < 95)), one
    assert reconcile(entities, Wanted(HOSTILE_TITLE))[0].match
