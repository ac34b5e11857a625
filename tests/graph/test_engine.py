"""The embedded engine's process: found, started, ended, and never in the way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from portalocker import LockFlags

from graph import engine
from graph.rows import Edge, Node, Rows
from graph.settings import Settings
from graph.store import Change, Store, open_store
from ontology.errors import QueryError, StoreError

SOURCE = "https://example.org/graph/a"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Settings]:
    """Settings of an engine of the test's own."""
    settings = Settings(data=tmp_path / "data", engine_idle_seconds=60)
    yield settings
    engine.stop(settings)


def graph(count: int, mark: str = "") -> Rows:
    nodes = tuple(Node("Measure", f"https://example.org/{i}", {"n": i, "mark": mark}) for i in range(count))
    edges = tuple(
        Edge("NEXT", str(i), "Measure", nodes[i].iri, "Measure", nodes[i + 1].iri, {"mark": mark})
        for i in range(count - 1)
    )
    return Rows(SOURCE, nodes, edges)


def child(code: str, settings: Settings) -> subprocess.Popen[str]:
    """Another process that opens the same data folder."""
    head = f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from graph.rows import Edge, Node, Rows
        from graph.settings import Settings
        from graph.store import open_store
        settings = Settings(
            data=Path({str(settings.data)!r}), engine_idle_seconds={settings.engine_idle_seconds}
        )
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(head) + textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    return output.strip()


def counts(store: Store) -> tuple[object, object]:
    ((nodes,),) = store.read("MATCH (n:Measure) RETURN count(n)").rows
    ((edges,),) = store.read("MATCH (:Measure)-[e:NEXT]->(:Measure) RETURN count(e)").rows
    return nodes, edges


def settled(store: Store) -> tuple[object, object]:
    """The counts once they stand still: two statements, and a push that may be ending between them."""
    before, now = None, counts(store)
    while now != before:
        time.sleep(0.5)
        before, now = now, counts(store)
    return now


def wait_until_free(settings: Settings, seconds: float) -> float:
    """Seconds until no engine holds the folder."""
    started = time.monotonic()
    while engine._is_locked(settings.data / "engine.lock"):
        assert time.monotonic() - started < seconds, "the engine is still there"
        time.sleep(0.1)
    return time.monotonic() - started


def test_life_of_an_engine(alone: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    with engine.connect(alone) as first:
        process = first.running.pid
        # What it keeps is for its owner alone.
        for name in ("engine.json", "engine.lock", "engine.clients", "engine/config/server-users.jsonl"):
            assert (alone.data / name).stat().st_mode & 0o777 == 0o600, name
        assert (alone.data / "engine").stat().st_mode & 0o777 == 0o700
        # One listener, on loopback; nothing outside the data folder.
        assert listeners(process) == [("127.0.0.1", first.running.port)]
        assert list(here.iterdir()) == []
        assert {path.name for path in tmp_path.iterdir()} == {"data", "here"}
        # A second client, in this process or another, finds it.
        with engine.connect(alone) as second:
            assert second.running == first.running
        again = child("with open_store(settings) as s: print(s._link.engine.running.pid)", alone)
        assert finish(again) == str(process)
        # A second engine does not start.
        rival = subprocess.run(
            [sys.executable, "-m", "graph.engine", str(alone.data)], cwd=ROOT, capture_output=True, check=False
        )
        assert rival.returncode == engine.LOCKED
    assert engine.stop(alone) is True
    assert engine.stop(alone) is False
    assert not (alone.data / "engine.json").exists()
    assert "ArcadeDB Server is down" in (alone.data / "engine/log/arcadedb.log.0").read_text(encoding="utf-8")


def listeners(process: int) -> list[tuple[str, int]]:
    """Addresses on which a process listens, where the system tells (Linux)."""
    if not Path("/proc/self/net/tcp").exists():
        pytest.skip("no /proc here")
    inodes = set()
    for file in Path(f"/proc/{process}/fd").iterdir():
        try:
            inodes.add(str(file.readlink()))
        except FileNotFoundError:
            continue
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                address, port = fields[1].split(":")
                raw = bytes.fromhex(address)
                host = socket.inet_ntoa(raw[-4:][::-1])
                assert len(raw) == 4 or raw[:12] == bytes.fromhex("0000000000000000ffff0000"), address
                found.append((host, int(port, 16)))
    return found


def test_idle_engine_stops_and_the_next_client_starts_another(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", engine_idle_seconds=1)
    with open_store(settings) as store:
        store.push(graph(3))
        time.sleep(2)
        assert engine._is_locked(settings.data / "engine.lock"), "stopped although a client was connected"
        assert counts(store) == (3, 2)
    assert wait_until_free(settings, 10) > 0.5
    # A client that was killed holds nothing back either.
    client = child("with open_store(settings) as s: print(s.sources(), flush=True); input()", settings)
    assert client.stdout is not None
    assert SOURCE in client.stdout.readline()
    client.kill()
    client.communicate()
    wait_until_free(settings, 10)


def test_two_processes_at_once_share_one_engine(alone: Settings) -> None:
    # What a power cut left, with somebody else now on that port, is not believed.
    alone.data.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
    engine._write(alone.data, engine.Running(os.getpid(), "2020-01-01T00:00:00+00:00", port, "root", "reader"))
    assert engine.stop(alone) is False
    clients = [child("with open_store(settings) as s: print(s._link.engine.running.pid)", alone) for _ in range(2)]
    processes = {finish(client) for client in clients}
    assert len(processes) == 1
    assert processes != {str(os.getpid())}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pid": 1}', b'{"surprise": true}'])
def test_broken_description_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "engine.json").write_bytes(content)
    assert engine._read(tmp_path) is None


def test_engine_that_does_not_answer_is_named(embedded_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_ANSWER_SECONDS", 0.3)
    impatient = embedded_settings.model_copy(update={"engine_start_seconds": 0.5})
    with engine.connect(embedded_settings) as stuck:
        process = stuck.running.pid
        os.kill(process, signal.SIGSTOP)
        try:
            with pytest.raises(StoreError) as caught:
                engine.connect(impatient)
        finally:
            os.kill(process, signal.SIGCONT)
    assert str(process) in str(caught.value)
    assert str(embedded_settings.data) in str(caught.value)
    assert "nothing that was stored is lost" in str(caught.value)


def test_lock_held_by_something_else_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    file = engine._open(data / "engine.lock")
    assert engine._lock(file, LockFlags.EXCLUSIVE, 0)
    with pytest.raises(StoreError, match="another process"):
        engine.connect(Settings(data=data, engine_start_seconds=0.3))
    os.close(file)


def test_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "engine").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="cannot be used"):
        engine.connect(Settings(data=tmp_path))
    bad = Settings(data=tmp_path / "data", engine_heap="1k")
    with pytest.raises(StoreError, match="did not start"):
        engine.connect(bad)


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        engine.connect(Settings(data=tmp_path / "file" / "data"))


