"""Health, metrics, outages of the store, limits of time."""

from __future__ import annotations

import json
import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from graph import engine
from graph.settings import Settings
from graph.store import Answer, Store, open_store
from ontology.errors import StoreError
from reformgraph.serving import log_as_json
from tests.toy import push_toy


class Outage(Store):
    """A store that can be switched off, and be made slow."""

    def __init__(self, store: Store) -> None:
        self.inner, self.down, self.seconds = store, False, 0.0

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Answer:
        time.sleep(self.seconds)
        if self.down:
            raise StoreError("The store cannot be reached.")
        return self.inner.read(cypher, parameters, timeout=timeout, limit=limit)

    def close(self) -> None:
        pass


def test_an_outage_is_503_and_over_without_a_restart(toy: Store) -> None:
    store = Outage(toy)
    with TestClient(create_app(store=store, limits=ApiSettings(release_seconds=0))) as client:
        assert client.get("/health/ready").status_code == 200
        store.down = True
        for path in ("/health/ready", "/health", "/measures", "/links", "/explorer", "/release"):
            response = client.get(path)
            assert (response.status_code, response.headers["retry-after"]) == (503, "5"), path
        assert client.get("/health/live").status_code == 200
        assert client.get("/metrics").status_code == 200
        store.down = False
        assert client.get("/health/ready").status_code == 200
        assert client.get("/measures").json()["total"] == 12


def test_an_engine_that_was_killed_comes_back(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_store(settings) as store:
        push_toy(store)
    try:
        with TestClient(create_app(settings, limits=ApiSettings(release_seconds=0))) as client:
            assert client.get("/measures").json()["total"] == 12
            link = client.app.state.store._link  # type: ignore[attr-defined]
            link.engine.kill()
            assert client.get("/measures").json()["total"] == 12
    finally:
        engine.stop(settings)


def test_an_answer_must_have_begun_in_time(toy: Store) -> None:
    store = Outage(toy)
    with TestClient(create_app(store=store, limits=ApiSettings(request_seconds=0.2))) as client:
        assert client.get("/health/live").status_code == 200
        store.seconds = 0.6
        response = client.get("/measures")
        assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert response.headers["retry-after"] == "5"


def test_metrics_count_by_route(toy: Store) -> None:
    with TestClient(create_app(store=toy)) as client:
        client.get("/measures/zhuhai-toy/1-1")
        client.get("/measures/zhuhai-toy/1-2")
        client.get("/nowhere/at/all")
        said = client.get("/metrics").text
    assert 'reformgraph_requests_total{method="GET",route="/measures/{document}/{number}",status="200"} 2.0' in said
    assert 'route="none",status="404"} 1.0' in said
    assert "zhuhai-toy" not in said


def test_logs_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    kept = {
        name: (logging.getLogger(name).handlers, logging.getLogger(name).level) for name in ("reformgraph", "uvicorn")
    }
    try:
        log_as_json(logging.INFO)
        logging.getLogger("reformgraph.api").info("request", extra={"status": 200, "path": "/时"})
        (line,) = capsys.readouterr().err.splitlines()
    finally:
        for name, (handlers, level) in kept.items():
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = handlers, True
            logger.setLevel(level)
    said = json.loads(line)
    assert (said["event"], said["status"], said["path"], said["level"]) == ("request", 200, "/时", "info")


def test_a_server_that_is_told_to_stop_finishes_what_it_began(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "reformgraph", "serve", "--port", str(port), "--data", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                if httpx.get(f"{base}/health/ready").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        assert httpx.get(f"{base}/release", headers={"host": "elsewhere.example"}).status_code == 400
        slow = {
            "query": "UNWIND range(1, 3000000) AS a UNWIND range(1, 1000) AS b WITH a + b AS c WHERE c < 0 RETURN count(c)"
        }
        with httpx.Client() as client:
            import threading

            found: list[int] = []
            asking = threading.Thread(
                target=lambda: found.append(
                    client.post(f"{base}/cypher", json={**slow, "timeout": 2}, timeout=30).status_code
                )
            )
            asking.start()
            time.sleep(0.7)
            server.send_signal(signal.SIGTERM)
            asking.join()
        assert found == [422]
        assert server.wait(timeout=30) in (0, -signal.SIGTERM)
    finally:
        server.kill()
        server.communicate()
        engine.stop(Settings(data=tmp_path))


def test_one_question_is_asked_once_however_many_wait_for_it(toy: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    store = Outage(toy)
    asked: list[str] = []
    plain = store.read

    def counted(cypher: str, parameters: Mapping[str, object] | None = None, **more: object) -> Answer:
        asked.append(cypher)
        return plain(cypher, parameters, **more)  # type: ignore[arg-type]

    store.read = counted  # type: ignore[method-assign]
    with TestClient(create_app(store=store)) as client, ThreadPoolExecutor(8) as many:
        client.get("/release")
        store.seconds = 0.2
        found = list(many.map(lambda _: client.get("/documents/zhuhai-toy").content, range(8)))
    assert len(set(found)) == 1
    assert len([one for one in asked if "d.rendition_sha256" in one]) == 1
