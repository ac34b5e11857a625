"""Routes of bodies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import AgencyName, AgencyQuery, RoleQuery, StoreDep, answer, json
from api.models import Agency, AgencyPage
from api.responses import problems
from queries.agencies import find_agencies, measures_of_agency

router = APIRouter(prefix="/agencies", tags=["agencies"])


@router.get("", response_model=AgencyPage, responses=problems(422, 503))
async def list_agencies(store: StoreDep, query: Annotated[AgencyQuery, Query()]) -> Response:
    """List bodies that carry measures, the busiest first, with the number of measures in each role."""
    return json(await answer(find_agencies, store, query.filter(), skip=query.offset, limit=query.limit))


@router.get("/{name:path}", response_model=Agency, responses=problems(404, 422, 503))
async def get_agency(store: StoreDep, name: AgencyName, query: Annotated[RoleQuery, Query()]) -> Response:
    """Give the bodies of one name, which are never merged, and what they carry."""
    found = await answer(measures_of_agency, store, name, role=query.role, skip=query.offset, limit=query.limit)
    return json(found)
