"""Routes of judgements, and of what models propose."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import JudgementQuery, ProposalQuery, StoreDep, answer, json
from api.models import JudgementPage, ProposalPage
from api.responses import problems
from queries.judgements import find_judgements
from queries.proposals import find_proposals

router = APIRouter(tags=["judgements"])


@router.get("/judgements", response_model=JudgementPage, responses=problems(422, 503))
async def list_judgements(store: StoreDep, query: Annotated[JudgementQuery, Query()]) -> Response:
    """List what people hold of pairs of measures, by pair; those withdrawn are left out."""
    options = query.model_dump(exclude={"limit", "offset"})
    return json(await answer(find_judgements, store, **options, skip=query.offset, limit=query.limit))


@router.get("/proposals", response_model=ProposalPage, responses=problems(422, 503))
async def list_proposals(store: StoreDep, query: Annotated[ProposalQuery, Query()]) -> Response:
    """List what models propose of pairs of measures, by pair; they are no judgements and never change what is accepted."""
    options = query.model_dump(exclude={"limit", "offset"})
    return json(await answer(find_proposals, store, **options, skip=query.offset, limit=query.limit))
