"""The push: documents are read, checked and then stored, each whole or not at all.

Nothing is stored before every document was read and found valid; so a broken one leaves the graph as it was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from graph.bulk import push_each
from graph.projection import labels_of, node_labels, project
from graph.release import Release, canonical
from graph.rows import Rows
from graph.store import Change, Store
from loaders.archive import Archive
from loaders.batch import Batch, Prepared
from loaders.read import document_id, read_document
from ontology.errors import DocumentError, DocumentsError, ValidationError
from ontology.identifiers import RESERVED
from ontology.model import Problem
from ontology.reference import reference_graph
from ontology.regularities import breaches
from ontology.triples import document_graph
from ontology.validation import Violation, require_valid

Progress = Callable[[str, str], None]
"""Called with a step (read, validate, push) and the document it is done with."""


@dataclass(frozen=True)
class Loaded:
    """What storing one named graph changed."""

    name: str
    measures: int
    change: Change


def prepare(paths: Iterable[Path], progress: Progress | None = None) -> Batch:
    """Reads and validates documents, touching no store; the batch that comes back must be closed.

    Raises `DocumentsError` with everything that is wrong with any of them.
    """
    errors: list[DocumentError | ValidationError] = []
    seen: dict[str, Path] = {}
    elsewhere = labels_of(reference_graph())
    with ExitStack() as stack:
        batch = stack.enter_context(Batch())
        for path in paths:
            try:
                _take_name(path, seen)
                batch.add(_prepare(path, elsewhere, progress))
            except (DocumentError, ValidationError) as error:
                errors.append(error)
        if errors:
            raise DocumentsError(errors)
        stack.pop_all()
    return batch


def _take_name(path: Path, seen: dict[str, Path]) -> None:
    """Notes a document's id; raises `DocumentError` where it is taken."""
    name = document_id(path)
    if name in RESERVED:
        wrong = f"its id would be “{name}”, which names a graph of this project: rename the file"
    elif name in seen:
        wrong = f"has the same id as {seen[name]} ({name}): rename one of the two"
    else:
        seen[name] = path
        return
    raise DocumentError(path.name, [Problem(path.name, None, wrong)])


def _prepare(path: Path, elsewhere: Mapping[URIRef, str], progress: Progress | None) -> Prepared:
    document = read_document(path)
    _tell(progress, "read", path.name)
    graph = document_graph(document.record)
    report = require_valid(graph, path.name)
    _tell(progress, "validate", path.name)
    found = (*report.violations, *breaches(graph, path.name))
    warnings: tuple[Problem | Violation, ...] = (*document.record.warnings, *found)
    return Prepared(document, canonical(graph), project(graph, elsewhere), warnings)


def store_all(
    batch: Batch,
    store: Store,
    archive: Archive,
    release: Release,
    progress: Progress | None = None,
) -> tuple[Loaded, ...]:
    """Stores prepared documents, the reference data first; what is stored already is not written again.

    Small ones share a transaction. Each is in the release once it is stored.
    """
    store.ensure_schema(node_labels())
    reference = reference_graph()
    store.push(project(reference, {}))
    release.write(reference)
    loaded = []
    waiting: deque[Prepared] = deque()

    def archived() -> Iterator[Rows]:
        for one in batch:
            archive.add(one.document.source)
            waiting.append(one)
            yield one.rows

    for _, change in push_each(store, archived()):
        one = waiting.popleft()
        record = one.document.record
        release.put(record.id, one.triples)
        loaded.append(Loaded(record.id, len(record.measures), change))
        _tell(progress, "push", record.id)
    return tuple(loaded)


def _tell(progress: Progress | None, step: str, name: str) -> None:
    if progress is not None:
        progress(step, name)
