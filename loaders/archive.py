"""The bytes of every document that was loaded, kept by their sha256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from graph.files import write_whole
from loaders.source import Source
from ontology.errors import NotFoundError


@dataclass(frozen=True)
class Archive:
    """The archive in a folder, which need not exist yet."""

    folder: Path

    def add(self, source: Source) -> None:
        """Keeps a source's file, and its text rendition where that is another."""
        for data in {source.data, source.rendition}:
            self._keep(data)

    def get(self, sha256: str) -> bytes:
        """Archived bytes. Raises `NotFoundError` where they are not held or have changed on disk."""
        path = self._path(sha256.lower())
        if not path.exists() or hashlib.sha256(data := path.read_bytes()).hexdigest() != sha256.lower():
            raise NotFoundError(f"the archive holds no bytes with sha256 {sha256}")
        return data

    def _keep(self, data: bytes) -> None:
        path = self._path(hashlib.sha256(data).hexdigest())
        if not path.exists() or path.stat().st_size != len(data):
            write_whole(path, data)

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256
