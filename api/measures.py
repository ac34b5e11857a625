"""Routes of measures."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import (
    DocumentId,
    LinkQuery,
    MeasureNumber,
    PairQuery,
    SortedMeasureQuery,
    StoreDep,
    json,
    run,
)
from api.explanation_models import Explanation
from api.models import Lineage, Links, Measure, MeasurePage
from api.paging import Find, listed
from api.responses import lists, problems
from graph.store import Store
from queries.explanation import explain
from queries.judgements import judged_links_of_measure
from queries.measures import MeasureFilter, find_measures, lineage_of_measure, whole_measure
from queries.results import Linked, MeasureRow, Page

router = APIRouter(tags=["measures"])


@router.get("/measures", response_model=MeasurePage, responses=lists())
async def list_measures(request: Request, store: StoreDep, query: Annotated[SortedMeasureQuery, Query()]) -> Response:
    """List measures that fit all given filters, by document, list and number, or sorted."""
    return await listed(request, query, MeasureRow, found_by(store, query.filter(), query.sort))


@router.get("/measures/{document}/{number}", response_model=Measure, responses=problems(404, 422, 503))
async def get_measure(store: StoreDep, document: DocumentId, number: MeasureNumber) -> Response:
    """Give a measure with its row, bodies, scope, deadline, status and origins, and the words for each."""
    return json(await run(whole_measure, store, f"{document}/{number}"))


@router.get("/measures/{document}/{number}/links", response_model=Links, responses=lists(404))
async def get_links(
    request: Request,
    store: StoreDep,
    document: DocumentId,
    number: MeasureNumber,
    query: Annotated[LinkQuery, Query()],
) -> Response:
    """List comparable measures, the surest first, each with what its score is made of and what people judged."""
    ask = partial(judged_links_of_measure, store, f"{document}/{number}", candidates=query.candidates)
    counts = await run(_counts, store, f"{document}/{number}")

    def find(skip: int, limit: int) -> Page[Linked]:
        found = ask(skip=skip, limit=limit)
        return Page(found.accepted + (found.candidates if query.candidates else 0), found.items)

    return await listed(request, query, Linked, find, **counts)


@router.get("/measures/{document}/{number}/explanation", response_model=Explanation, responses=problems(404, 422, 503))
async def get_explanation(
    store: StoreDep, document: DocumentId, number: MeasureNumber, query: Annotated[PairQuery, Query()]
) -> Response:
    """Say what the comparison of two measures rests on: features, clauses, words, rival, removal, run; 404 where they were not compared."""
    return json(await run(explain, store, f"{document}/{number}", query.other))


@router.get("/measures/{document}/{number}/lineage", response_model=Lineage, responses=problems(404, 422, 503))
async def get_lineage(store: StoreDep, document: DocumentId, number: MeasureNumber) -> Response:
    """Give what rows state about where a measure came from and where it went, each step with its evidence."""
    return json(await run(lineage_of_measure, store, f"{document}/{number}"))


@router.get("/documents/{document}/measures", response_model=MeasurePage, responses=lists(404), tags=["documents"])
async def list_document_measures(
    request: Request, store: StoreDep, document: DocumentId, query: Annotated[SortedMeasureQuery, Query()]
) -> Response:
    """List the measures of a document that fit all given filters; the filter `document` is that of the path."""
    which = query.model_copy(update={"document": document}).filter()
    return await listed(request, query, MeasureRow, found_by(store, which, query.sort))


def found_by(store: Store, which: MeasureFilter, sort: str | None = None) -> Find[MeasureRow]:
    """Measures that fit, as a list of pages."""
    return lambda skip, limit: find_measures(store, which, sort=sort, skip=skip, limit=limit)


def _counts(store: Store, measure: str) -> dict[str, int]:
    found = judged_links_of_measure(store, measure, limit=0)
    return {"accepted": found.accepted, "candidates": found.candidates}
