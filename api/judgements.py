"""Routes of judgements."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import JudgementQuery, StoreDep, answer, json
from api.models import JudgementPage
from api.responses import problems
from queries.judgements import find_judgements

router = APIRouter(tags=["judgements"])


@router.get("/judgements", response_model=JudgementPage, responses=problems(422, 503))
async def list_judgements(store: StoreDep, query: Annotated[JudgementQuery, Query()]) -> Response:
    """List what people hold of pairs of measures, by pair; those withdrawn are left out."""
    options = query.model_dump(exclude={"limit", "offset"})
    return json(await answer(find_judgements, store, **options, skip=query.offset, limit=query.limit))
