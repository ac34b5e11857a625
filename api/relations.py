"""Routes of what lies between measures: scopes, links, families, gaps, the matrix of origins and adopters."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import (
    DocumentId,
    FamilyQuery,
    HeldDep,
    MatrixQuery,
    MeasureNumber,
    PagedGapQuery,
    Paging,
    PairsQuery,
    ScopeQuery,
    SnapshotDep,
    StoreDep,
    run,
)
from api.lineage_models import FamilyPage, GapPage, MatrixPage, MemberPage, PairPage, ScopePage
from api.paging import listed, slices
from api.responses import lists
from ontology.errors import NotFoundError
from queries.families import Family, Member, families
from queries.gaps import Gap, find_gaps
from queries.lineage import Pair
from queries.origins import Flow, origins
from queries.resources import ScopeRow, find_links, find_scopes

router = APIRouter(tags=["relations"])


@router.get("/scopes", response_model=ScopePage, responses=lists(404))
async def list_scopes(
    request: Request, held: HeldDep, snapshot: SnapshotDep, query: Annotated[ScopeQuery, Query()]
) -> Response:
    """List scopes as printed, by document, list and number; with `place`, whether each binds it."""
    given = query.filters()
    found = await run(held.once, ("scopes", *given.values()), partial(find_scopes, snapshot, **given))
    return await listed(request, query, ScopeRow, slices(found))


@router.get("/links", response_model=PairPage, responses=lists())
async def list_links(
    request: Request, held: HeldDep, snapshot: SnapshotDep, query: Annotated[PairsQuery, Query()]
) -> Response:
    """List the pairs that were accepted as comparable, the surest first; a pair has no direction."""
    given = query.filters()
    found = await run(held.once, ("links", *given.values()), partial(find_links, snapshot, **given))
    return await listed(request, query, Pair, slices(found))


@router.get("/families", response_model=FamilyPage, responses=lists())
async def list_families(
    request: Request, store: StoreDep, held: HeldDep, query: Annotated[FamilyQuery, Query()]
) -> Response:
    """List communities of comparable measures, the largest first, named by what they share."""
    found = await run(held.once, "families", partial(families, store))
    if query.measure is not None:
        found = tuple(one for one in found if any(member.measure == query.measure for member in one.members))
    return await listed(request, query, Family, slices(found))


@router.get("/families/{document}/{number}/measures", response_model=MemberPage, responses=lists(404))
async def list_members(
    request: Request,
    store: StoreDep,
    held: HeldDep,
    document: DocumentId,
    number: MeasureNumber,
    query: Annotated[Paging, Query()],
) -> Response:
    """List the measures of the family that a measure belongs to, those with the most weight first."""
    measure = f"{document}/{number}"
    found = await run(held.once, "families", partial(families, store))
    members = next((one.members for one in found if any(m.measure == measure for m in one.members)), None)
    if members is None:
        raise NotFoundError(f"The measure “{measure}” belongs to no family.")
    return await listed(request, query, Member, slices(members))


@router.get("/gaps", response_model=GapPage, responses=lists(404))
async def list_gaps(
    request: Request, store: StoreDep, held: HeldDep, query: Annotated[PagedGapQuery, Query()]
) -> Response:
    """Say of each measure whether a city is shown to have it; never “not adopted”."""
    work = partial(find_gaps, store, query.place, document=query.document, measure=query.measure)
    found = await run(held.once, ("gaps", query.place, query.document, query.measure), work)
    items = tuple(one for one in found.items if query.answer in (None, one.answer))
    return await listed(
        request, query, Gap, slices(items), place=found.place, counts=found.counts, searched=found.searched
    )


@router.get("/matrix", response_model=MatrixPage, responses=lists())
async def list_matrix(
    request: Request, store: StoreDep, held: HeldDep, query: Annotated[MatrixQuery, Query()]
) -> Response:
    """Count what each city has from each, the most first, with the measures; `came_home` where both are the same."""
    found = await run(held.once, "matrix", partial(origins, store))
    flows = tuple(
        one for one in found.flows if query.origin in (None, one.origin) and query.adopter in (None, one.adopter)
    )
    return await listed(request, query, Flow, slices(flows))
