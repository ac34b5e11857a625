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
    """Prepared documents in the order in which they were given places; they can be walked through again and again.

    They lie in a folder that only this user may read; it goes when the batch, a context manager, ends.
    """

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="reformgraph-")
        self._places: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Removes what is kept."""
        self._folder.cleanup()

    def place(self) -> Path:
        """A place for the next document, where `keep` must keep it before the batch is walked through."""
        self._places.append(Path(self._folder.name) / str(len(self._places)))
        return self._places[-1]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Prepared]:
        for place in self._places:
            with place.open("rb") as file:
                yield pickle.load(file)  # noqa: S301 – written by `keep`, in a folder of this user alone


def keep(prepared: Prepared, place: Path) -> None:
    """Keeps a document in a place of a batch."""
    with place.open("wb") as file:
        pickle.dump(prepared, file, pickle.HIGHEST_PROTOCOL)
