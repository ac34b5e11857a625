"""Routes of documents, places and domains."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import (
    MAX_TEXT,
    AreaQuery,
    DocumentId,
    DomainQuery,
    HeldDep,
    Paging,
    StoreDep,
    json,
    run,
)
from api.models import Area, AreaPage, Document, DocumentList, DomainPage, RepairPage
from api.paging import listed, slices
from api.responses import lists, problems
from queries.documents import find_areas, find_documents, whole_document
from queries.resources import DomainRow, find_domains, find_place
from queries.results import AreaRow, DocumentRow, RepairRow

router = APIRouter(tags=["documents"])

PlaceName = Annotated[
    str,
    Path(description="Name or code of an area.", examples=["深圳市"], min_length=1, max_length=MAX_TEXT),
]


@router.get("/documents", response_model=DocumentList, responses=lists())
async def list_documents(
    request: Request, store: StoreDep, held: HeldDep, query: Annotated[Paging, Query()]
) -> Response:
    """List all documents, by id."""
    found = await run(held.once, "documents", partial(find_documents, store))
    return await listed(request, query, DocumentRow, slices(found))


@router.get("/documents/{document}", response_model=Document, responses=problems(404, 422, 503))
async def get_document(store: StoreDep, document: DocumentId) -> Response:
    """Give a document, its lists and domains, and what was repaired while reading it."""
    return json(await run(whole_document, store, document))


@router.get("/documents/{document}/repairs", response_model=RepairPage, responses=lists(404))
async def list_repairs(
    request: Request, store: StoreDep, held: HeldDep, document: DocumentId, query: Annotated[Paging, Query()]
) -> Response:
    """List what was repaired while reading a document, in reading order."""
    work = partial(whole_document, store, document)
    found = await run(held.once, ("repairs", document), work)
    return await listed(request, query, RepairRow, slices(found.repairs))


@router.get("/places", response_model=AreaPage, responses=lists())
async def list_places(request: Request, store: StoreDep, query: Annotated[AreaQuery, Query()]) -> Response:
    """List areas by code, with what hangs on each."""
    return await listed(
        request, query, AreaRow, lambda skip, limit: find_areas(store, **query.filters(), skip=skip, limit=limit)
    )


@router.get("/places/{name}", response_model=Area, responses=problems(404, 422, 503))
async def get_place(store: StoreDep, name: PlaceName) -> Response:
    """Give an area and how much hangs on it; the measures are at `/measures?place=…` and `/measures?origin=…`."""
    return json(await run(find_place, store, name))


@router.get("/areas", response_model=AreaPage, responses=lists(), deprecated=True)
async def list_areas(request: Request, store: StoreDep, query: Annotated[AreaQuery, Query()]) -> Response:
    """List areas by code, as `/places` does."""
    return await list_places(request, store, query)


@router.get("/domains", response_model=DomainPage, responses=lists())
async def list_domains(
    request: Request, store: StoreDep, held: HeldDep, query: Annotated[DomainQuery, Query()]
) -> Response:
    """List the domains of documents with the harmonised domain of each; those that are matched to none come last."""
    given = query.filters()
    work = partial(find_domains, store, **given)
    found = await run(held.once, ("domains", *given.values()), work)
    return await listed(request, query, DomainRow, slices(found))
