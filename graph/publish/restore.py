"""Bringing a release back: the same graph in the store, and the same triples in the data folder, or nothing at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from graph.projection import node_labels
from graph.publish.content import Content
from graph.publish.directory import checked_content
from graph.publish.tables import projected
from graph.release import Release
from graph.rows import Rows
from graph.store import Change, Store
from ontology.errors import ReleaseError
from ontology.identifiers import GRAPH, JUDGEMENTS, LINKS, PROPOSALS, graph_iri

_LAST = (LINKS, JUDGEMENTS, PROPOSALS)
"""Graphs whose relationships end on what others describe."""


def restore(folder: Path, store: Store, release: Release, *, replace: bool = False) -> Change:
    """Puts a published release in the place of what store and data folder hold.

    The files are written beside their place first, then the store takes all graphs in one transaction, then the files
    are put there. Who is killed between the two restores again.

    Raises `ReleaseError`, with nothing changed, where the release is not as it was written, and where store or data
    folder hold graphs that it does not, unless `replace` says that these may go; `OntologyError` where its triples
    make no graph by this ontology; `StoreError` where the store cannot take it.
    """
    content = checked_content(folder)
    stated = _in_order(projected(content))
    if not replace:
        _refuse_loss(content, store, release)
    new = release.folder.with_name(release.folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        for name, lines in content.items():
            path = Release(new).path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(lines)
        store.ensure_schema(node_labels())
        change = store.replace_all(stated)
        _swap(new, release.folder)
    except OSError as error:
        raise ReleaseError(f"{release.folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return change


def _in_order(stated: tuple[Rows, ...]) -> list[Rows]:
    first = str(graph_iri("reference"))
    last = {str(graph_iri(name)) for name in _LAST}
    return sorted(stated, key=lambda rows: (rows.source != first, rows.source in last, rows.source))


def _refuse_loss(content: Content, store: Store, release: Release) -> None:
    held = {source.removeprefix(GRAPH) for source in store.sources()} | set(release.names())
    lost = sorted(held - content.keys())
    if lost:
        raise ReleaseError(
            f"the graph holds what the release does not: {', '.join(lost)}. Nothing was changed; restore into another "
            "data folder, or allow the loss with --replace"
        )


def _swap(new: Path, folder: Path) -> None:
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    new.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
