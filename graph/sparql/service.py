"""SPARQL 1.1 over a release: asking it, and keeping the process that answers."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from graph.release import Release
from graph.sparql.server import FORMATS, GRAPH_FORMATS, exactly, receive, send
from graph.sparql.words import read_words
from ontology.errors import BadQueryError, QueryError, QueryTimeoutError, StoreError
from ontology.identifiers import graph_iri

if TYPE_CHECKING:
    from graph.settings import Settings

N_TRIPLES = "application/n-triples"
N_QUADS = "application/n-quads"
Value = str | int | float | bool | Sequence[str] | None
_GRACE_SECONDS = 1.0
_START_SECONDS = 600.0

Source = tuple[Path, str, str | None]
"""A file, its media type, and the graph that its triples belong to; None where the file says it."""


@dataclass(frozen=True)
class Limits:
    """What one query may take."""

    seconds: float = 30.0
    rows: int = 100_000
    megabytes: int = 1_000
    """Memory on top of what the release takes."""
    at_once: int = os.cpu_count() or 1
    """Queries that run at one time; others wait, at most as long as they might run."""


@dataclass(frozen=True)
class SparqlResult:
    """An answer. `kind` is `bindings`, `boolean` or `triples`; `truncated` where the limit left rows out."""

    kind: str
    format: str
    body: bytes
    rows: int
    truncated: bool

    @property
    def media_type(self) -> str:
        """With the character set, where the type has one."""
        return str((GRAPH_FORMATS if self.kind == "triples" else FORMATS)[self.format].media_type)


class Sparql:
    """Answers queries over the files that `sources` lists; may be shared by threads. Close it after use.

    The default graph is the union of all named graphs. The files are read when the first query comes, and again
    when one of them has changed since.
    """

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self._folder = folder
        self.limits = limits or Limits()
        self._guard = threading.Lock()
        self._places = threading.BoundedSemaphore(self.limits.at_once)
        self._holder: _Holder | None = None

    def close(self) -> None:
        """Let go of the process; a query that runs still ends at its time."""
        with self._guard:
            if self._holder is not None:
                self._holder.close()
                self._holder = None

    def __enter__(self) -> Sparql:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        results: str = "json",
        graphs: str = "turtle",
        seconds: float | None = None,
        rows: int | None = None,
        parameters: Mapping[str, Value] | None = None,
    ) -> SparqlResult:
        """Answer one query, at most for so many seconds and with so many rows (None: the limits given before).

        `default_graphs` and `named_graphs` take the place of what the query says by FROM. `results` and `graphs`
        are the forms that SELECT and ASK, and CONSTRUCT and DESCRIBE, are written in. `parameters` are data beside
        the query, never part of its text: each value of the parameter `id` is there as `param:id rdf:value …`, for
        this one query, where `param:` is PARAMETER; None gives no value.

        Raises `BadQueryError` for a malformed query, an update, SERVICE, or a graph that the release does not hold;
        `QueryTimeoutError` where the time or the place ran out; `QueryError` where the query failed or took too
        much memory; `StoreError` where the release cannot be read.
        """
        words = read_words(text)
        seconds = self.limits.seconds if seconds is None else seconds
        holder = self._holding()
        _refuse_unknown((*words.graphs, *default_graphs, *named_graphs), holder.graphs)
        chosen = bool(default_graphs or named_graphs)
        request = {
            "query": text,
            "union": not chosen and not words.has_dataset,
            "default_graphs": [*default_graphs] if chosen else None,
            "named_graphs": [*named_graphs] if chosen else None,
            "results": results,
            "graphs": graphs,
            "parameters": [[name, one] for name, value in (parameters or {}).items() for one in _values(value)],
            "seconds": seconds,
            "rows": self.limits.rows if rows is None else rows,
            "megabytes": self.limits.megabytes,
        }
        if not self._places.acquire(timeout=seconds):
            raise QueryTimeoutError(f"{self.limits.at_once} queries were running for {seconds:g} seconds; try again.")
        try:
            return _asked(self._connected(holder), request, seconds)
        finally:
            self._places.release()

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return self._holding().graphs

    def _connected(self, holder: _Holder) -> socket.socket:
        try:
            return holder.connect()
        except OSError:  # another thread found that the release has changed, or the process was ended
            try:
                return self._holding().connect()
            except OSError as error:
                raise StoreError("The process that answers SPARQL is gone; ask again.") from error

    def _holding(self) -> _Holder:
        """The process that holds the files as they are now."""
        sources = dataset(self._folder)
        stamp = _stamp(sources)
        with self._guard:
            holder = self._holder
            if holder is None or holder.stamp != stamp or not holder.is_alive():
                if holder is not None:
                    holder.close()
                self._holder = None  # where the next line fails
                self._holder = holder = _Holder(sources, stamp)
            return holder


def dataset(folder: Path) -> tuple[Source, ...]:
    """The files to be asked in a folder: a published release's, or the data folder's own."""
    published = folder / "data.nq"
    if published.exists():
        return ((published, N_QUADS, None),)
    release = Release(folder)
    return tuple((release.path(name), N_TRIPLES, str(graph_iri(name))) for name in release.names())


def open_sparql(settings: Settings) -> Sparql:
    """SPARQL over the data folder's own release, with the limits of the settings; nothing is read yet."""
    limits = Limits(settings.sparql_seconds, settings.sparql_rows, settings.sparql_megabytes)
    return Sparql(settings.data / "release", limits)


