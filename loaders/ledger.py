"""What documents came to when they were loaded last, so that one that has not changed need not be read again.

The ledger says what it goes by: the bytes of each document, and the software that read them.  It is only ever a saving:
where anything differs, or the ledger cannot be read, documents are read as if there were none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from graph.files import write_whole
from graph.release import Release
from graph.software import software
from loaders.archive import Archive
from loaders.batch import Prepared
from loaders.read import document_id
from loaders.source import read_bytes
from ontology.errors import DocumentError, NotFoundError
from ontology.model import Problem
from ontology.validation import Violation


@dataclass(frozen=True)
class Known:
    """What a document came to. Digests are sha256 in hexadecimal."""

    id: str
    file: str
    """The file's name, which messages repeat."""
    sha256: str
    """Of the file."""
    rendition_sha256: str
    """Of its text."""
    triples: str
    """Of its named graph in the release."""
    rows: str
    """Of what its named graph states in the store."""
    measures: int
    warnings: tuple[Problem | Violation, ...]


@dataclass(frozen=True)
class _Ledger:
    by: str
    documents: tuple[Known, ...]


_FORM: Final = TypeAdapter(_Ledger)


def known(prepared: Prepared) -> Known:
    """What a document came to that is stored now."""
    record, source = prepared.document.record, prepared.document.source
    return Known(
        record.id,
        source.name,
        source.sha256,
        source.rendition_sha256,
        hashlib.sha256(prepared.triples).hexdigest(),
        prepared.rows.digest,
        len(record.measures),
        prepared.warnings,
    )


def write(path: Path, documents: Iterable[Known]) -> None:
    """Keeps what documents came to, read by this software."""
    write_whole(path, _FORM.dump_json(_Ledger(software(), tuple(documents))))


def read(path: Path) -> dict[str, Known]:
    """What documents came to, by id; empty where there is no file, or other software wrote it."""
    try:
        ledger = _FORM.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return {}
    return {one.id: one for one in ledger.documents} if ledger.by == software() else {}


def unchanged(
    paths: Iterable[Path], documents: Mapping[str, Known], release: Release, archive: Archive
) -> dict[Path, Known]:
    """Those files that are as they were, with what they came to still in release and archive."""
    found = {}
    for path in paths:
        one = documents.get(document_id(path))
        if one is not None and one.file == path.name and _holds(one, path, release, archive):
            found[path] = one
    return found


def _holds(one: Known, path: Path, release: Release, archive: Archive) -> bool:
    with suppress(DocumentError, NotFoundError, OSError):
        for sha256 in {one.sha256, one.rendition_sha256}:
            archive.get(sha256)
        file, triples = read_bytes(path), release.path(one.id).read_bytes()
        return [hashlib.sha256(data).hexdigest() for data in (file, triples)] == [one.sha256, one.triples]
    return False
