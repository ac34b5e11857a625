"""Documents read, checked and made ready to be stored, by one process or several; nothing is stored here."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path

from rdflib import URIRef

from graph.projection import labels_of, project
from graph.release import canonical
from loaders.batch import Batch, Prepared, keep
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
_SHARE = 300_000
"""Bytes of documents, some 600 measures, for which a process is worth its start of some three seconds."""
_Wrong = DocumentError | ValidationError


def prepare(
    paths: Iterable[Path],
    progress: Progress | None = None,
    *,
    processes: int = 1,
    known: Collection[Path] = (),
) -> Batch:
    """Reads and validates documents, touching no store; the batch that comes back must be closed.

    Of those that are `known` only the names are looked at; they do not come into the batch.
    With several `processes` a program's main module must bear being imported (`if __name__ == "__main__"`).
    Raises `DocumentsError` with everything that is wrong with any of them, in the order of the documents.
    """
    seen: dict[str, Path] = {}
    named = [(path, _wrong_name(path, seen)) for path in paths]
    errors: list[_Wrong] = []
    with ExitStack() as stack:
        batch = stack.enter_context(Batch())
        tasks = [(path, batch.place()) for path, misnamed in named if misnamed is None and path not in known]
        with closing(_done(tasks, min(processes, len(tasks)))) as done:
            for path, misnamed in named:
                wrong = misnamed or (None if path in known else next(done))
                if wrong is not None:
                    errors.append(wrong)
                elif progress is not None:
                    progress("read", path.name)
                    progress("validate", path.name)
        if errors:
            raise DocumentsError(errors)
        stack.pop_all()
    return batch


def processes_for(paths: Sequence[Path]) -> int:
    """How many processes are worth their start: one for each core, document and 300 kB at the most."""
    octets = sum(path.stat().st_size for path in paths if path.is_file())
    return max(1, min(_cores(), len(paths), octets // _SHARE))


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _wrong_name(path: Path, seen: dict[str, Path]) -> DocumentError | None:
    """Notes a document's id; what is wrong with it where it is taken."""
    name = document_id(path)
    if name in RESERVED:
        wrong = f"its id would be “{name}”, which names a graph of this project: rename the file"
    elif name in seen:
        wrong = f"has the same id as {seen[name]} ({name}): rename one of the two"
    else:
        seen[name] = path
        return None
    return DocumentError(path.name, [Problem(path.name, None, wrong)])


def _done(tasks: Sequence[tuple[Path, Path]], processes: int) -> Generator[_Wrong | None]:
    """What is wrong with each document, once it is kept in its place or cannot be."""
    if processes <= 1:
        yield from map(_kept, tasks)
        return
    # A fresh interpreter for each: a copy of this one would hold what its threads held.
    # Ctrl-C is for this one, which then lets them end.
    fresh, deaf = multiprocessing.get_context("spawn"), (signal.SIGINT, signal.SIG_IGN)
    pool = ProcessPoolExecutor(processes, mp_context=fresh, initializer=signal.signal, initargs=deaf)
    try:
        waiting = [pool.submit(_kept, task) for task in tasks]
        for (path, _), one in zip(tasks, waiting, strict=True):
            try:
                yield one.result()
            except BrokenProcessPool:
                wrong = "the process that read it, or one beside it, was ended, perhaps for want of memory: load with --processes 1"
                raise DocumentsError([DocumentError(path.name, [Problem(path.name, None, wrong)])]) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _kept(task: tuple[Path, Path]) -> _Wrong | None:
    """Prepares a document and keeps it in a place; what is wrong with it."""
    path, place = task
    try:
        keep(_prepare(path), place)
    except (DocumentError, ValidationError) as error:
        return error
    return None


def _prepare(path: Path) -> Prepared:
    document = read_document(path)
    graph = document_graph(document.record)
    report = require_valid(graph, path.name)
    triples = canonical(graph)
    found = (*report.violations, *breaches(graph, path.name, triples))
    warnings: tuple[Problem | Violation, ...] = (*document.record.warnings, *found)
    return Prepared(document, triples, project(graph, _elsewhere()), warnings)


@cache
def _elsewhere() -> dict[URIRef, str]:
    return labels_of(reference_graph())
