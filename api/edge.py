"""What every request and every answer passes: a request id, safe headers, limits, one line of log, metrics."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Mapping

import anyio
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import RETRY_AFTER_SECONDS, of_http, problem_response

LOG = logging.getLogger("reformgraph.api")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Metrics:
    """Counts of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "reformgraph_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "reformgraph_request_seconds", "Seconds until an answer was whole.", ("route",), registry=self.registry
        )
        self.kept = Counter("reformgraph_kept_answers", "Answers given from memory.", registry=self.registry)
        self.busy = Gauge("reformgraph_requests_in_progress", "Requests being answered.", registry=self.registry)
        self._lines: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        line = self._lines.get((method, route, status))
        if line is None:
            line = self.requests.labels(method, route, status), self.seconds.labels(route)
            self._lines[method, route, status] = line
        line[0].inc()
        line[1].observe(seconds)


class TimeMiddleware:
    """Answers 503 where no answer has begun in `seconds`; what has begun may take as long as its reader does."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self.app = app
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun, limit.deadline = True, float("inf")
            await send(message)

        with anyio.CancelScope(deadline=anyio.current_time() + self.seconds) as limit:
            await self.app(scope, receive, noticed)
        if limit.cancelled_caught and not begun:
            kind = of_http(503, {"Retry-After": str(RETRY_AFTER_SECONDS)})
            said = f"No answer was ready after {self.seconds:g} seconds. Ask for less."
            await problem_response(kind, said, scope["path"])(scope, receive, send)


class EdgeMiddleware:
    """The outermost layer. Nothing that a request brings stands in the log but method, path and key id."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str], metrics: Metrics, largest: int) -> None:
        self.app = app
        self.headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self.metrics = metrics
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        identifier = asked if _ID.fullmatch(asked) else uuid.uuid4().hex
        scope["request_id"] = identifier
        started, status = time.perf_counter(), 500

        async def dress(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                there = {name for name, _ in message["headers"]}
                more = [one for one in self.headers if one[0] not in there]
                more.append((b"x-request-id", identifier.encode()))
                message = {**message, "headers": [*message["headers"], *more, *_notes(scope)]}
            await send(message)

        self.metrics.busy.inc()
        try:
            await self.app(scope, self._measured(scope, receive), dress)
        except _TooLargeError as error:
            await problem_response(of_http(413), error.detail, scope["path"])(scope, receive, dress)
        finally:
            self.metrics.busy.dec()
            self._say(scope, status, time.perf_counter() - started)

    def _measured(self, scope: Scope, receive: Receive) -> Receive:
        if scope["method"] in ("GET", "HEAD"):
            return receive
        told = Headers(scope=scope).get("content-length", "0")
        if told.isdecimal() and int(told) > self.largest:
            raise _TooLargeError(self.largest)
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.largest:
                raise _TooLargeError(self.largest)
            return message

        return counted

    def _say(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        self.metrics.answered(scope["method"], route, status, seconds)
        if scope.get("kept"):
            self.metrics.kept.inc()
        if LOG.isEnabledFor(logging.INFO):
            LOG.info(
                "request",
                extra={
                    "request_id": scope["request_id"],
                    "method": scope["method"],
                    "path": scope["path"],
                    "route": route,
                    "status": status,
                    "milliseconds": round(seconds * 1000, 2),
                    "key": getattr(scope.get("key"), "id", None),
                    "kept": bool(scope.get("kept")),
                },
            )


class _TooLargeError(HTTPException):
    """A body longer than a request may have."""

    def __init__(self, largest: int) -> None:
        super().__init__(413, f"A request may have {largest:,} bytes at the most.")


def _notes(scope: Scope) -> list[tuple[bytes, bytes]]:
    """What an answer says beside itself: where the description is, what takes the place of a deprecated path."""
    root = scope.get("root_path", "")
    links = f'<{root}/openapi.json>; rel="service-desc", <{root}/docs>; rel="service-doc"'
    successor = SUCCESSORS.get(getattr(scope.get("route"), "path", ""))
    if successor is None:
        return [(b"link", links.encode())]
    links += f', <{root}{successor}>; rel="successor-version"'
    return [(b"link", links.encode()), (b"deprecation", DEPRECATED.encode())]


DEPRECATED = "@1795219200"
"""Since 2026-11-21, in seconds of the epoch as RFC 9745 wants it."""
SUCCESSORS = {
    "/areas": "/places",
    "/lineage/families": "/families",
    "/lineage/gaps": "/gaps",
    "/lineage/origins": "/matrix",
}
"""Deprecated paths and what takes their place; they answer as before for a year at least."""
