"""What rarity goes by: counts and means of the texts that a store held at some time.

With a reference, a feature of two texts goes by these two alone: links of texts that come later are the same as if
all had been there at once.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
import orjson

from graph.files import write_whole
from graph.links.encoder import Vectors
from graph.links.words import Rarity

SETTLED: Final = 1000
"""So many texts tell rarity well enough to keep it; below, it goes by all texts each time."""
GROWTH: Final = 2
"""A reference is taken anew when there are so many times more texts than it counted, or fewer."""


@dataclass(frozen=True)
class Phrasing:
    """Phrases of the reference."""

    texts: int
    held: Mapping[str, int]
    """How many texts hold each phrase."""
    mean: Vectors
    common: Vectors
    """The directions that all phrases have in common, shape (3, 512)."""


@dataclass(frozen=True)
class Meanings:
    """Means of the vectors of titles and clauses, and the phrases."""

    titles: Vectors
    clauses: Vectors
    phrasing: Phrasing


@dataclass(frozen=True)
class Reference:
    """Counts of texts: how many there were, and how many of them held each gram, mechanism and function."""

    texts: int
    grams: Mapping[str, int]
    mechanisms: Mapping[str, int]
    functions: Mapping[str, int]
    meanings: Meanings | None = None
    """None where there was no model."""
    model: str | None = None
    """The model's name."""

    @cached_property
    def rarity(self) -> Rarity:
        """How many texts hold each gram."""
        return Rarity.told(self.texts, self.grams)

    def holds_for(self, texts: int, model: str | None) -> bool:
        """Whether it may still be used where there are so many texts, and this model."""
        enough = self.texts >= SETTLED and self.texts / GROWTH <= texts <= self.texts * GROWTH
        return enough and self.model == model


def together(parts: Sequence[Reference]) -> Reference:
    """What texts tell that were counted in parts, without a model."""
    return Reference(
        sum(one.texts for one in parts),
        sum((Counter(one.grams) for one in parts), Counter()),
        sum((Counter(one.mechanisms) for one in parts), Counter()),
        sum((Counter(one.functions) for one in parts), Counter()),
    )


def write(path: Path, reference: Reference) -> None:
    """Keeps a reference in a file."""
    said, arrays = _said(reference)
    file = io.BytesIO()
    np.savez(file, said=np.frombuffer(said, np.uint8), **arrays)  # type: ignore[arg-type]
    write_whole(path, file.getvalue())


def digest(reference: Reference) -> bytes:
    """A digest of all that a reference says."""
    said, arrays = _said(reference)
    return hashlib.sha256(b"".join([said, *(arrays[name].tobytes() for name in sorted(arrays))])).digest()


def _said(reference: Reference) -> tuple[bytes, dict[str, Vectors]]:
    said: dict[str, object] = {
        "texts": reference.texts,
        "grams": reference.grams,
        "mechanisms": reference.mechanisms,
        "functions": reference.functions,
        "model": reference.model,
    }
    arrays: dict[str, Vectors] = {}
    if (meanings := reference.meanings) is not None:
        phrasing = meanings.phrasing
        said["phrases"] = {"texts": phrasing.texts, "held": phrasing.held}
        arrays = {
            "titles": meanings.titles,
            "clauses": meanings.clauses,
            "mean": phrasing.mean,
            "common": phrasing.common,
        }
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS), arrays


def read(path: Path) -> Reference | None:
    """The reference in a file; None where there is no file, or one that cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as data:
            said = orjson.loads(data["said"].tobytes())
            meanings = None
            if "phrases" in said:
                phrasing = Phrasing(said["phrases"]["texts"], said["phrases"]["held"], data["mean"], data["common"])
                meanings = Meanings(data["titles"], data["clauses"], phrasing)
            counted = (said["texts"], said["grams"], said["mechanisms"], said["functions"])
            return Reference(*counted, meanings, said["model"])
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
