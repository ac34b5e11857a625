"""Answers of a release, kept as bytes: ETag, 304, HEAD, and no work for what was asked before.

A release and a request line give one answer, so its ETag is made of both, and of the form and coding that were
negotiated. The release is looked up before the question is asked: data that are newer than their ETag are asked for
again, data that are older would not be. What is of no release (SPARQL over files, the page of the documentation) has
an ETag of its bytes; health and metrics have none.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass

import anyio
from cachetools import LRUCache
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.release import Held, Watch

NEVER = ("/health", "/metrics")
OF_NO_RELEASE = (
    *("/sparql", "/data/", "/ontology", "/context.jsonld", "/problem/"),
    *("/static/", "/docs", "/openapi.json", "/changes"),
)
LARGEST = 1_000_000
"""Bytes of one answer that is kept; a longer one passes through."""
REVALIDATE = "no-cache"
"""May be stored, must be asked for again: the ETag tells at the cost of a few bytes."""
GZIP_TIME = slice(4, 8)
"""Where gzip writes the time (RFC 1952, 2.3.1); without it the same answer is the same bytes."""
NOT_IN_304 = (b"content-length", b"content-type", b"content-encoding")

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it goes on the wire, and the route that gave it."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: str
    route: object


class KeptMiddleware:
    """Gives answers from memory where they are of the release that is served."""

    def __init__(self, app: ASGIApp, *, megabytes: int, version: str) -> None:
        self.app = app
        self.version = version
        self._release = ""
        self._answers: LRUCache[Key, Kept] = LRUCache(megabytes * 1_000_000, getsizeof=_size)
        self._asking: dict[Key, anyio.Event] = {}  # who asks the same meanwhile waits for the answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope["method"] = "GET"
            send = _without_body(send)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        watch: Watch | None = getattr(scope["app"].state, "watch", None)
        if watch is None or path.startswith(NEVER):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        key = (
            scope["path"],
            scope["query_string"].decode("latin-1"),
            headers.get("accept", "*/*"),
            headers.get("accept-encoding", ""),
        )
        if path.startswith(OF_NO_RELEASE):
            await self._ask(scope, receive, send, key, None)
            return
        held = watch.known()
        if held is None:
            with contextlib.suppress(Exception):  # whoever needs the store finds the same error, and answers with it
                held = await watch.current()
        if held is not None and key in self._asking:
            await self._asking[key].wait()
        if held is not None and held.name == self._release and (kept := self._answers.get(key)) is not None:
            scope["route"], scope["kept"] = kept.route, True
            await _give(kept, headers.get("if-none-match"), send)
            return
        done = self._asking.setdefault(key, anyio.Event())
        try:
            answer = await self._ask(scope, receive, send, key, held)
            if answer is not None and held is not None:
                with contextlib.suppress(Exception):
                    if await watch.current() is held:
                        self._keep(held, key, answer)
        finally:
            self._asking.pop(key, None)
            done.set()

    async def _ask(self, scope: Scope, receive: Receive, send: Send, key: Key, held: Held | None) -> Kept | None:
        """Have the question answered. Gives the answer where it is whole and of a size to be kept."""
        start: Message = {}
        body = bytearray()
        through = False
        whole: Kept | None = None

        async def take(message: Message) -> None:
            nonlocal start, through, whole
            if message["type"] == "http.response.start":
                start = message
                headers = MutableHeaders(raw=message["headers"])
                through = message["status"] != 200 or "no-store" in headers.get("cache-control", "")
                if not through:
                    headers.setdefault("Cache-Control", REVALIDATE)
                    if "accept-encoding" not in headers.get("vary", "").lower():  # a compressed answer has it already
                        headers.add_vary_header("Accept-Encoding")
                    if held is not None:
                        headers["ETag"] = self._etag(held, key, headers)
                    return
            if through:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                if len(body) > LARGEST:
                    through = True
                    await send(start)
                    await send({"type": "http.response.body", "body": bytes(body), "more_body": True})
                return
            headers = MutableHeaders(raw=start["headers"])
            if headers.get("content-encoding") == "gzip":
                body[GZIP_TIME] = bytes(4)
            etag = headers.setdefault("ETag", f'"{hashlib.sha256(body).hexdigest()[:24]}"')
            whole = Kept(tuple(start["headers"]), bytes(body), etag, scope.get("route"))
            await _give(whole, Headers(scope=scope).get("if-none-match"), send)

        await self.app(scope, receive, take)
        return whole

    def _keep(self, held: Held, key: Key, answer: Kept) -> None:
        if held.name != self._release:
            self._answers.clear()
            self._release = held.name
        if _size(answer) <= min(LARGEST, self._answers.maxsize):
            self._answers[key] = answer

    def _etag(self, held: Held, key: Key, headers: MutableHeaders) -> str:
        said = "\0".join((self.version, held.name, *key[:2], headers.get("content-type", "")))
        coding = headers.get("content-encoding")
        return f'"{hashlib.sha256(said.encode()).hexdigest()[:24]}{f"-{coding}" if coding else ""}"'


def matches(asked: str | None, etag: str) -> bool:
    """Whether an If-None-Match names an ETag; the comparison is the weak one (RFC 9110, 13.1.2)."""
    if asked is None:
        return False
    return asked.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in asked.split(","))


def _size(kept: Kept) -> int:
    return len(kept.body) + sum(len(a) + len(b) for a, b in kept.headers) + 500


async def _give(kept: Kept, asked: str | None, send: Send) -> None:
    if matches(asked, kept.etag):
        headers = [one for one in kept.headers if one[0] not in NOT_IN_304]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": list(kept.headers)})
    await send({"type": "http.response.body", "body": kept.body})


def _without_body(send: Send) -> Send:
    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headers_only
