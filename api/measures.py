"""Routes of measures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import DocumentId, LinkQuery, MeasureNumber, MeasureQuery, PairQuery, StoreDep, answer, json
from api.explanation_models import Explanation
from api.models import Lineage, Links, Measure, MeasurePage
from api.responses import problems
from queries.explanation import explain
from queries.judgements import judged_links_of_measure
from queries.measures import find_measures, lineage_of_measure, whole_measure

router = APIRouter(prefix="/measures", tags=["measures"])


@router.get("", response_model=MeasurePage, responses=problems(422, 503))
async def list_measures(store: StoreDep, query: Annotated[MeasureQuery, Query()]) -> Response:
    """List measures that fit all given filters, by document, list and number."""
    return json(await answer(find_measures, store, query.filter(), skip=query.offset, limit=query.limit))


@router.get("/{document}/{number}", response_model=Measure, responses=problems(404, 422, 503))
async def get_measure(store: StoreDep, document: DocumentId, number: MeasureNumber) -> Response:
    """Give a measure with its row, bodies, scope, deadline, status and origins, and the words for each."""
    return json(await answer(whole_measure, store, f"{document}/{number}"))


@router.get("/{document}/{number}/links", response_model=Links, responses=problems(404, 422, 503))
async def get_links(
    store: StoreDep, document: DocumentId, number: MeasureNumber, query: Annotated[LinkQuery, Query()]
) -> Response:
    """List comparable measures, the surest first, each with what its score is made of and what people judged."""
    found = await answer(
        judged_links_of_measure,
        store,
        f"{document}/{number}",
        candidates=query.candidates,
        skip=query.offset,
        limit=query.limit,
    )
    return json(found)


@router.get("/{document}/{number}/explanation", response_model=Explanation, responses=problems(404, 422, 503))
async def get_explanation(
    store: StoreDep, document: DocumentId, number: MeasureNumber, query: Annotated[PairQuery, Query()]
) -> Response:
    """Say what the comparison of two measures rests on: features, clauses, words, rival, removal, run; 404 where they were not compared."""
    return json(await answer(explain, store, f"{document}/{number}", query.other))


@router.get("/{document}/{number}/lineage", response_model=Lineage, responses=problems(404, 422, 503))
async def get_lineage(store: StoreDep, document: DocumentId, number: MeasureNumber) -> Response:
    """Give what rows state about where a measure came from and where it went, each step with its evidence."""
    return json(await answer(lineage_of_measure, store, f"{document}/{number}"))
