"""What holds for every answer: ETags, forms, pages, errors, headers."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from fastapi.testclient import TestClient

from api.app import create_app
from api.models import Problem
from api.settings import ApiSettings
from graph.rows import Node, Rows
from graph.settings import Settings
from graph.store import Store
from tests.toy import push_toy

EVERY = ("/measures", "/measures/zhuhai-toy/1-1", "/documents", "/links", "/explorer", "/docs", "/openapi.json")


@pytest.fixture
def client(toy: Store) -> Iterator[TestClient]:
    with TestClient(create_app(store=toy)) as client:
        yield client


@pytest.mark.parametrize("path", EVERY)
def test_every_get_has_a_strong_etag_and_a_304(client: TestClient, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    again = client.get(path, headers={"if-none-match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(path, headers={"if-none-match": '"other"'}).content == first.content
    head = client.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", etag)


def test_a_form_or_coding_has_an_etag_of_its_own(client: TestClient) -> None:
    etags = {
        client.get("/questions", headers={"accept": accept, "accept-encoding": coding}).headers["etag"]
        for accept in ("application/json", "text/csv")
        for coding in ("identity", "gzip", "zstd")
    }
    assert len(etags) >= 5  # lines of CSV may go uncompressed
    packed = client.get("/questions", headers={"accept-encoding": "zstd"})
    assert packed.headers["content-encoding"] == "zstd"
    assert "Accept-Encoding" in packed.headers["vary"]


@pytest.mark.parametrize("path", ["/openapi.json", "/questions?limit=200"])
def test_gzip_has_no_clock(toy: Store, path: str) -> None:
    with TestClient(create_app(store=toy, limits=ApiSettings(kept_megabytes=0))) as client:
        packed = []
        for _ in range(2):
            with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as response:
                packed.append((response.headers["etag"], b"".join(response.iter_raw())))
            time.sleep(1.1)
    assert packed[0] == packed[1]
    assert packed[0][1][:2] == b"\x1f\x8b"


@pytest.mark.parametrize("path", ["/openapi.json", "/questions?limit=200", "/measures/zhuhai-toy/1-1", "/docs"])
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_vary_names_each_header_once(client: TestClient, path: str, coding: str) -> None:
    for _ in range(2):  # the second is from memory
        varies = client.get(path, headers={"accept-encoding": coding, "accept": "*/*"}).headers["vary"]
        names = [name.strip().lower() for name in varies.split(",")]
        assert "accept-encoding" in names
        assert len(set(names)) == len(names), varies


def test_zstd_can_be_unpacked(client: TestClient) -> None:
    with client.stream("GET", "/questions?limit=5", headers={"accept-encoding": "zstd"}) as response:
        packed = b"".join(response.iter_raw())
    plain = client.get("/questions?limit=5", headers={"accept-encoding": "identity"}).content
    assert zstandard.ZstdDecompressor().decompressobj().decompress(packed) == plain


def test_errors_and_health_are_never_kept(client: TestClient) -> None:
    for path in ("/health", "/health/live", "/health/ready", "/metrics", "/measures/a/1"):
        response = client.get(path)
        assert "etag" not in response.headers, path
        assert response.headers["cache-control"] == "no-store", path
    assert client.get("/measures/a/1", headers={"if-none-match": "*"}).status_code == 404


def test_an_answer_from_memory_is_the_same_and_is_counted(client: TestClient) -> None:
    first, again = client.get("/measures"), client.get("/measures")
    assert again.content == first.content
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    assert "reformgraph_kept_answers_total 1.0" in client.get("/metrics").text


def test_a_change_of_the_store_ends_what_was_kept(store: Store) -> None:
    push_toy(store)
    with TestClient(create_app(store=store, limits=ApiSettings(release_seconds=0.01))) as client:
        first = client.get("/measures?limit=2")
        cursor, release = first.json()["next"], client.get("/release").json()["release"]
        assert client.get("/measures", params={"limit": 2, "cursor": cursor}).status_code == 200
        store.push(
            Rows("https://w3id.org/reformgraph/graph/more", (Node("Domain", "https://a.b/x", {"name": "x"}),), ())
        )
        time.sleep(0.02)
        again = client.get("/measures?limit=2", headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 200
        assert again.headers["etag"] != first.headers["etag"]
        gone = client.get("/measures", params={"limit": 2, "cursor": cursor})
        assert (gone.status_code, gone.json()["code"]) == (410, "expired")
        found = client.get("/changes", params={"since": release}).json()
        assert [(one["change"], one["kind"], one["iri"]) for one in found["items"]] == [
            ("added", "Domain", "https://a.b/x")
        ]
        assert found["release"] == client.get("/release").json()["release"] != release
        assert client.get("/changes?since=0123456789abcdef").status_code == 410
        store.remove("https://w3id.org/reformgraph/graph/more")
        time.sleep(0.02)
        back = client.get("/changes", params={"since": found["release"]}).json()
        assert [(one["change"], one["iri"]) for one in back["items"]] == [("removed", "https://a.b/x")]
        assert client.get("/changes", params={"since": release}).json()["items"] == []


def test_cursors_lead_through_the_whole_list_once(client: TestClient) -> None:
    seen: list[str] = []
    query: dict[str, str | int] = {"limit": 5, "sort": "-deadline"}
    while True:
        response = client.get("/measures", params=query)
        found = response.json()
        seen += [one["id"] for one in found["items"]]
        assert ('rel="next"' in response.headers["link"]) is (found["next"] is not None)
        if found["next"] is None:
            break
        query["cursor"] = found["next"]
    assert len(seen) == len(set(seen)) == found["total"] == 12
    assert seen == [one["id"] for one in client.get("/measures?sort=-deadline&limit=200").json()["items"]]


def test_links_of_a_page_can_be_followed(client: TestClient) -> None:
    first = client.get("/agencies?limit=3&place=深圳市")
    second = client.get(first.links["next"]["url"])
    assert client.get(second.links["prev"]["url"]).json()["items"] == first.json()["items"]
    assert client.get(second.links["first"]["url"]).json() == first.json()


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "eyJhIjoxfQ", "////"])
def test_a_cursor_that_no_list_gave(client: TestClient, cursor: str) -> None:
    response = client.get("/measures", params={"cursor": cursor})
    problem = Problem.model_validate(response.json())
    assert (response.status_code, problem.errors[0].where, problem.errors[0].code) == (422, "query.cursor", "cursor")


def test_a_cursor_is_of_one_list(client: TestClient) -> None:
    cursor = client.get("/measures?limit=2&place=深圳市").json()["next"]
    assert client.get("/measures", params={"cursor": cursor}).status_code == 422
    assert client.get("/agencies", params={"cursor": cursor}).status_code == 422


def test_fields_keep_some_and_name_those_that_exist(client: TestClient) -> None:
    found = client.get("/measures?fields=id,deadline&limit=1&sort=deadline").json()
    assert found["items"] == [{"id": "shenzhen-toy/2", "deadline": "2020-03-31"}]
    problem = Problem.model_validate(client.get("/measures?fields=id,colour").json())
    assert problem.errors[0].where == "query.fields"
    assert "deadline" in str(problem.errors[0].wanted)


def test_lists_as_streams(client: TestClient) -> None:
    lines = client.get("/measures?fields=id,leads", headers={"accept": "application/x-ndjson"})
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    items = [json.loads(line) for line in lines.text.splitlines()]
    assert [sorted(one) for one in items] == [["id", "leads"]] * 12
    rows = list(csv.reader(io.StringIO(client.get("/measures", headers={"accept": "text/csv"}).text)))
    assert rows[0][:3] == ["id", "document", "number"]
    assert len(rows) == 13
    assert client.get("/measures", headers={"accept": "image/png"}).status_code == 406


def test_measures_by_everything(client: TestClient) -> None:
    def ids(**query: str) -> list[str]:
        return [one["id"] for one in client.get("/measures", params=query).json()["items"]]

    assert ids(batch="改革任务", due_to="2020") == ["shenzhen-toy/1", "shenzhen-toy/2", "shenzhen-toy/3"]
    assert ids(due_from="2020-04", due_to="2020-06-30") == ["shenzhen-toy/1", "shenzhen-toy/3"]
    assert ids(due_to="2020-06-29") == ["shenzhen-toy/2"]
    assert ids(mechanism="并联审批", origin="深圳市") == ["zhuhai-toy/1-1"]
    assert client.get("/measures?due_to=2020-13").status_code == 422
    assert client.get("/measures?sort=colour").status_code == 422


def test_what_was_wanted_is_said(client: TestClient) -> None:
    problem = Problem.model_validate(client.get("/measures?role=boss&limit=0").json())
    assert problem.code == "invalid-request"
    found = {one.where: (one.code, one.wanted) for one in problem.errors}
    assert found["query.limit"] == ("greater-than-equal", "ge 1")
    assert "'lead', 'responsible'" in str(found["query.role"][1])


def test_a_request_id_is_kept_where_it_is_one(client: TestClient) -> None:
    assert client.get("/health/live", headers={"x-request-id": "a-1"}).headers["x-request-id"] == "a-1"
    assert client.get("/health/live", headers={"x-request-id": "a b\t<"}).headers["x-request-id"] != "a b\t<"


def test_deprecated_paths_name_their_successor(client: TestClient) -> None:
    response = client.get("/areas")
    assert response.headers["deprecation"].startswith("@")
    assert '</places>; rel="successor-version"' in response.headers["link"]
    assert response.json()["items"] == client.get("/places").json()["items"]
    assert "deprecation" not in client.get("/places").headers


def test_other_origins_read_only_where_they_are_named(toy: Store) -> None:
    asked = {"origin": "https://a.example", "access-control-request-method": "GET"}
    with TestClient(create_app(store=toy)) as closed:
        assert "access-control-allow-origin" not in closed.get("/release", headers=asked).headers
    with TestClient(create_app(store=toy, limits=ApiSettings(origins="https://a.example"))) as opened:
        assert opened.get("/release", headers=asked).headers["access-control-allow-origin"] == "https://a.example"
        assert opened.options("/release", headers=asked).status_code == 200
        other = {**asked, "origin": "https://b.example"}
        assert "access-control-allow-origin" not in opened.get("/release", headers=other).headers


def test_only_its_own_names_on_loopback(toy: Store) -> None:
    with TestClient(create_app(store=toy, hosts=("localhost",)), base_url="http://evil.example") as client:
        assert client.get("/release").status_code == 400
    with TestClient(create_app(store=toy, hosts=("localhost",)), base_url="http://localhost:8600") as client:
        assert client.get("/release").status_code == 200


def test_states_outlive_the_server(toy: Store, tmp_path: Path) -> None:
    for _ in range(2):
        with TestClient(create_app(Settings(data=tmp_path), store=toy)) as client:
            release = client.get("/release").json()
            assert release["comparable"] == [release["release"]]
            assert client.get("/changes", params={"since": release["release"]}).json()["total"] == 0
    assert len(list((tmp_path / "states").glob("*.json.gz"))) == release["total"]


def test_a_folder_that_cannot_be_written_costs_only_the_changes(toy: Store, tmp_path: Path) -> None:
    (tmp_path / "states").write_text("in the way")
    with TestClient(create_app(Settings(data=tmp_path), store=toy)) as client:
        assert client.get("/measures").json()["total"] == 12
