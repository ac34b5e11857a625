"""The embedded engine: ArcadeDB in a process of its own, for a machine with nothing installed.

What lies in the data folder:

    engine.lock      locked by the engine for as long as it lives: one engine a folder
    engine.clients   locked (shared) by every client for as long as it is connected
    engine.start     locked by the one client that is starting an engine
    engine.json      process, port and passwords of the running engine (mode 600)
    engine/          what the engine itself writes: databases, configuration, logs

All three locks belong to open files, so the system releases them however a process ends.
The engine stops by itself when nobody has been connected for a while. `python -m graph.engine DIR` runs one.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

import orjson
import portalocker
from portalocker import LockFlags
from portalocker.exceptions import AlreadyLocked

from ontology.errors import StoreError

if TYPE_CHECKING:
    from graph.settings import Settings

DATABASE = "reformgraph"
LOCKED = 75  # exit status: another engine holds the folder
HOST = "127.0.0.1"

#: Seconds that one attempt to talk to an engine may take before the engine counts as not answering.
_ANSWER_SECONDS = 5.0
_POLL_SECONDS = 0.05
_ATTEMPTS = 3
_LOG_BYTES = 1_000_000
_TAIL_BYTES = 100_000
_START_OF_MESSAGE = 100
_NEXT_ENTRY = re.compile(r"\n\d{4}-\d\d-\d\d ")
_JVM = (
    "-Xrs",  # SIGTERM is ours: it stops the engine cleanly
    "-XX:+ExitOnOutOfMemoryError",  # a dead engine is started again, a half-dead one is not
    "-Dfile.encoding=UTF-8",
    "-Darcadedb.txWalFlush=2",  # what is acknowledged survives a power cut
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
    "-Darcadedb.polyglotEngineEnabled=false",
    "-Darcadedb.serverMetrics=false",
    "-Darcadedb.server.healthCheck.enabled=false",
    "-Darcadedb.support.autoRegister=false",
    "-Darcadedb.server.saltIterations=1000",  # the passwords are 256 random bits, not words
    "-Darcadedb.bolt.maxMessageSize=268435456",  # the manifest of a large graph is one message
    "-Darcadedb.bolt.packstream.maxValueLength=268435456",
    "-Darcadedb.bolt.packstream.maxElements=16777216",
)
_LOGGING = """\
handlers = java.util.logging.FileHandler
.level = INFO
io.undertow.level = WARNING
org.xnio.level = WARNING
org.jboss.level = WARNING
java.util.logging.FileHandler.level = INFO
java.util.logging.FileHandler.pattern = log/arcadedb.log
java.util.logging.FileHandler.formatter = com.arcadedb.log.LogFormatter
java.util.logging.FileHandler.limit = 5000000
java.util.logging.FileHandler.count = 2
"""
_WRITER = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_ADMIN = ["updateSecurity", "updateSchema", "updateDatabaseSettings"]

_children: list[subprocess.Popen[bytes]] = []  # engines that this process started, to be reaped


@dataclass(frozen=True)
class Running:
    """How to reach a running engine. `port` is None while it starts; `started` is UTC, ISO 8601."""

    pid: int
    started: str
    port: int | None = None
    root: str = ""
    reader: str = ""

    @property
    def address(self) -> str:
        """The Bolt address."""
        return f"bolt://{HOST}:{self.port}"


class Engine:
    """A client's hold on a running engine, which stays up for at least as long as this is open."""

    def __init__(self, data: Path, running: Running, clients: int) -> None:
        self.data = data
        self.running = running
        self._clients: int | None = clients

    def kill(self) -> None:
        """End the engine's process at once; what was committed stays. Nothing happens if it is gone already.

        For an engine that is beside itself. The next `connect` starts another.
        """
        if _read(self.data) == self.running and _is_locked(self.data / "engine.lock"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.running.pid, signal.SIGKILL)

    def cause(self, message: str) -> str | None:
        """Return the reason that the engine's log gives for an error of this message. None: it gives none."""
        log = self.data / "engine" / "log" / "arcadedb.log.0"
        with contextlib.suppress(OSError), log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            tail = stream.read().decode("utf-8", errors="replace")
            _, found, entry = tail.rpartition(message[:_START_OF_MESSAGE])
            causes = re.findall(r"^Caused by: [\w.$]+: (.+)$", _NEXT_ENTRY.split(entry)[0], re.MULTILINE)
            if found and causes:
                return str(causes[-1])
        return None

    def close(self) -> None:
        """Let go of the engine; it stops by itself when the last client has."""
        if self._clients is not None:
            _touch(self._clients)
            os.close(self._clients)
            self._clients = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(settings: Settings) -> Engine:
    """Find the engine of the data folder, or start one, and wait until it answers.

    Raises StoreError when there is none after `engine_start_seconds`, naming the folder, the process that
    holds it, and what to do.
    """
    data = settings.data.absolute()
    deadline = time.monotonic() + settings.engine_start_seconds
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        clients = _open(data / "engine.clients")
    except OSError as error:
        raise StoreError(f"The data folder {data} cannot be written: {error.strerror or error}.") from error
    try:
        # An engine that is stopping for want of clients holds this lock until it is down.
        if not _lock(clients, LockFlags.SHARED, deadline):
            raise StoreError(_stuck(data, settings))
        _touch(clients)
        running = _answering(data) or _start(data, settings, deadline)
    except OSError as error:
        os.close(clients)
        raise StoreError(f"The data folder {data} cannot be used: {error}.") from error
    except BaseException:
        os.close(clients)
        raise
    return Engine(data, running, clients)


