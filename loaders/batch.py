"""Prepared documents, kept on disk until they are stored: memory holds one at a time, however many there are."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from graph.rows import Rows
from loaders.read import ReadDocument
from ontology.model import Problem
from ontology.validation import Violation


@dataclass(frozen=True)
class Prepared:
    """A document ready to be stored."""

    document: ReadDocument
    triples: bytes
    """Its named graph as canonical N-Triples."""
    rows: Rows
    warnings: tuple[Problem | Violation, ...]


class Batch:
    """Prepared documents in the order in which they were added; they can be walked through again and again.

    They lie in a folder that only this user may read; it goes when the batch, a context manager, ends.
    """

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="reformgraph-")
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Removes what is kept."""
        self._folder.cleanup()

    def add(self, prepared: Prepared) -> None:
        """Keeps a document."""
        with self._path(self._count).open("wb") as file:
            pickle.dump(prepared, file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Prepared]:
        for index in range(self._count):
            with self._path(index).open("rb") as file:
                yield pickle.load(file)  # noqa: S301 – written above, in a folder of this user alone

    def _path(self, index: int) -> Path:
        return Path(self._folder.name) / str(index)
