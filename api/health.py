"""Whether the service and its store answer, which release it serves, and what changed since another."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from pydantic import Field
from starlette.exceptions import HTTPException

from api.dependencies import HeldDep, Paging, StoreDep, json, run
from api.models import ChangePage, Health, Live, Ready, ReleasePage
from api.paging import listed, slices
from api.responses import lists, problems
from api.states import ChangeRow, States
from ontology.identifiers import GRAPH
from queries.documents import counts

router = APIRouter(tags=["service"])

NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphRow:
    """A named graph of the release."""

    iri: str
    name: str
    digest: str


class ChangesQuery(Paging):
    """Since which release."""

    since: str = Field(
        description="The release that is known: `release` of an earlier answer.",
        pattern=r"^[0-9a-f]{16}$",
        examples=["0123456789abcdef"],
    )
    kind: str | None = Field(None, description="Only this label or type.", max_length=100, examples=["Measure"])


@router.get("/health", response_model=Health, responses=problems(503))
async def get_health(request: Request, store: StoreDep) -> Response:
    """Tell whether the store answers, and what it holds."""
    found = await run(counts, store)
    return json({"status": "ok", "version": request.app.version, "counts": [asdict(one) for one in found]}, NO_STORE)


@router.get("/health/live", response_model=Live, responses=problems(503))
async def get_live(request: Request) -> Response:
    """Tell that the process answers; asks nothing of the store."""
    return json({"status": "ok", "version": request.app.version}, NO_STORE)


@router.get("/health/ready", response_model=Ready, responses=problems(503))
async def get_ready(request: Request, held: HeldDep) -> Response:
    """Tell whether questions can be answered: the store does."""
    return json({"status": "ok", "version": request.app.version, "release": held.name}, NO_STORE)


@router.get("/metrics", response_class=Response, responses=problems(503))
async def get_metrics(request: Request) -> Response:
    """Give counts and times in Prometheus' text form."""
    body = generate_latest(request.app.state.metrics.registry)
    return Response(body, headers=NO_STORE, media_type=CONTENT_TYPE_LATEST)


@router.get("/release", response_model=ReleasePage, responses=lists())
async def get_release(request: Request, held: HeldDep, query: Annotated[Paging, Query()]) -> Response:
    """Give the release that is served, its named graphs with their digests, and the releases that `/changes` knows."""
    graphs = tuple(
        GraphRow(iri=iri, name=iri.removeprefix(GRAPH), digest=digest) for iri, digest in held.graphs.items()
    )
    states: States = request.app.state.states
    return await listed(
        request,
        query,
        GraphRow,
        slices(graphs),
        release=held.name,
        version=request.app.version,
        comparable=states.names(),
    )


@router.get("/changes", response_model=ChangePage, responses=lists())
async def list_changes(request: Request, held: HeldDep, query: Annotated[ChangesQuery, Query()]) -> Response:
    """List every node and relationship that the release states otherwise than an earlier one.

    Whoever takes out what was removed, and reads anew what was added or changed, has the release. A release that is
    not known any more answers 410: everything is to be read anew.
    """
    states: States = request.app.state.states
    found = await run(held.once, ("changes", query.since), partial(states.changes, query.since, held))
    if found is None:
        raise HTTPException(410, f"The release {query.since} is not known here (any more); read everything anew.")
    items = found if query.kind is None else tuple(one for one in found if one.kind == query.kind)
    return await listed(request, query, ChangeRow, slices(items), since=query.since, release=held.name)