def stop(settings: Settings) -> bool:
    """Ask the running engine of the data folder to stop, and wait until it has. False: none was running.

    Raises StoreError when it is still there after `engine_start_seconds`.
    """
    data = settings.data.absolute()
    lock = data / "engine.lock"
    deadline = time.monotonic() + settings.engine_start_seconds
    running = _read(data)
    if running is None or not _is_locked(lock):
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(running.pid, signal.SIGTERM)
    while _is_locked(lock):
        _reap()
        if time.monotonic() >= deadline:
            raise StoreError(_stuck(data, settings))
        time.sleep(_POLL_SECONDS)
    _reap()
    return True


# The client's side, private


def _start(data: Path, settings: Settings, deadline: float) -> Running:
    """Start an engine, or wait for the one that another process is starting."""
    starting = _open(data / "engine.start")
    child: subprocess.Popen[bytes] | None = None
    attempts = 0
    try:
        if not _lock(starting, LockFlags.EXCLUSIVE, deadline):
            raise StoreError(_stuck(data, settings))
        while True:
            running = _answering(data)
            if running is not None:
                return running
            if time.monotonic() >= deadline:
                raise StoreError(_stuck(data, settings))
            if (child is None or child.poll() is not None) and not _is_locked(data / "engine.lock"):
                if attempts == _ATTEMPTS:
                    raise StoreError(_failed(data))
                child = _spawn(data, settings)
                attempts += 1
            time.sleep(_POLL_SECONDS)
    finally:
        os.close(starting)


