"""The explorer's pages, and what they ask anew."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field

from api.dependencies import DocumentId, MeasureNumber, StoreDep, Strict, json, root_of, run
from api.responses import pages
from graph.store import Store
from queries.atlas import atlas
from queries.judgements import judged_pairs
from queries.measures import measure_facts
from queries.proposals import proposals_of
from viz.pages import explorer_page

MAX_DRAWN = 20_000
"""Measures in one page; above `viz.drawing.SOLO` those of a document and domain are drawn as one."""

router = APIRouter(tags=["explorer"])

View = Literal["lanes", "near", "graph", "families", "agencies", "matrix", "overview", "timeline", "tiles"]


class ExplorerQuery(Strict):
    """What a page shows."""

    document: str | None = Field(None, description="Only this document and what is comparable to it.", max_length=200)
    view: View = Field("lanes", description="Which view is open at first.")
    limit: int = Field(2000, ge=1, le=MAX_DRAWN, description="How many measures to show at most.")
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
    """Show all measures: lineage, families, bodies, origins, domains, deadlines, cities."""

    def draw(store: Store) -> str:
        found = atlas(store, document=query.document, limit=query.limit)
        return explorer_page(found, view=query.view, root=root_of(request), language=query.lang)

    return HTMLResponse(await run(draw, store))


@router.get("/explorer/measures/{document}/{number}", response_class=HTMLResponse, responses=pages(404, 422, 503))
async def get_neighbourhood(
    request: Request,
    store: StoreDep,
    document: DocumentId,
    number: MeasureNumber,
    query: Annotated[NeighbourhoodQuery, Query()],
) -> HTMLResponse:
    """Show one measure and what hangs on it, among all others."""

    def draw(store: Store) -> str:
        focus = measure_facts(store, f"{document}/{number}").id
        return explorer_page(
            atlas(store, focus=focus),
            view="near",
            focus=focus,
            candidates=query.candidates,
            root=root_of(request),
            language=query.lang,
        )

    return HTMLResponse(await run(draw, store))


@router.get("/explorer/judged", include_in_schema=False)
async def get_judged(store: StoreDep, a: str, b: str) -> Response:
    """Say what people hold of a pair and models propose, as the page holds it; it asks anew after a judgement."""

    def say(store: Store) -> dict[str, object]:
        one, other = sorted((a, b))
        found = [asdict(pair) for pair in judged_pairs(store, one) if (pair.a, pair.b) == (one, other)]
        proposed = [asdict(row) for row in proposals_of(store, one).get((one, other), ())]
        return {"judged": found[0] if found else None, "proposals": proposed}

    return json(await run(say, store))