PUSH = """
    nodes = tuple(Node("Measure", f"https://example.org/{i}", {"n": i, "mark": "new"}) for i in range(2000))
    edges = tuple(
        Edge("NEXT", str(i), "Measure", nodes[i].iri, "Measure", nodes[i + 1].iri, {"mark": "new"})
        for i in range(len(nodes) - 1)
    )
    with open_store(settings) as store:
        print("go", flush=True)
        print(store.push(Rows("https://example.org/graph/a", nodes, edges)))
"""


@pytest.mark.parametrize("delay", [0.2, 0.6])
def test_client_killed_during_a_push_leaves_the_old_graph_or_the_new(embedded: Store, delay: float) -> None:
    embedded.push(graph(10))
    client = child(PUSH, embedded._settings)
    assert client.stdout is not None
    assert client.stdout.readline() == "go\n"
    time.sleep(delay)
    client.kill()
    client.communicate()
    assert settled(embedded) in {(10, 9), (2000, 1999)}
    embedded.push(graph(2000, "new"))
    assert counts(embedded) == (2000, 1999)
    assert embedded.push(graph(2000, "new")) == Change()


def test_engine_killed_during_a_push_loses_and_doubles_nothing(embedded: Store) -> None:
    embedded.push(graph(10))
    client = child(PUSH, embedded._settings)
    assert client.stdout is not None
    assert client.stdout.readline() == "go\n"
    time.sleep(0.4)
    held = embedded._link.engine
    assert held is not None
    os.kill(held.running.pid, signal.SIGKILL)
    assert "Change(" in finish(client), "the client did not go on with a new engine"
    assert counts(embedded) == (2000, 1999)
    assert embedded.push(graph(2000, "new")) == Change()
    assert engine._read(held.data) != held.running


def test_client_goes_on_after_the_engine_was_stopped(embedded: Store) -> None:
    embedded.push(graph(5))
    assert engine.stop(embedded._settings)
    assert counts(embedded) == (5, 4)


def test_query_that_heeds_nothing_ends_with_its_engine(embedded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded.push(graph(5))
    monkeypatch.setattr("graph.bolt.watch._terminate", lambda *_: None)
    monkeypatch.setattr("graph.bolt.watch._GRACE_SECONDS", 0.5)
    before = engine._read(embedded._settings.data)
    with pytest.raises(QueryError, match=r"ran over 0\.5 seconds"):
        embedded.read("UNWIND range(1, 8000) AS a UNWIND range(1, 8000) AS b RETURN count(*)", timeout=0.5)
    assert engine._read(embedded._settings.data) not in {before, None}
    assert counts(embedded) == (5, 4)


def test_engine_reads_no_files_and_no_network(embedded: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        port = server.getsockname()[1]
        for address in ("file:///etc/hostname", "/etc/hostname", f"http://127.0.0.1:{port}/x"):
            for driver in ("reader", "writer"):
                cypher = "LOAD CSV FROM $address AS line RETURN line"
                link = embedded._link
                with (
                    link.session(getattr(link, driver), "WRITE") as session,
                    pytest.raises(Exception, match=r"disabled|not allowed|denied"),
                ):
                    session.run(cypher, address=address).consume()
        with pytest.raises(TimeoutError):
            server.accept()


def test_reader_cannot_be_turned_into_a_writer(embedded: Store) -> None:
    for cypher in ("SHOW USERS", "ALTER USER reader SET PASSWORD 'long-enough-1'", "DROP USER reader"):
        with pytest.raises(QueryError):
            embedded.read(cypher)


def test_reason_that_only_the_engines_log_gives_is_found(embedded: Store) -> None:
    """ArcadeDB keeps labels and types in one list, and says of a clash only that the statement failed."""
    ends = ("Clash", "https://example.org/1", "Clash", "https://example.org/1")
    with pytest.raises(StoreError, match=r"'Clash' is not an edge type") as caught:
        embedded.push(Rows(SOURCE, (Node("Clash", ends[1], {}),), (Edge("Clash", "k", *ends, {}),)))
    assert "UNWIND" not in str(caught.value)
    held = embedded._link.engine
    assert held is not None
    assert held.cause("no such message") is None


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert engine.main([]) == 2
    assert "usage" in capsys.readouterr().err
