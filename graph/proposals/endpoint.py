"""A judge behind an OpenAI-compatible endpoint (POST …/chat/completions), as many servers offer it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx
import orjson
from pydantic import SecretStr

from graph.proposals.judge import Opinion, Text, messages, opinion_in
from ontology.errors import JudgeError

TRIES: Final = 4
"""How often a pair is asked about, where the endpoint says that it is busy."""
FIRST_WAIT: Final = 1.0
"""Seconds after a refusal that names no time; doubled with each."""
LARGEST: Final = 1_000_000
"""Bytes of one answer."""
BUSY: Final = (408, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Endpoint:
    """One model of an endpoint. The key goes into the header of requests and nowhere else."""

    url: str
    name: str
    key: SecretStr | None
    seconds: float
    """What one verdict may take, waiting included."""
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        try:
            url = httpx.URL(self.url)
        except httpx.InvalidURL as error:
            raise JudgeError(
                f"REFORMGRAPH_JUDGE_URL is no address ({error}); wanted is such as https://host/v1"
            ) from error
        if url.scheme not in ("http", "https") or not url.host:
            raise JudgeError("REFORMGRAPH_JUDGE_URL is no address of the web; wanted is such as https://host/v1")
        if url.userinfo:
            raise JudgeError("REFORMGRAPH_JUDGE_URL holds a password; put it into REFORMGRAPH_JUDGE_KEY")

    @property
    def host(self) -> str:
        """Where texts are sent."""
        return httpx.URL(self.url).host

    def prompt(self, a: Text, b: Text) -> bytes:
        """The body of the request."""
        return orjson.dumps({"model": self.name, "messages": messages(a, b)})

    def ask(self, a: Text, b: Text) -> Opinion:
        """What the model says of a pair; asks again where the endpoint is busy, for as long as there is time."""
        pair = f"{a.id} and {b.id}"
        end = time.monotonic() + self.seconds
        for number in range(TRIES):
            left = max(end - time.monotonic(), 0.001)
            status, retry, body = self._post(self.prompt(a, b), left, pair)
            if status == 200:
                return opinion_in(_content(body, pair), pair)
            if status not in BUSY:
                raise JudgeError(f"{pair}: {_refusal(status)}")
            wait = _wait(retry, number)
            if number == TRIES - 1 or time.monotonic() + wait > end:
                raise JudgeError(
                    f"{pair}: {self.host} is busy (status {status}) and wants {wait:.0f} s; "
                    "try again later, or raise REFORMGRAPH_JUDGE_SECONDS"
                )
            self.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _post(self, body: bytes, seconds: float, pair: str) -> tuple[int, str | None, bytes]:
        """Status, Retry-After and body of an answer. Redirections are not followed: they could carry the key away."""
        headers = {"content-type": "application/json"}
        if self.key is not None:
            headers["authorization"] = f"Bearer {self.key.get_secret_value().strip()}"
        end = time.monotonic() + seconds
        parts = bytearray()
        try:
            with (
                closing(httpx.Client(timeout=seconds)) as client,
                client.stream("POST", f"{self.url.rstrip('/')}/chat/completions", content=body, headers=headers) as got,
            ):
                for part in got.iter_bytes():
                    parts += part
                    if len(parts) > LARGEST:
                        raise JudgeError(f"{pair}: the answer of {self.host} is longer than {LARGEST:,} bytes")
                    if time.monotonic() > end:
                        raise httpx.ReadTimeout("the answer took too long")
                return got.status_code, got.headers.get("retry-after"), bytes(parts)
        except httpx.TimeoutException as error:
            raise JudgeError(
                f"{pair}: {self.host} gave no answer in {self.seconds:g} s; raise REFORMGRAPH_JUDGE_SECONDS"
            ) from error
        except httpx.HTTPError as error:
            raise JudgeError(
                f"{pair}: {self.host} cannot be reached ({type(error).__name__})"
            ) from None  # it may quote headers
        except UnicodeEncodeError:
            raise JudgeError("REFORMGRAPH_JUDGE_KEY holds characters that no header may hold") from None


def _refusal(status: int) -> str:
    if status in (401, 403):
        return f"the endpoint refuses the key (status {status}); look at REFORMGRAPH_JUDGE_KEY"
    if status == 404:
        return "the endpoint knows no such model or path (status 404); look at REFORMGRAPH_JUDGE_URL and _MODEL"
    if 300 <= status < 400:
        return f"the endpoint leads elsewhere (status {status}); give its own address as REFORMGRAPH_JUDGE_URL"
    return f"the endpoint refuses the request (status {status})"


def _wait(retry: str | None, number: int) -> float:
    """Seconds to wait: what Retry-After says (a number or a date), else twice as long each time."""
    if retry is not None:
        try:
            return max(float(retry), 0.0) if retry.strip().isdecimal() else _until(retry)
        except ValueError:
            pass
    return float(FIRST_WAIT * 2**number)


def _until(date: str) -> float:
    when = parsedate_to_datetime(date)
    return max((when.astimezone(UTC) - datetime.now(UTC)).total_seconds(), 0.0)


def _content(body: bytes, pair: str) -> str:
    try:
        content = orjson.loads(body)["choices"][0]["message"]["content"]
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError) as error:
        raise JudgeError(
            f"{pair}: the endpoint's answer is no chat completion (choices[0].message.content is wanted)"
        ) from error
    if not isinstance(content, str):
        raise JudgeError(f"{pair}: the endpoint's answer holds no text")
    return content
