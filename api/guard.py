"""Who may ask: keys, their scopes and rates. Without it a server reads to everybody, which is for loopback alone.

A key comes as `Authorization: Bearer …` or `X-API-Key: …`. A browser may give it as the password of HTTP's own
sign-in, for reading alone: a browser sends that by itself, also where a page of somebody else made it ask.
"""

from __future__ import annotations

import base64
import binascii
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import of_http, problem_response
from api.keys import Key, Keys

OPEN = ("/health/live", "/health/ready")
"""What a probe asks; it tells nothing of the graph."""
READS = ("GET", "HEAD", "OPTIONS")
ASKS = ("/sparql", "/cypher", "/reconcile")
"""Questions that come by POST and write nothing."""
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="reformgraph", Basic realm="reformgraph key as password"'}


class GuardMiddleware:
    """Lets a request through, or says what is wanted of it. With `guarded` nothing is read without a key.

    Routes that write ask for the key of the request themselves; here a key without the scope is refused.
    """

    def __init__(self, app: ASGIApp, *, keys: Keys, guarded: bool, rate: str) -> None:
        self.app = app
        self.keys = keys
        self.guarded = guarded
        self.rate = parse(rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        reads = scope["method"] in READS or path in ASKS
        wanted = "read" if reads else "judge"
        text = given_key(Headers(scope=scope), basic=scope["method"] in READS)
        key = None if text is None else self.keys.find(text)
        if path in OPEN or (text is None and not self.guarded):
            await self.app(scope, receive, send)
            return
        if key is None:
            said = "The key is not known, or holds no longer." if text else "Give an API key: Authorization: Bearer …"
            answer = problem_response(of_http(401, CHALLENGE), said, scope["path"])
            await answer(scope, receive, send)
            return
        if wanted not in key.scopes:
            said = f"The key {key.id} has the scopes {', '.join(key.scopes)}; this needs the scope {wanted}."
            await problem_response(of_http(403), said, scope["path"])(scope, receive, send)
            return
        scope["key"] = key
        rate = self.rate if key.rate is None else parse(key.rate)
        allowed = self._limiter.hit(rate, key.id)
        headers = self._told(rate, key)
        if not allowed:
            said = f"The key {key.id} may ask {rate}; try again in {headers['Retry-After']} seconds."
            await problem_response(of_http(429, headers), said, scope["path"])(scope, receive, send)
            return
        del headers["Retry-After"]

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self.app(scope, receive, tell)

    def _told(self, rate: RateLimitItem, key: Key) -> dict[str, str]:
        state = self._limiter.get_window_stats(rate, key.id)
        seconds = max(1, round(state.reset_time - time.time() + 0.5))
        return {
            "RateLimit-Limit": str(rate.amount),
            "RateLimit-Remaining": str(state.remaining),
            "RateLimit-Reset": str(seconds),
            "Retry-After": str(seconds),
        }


def given_key(headers: Headers, *, basic: bool) -> str | None:
    """The key that a request brings; None where it brings none."""
    if "x-api-key" in headers:
        return headers["x-api-key"].strip()
    kind, _, rest = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return rest.strip()
    if kind.lower() == "basic" and basic:
        try:
            return base64.b64decode(rest, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return None
