"""Keys: kept as digests, with scopes, rates and ends; and what a server asks of a request."""

from __future__ import annotations

import base64
import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.app import create_app
from api.guard import ASKS
from api.keys import FILE, Keys
from graph.settings import Settings
from graph.store import Store
from ontology.errors import NotFoundError, QueryError
from reformgraph.cli import cli


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path)


@pytest.fixture
def guarded(toy: Store, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path), store=toy, guarded=True)) as client:
        yield client


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


def test_only_a_digest_is_kept_and_for_its_owner_alone(keys: Keys) -> None:
    key, text = keys.create("someone", ["read"])
    assert text not in keys.path.read_text("utf-8")
    assert text.rpartition("_")[2] not in keys.path.read_text("utf-8")
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert keys.find(text) == key
    for wrong in ("", "rg_", text[:-1], text + "a", text.replace(key.id, "00000000"), key.sha256):
        assert keys.find(wrong) is None, wrong


def test_ends(keys: Keys) -> None:
    key, text = keys.create("someone")
    other = Keys(keys.path.parent)  # a server that read the file before
    assert other.find(text) is not None
    new, second = keys.rotate(key.id, hours=1)
    assert (new.name, new.scopes) == (key.name, key.scopes)
    assert other.find(text) is not None
    assert other.find(second) == new
    keys.revoke(key.id)
    assert other.find(text) is None
    third, last = keys.rotate(new.id)
    assert other.find(second) is None
    assert other.find(last) == third
    with pytest.raises(NotFoundError, match="no key"):
        keys.revoke(key.id)
    _, short = keys.create("someone", days=1e-9)
    assert keys.find(short) is None


