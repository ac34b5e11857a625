"""Routes of what the graph is made of, and of full-text search over it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.dependencies import MAX_TEXT, Paging, StoreDep, json, run
from api.paging import listed
from api.responses import lists, problems
from api.search_models import GraphSchema, HitPage
from queries.results import Page
from queries.schema import graph_schema
from queries.search import Hit, search

Kind = Literal["measure", "agency", "document", "mechanism", "area", "instrument"]

router = APIRouter(tags=["search"])


class SearchQuery(Paging):
    """What to look for, and among what."""

    q: str = Field(
        description="Text to look for: simplified or traditional characters, words parted by spaces, or the initials of a name's pinyin.",
        examples=["电子营业执照", "szsscjd"],
        min_length=1,
        max_length=MAX_TEXT,
    )
    kind: list[Kind] = Field([], description="Only these kinds; may be repeated. `agency` is any body.", max_length=6)
    document: str | None = Field(
        None,
        description="Only what belongs to the document of this id.",
        examples=["shenzhen-2020"],
        min_length=1,
        max_length=MAX_TEXT,
    )


@router.get("/search", response_model=HitPage, responses=lists())
async def get_search(request: Request, store: StoreDep, query: Annotated[SearchQuery, Query()]) -> Response:
    """Find measures, bodies, documents, mechanisms, areas and instruments, the best first; `total` 0 is not found.

    Words parted by spaces must all be found. What stands together ranks before what is scattered, names before texts.
    Highlights are places in the texts given, which are not escaped.
    """

    def find(skip: int, limit: int) -> Page[Hit]:
        found = search(store, query.q, kinds=query.kind or None, document=query.document, limit=limit, offset=skip)
        return Page(found.total, found.hits)

    return await listed(request, query, Hit, find)


@router.get("/schema", response_model=GraphSchema, responses=problems(503))
async def get_schema(store: StoreDep) -> Response:
    """Describe the graph: labels, relationship types and properties, with definitions, counts and examples.

    Meanings and types are the ontology's; counts and examples the store's. Every node is read for it once.
    """
    return json(await run(graph_schema, store))
