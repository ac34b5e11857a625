"""API keys: who may do what, and how often.

A key is `rg_` with the id of its entry and 32 random bytes. Only the SHA-256 of it is kept, in a file of the data
folder that its owner alone may read: what is random to 256 bits cannot be guessed from a digest, so a slow one would
only slow down every request. The file is read again when it changes: a key that is revoked here is refused at once.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

import orjson
import portalocker
from limits import parse

from ontology.errors import NotFoundError, QueryError

Scope = Literal["read", "judge"]
SCOPES: tuple[str, ...] = get_args(Scope)
FILE = "keys.json"
_KEY = re.compile(r"rg_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry; times are UTC, ISO 8601."""

    id: str
    name: str
    """Who holds it; the name under which a judgement by it stands."""
    scopes: tuple[str, ...]
    rate: str | None
    """Requests in a time, as 100/minute; None: the server's rate."""
    created: str
    ends: str | None
    """From when on it is refused: it was revoked, replaced, or had a term. None: it holds."""
    sha256: str

    def holds(self, now: datetime | None = None) -> bool:
        """Whether it is accepted."""
        return self.ends is None or datetime.fromisoformat(self.ends) > (now or datetime.now(UTC))


class Keys:
    """The keys in a data folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._read: tuple[tuple[int, int, int], dict[str, Key]] | None = None
        self._guard = threading.Lock()

    def all(self) -> tuple[Key, ...]:
        """Every entry, in the order of making."""
        return tuple(self._entries().values())

    def create(
        self, name: str, scopes: Iterable[str] = ("read",), *, rate: str | None = None, days: float | None = None
    ) -> tuple[Key, str]:
        """Make a key; gives its entry, and the key itself, which is told once. Raises `QueryError`."""
        wanted = tuple(scope for scope in SCOPES if scope in set(scopes) | {"read"})
        unknown = sorted(set(scopes) - set(SCOPES))
        if unknown:
            raise QueryError(f"There is no scope {', '.join(unknown)}; there are {', '.join(SCOPES)}.")
        if not name.strip():
            raise QueryError("A key needs a name: who holds it.")
        if rate is not None:
            _checked_rate(rate)
        ends = None if days is None else _in(timedelta(days=days))
        key, text = _new(name.strip(), wanted, rate, ends)
        self._change(lambda entries: entries | {key.id: key})
        return key, text

    def revoke(self, identifier: str) -> Key:
        """End a key now. Raises `NotFoundError`."""
        return self._end(identifier, timedelta(0))

    def rotate(self, identifier: str, *, hours: float = 0) -> tuple[Key, str]:
        """Make a key like another one, which holds for `hours` more, so that its users can change over."""
        old = self._end(identifier, timedelta(hours=hours))
        key, text = _new(old.name, old.scopes, old.rate, None)
        self._change(lambda entries: entries | {key.id: key})
        return key, text

    def find(self, text: str) -> Key | None:
        """The entry of a key that holds; None for any other text."""
        match = _KEY.fullmatch(text)
        entry = self._entries().get(match[1]) if match else None
        said = _digest(text)
        if entry is None or not hmac.compare_digest(entry.sha256, said) or not entry.holds():
            return None
        return entry

    def _end(self, identifier: str, delay: timedelta) -> Key:
        def end(entries: dict[str, Key]) -> dict[str, Key]:
            old = entries.get(identifier)
            if old is None or not old.holds():
                raise NotFoundError(f"There is no key “{identifier}” that holds; `reformgraph keys list` names them.")
            return entries | {identifier: replace(old, ends=_in(delay))}

        return self._change(end)[identifier]

    def _entries(self) -> dict[str, Key]:
        with self._guard:
            try:
                state = self.path.stat()
            except FileNotFoundError:
                return {}
            stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
            if self._read is None or self._read[0] != stamp:
                self._read = stamp, _parsed(self.path)
            return self._read[1]

    def _change(self, work: Callable[[dict[str, Key]], dict[str, Key]]) -> dict[str, Key]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with portalocker.Lock(self.path.with_suffix(".lock"), timeout=10):
            entries = work(self._entries())
            new = self.path.with_suffix(".new")
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(orjson.dumps([asdict(one) for one in entries.values()], option=orjson.OPT_INDENT_2))
            new.replace(self.path)
        return entries


def _new(name: str, scopes: tuple[str, ...], rate: str | None, ends: str | None) -> tuple[Key, str]:
    identifier = secrets.token_hex(4)
    text = f"rg_{identifier}_{secrets.token_urlsafe(32)}"
    key = Key(
        id=identifier,
        name=name,
        scopes=scopes,
        rate=rate,
        created=_in(timedelta(0)),
        ends=ends,
        sha256=_digest(text),
    )
    return key, text


def _parsed(path: Path) -> dict[str, Key]:
    try:
        rows = orjson.loads(path.read_bytes())
        return {row["id"]: Key(**{**row, "scopes": tuple(row["scopes"])}) for row in rows}
    except (orjson.JSONDecodeError, TypeError, KeyError) as error:
        raise QueryError(
            f"{path} holds no keys that can be read ({error}); make new ones after moving it away."
        ) from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _in(delay: timedelta) -> str:
    return (datetime.now(UTC) + delay).isoformat(timespec="seconds")


def _checked_rate(rate: str) -> None:
    try:
        parse(rate)
    except ValueError as error:
        raise QueryError(f"“{rate}” is no rate; write it as 100/minute or 5/second.") from error
