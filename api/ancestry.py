"""Routes of one measure's lineage: as a graph, as a tree, as paths, and between two."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import (
    BetweenQuery,
    BranchQuery,
    DepthQuery,
    Direction,
    DocumentId,
    HeldDep,
    LineagesDep,
    MeasureNumber,
    Paging,
    json,
    run,
)
from api.lineage_models import BranchPage, LineageGraph, PathPage
from api.paging import listed, slices
from api.responses import lists, problems
from queries.ancestry import Branch, branches, lineage_graph, lineage_paths, paths_between
from queries.lineage import Path as LineagePath

router = APIRouter(prefix="/measures/{document}/{number}", tags=["lineage"])

DirectionPath = Annotated[Direction, Path(description="ancestors or descendants.", examples=["ancestors"])]


@router.get("/paths", response_model=PathPage, responses=lists(404))
async def list_paths_between(
    request: Request,
    held: HeldDep,
    snapshot: LineagesDep,
    document: DocumentId,
    number: MeasureNumber,
    query: Annotated[BetweenQuery, Query()],
) -> Response:
    """List the paths of lineage between two measures, the surest first; no path says nothing of the two."""
    work = partial(paths_between, snapshot, f"{document}/{number}", query.to)
    found = await run(held.once, ("between", document, number, query.to), work)
    return await listed(request, query, LineagePath, slices(found))


@router.get("/{direction}", response_model=LineageGraph, responses=problems(404, 422, 503))
async def get_lineage_graph(
    snapshot: LineagesDep,
    document: DocumentId,
    number: MeasureNumber,
    direction: DirectionPath,
    query: Annotated[DepthQuery, Query()],
) -> Response:
    """Give ancestors or descendants as a graph: what is reached, the nearest first, and every hop once."""
    return json(await run(lineage_graph, snapshot, f"{document}/{number}", direction, depth=query.depth))


@router.get("/{direction}/tree", response_model=BranchPage, responses=lists(404))
async def list_branches(
    request: Request,
    held: HeldDep,
    snapshot: LineagesDep,
    document: DocumentId,
    number: MeasureNumber,
    direction: DirectionPath,
    query: Annotated[BranchQuery, Query()],
) -> Response:
    """List ancestors or descendants as a tree: each branch names its parent, and stands before what hangs on it."""
    work = partial(branches, snapshot, f"{document}/{number}", direction, depth=query.depth)
    found = await run(held.once, ("tree", document, number, direction, query.depth), work)
    return await listed(request, query, Branch, slices(found))


@router.get("/{direction}/paths", response_model=PathPage, responses=lists(404))
async def list_lineage_paths(
    request: Request,
    held: HeldDep,
    snapshot: LineagesDep,
    document: DocumentId,
    number: MeasureNumber,
    direction: DirectionPath,
    query: Annotated[Paging, Query()],
) -> Response:
    """List the paths to or from a measure, the surest first, each hop with its words or, of a candidate, its score."""
    work = partial(lineage_paths, snapshot, f"{document}/{number}", direction)
    found = await run(held.once, ("paths", document, number, direction), work)
    return await listed(request, query, LineagePath, slices(found))
