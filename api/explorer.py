"""The explorer's pages, and the questions of the catalogue that they can run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field

from api.dependencies import DocumentId, MeasureNumber, StoreDep, Strict, answer, json, root_of
from api.responses import pages
from graph.store import Store
from queries.atlas import atlas
from queries.catalogue import question
from queries.judgements import judged_pairs
from queries.measures import measure_facts
from queries.proposals import proposals_of
from queries.run import ask
from viz.pages import explorer_page

MAX_DRAWN = 20_000
"""Measures in one page; above `viz.drawing.SOLO` those of a document and domain are drawn as one."""
MAX_ROWS = 1000

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

    return HTMLResponse(await answer(draw, store))


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

    return HTMLResponse(await answer(draw, store))


@router.get("/explorer/judged", include_in_schema=False)
async def get_judged(store: StoreDep, a: str, b: str) -> Response:
    """Say what people hold of a pair and models propose, as the page holds it; it asks anew after a judgement."""

    def say(store: Store) -> dict[str, object]:
        one, other = sorted((a, b))
        found = [asdict(pair) for pair in judged_pairs(store, one) if (pair.a, pair.b) == (one, other)]
        proposed = [asdict(row) for row in proposals_of(store, one).get((one, other), ())]
        return {"judged": found[0] if found else None, "proposals": proposed}

    return json(await answer(say, store))


@router.get("/explorer/questions/{name}", include_in_schema=False)
async def get_answer(request: Request, store: StoreDep, name: str) -> Response:
    """Answer a question of the catalogue; the page's panel shows the rows beside its Cypher."""

    def run(store: Store) -> dict[str, object]:
        asked = question(name)
        given = {
            one.name: one.value(request.query_params[one.name])
            for one in asked.parameters
            if one.name in request.query_params
        }
        needed = {one.name: one.value(one.example) for one in asked.parameters if not one.optional}
        found = ask(store, name, **(needed | given))
        return {"columns": found.columns, "rows": found.rows[:MAX_ROWS], "truncated": len(found.rows) > MAX_ROWS}

    return json(await answer(run, store))
