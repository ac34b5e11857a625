"""The explorer's pages."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field

from api.dependencies import DocumentId, MeasureNumber, StoreDep, Strict, answer, root_of
from api.responses import pages
from graph.store import Store
from queries.drawing import neighbourhood, overview
from viz.pages import neighbourhood_page, overview_page

MAX_DRAWN = 3000
"""Measures in one picture: vis-network stays smooth up to a few thousand nodes."""

router = APIRouter(tags=["explorer"])


class ExplorerQuery(Strict):
    """What a picture shows."""

    document: str | None = Field(None, description="Only this document and what is comparable to it.", max_length=200)
    limit: int = Field(1000, ge=1, le=MAX_DRAWN, description="How many measures to draw at most.")
    lang: Literal["en", "zh"] = Field("en", description="Language of the page's own words.")


class NeighbourhoodQuery(Strict):
    """What a measure's picture shows."""

    candidates: bool = Field(default=False, description="Pairs too that were not accepted as comparable.")
    lang: Literal["en", "zh"] = Field("en", description="Language of the page's own words.")


@router.get("/", include_in_schema=False)
async def start(request: Request) -> Response:
    """Lead to the explorer."""
    return RedirectResponse(f"{root_of(request)}explorer")


@router.get("/explorer", response_class=HTMLResponse, responses=pages(404, 422, 503))
async def get_overview(request: Request, store: StoreDep, query: Annotated[ExplorerQuery, Query()]) -> HTMLResponse:
    """Draw all measures with their links and places of origin."""

    def draw(store: Store) -> str:
        drawing = overview(store, document=query.document, limit=query.limit)
        return overview_page(drawing, root=root_of(request), language=query.lang)

    return HTMLResponse(await answer(draw, store))


@router.get("/explorer/measures/{document}/{number}", response_class=HTMLResponse, responses=pages(404, 422, 503))
async def get_neighbourhood(
    request: Request,
    store: StoreDep,
    document: DocumentId,
    number: MeasureNumber,
    query: Annotated[NeighbourhoodQuery, Query()],
) -> HTMLResponse:
    """Draw one measure and what hangs on it."""

    def draw(store: Store) -> str:
        drawing = neighbourhood(store, f"{document}/{number}", candidates=query.candidates)
        return neighbourhood_page(drawing, root=root_of(request), language=query.lang)

    return HTMLResponse(await answer(draw, store))
