"""Routes of lineage over all documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import (
    CounterpartQuery,
    DocumentId,
    GapQuery,
    LineagesDep,
    MeasureNumber,
    MechanismQuery,
    PairQuery,
    StoreDep,
    json,
    run,
)
from api.lineage_models import (
    Adaptation,
    AssertedList,
    Counterparts,
    Diffusion,
    Families,
    FirstClaims,
    Gaps,
    MechanismDiffusion,
    MissingList,
    Origins,
    PairLineage,
)
from api.responses import problems
from queries.adaptation import adaptation
from queries.counterparts import counterparts
from queries.families import families
from queries.gaps import find_gaps
from queries.lineage import diffusion, diffusion_of_mechanism, first_claims, pair_lineage
from queries.origins import asserted_adoptions, missing_ancestors, origins
from queries.results import Page

router = APIRouter(tags=["lineage"])


@router.get("/measures/{document}/{number}/diffusion", response_model=Diffusion, responses=problems(404, 422, 503))
async def get_diffusion(
    store: StoreDep, lineages: LineagesDep, document: DocumentId, number: MeasureNumber
) -> Response:
    """Give the paths to and from a measure, each hop with its words or, of a candidate, its score."""
    return json(await run(diffusion, store, f"{document}/{number}", lineages))


@router.get("/measures/{document}/{number}/adaptation", response_model=Adaptation, responses=problems(404, 422, 503))
async def get_adaptation(store: StoreDep, document: DocumentId, number: MeasureNumber) -> Response:
    """Compare what the origin did (主要做法) with what the adopter does (工作措施)."""
    return json(await run(adaptation, store, f"{document}/{number}"))


@router.get("/measures/{document}/{number}/relation", response_model=PairLineage, responses=problems(404, 422, 503))
async def get_relation(
    store: StoreDep,
    lineages: LineagesDep,
    document: DocumentId,
    number: MeasureNumber,
    query: Annotated[PairQuery, Query()],
) -> Response:
    """Give kind and direction of the lineage between two measures, with the evidence, or say why it has none."""
    return json(await run(pair_lineage, store, f"{document}/{number}", query.other, lineages))


@router.get("/lineage/first", response_model=FirstClaims, responses=problems(503))
async def list_first_claims(store: StoreDep) -> Response:
    """List the claims of being first; rivals stand side by side."""
    found = await run(first_claims, store)
    return json(Page(len(found), found))


@router.get("/lineage/mechanism", response_model=MechanismDiffusion, responses=problems(422, 503))
async def get_mechanism_diffusion(store: StoreDep, query: Annotated[MechanismQuery, Query()]) -> Response:
    """Give who names a mechanism, and the hops that rows state or admit."""
    return json(await run(diffusion_of_mechanism, store, query.mechanism))


@router.get("/lineage/asserted", response_model=AssertedList, responses=problems(503))
async def list_asserted(store: StoreDep) -> Response:
    """List adoptions that documents assert and no row of the place confirms, with candidates by score."""
    found = await run(asserted_adoptions, store)
    return json(Page(len(found), found))


@router.get("/lineage/missing", response_model=MissingList, responses=problems(503))
async def list_missing(store: StoreDep) -> Response:
    """List cities that are named as origins and of which no document is held."""
    found = await run(missing_ancestors, store)
    return json(Page(len(found), found))


@router.get("/lineage/origins", response_model=Origins, responses=problems(503), deprecated=True)
async def get_origins(store: StoreDep) -> Response:
    """Count what each city has from each, and name what came home again."""
    return json(await run(origins, store))


@router.get("/lineage/families", response_model=Families, responses=problems(503), deprecated=True)
async def list_lineage_families(store: StoreDep) -> Response:
    """List communities of comparable measures, named by what they share."""
    found = await run(families, store)
    return json(Page(len(found), found))


@router.get("/lineage/gaps", response_model=Gaps, responses=problems(404, 422, 503), deprecated=True)
async def get_gaps(store: StoreDep, query: Annotated[GapQuery, Query()]) -> Response:
    """Say of each measure whether a city is shown to have it: evidenced, asserted only, or not evidenced."""
    return json(await run(find_gaps, store, query.place, document=query.document, measure=query.measure))


@router.get("/lineage/counterparts", response_model=Counterparts, responses=problems(404, 422, 503))
async def list_counterparts(store: StoreDep, query: Annotated[CounterpartQuery, Query()]) -> Response:
    """List who does elsewhere what an agency does, by function or by comparable measures."""
    found = await run(counterparts, store, query.agency, place=query.place)
    return json(Page(len(found), found))
