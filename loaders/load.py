"""The push: documents are read, checked and then stored, each in one transaction.

Nothing is stored before every document was read and found valid; so a broken one leaves the graph as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

from graph.projection import labels_of, node_labels, project
from graph.release import Release
from graph.rows import Rows
from graph.store import Change, Store
from loaders.archive import Archive
from loaders.read import ReadDocument, document_id, read_document
from ontology.errors import DocumentError, DocumentsError, ValidationError
from ontology.model import Problem
from ontology.reference import reference_graph
from ontology.regularities import breaches
from ontology.triples import document_graph
from ontology.validation import Violation, require_valid

Progress = Callable[[str, str], None]
"""Called with a step (read, validate, push) and the document it is done with."""


@dataclass(frozen=True)
class Prepared:
    """A document ready to be stored."""

    document: ReadDocument
    graph: Graph
    rows: Rows
    warnings: tuple[Problem | Violation, ...]


@dataclass(frozen=True)
class Loaded:
    """What storing one named graph changed."""

    name: str
    measures: int
    change: Change


def prepare(paths: Iterable[Path], progress: Progress | None = None) -> tuple[Prepared, ...]:
    """Reads and validates documents, touching no store.

    Raises `DocumentsError` with everything that is wrong with any of them.
    """
    prepared: list[Prepared] = []
    errors: list[DocumentError | ValidationError] = []
    seen: dict[str, Path] = {}
    elsewhere = labels_of(reference_graph())
    for path in paths:
        name = document_id(path)
        if name in seen:
            message = f"has the same id as {seen[name]} ({name}): rename one of the two"
            errors.append(DocumentError(path.name, [Problem(path.name, None, message)]))
            continue
        seen[name] = path
        try:
            prepared.append(_prepare(path, elsewhere, progress))
        except (DocumentError, ValidationError) as error:
            errors.append(error)
    if errors:
        raise DocumentsError(errors)
    return tuple(prepared)


def _prepare(path: Path, elsewhere: Mapping[URIRef, str], progress: Progress | None) -> Prepared:
    document = read_document(path)
    _tell(progress, "read", path.name)
    graph = document_graph(document.record)
    report = require_valid(graph, path.name)
    _tell(progress, "validate", path.name)
    found = (*report.violations, *breaches(graph, path.name))
    warnings: tuple[Problem | Violation, ...] = (*document.record.warnings, *found)
    return Prepared(document, graph, project(graph, elsewhere), warnings)


def store_all(
    prepared: Sequence[Prepared],
    store: Store,
    archive: Archive,
    release: Release,
    progress: Progress | None = None,
) -> tuple[Loaded, ...]:
    """Stores prepared documents, the reference data first; what is stored already is not written again."""
    store.ensure_schema(node_labels())
    reference = reference_graph()
    store.push(project(reference, {}))
    release.write(reference)
    loaded = []
    for one in prepared:
        record = one.document.record
        archive.add(one.document.source)
        change = store.push(one.rows)
        release.write(one.graph)
        loaded.append(Loaded(record.id, len(record.measures), change))
        _tell(progress, "push", record.id)
    return tuple(loaded)


def _tell(progress: Progress | None, step: str, name: str) -> None:
    if progress is not None:
        progress(step, name)
