"""What one query may send back over a connection: so many bytes, until such a time.

A row may be a list of any length, and the driver reads a row whole before it gives it. So the bytes are counted where
they come in from the socket. The driver has no public place for that: this module alone knows the private one, and
tests see that it still counts there.
"""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LOOK_SECONDS = 0.25


class Meter:
    """Stands before a connection's socket while one query is answered. Past a limit reading fails, for good."""

    def __init__(self, socket: Any, octets: int, seconds: float) -> None:
        self.too_much = False
        self.too_late = False
        self._socket = socket
        self._left = octets
        self._deadline = time.monotonic() + seconds

    def allow(self, octets: int) -> None:
        """Count anew from here on: so many bytes may still come."""
        self._left = octets

    def recv_into(self, buffer: Any, count: int) -> int:
        """Read as the socket does. Raises OSError where the query sends more, or takes longer, than it may."""
        while not self.too_late and not self._is_ready():
            self.too_late = time.monotonic() > self._deadline
        self.too_late = self.too_late or time.monotonic() > self._deadline
        if self.too_late:
            raise OSError("the answer took too long")
        read = int(self._socket.recv_into(buffer, count))
        self._left -= read
        if self._left < 0:
            self.too_much = True
            raise OSError("the answer is too large")
        return read

    def _is_ready(self) -> bool:
        raw = self._socket._socket
        if getattr(self._socket, "_peeked", None) or (hasattr(raw, "pending") and raw.pending()):
            return True
        return bool(select.select([raw], [], [], _LOOK_SECONDS)[0])


@contextmanager
def metered(session: Any, octets: int, seconds: float) -> Iterator[Meter]:
    """Meter the connection that a session with an open transaction holds, for as long as the block runs."""
    inbox = session._connection.inbox
    socket = inbox._socket
    inbox._socket = meter = Meter(socket, octets, seconds)
    try:
        yield meter
    finally:
        inbox._socket = socket
