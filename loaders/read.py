"""One file becomes one `DocumentRecord`: the whole way from bytes to measures, touching no store."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.formats import read_file
from loaders.heads import place_of, read_head
from loaders.layouts import profile
from loaders.measures import Assembly
from loaders.prose import read_prose
from loaders.rows import Row, read_rows
from loaders.source import Source
from ontology.errors import DocumentError, DocumentsError
from ontology.model import DocumentRecord, Problem, Severity

UNSAFE = re.compile(r"[\s/\\<>\"{}|^`%#?&=+,;:@$!*'()\[\]]+")


@dataclass(frozen=True)
class ReadDocument:
    """A document as read, and the source that its spans count in."""

    record: DocumentRecord
    source: Source


def document_id(path: Path) -> str:
    """The document's id: the file's name without its ending, safe in addresses (`zhuhai-2020`)."""
    name = unicodedata.normalize("NFC", path.name.removesuffix(path.suffix))
    return UNSAFE.sub("-", name).strip("-.") or "document"


def read_document(path: Path) -> ReadDocument:
    """Reads a document whole.

    Raises `DocumentError` with every problem found, in reading order, where anything is wrong that cannot be
    mended without guessing; warnings stay with the record.
    """
    document = document_id(path)
    source, blocks = read_file(path)
    layout = profile()
    reading = read_rows(path.name, blocks, layout)
    problems = list(reading.problems)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    rows = reading.rows or (() if errors else read_prose(blocks.blocks))
    if not rows:
        raise DocumentError(path.name, errors or [_no_rows(path.name)])
    head = read_head(blocks.blocks, layout)
    place, basis = place_of(head, _bodies(rows))
    assembly = Assembly(document, path.name, place, layout)
    measures = assembly.measures(rows)
    problems += assembly.problems
    problems.sort(key=lambda problem: problem.line or 0)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise DocumentError(path.name, [p for p in problems if p.severity is Severity.ERROR])
    record = DocumentRecord(
        id=document,
        title=head.title,
        sha256=source.sha256,
        rendition_sha256=source.rendition_sha256,
        encoding=source.encoding if source.rendition is source.data else None,
        place=None if place is None else place.name,
        place_basis=basis,
        issued=head.issued,
        measures=tuple(measures),
        repairs=(*reading.repairs, *assembly.repairs),
        warnings=tuple(problems),
        issuer=head.issuer,
    )
    return ReadDocument(record, source)


def _bodies(rows: tuple[Row, ...]) -> list[str]:
    """The names in the columns of bodies, cut roughly: enough to see which places they name."""
    return [
        name
        for row in rows
        for column in row.header.bodies
        for name in re.split(r"[、，,；;\n]", row.cell(column.index).value)
        if name
    ]


def _no_rows(name: str) -> Problem:
    return Problem(
        name,
        None,
        "no reform measures were found; wanted is a table with a header such as "
        "序号｜改革措施｜主要内容｜牵头单位｜完成时限, or numbered paragraphs that name their bodies (责任单位：…)",
    )


def read_all(paths: Iterable[Path]) -> list[ReadDocument]:
    """Reads documents one after another.

    Raises `DocumentsError` with everything that is wrong with any of them.
    """
    found: list[ReadDocument] = []
    errors: list[DocumentError] = []
    for path in paths:
        try:
            found.append(read_document(path))
        except DocumentError as error:
            errors.append(error)
    if errors:
        raise DocumentsError(errors)
    return found
