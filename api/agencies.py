"""Routes of bodies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import AgencyName, AgencyQuery, RoleQuery, StoreDep, run
from api.models import Agency, AgencyPage
from api.paging import listed
from api.responses import lists
from queries.agencies import find_agencies, measures_of_agency
from queries.results import AgencyRow, Carried, Page

router = APIRouter(prefix="/agencies", tags=["agencies"])


@router.get("", response_model=AgencyPage, responses=lists())
async def list_agencies(request: Request, store: StoreDep, query: Annotated[AgencyQuery, Query()]) -> Response:
    """List bodies that carry measures, the busiest first, with the number of measures in each role."""
    which = query.filter()
    return await listed(
        request, query, AgencyRow, lambda skip, limit: find_agencies(store, which, skip=skip, limit=limit)
    )


@router.get("/{name:path}", response_model=Agency, responses=lists(404))
async def get_agency(
    request: Request, store: StoreDep, name: AgencyName, query: Annotated[RoleQuery, Query()]
) -> Response:
    """Give the bodies of one name, which are never merged, and what they carry."""
    head = await run(measures_of_agency, store, name, role=query.role, limit=0)

    def find(skip: int, limit: int) -> Page[Carried]:
        found = measures_of_agency(store, name, role=query.role, skip=skip, limit=limit)
        return Page(found.total, found.items)

    return await listed(request, query, Carried, find, name=head.name, bodies=head.bodies)