def _spawn(data: Path, settings: Settings) -> subprocess.Popen[bytes]:
    _reap()
    home = data / "engine"
    home.mkdir(mode=0o700, exist_ok=True)
    # The child must find this very package, whatever the working directory holds (hence -P).
    paths = [str(Path(__file__).absolute().parent.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    environment.pop("REFORMGRAPH_PASSWORD", None)
    words = [str(data), settings.engine_heap, str(settings.engine_idle_seconds)]
    log = os.open(home / "engine.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if os.fstat(log).st_size >= _LOG_BYTES:
            os.ftruncate(log, 0)
        child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-P", "-m", "graph.engine", *words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            env=environment,
            start_new_session=True,
        )
    finally:
        os.close(log)
    _children.append(child)
    return child


def _reap() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


def _answering(data: Path) -> Running | None:
    """Return the engine that engine.json names, if it answers with the password written there."""
    running = _read(data)
    if running is None or running.port is None:
        return None
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    with (
        contextlib.suppress(OSError),
        socket.create_connection((HOST, running.port), _ANSWER_SECONDS) as probe,
    ):
        # The driver waits without end for a process that is stopped but listens, so ask by hand first.
        probe.settimeout(_ANSWER_SECONDS)
        probe.sendall(bytes.fromhex("6060b017 00000404 00000304 00000004 00000000"))
        if len(probe.recv(4)) != 4:
            return None
        driver = GraphDatabase.driver(
            running.address,
            auth=("reader", running.reader),
            connection_timeout=_ANSWER_SECONDS,
            connection_acquisition_timeout=_ANSWER_SECONDS,
        )
        with driver, contextlib.suppress(DriverError, Neo4jError):
            driver.verify_connectivity()
            return running
    return None


def _stuck(data: Path, settings: Settings) -> str:
    running = _read(data)
    who = "another process" if running is None else f"process {running.pid}"
    end = "end that process" if running is None else f"end it (kill {running.pid})"
    return (
        f"The graph engine of {data} ({who}) holds the folder but has not answered for "
        f"{settings.engine_start_seconds:g} seconds. Wait a little and try again; if it stays so, {end} and "
        f"try again: nothing that was stored is lost. Its log is in {data / 'engine'}."
    )


def _failed(data: Path) -> str:
    log = data / "engine" / "engine.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    last = next((line.strip() for line in reversed(lines) if line.strip()), "it left no word")
    return f"The graph engine of {data} did not start: {last}. Its log is {log}."


# Files and locks, both sides


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _touch(file: int) -> None:
    os.utime(file)


def _lock(file: int, kind: LockFlags, deadline: float) -> bool:
    """Take a lock, trying until the deadline; at least one attempt is made."""
    while True:
        try:
            portalocker.lock(file, kind | LockFlags.NON_BLOCKING)
        except AlreadyLocked:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECONDS)
        else:
            return True


def _is_locked(path: Path) -> bool:
    """Whether somebody holds the exclusive lock. Asking takes it for a moment; engines allow for that."""
    if not path.exists():
        return False
    file = _open(path)
    try:
        return not _lock(file, LockFlags.SHARED, 0)
    finally:
        os.close(file)


def _read(data: Path) -> Running | None:
    """Return what engine.json says. None: there is none, or it is not ours to understand."""
    try:
        return Running(**orjson.loads((data / "engine.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _write(data: Path, running: Running) -> None:
    """Write engine.json in one step, readable by its owner alone from the first byte."""
    fresh = data / f"engine.json.{os.getpid()}"
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(orjson.dumps(asdict(running)))
    fresh.replace(data / "engine.json")


# The engine's side


def main(arguments: list[str]) -> int:
    """Run the engine of a data folder until it is told to stop or nobody needs it. Returns the exit status.

    Arguments: DIR [HEAP IDLE_SECONDS]; the last two are those of the settings if left out.
    """
    if len(arguments) == 1:
        from graph.settings import Settings

        settings = Settings()
        heap, idle_seconds = settings.engine_heap, settings.engine_idle_seconds
    elif len(arguments) == 3:  # this way the child needs no settings, whose import takes 0.4 s
        heap, idle_seconds = arguments[1], float(arguments[2])
    else:
        sys.stderr.write("usage: python -m graph.engine DIR [HEAP IDLE_SECONDS]\n")
        return 2
    os.umask(0o077)
    data = Path(arguments[0]).absolute()
    home = data / "engine"
    home.mkdir(parents=True, exist_ok=True)
    lock = _open(data / "engine.lock")
    # A client that asks whether the folder is held holds it itself for a moment: try for a second.
    if not _lock(lock, LockFlags.EXCLUSIVE, time.monotonic() + 1):
        return LOCKED
    running = Running(os.getpid(), datetime.now(UTC).isoformat())
    _write(data, running)
    os.chdir(home)  # ArcadeDB writes its log beside its feet
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        del number, frame
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, tell)
    with _serving(home, heap, running) as ready:
        _write(data, ready)
        _wait(data, lock, told, idle_seconds)
        (data / "engine.json").unlink(missing_ok=True)
    return 0


@contextlib.contextmanager
def _serving(home: Path, heap: str, running: Running) -> Iterator[Running]:
    """ArcadeDB with nothing but a Bolt listener on a loopback port, and two users with new passwords."""
    root, reader = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    configuration = home / "config"
    configuration.mkdir(exist_ok=True)
    (configuration / "server-groups.json").write_bytes(orjson.dumps(_groups()))
    (configuration / "server-users.jsonl").unlink(missing_ok=True)
    logging = configuration / "logging.properties"
    logging.write_text(_LOGGING, encoding="ascii")
    (home / "log").mkdir(exist_ok=True)
    for old in (home / "log").glob("server-event-log-*"):  # ArcadeDB makes one a start
        old.unlink()

    from arcadedb_embedded import create_server
    from arcadedb_embedded.jvm import start_jvm

    start_jvm(heap, jvm_args=[*_JVM, f"-Djava.util.logging.config.file={logging}"])
    bolt, http = _free_ports(2)
    server = create_server(
        str(home),
        root,
        {
            # "production" would hide the reason of every error from the client; what else it sets is in _JVM.
            "mode": "development",
            "host": HOST,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_host": HOST,
            "bolt_port": bolt,
            "http_port": http,
        },
    )
    server.start()
    try:
        # Bolt is all that is needed. The HTTP listener cannot be left out, but it can be closed.
        server._java_server.getHttpServer().stopService()
        server.create_database(DATABASE)
        _add_reader(server, reader)
        yield Running(running.pid, running.started, bolt, root, reader)
    finally:
        server.stop()


def _groups() -> dict[str, Any]:
    def group(access: list[str], records: list[str]) -> dict[str, Any]:
        return {
            "resultSetLimit": -1,
            "readTimeout": -1,
            "access": access,
            "types": {"*": {"access": records}},
        }

    groups = {"admin": group(_ADMIN, _WRITER), "reader": group([], ["readRecord"]), "*": group([], [])}
    return {"databases": {"*": {"groups": groups}}, "version": 2}


def _add_reader(server: Any, password: str) -> None:
    import jpype  # type: ignore[import-untyped, unused-ignore]

    security = server._java_server.getSecurity()
    user = {
        "name": "reader",
        "password": str(security.encodePassword(password)),
        "databases": {DATABASE: ["reader"]},
    }
    json = jpype.JClass("com.arcadedb.serializer.json.JSONObject")
    security.createUser(json(orjson.dumps(user).decode()))


def _free_ports(count: int) -> list[int]:
    """Free loopback ports, all different."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((HOST, 0))
        return [one.getsockname()[1] for one in sockets]


def _wait(data: Path, lock: int, told: threading.Event, idle_seconds: float) -> None:
    """Return when told to stop, when the folder is gone, or when nobody has been connected for so long.

    In the last case the clients' lock is kept: a client that comes now waits until the engine is down.
    """
    clients = _open(data / "engine.clients")
    last = time.time()
    while not told.wait(min(1.0, idle_seconds / 4)):
        try:
            here = os.path.samestat(os.stat(data / "engine.lock"), os.fstat(lock))  # noqa: PTH116 - beside fstat
            last = max(last, os.fstat(clients).st_mtime)
        except OSError:
            return
        if not here:
            return
        if not _lock(clients, LockFlags.EXCLUSIVE, 0):
            last = time.time()
        elif time.time() - last >= idle_seconds:
            return
        else:
            portalocker.unlock(clients)


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    except Exception:
        # Without this the Java machine's own threads would keep a failed process, and its lock, alive.
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # Everything is closed and written; taking the Java machine apart piece by piece would only take time.
    os._exit(status)
