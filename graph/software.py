"""What this software is, so that what it found out before is not taken for what it would find out now."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def software() -> str:
    """Sha256 of what decides how documents are read and linked: code and data of this project, and what they stand on."""
    found = hashlib.sha256(platform.python_version().encode())
    for name in ("graph", "loaders", "ontology"):
        for one in _files(files(name)):
            found.update(hashlib.sha256(one.read_bytes()).digest())
    for requirement in ("reformgraph", *(requires("reformgraph") or ())):
        with suppress(PackageNotFoundError):
            name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
            found.update(f"\n{name} {version(name)}".encode())
    return found.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        if one.is_dir():
            yield from _files(one) if one.name != "__pycache__" else ()
        else:
            yield one