class _Holder:
    """The process that holds the triples; see graph.sparql.server."""

    def __init__(self, sources: Sequence[Source], stamp: object) -> None:
        self.stamp = stamp
        self._control, theirs = socket.socketpair()
        # The child must find this very package, whatever the working directory holds (hence -P).
        paths = [str(Path(__file__).absolute().parents[2]), os.environ.get("PYTHONPATH", "")]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        environment.pop("REFORMGRAPH_PASSWORD", None)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, "-P", "-m", "graph.sparql.server", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # Ctrl-C is for the one who asks
            )
        self._control.settimeout(_START_SECONDS)
        try:
            send(self._control, [[str(path.absolute()), media, graph] for path, media, graph in sources])
            said = receive(self._control)
        except (EOFError, OSError) as error:
            self.close()
            raise StoreError(
                "The process that answers SPARQL did not start; see that there is memory for it."
            ) from error
        if "error" in said:
            self.close()
            raise StoreError(f"The release cannot be read: {said['error']}")
        self.graphs: tuple[str, ...] = tuple(said["graphs"])
        self._guard = threading.Lock()

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def connect(self) -> socket.socket:
        """A socket to a process that will answer one query. Raises `OSError` where the holder is gone."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._guard:
                socket.send_fds(self._control, [b"q"], [theirs.fileno()])
        except OSError:
            ours.close()
            raise
        return ours

    def close(self) -> None:
        """End it; queries that run end at their own time."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()


def _values(value: Value) -> Sequence[object]:
    if value is None:
        return ()
    return [value] if isinstance(value, str | int | float) else value


def _stamp(sources: Sequence[Source]) -> tuple[object, ...]:
    try:
        found = [(path, graph, path.stat()) for path, _, graph in sources]
    except OSError as error:
        raise StoreError(f"The release cannot be read: {error}") from error
    return tuple((path, graph, stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, graph, stat in found)


def _refuse_unknown(graphs: Sequence[str], held: Sequence[str]) -> None:
    unknown = [one for one in graphs if one not in held]
    if unknown:
        raise BadQueryError(
            f"The release holds no graph <{unknown[0]}>, and none is fetched. It holds: {' '.join(held) or 'nothing'}."
        )


def _asked(stream: socket.socket, request: object, seconds: float) -> SparqlResult:
    started = time.monotonic()
    with stream:
        stream.settimeout(seconds + _GRACE_SECONDS)
        try:
            send(stream, request)
            head = receive(stream)
            body = exactly(stream, head.get("length", 0))
        except (EOFError, OSError) as error:
            if time.monotonic() - started >= 0.95 * seconds:
                raise QueryTimeoutError(
                    f"The query ran over {seconds:g} seconds and was ended. Ask for less."
                ) from error
            raise QueryError(
                "The query was ended: it took more memory than one query may, or was nested too deeply."
            ) from error
    if "malformed" in head:
        raise BadQueryError(f"The query cannot be understood: {head['malformed']}")
    if "failed" in head:
        raise QueryError(f"The query failed: {head['failed']}")
    return SparqlResult(head["kind"], head["format"], body, head["rows"], head["truncated"])
