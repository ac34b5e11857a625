"""The push: prepared documents are stored, each whole or not at all.

Nothing is stored before every document was read and found valid; so a broken one leaves the graph as it was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.bulk import push_each
from graph.projection import node_labels, project
from graph.release import Release
from graph.rows import Rows
from graph.store import Change, Store
from loaders.archive import Archive
from loaders.batch import Prepared
from loaders.ledger import Known, known
from loaders.prepare import Progress
from ontology.reference import reference_graph


@dataclass(frozen=True)
class Loaded:
    """What storing one document changed, and what it came to."""

    known: Known
    change: Change

    @property
    def name(self) -> str:
        """The document's id."""
        return self.known.id

    @property
    def measures(self) -> int:
        """How many it holds."""
        return self.known.measures


def store_all(
    batch: Iterable[Prepared],
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
        found = known(one)
        release.put(found.id, one.triples)
        loaded.append(Loaded(found, change))
        if progress is not None:
            progress("push", found.id)
    return tuple(loaded)
