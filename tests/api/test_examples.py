"""The examples of the published contract, each asked of the sample: what is printed there works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph import engine
from graph.settings import Settings
from reformgraph.main import load

SAMPLE = Path(__file__).parents[2] / "sample"
CONTRACT = create_app(Settings()).openapi()
#: What an example cannot name: a release that was seen, a cursor of an earlier page.
LIVING = ("since", "cursor")
#: Examples that hold together only beside each other.
TOGETHER = {"/gaps": ("place", "document"), "/lineage/gaps": ("place", "document")}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, _settings_of_their_own: None) -> Iterator[TestClient]:
    data = tmp_path_factory.mktemp("sample")
    settings = Settings(data=data, model=data / "no-model")
    load(sorted(SAMPLE.glob("*.txt")), settings)
    with TestClient(create_app(settings)) as client:
        yield client
    engine.stop(settings)


def example(parameter: dict[str, Any]) -> Any:
    for place in (parameter, parameter.get("schema", {})):
        if "example" in place:
            return place["example"]
        if place.get("examples"):
            return place["examples"][0]
    return None


def requests() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each path by the examples of its path and of what it needs, then with each filter's example."""
    for path, item in CONTRACT["paths"].items():
        parameters = item.get("get", {}).get("parameters", [])
        url = path
        needed: dict[str, Any] = {}
        free: dict[str, Any] = {}
        for one in parameters:
            value = example(one)
            if one["in"] == "path":
                assert value is not None, (path, one["name"])
                url = url.replace("{" + one["name"] + "}", quote(str(value), safe="/"))
            elif one["name"] in LIVING or value is None:
                continue
            elif isinstance(value, dict):
                needed |= value
            elif one.get("required") or one["name"] in TOGETHER.get(path, ()):
                needed[one["name"]] = value
            elif path not in TOGETHER:
                free[one["name"]] = value
        if "get" not in item or path == "/changes":
            continue
        yield url, needed
        yield from ((url, needed | {name: value}) for name, value in free.items())


@pytest.mark.parametrize(("url", "query"), list(requests()), ids=str)
def test_the_examples_of_a_path(client: TestClient, url: str, query: dict[str, Any]) -> None:
    response = client.get(url, params=query, follow_redirects=True, headers={"accept": "application/json"})
    assert response.status_code == 200, response.text
    found = response.json() if "json" in response.headers["content-type"] else None
    # One document has not everything that all have together, and no model was asked about the sample.
    alone = url.startswith(("/documents/", "/proposals")) or {"batch", "zone_type"} & query.keys()
    if isinstance(found, dict) and "items" in found and not alone:
        assert found["items"], "an example that finds nothing shows nothing"


def test_the_examples_of_what_is_sent(client: TestClient) -> None:
    schema = CONTRACT["components"]["schemas"]["CypherQuery"]["properties"]
    body = {name: example(one) for name, one in schema.items()}
    assert client.post("/cypher", json=body).json()["rows"] == [["小微企业用电极速报装服务"]]


def test_a_hub_comes_a_page_at_a_time(client: TestClient) -> None:
    busiest = client.get("/agencies?limit=1").json()["items"][0]
    assert busiest["measures"] > 50
    page = client.get(f"/agencies/{quote(busiest['name'])}?limit=20")
    assert len(page.json()["items"]) == 20
    assert page.json()["total"] >= busiest["measures"]
    assert len(page.content) < 40_000


def test_changes_are_told_from_the_release(client: TestClient) -> None:
    release = client.get("/release").json()["release"]
    assert client.get("/changes", params={"since": release}).json()["total"] == 0
