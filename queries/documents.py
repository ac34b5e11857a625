"""Questions about documents, areas and the graph as a whole."""

from __future__ import annotations

from graph.store import Store
from ontology.errors import NotFoundError
from queries.results import AreaRow, Count, DocumentRow, Page, Part, RepairRow, WholeDocument
from queries.run import ask, page, records


def find_documents(store: Store) -> tuple[DocumentRow, ...]:
    """Give all documents, by id."""
    return records(ask(store, "documents"), DocumentRow)


def whole_document(store: Store, document: str) -> WholeDocument:
    """Give a document, its lists and domains, and its repairs. Raises `NotFoundError`."""
    found = records(ask(store, "documents", id=document), DocumentRow)
    if not found:
        raise NotFoundError(f"The graph holds no document “{document}”.")
    return WholeDocument(
        facts=found[0],
        parts=records(ask(store, "document_parts", id=document), Part),
        repairs=records(ask(store, "document_repairs", id=document), RepairRow),
    )


def find_areas(
    store: Store,
    *,
    text: str | None = None,
    level: str | None = None,
    used: bool = True,
    skip: int = 0,
    limit: int = 50,
) -> Page[AreaRow]:
    """Give a page of areas by code; with `used` only those that something in the documents names."""
    filters = {"text": text, "level": level, "used": used}
    return page(store, "areas", AreaRow, filters, skip=skip, limit=limit)


def counts(store: Store) -> tuple[Count, ...]:
    """Count the nodes of each label and the relationships of each type."""
    return records(ask(store, "counts"), Count)
