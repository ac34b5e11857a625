"""The store killed and restarted under load: no wrong answer, and right ones again without a restart of the server."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from graph import engine
from graph.settings import Settings
from graph.store import open_store
from tests.conftest import clear
from tests.toy import push_toy

CLIENTS = 16
SOON_SECONDS = 6
"""From the store's return on; a queue of questions that waited for it is worked off meanwhile."""
HELD = (
    "/measures/zhuhai-toy/1-1",
    "/measures/zhuhai-toy/1-1/ancestors?depth=4",
    "/measures/zhuhai-toy/1-2/lineage",
    "/release",
)
"""Asked again and again, so that answers come from memory too; pages of the list, each another, do not."""
RUN = Path(__file__).parents[1] / "neo4j" / "run"


@dataclass
class Load:
    """Clients that ask without end, and what they were answered: when, with which status."""

    base: str
    right: dict[str, Any]
    answers: list[tuple[float, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def ask(self, over: threading.Event, seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(base_url=self.base, timeout=60) as client:
            while not over.is_set():
                path = self._path(chance)
                try:
                    answer = client.get(path)
                except httpx.HTTPError as error:
                    self.wrong.append(f"{path}: {error!r}")
                    time.sleep(0.1)
                    continue
                self.answers.append((time.monotonic(), answer.status_code))
                if answer.status_code == 503:
                    problem = answer.json()
                    told = (answer.headers["content-type"], answer.headers["retry-after"], problem["code"])
                    if told[:2] != ("application/problem+json", "5") or "unavailable" not in told[2]:
                        self.wrong.append(f"{path}: {told}")
                    time.sleep(0.1)
                elif answer.status_code != 200 or not self._is_right(path, answer.content):
                    self.wrong.append(f"{path}: {answer.status_code} {answer.text[:200]}")

    def _path(self, chance: random.Random) -> str:
        if chance.random() < 0.3:
            return chance.choice(HELD)
        return f"/measures?limit={chance.randint(1, 200)}&offset={chance.randint(0, 12)}"

    def _is_right(self, path: str, body: bytes) -> bool:
        found = orjson.loads(body)
        if path in self.right:
            return bool(found == self.right[path])
        limit, offset = (int(part.partition("=")[2]) for part in path.partition("?")[2].split("&"))
        every = self.right["/measures"]["items"]
        return bool((found["total"], found["items"]) == (len(every), every[offset : offset + limit]))


def outage(server: str, crash: Callable[[], None]) -> Load:
    """Loads the server, has the store crash and come back, and goes on until some seconds of answers are right."""
    right = {path: httpx.get(server + path, timeout=30).raise_for_status().json() for path in (*HELD, "/measures")}
    load, over = Load(server, right), threading.Event()
    clients = [threading.Thread(target=load.ask, args=(over, seed)) for seed in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        begun = time.monotonic()
        while len(load.answers) < 10 * CLIENTS and time.monotonic() < begun + 30:
            time.sleep(0.05)
        before, went = len(load.answers), time.monotonic()
        crash()
        back = time.monotonic()
        time.sleep(SOON_SECONDS)
    finally:
        over.set()
        for client in clients:
            client.join()
    bad = [at for at, status in load.answers if status != 200]
    good = [at for at, status in load.answers if status == 200 and at > max(bad, default=went)]
    late = f"{max(bad, default=back) - back:+.1f} s" if bad else "none"
    told = f"down {back - went:.1f} s, {len(bad)} times 503, the last {late} after, {len(load.answers)} answers"
    assert load.wrong == []
    assert before >= 10 * CLIENTS
    assert all(went < at < back + SOON_SECONDS / 2 for at in bad), told
    assert len(good) > CLIENTS, told
    return load


def test_the_embedded_engine_killed_under_load(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with open_store(settings) as store:
        push_toy(store)

        def crash() -> None:
            link = store._link
            assert link.engine is not None
            os.kill(link.engine.running.pid, signal.SIGKILL)
            store.read("RETURN 1")  # the server starts it again, or this does: whoever comes first

        try:
            with served(settings) as server:
                outage(server, crash)
        finally:
            store.close()
            engine.stop(settings)


@pytest.mark.neo4j
def test_a_neo4j_killed_and_restarted_under_load(neo4j_settings: Settings) -> None:
    folder = os.environ.get("REFORMGRAPH_TEST_NEO4J_FOLDER")
    if folder is None:
        pytest.skip("REFORMGRAPH_TEST_NEO4J_FOLDER is unset")

    def crash() -> None:
        subprocess.run([RUN, "crash", folder], check=True, capture_output=True)

    with open_store(neo4j_settings) as store:
        clear(store)
        push_toy(store)
    with served(neo4j_settings) as server:
        load = outage(server, crash)
    assert any(status == 503 for _, status in load.answers)


@contextlib.contextmanager
def served(settings: Settings) -> Iterator[str]:
    """A server process; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = dict(os.environ)
    if settings.store is not None:
        assert settings.password is not None
        environment |= {
            "REFORMGRAPH_STORE": settings.store,
            "REFORMGRAPH_PASSWORD": settings.password.get_secret_value(),
        }
    command = [sys.executable, "-m", "reformgraph", "serve", "--port", str(port), "--data", str(settings.data)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{base}/health/ready").status_code == 200:
                    break
            time.sleep(0.1)
        yield base
        assert server.poll() is None
    finally:
        server.terminate()
        server.wait(30)
