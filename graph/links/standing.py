"""Whether links that were made of all texts still stand, so that they need not be made to see that nothing changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from graph.files import write_whole


@dataclass(frozen=True)
class Standing:
    """What links were made from, where they were put, and how many they are."""

    inputs: str
    """Digest of all that they go by: texts, software, weights, model."""
    released: str
    """Sha256 of their file in the release."""
    pushed: str
    """Digest of their rows in the store."""
    compared: int
    accepted: int


_FORM: Final = TypeAdapter(Standing)


def write(path: Path, standing: Standing) -> None:
    """Keeps it in a file."""
    write_whole(path, _FORM.dump_json(standing))


def read(path: Path) -> Standing | None:
    """What a file says; None where there is no file, or one that cannot be read."""
    try:
        return _FORM.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
