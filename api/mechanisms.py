"""Routes of mechanisms."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import MAX_TEXT, HeldDep, Paging, SchemeQuery, StoreDep, json, run
from api.models import MechanismItem, MechanismPage, MechanismUsePage
from api.paging import listed, slices
from api.responses import lists, problems
from queries.lineage import MechanismUse
from queries.mechanisms import MechanismRow, find_mechanism, find_mechanisms, uses_of_mechanism

router = APIRouter(prefix="/mechanisms", tags=["mechanisms"])

MechanismId = Annotated[
    str,
    Path(
        description="Id of a mechanism, or a Chinese name of it.", examples=["秒批"], min_length=1, max_length=MAX_TEXT
    ),
]


@router.get("", response_model=MechanismPage, responses=lists())
async def list_mechanisms(
    request: Request, store: StoreDep, held: HeldDep, query: Annotated[SchemeQuery, Query()]
) -> Response:
    """List the concepts of the scheme, those that most measures name first."""
    given = query.filters()
    work = partial(find_mechanisms, store, **given)
    found = await run(held.once, ("mechanisms", *given.values()), work)
    return await listed(request, query, MechanismRow, slices(found))


@router.get("/{name}", response_model=MechanismItem, responses=problems(404, 422, 503))
async def get_mechanism(store: StoreDep, name: MechanismId) -> Response:
    """Give a concept: its names, what is broader and narrower, and how many measures name it."""
    return json(await run(find_mechanism, store, name))


@router.get("/{name}/measures", response_model=MechanismUsePage, responses=lists(404))
async def list_uses(
    request: Request, store: StoreDep, held: HeldDep, name: MechanismId, query: Annotated[Paging, Query()]
) -> Response:
    """List the words that name a mechanism or a narrower one, by document, list and number."""
    found = await run(held.once, ("uses", name), partial(uses_of_mechanism, store, name))
    return await listed(request, query, MechanismUse, slices(found))
