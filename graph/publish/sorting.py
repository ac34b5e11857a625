"""Lines in order, more of them than fit in memory: sorted runs on disk, merged as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path

RUN = 64 * 1024 * 1024
"""Bytes of lines that are held before they are written as a run."""
_WIDTH = 256
"""Runs that are read at once: as many files are open."""


class Sorted:
    """Takes lines of bytes, each with its end, in any order. What was flushed may be read by another process."""

    def __init__(self, folder: Path, size: int = RUN) -> None:
        self._folder = folder
        self._size = size
        self._held: list[bytes] = []
        self._octets = 0
        self._written = 0
        self.runs: list[Path] = []

    def add(self, line: bytes) -> None:
        """Takes a line."""
        self._held.append(line)
        self._octets += len(line)
        if self._octets >= self._size:
            self.flush()

    def flush(self) -> None:
        """Writes what is held as a run; several times as many runs as can be read at once become one."""
        if self._held:
            self._held.sort()
            self._write(self._held)
            self._held, self._octets = [], 0
        if len(self.runs) >= _WIDTH:
            runs, self.runs = self.runs, []
            self._write(merged_runs(runs))
            for run in runs:
                run.unlink()

    def _write(self, lines: Iterable[bytes]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._written}.run"
        self._written += 1
        with path.open("wb", buffering=1 << 20) as file:
            file.writelines(lines)
        self.runs.append(path)


def merged_runs(runs: Iterable[Path]) -> Iterator[bytes]:
    """The lines of sorted files in one order."""
    with ExitStack() as stack:
        yield from merge(*(stack.enter_context(run.open("rb")) for run in runs))
