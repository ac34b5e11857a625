"""Routes of documents and areas."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import AreaQuery, DocumentId, StoreDep, answer, json
from api.models import AreaPage, Document, DocumentList
from api.responses import problems
from queries.documents import find_areas, find_documents, whole_document
from queries.results import Page

router = APIRouter(tags=["documents"])


@router.get("/documents", response_model=DocumentList, responses=problems(503))
async def list_documents(store: StoreDep) -> Response:
    """List all documents, by id."""
    found = await answer(find_documents, store)
    return json(Page(len(found), found))


@router.get("/documents/{document}", response_model=Document, responses=problems(404, 422, 503))
async def get_document(store: StoreDep, document: DocumentId) -> Response:
    """Give a document, its lists and domains, and what was repaired while reading it."""
    return json(await answer(whole_document, store, document))


@router.get("/areas", response_model=AreaPage, responses=problems(422, 503))
async def list_areas(store: StoreDep, query: Annotated[AreaQuery, Query()]) -> Response:
    """List areas by code, with what hangs on each."""
    options = query.model_dump(exclude={"limit", "offset"})
    return json(await answer(find_areas, store, **options, skip=query.offset, limit=query.limit))