@pytest.mark.parametrize("given", [{"name": " "}, {"name": "a", "scopes": ["write"]}, {"name": "a", "rate": "often"}])
def test_what_is_no_key(keys: Keys, given: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        keys.create(**given)  # type: ignore[arg-type]
    assert not keys.path.exists()


def test_a_broken_file_is_named(keys: Keys) -> None:
    keys.path.write_text("[{]")
    with pytest.raises(QueryError, match=FILE):
        keys.all()


def test_without_a_key_a_guarded_server_says_only_that_it_lives(guarded: TestClient, keys: Keys) -> None:
    for path in (
        "/",
        "/measures",
        "/explorer",
        "/metrics",
        "/openapi.json",
        "/static/explorer.js",
        "/nowhere",
        "/health",
    ):
        response = guarded.get(path, follow_redirects=False)
        assert response.status_code == 401, path
        assert response.json()["code"] == "key-wanted", path
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert response.headers["x-content-type-options"] == "nosniff"
    assert guarded.get("/health/live").status_code == 200
    assert guarded.get("/health/ready").status_code == 200
    _, text = keys.create("someone")
    for headers in (
        bearer(text),
        {"x-api-key": text},
        {"authorization": "Basic " + base64.b64encode(f":{text}".encode()).decode()},
    ):
        assert guarded.get("/measures", headers=headers).status_code == 200
    for wrong in ("Bearer", "Bearer x", "Basic x", "Basic !", "Digest x", "basic " + base64.b64encode(b"a:b").decode()):
        assert guarded.get("/measures", headers={"authorization": wrong}).status_code == 401, wrong


def test_a_kept_answer_needs_the_key_too(guarded: TestClient, keys: Keys) -> None:
    _, text = keys.create("someone")
    etag = guarded.get("/measures", headers=bearer(text)).headers["etag"]
    assert guarded.get("/measures").status_code == 401
    assert guarded.get("/measures", headers={"if-none-match": etag}).status_code == 401


def test_a_rate_of_its_own(guarded: TestClient, keys: Keys) -> None:
    _, slow = keys.create("slow", rate="2/hour")
    _, fast = keys.create("fast")
    found = [guarded.get("/release", headers=bearer(slow)) for _ in range(3)]
    assert [one.status_code for one in found] == [200, 200, 429]
    assert [one.headers["ratelimit-remaining"] for one in found] == ["1", "0", "0"]
    assert int(found[2].headers["retry-after"]) > 0
    assert found[2].json()["code"] == "rate-limited"
    assert guarded.get("/release", headers=bearer(fast)).status_code == 200


def test_every_route_that_writes_wants_a_key_that_may(toy: Store, tmp_path: Path, keys: Keys) -> None:
    _, reader = keys.create("reader")
    with TestClient(create_app(Settings(data=tmp_path), store=toy)) as client:
        writes = [
            (path, method)
            for path, item in client.get("/openapi.json").json()["paths"].items()
            for method in item
            if method != "get" and path not in ASKS
        ]
        assert len(writes) == 2
        for path, method in writes:
            body = {"a": "zhuhai-toy/1-1", "b": "shenzhen-toy/2", "verdict": "same", "reason": "x"}
            ask = {"params": body} if method == "delete" else {"json": body}
            query = {name: body[name] for name in ("a", "b")}
            ask = {"params": query} if method == "delete" else {"json": body}
            assert client.request(method, path, **ask).status_code == 401  # type: ignore[arg-type]
            told = client.request(method, path, headers=bearer(reader), **ask)  # type: ignore[arg-type]
            assert (told.status_code, told.json()["code"]) == (403, "scope-missing")
            basic = {"authorization": "Basic " + base64.b64encode(f":{reader}".encode()).decode()}
            assert client.request(method, path, headers=basic, **ask).status_code == 401  # type: ignore[arg-type]


def test_a_judgement_comes_and_goes(store: Store, tmp_path: Path, keys: Keys) -> None:
    from tests.toy import push_toy

    push_toy(store)
    _, text = keys.create("a judge", ["judge"])
    _, other = keys.create("another", ["judge"])
    pair = {"a": "zhuhai-toy/1-1", "b": "shenzhen-toy/2"}
    with TestClient(create_app(Settings(data=tmp_path), store=store)) as client:
        etag = client.get("/judgements").headers["etag"]
        for headers, verdict in ((bearer(text), "same"), (bearer(other), "different")):
            made = client.post("/judgements", json={**pair, "verdict": verdict, "reason": "why"}, headers=headers)
            assert made.status_code == 201, made.text
        assert made.json()["judgement"]["by"] == "another"
        listed = client.get("/judgements", headers={"if-none-match": etag})
        assert listed.json()["total"] == 2
        assert listed.json()["items"][0]["a"] == "shenzhen-toy/2"
        gone = client.delete("/judgements", params=pair, headers=bearer(text))
        assert gone.json()["judgement"]["verdict"] == "same"
        assert client.delete("/judgements", params=pair, headers=bearer(text)).status_code == 404
        assert client.get("/judgements").json()["total"] == 1
        assert client.delete("/judgements", params=pair, headers=bearer(other)).status_code == 200
        absent = {"a": "zhuhai-toy/1-1", "b": "nowhere/1", "verdict": "same", "reason": "why"}
        assert client.post("/judgements", json=absent, headers=bearer(text)).status_code == 404
        itself = {"a": "zhuhai-toy/1-1", "b": "zhuhai-toy/1-1", "verdict": "same", "reason": "why"}
        assert client.post("/judgements", json=itself, headers=bearer(text)).json()["errors"][0]["where"] == "body.b"
        forged = {**pair, "verdict": "same", "reason": "why", "by": "somebody else"}
        assert client.post("/judgements", json=forged, headers=bearer(text)).status_code == 422


def test_nothing_secret_is_logged(guarded: TestClient, keys: Keys, caplog: pytest.LogCaptureFixture) -> None:
    key, text = keys.create("someone")
    with caplog.at_level(logging.INFO, logger="reformgraph.api"):
        guarded.get("/measures", params={"text": "words asked for"}, headers=bearer(text))
        guarded.get("/measures", headers=bearer("rg_wrong_secret"))
    said = [{**record.__dict__} for record in caplog.records if record.name == "reformgraph.api"]
    assert [(one["status"], one["key"], one["path"]) for one in said] == [
        (200, key.id, "/measures"),
        (401, None, "/measures"),
    ]
    for secret in (text, text.rpartition("_")[2], "rg_wrong_secret", "words asked for", key.sha256):
        assert secret not in json.dumps(said, default=str)


def test_a_body_has_a_largest_size(toy: Store) -> None:
    with TestClient(create_app(store=toy)) as client:
        large = client.post("/cypher", content=b"x" * 2_000_001)
        assert (large.status_code, large.json()["code"]) == (413, "too-large")

        def chunks() -> Iterator[bytes]:
            for _ in range(30):
                yield b"x" * 100_000

        assert client.post("/cypher", content=chunks()).status_code == 413


def test_the_commands(tmp_path: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(cli, ["keys", *words, "--data", str(tmp_path)])
        assert done.exit_code == 0, done.output
        return done.output

    text = run("create", "someone", "--scope", "judge", "--rate", "5/second").splitlines()[0]
    keys = Keys(tmp_path)
    (key,) = keys.all()
    assert keys.find(text) == key
    assert (key.name, key.scopes, key.rate) == ("someone", ("read", "judge"), "5/second")
    assert key.id in run("list")
    run("rotate", key.id)
    assert keys.find(text) is None
    assert "ended" in run("list")
    run("revoke", keys.all()[-1].id)
    assert not any(one.holds() for one in keys.all())


def test_another_address_is_not_served_without_a_key(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["serve", "--host", "0.0.0.0", "--data", str(tmp_path)])
    assert done.exit_code != 0
    assert "reformgraph keys create" in done.output
