"""Routes of judgements: what people hold of pairs, a person's own word with a key that may judge, and what models propose."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import anyio
import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from starlette.exceptions import HTTPException

from api.dependencies import JudgementQuery, ProposalQuery, StoreDep, Strict, run
from api.errors import InvalidRequestError
from api.keys import Key
from api.models import JudgementGone, JudgementPage, JudgementTaken, ProposalPage, Verdict
from api.paging import JSON, listed
from api.responses import lists, problems
from graph.judgements import sssom
from graph.judgements import store as judgements
from graph.release import Release
from ontology.model import Judgement
from ontology.model import Verdict as Held
from queries.judgements import find_judgements
from queries.proposals import find_proposals
from queries.results import JudgementRow, ProposalRow

router = APIRouter(tags=["judgements"])

MEASURE = r"^[^/\s]{1,150}/[0-9]{1,9}(-[0-9]{1,9})?$"


class NewJudgement(Strict):
    """What a person holds of two measures. The name is that of the key."""

    a: str = Field(description="Id of one measure.", pattern=MEASURE, examples=["zhuhai-2020/1-4"])
    b: str = Field(description="Id of the other.", pattern=MEASURE, examples=["shenzhen-2020/37"])
    verdict: Verdict = Field(description="What the person holds.", examples=["related"])
    reason: str = Field(description="Why, in one sentence.", min_length=1, max_length=1000, examples=["The same aim"])


class PairOf(Strict):
    """Two measures."""

    a: str = Field(description="Id of one measure.", pattern=MEASURE, examples=["zhuhai-2020/1-4"])
    b: str = Field(description="Id of the other.", pattern=MEASURE, examples=["shenzhen-2020/37"])


@router.get("/judgements", response_model=JudgementPage, responses=lists())
async def list_judgements(request: Request, store: StoreDep, query: Annotated[JudgementQuery, Query()]) -> Response:
    """List what people hold of pairs of measures, by pair; those withdrawn are left out."""
    return await listed(
        request,
        query,
        JudgementRow,
        lambda skip, limit: find_judgements(store, **query.filters(), skip=skip, limit=limit),
    )


@router.post(
    "/judgements",
    response_model=JudgementTaken,
    status_code=201,
    responses=problems(400, 401, 403, 404, 413, 422, 503),
)
async def add_judgement(request: Request, store: StoreDep, new: NewJudgement) -> Response:
    """Take a judgement under the name of the key, which must have the scope `judge`; say what it contradicts."""
    key = _judge(request)
    try:
        said = sssom.judgement(new.a, new.b, Held(new.verdict), key.name, judgements.now(), new.reason)
    except ValueError as error:
        raise InvalidRequestError("body.b", str(error), "pair", "two different measures") from error
    async with _turn(request):
        done = await run(judgements.add, store, _release(request), [said])
        request.app.state.watch.forget()
    body = {"judgement": _record(said), "held": done.held, "contradictions": done.contradictions}
    return Response(orjson.dumps(body), 201, {"Cache-Control": "no-store"}, JSON)


@router.delete("/judgements", response_model=JudgementGone, responses=problems(401, 403, 404, 422, 503))
async def undo_judgement(request: Request, store: StoreDep, pair: Annotated[PairOf, Query()]) -> Response:
    """Take back the latest judgement of a pair under the name of the key; those of others stay."""
    key = _judge(request)
    async with _turn(request):
        work = partial(judgements.undo, store, _release(request), pair.a, pair.b, by=key.name)
        gone, done = await run(work)
        request.app.state.watch.forget()
    body = {"judgement": _record(gone), "held": done.held}
    return Response(orjson.dumps(body), 200, {"Cache-Control": "no-store"}, JSON)


def _judge(request: Request) -> Key:
    key: Key | None = request.scope.get("key")
    if key is None or "judge" not in key.scopes:
        raise HTTPException(401, "A judgement needs an API key with the scope judge.")
    return key


def _turn(request: Request) -> anyio.Lock:
    """One judgement after another: each reads the graph of judgements, and writes it whole."""
    lock: anyio.Lock = request.app.state.judging
    return lock


def _release(request: Request) -> Release:
    return Release(request.app.state.settings.data / "release")


def _record(one: Judgement) -> dict[str, str | None]:
    return {"a": one.a, "b": one.b, "verdict": str(one.verdict), "by": one.by, "when": one.when, "reason": one.reason}


@router.get("/proposals", response_model=ProposalPage, responses=lists())
async def list_proposals(request: Request, store: StoreDep, query: Annotated[ProposalQuery, Query()]) -> Response:
    """List what models propose of pairs of measures, by pair; they are no judgements and never change what is accepted."""
    return await listed(
        request,
        query,
        ProposalRow,
        lambda skip, limit: find_proposals(store, **query.filters(), skip=skip, limit=limit),
    )
