"""Routes of the catalogue of questions, and of questions in Cypher."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from starlette.responses import StreamingResponse

from api.dependencies import MAX_TEXT, HeldDep, Paging, StoreDep, Strict, json, run
from api.errors import InvalidRequestError
from api.models import Question as QuestionModel
from api.models import QuestionPage, Rows
from api.negotiation import not_acceptable, preferred
from api.paging import CSV, FORMS, JSON, VARY, csv_lines, json_lines, listed, slices
from api.responses import lists, problems
from api.settings import ApiSettings
from graph.store import Answer
from ontology.errors import NotFoundError, QueryError
from queries.catalogue import Parameter, Question, catalogue
from queries.run import ask, checked

router = APIRouter(tags=["questions"])

MAX_CHARACTERS = 100_000
CHUNK = 500
"""Rows that are written at a time."""

QuestionName = Annotated[
    str,
    Path(description="Name of a question.", examples=["origin_cities"], min_length=1, max_length=MAX_TEXT),
]


@router.get("/questions", response_model=QuestionPage, responses=lists())
async def list_questions(request: Request, query: Annotated[Paging, Query()]) -> Response:
    """List the questions of the catalogue: what each says, wants and gives, with its Cypher."""
    return await listed(request, query, Question, slices(tuple(catalogue().values())))


@router.get("/questions/{name}", response_model=QuestionModel, responses=problems(404, 422, 503))
async def get_question(name: QuestionName) -> Response:
    """Give one question; its answer is at `/questions/{name}/answer`."""
    return json(_question(name))


@router.get(
    "/questions/{name}/answer",
    response_model=Rows,
    responses=lists(404),
    openapi_extra={
        "parameters": [
            {
                "name": "parameters",
                "in": "query",
                "description": "The question's parameters by their names; a list is parted by commas.",
                "style": "form",
                "explode": True,
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
                "example": {"document": "zhuhai-2020"},
            }
        ]
    },
)
async def answer_question(request: Request, store: StoreDep, held: HeldDep, name: QuestionName) -> Response:
    """Answer a question of the catalogue, as JSON, CSV or NDJSON. Its parameters are those of the query string."""
    del held
    asked = _question(name)
    given = dict(request.query_params.multi_items())
    parameters = checked_text(asked, given)
    found = await run(partial(ask, store, asked.name, **parameters))
    return rows(request, found, [])


class CypherQuery(Strict):
    """A query in Cypher, its parameters, and what it may take."""

    query: str = Field(
        description="The query; it can read only.",
        min_length=1,
        max_length=MAX_CHARACTERS,
        examples=["MATCH (m:Measure) WHERE m.id = $id RETURN m.title AS title"],
    )
    parameters: dict[str, Any] = Field(
        default_factory=dict,
        description="Values by name; never put them into the query.",
        examples=[{"id": "zhuhai-2020/1-4"}],
    )
    timeout: float | None = Field(None, gt=0, description="Seconds; no more than the server allows.", examples=[10])
    limit: int | None = Field(None, ge=1, description="Rows; no more than the server allows.", examples=[1000])


@router.post("/cypher", response_model=Rows, responses={**lists(), **problems(413)})
async def ask_in_cypher(request: Request, store: StoreDep, asked: CypherQuery) -> Response:
    """Answer a query in Cypher, as JSON, CSV or NDJSON; the engine itself refuses to write.

    Time, rows and bytes have limits; `notes` (in other forms the header `Reformgraph-Truncated`) says where one was
    reached.
    """
    limits: ApiSettings = request.app.state.limits
    seconds = min(asked.timeout or limits.cypher_seconds, limits.cypher_seconds)
    limit = min(asked.limit or limits.cypher_rows, limits.cypher_rows)
    octets = limits.cypher_bytes
    found = await run(store.read_freely, asked.query, asked.parameters, timeout=seconds, limit=limit, octets=octets)
    return rows(request, found, [found.note] if found.note else [])


def rows(request: Request, found: Answer, notes: list[str]) -> Response:
    """Write an answer of rows in the form that the request likes best."""
    accept = request.headers.get("accept")
    form = preferred(accept, FORMS)
    if form is None:
        raise not_acceptable(accept or "", FORMS)
    headers = VARY | ({"Reformgraph-Truncated": "; ".join(notes)} if notes else {})
    if form == JSON:
        body = {"columns": found.columns, "rows": found.rows, "truncated": bool(notes), "notes": notes}
        return Response(orjson.dumps(body), headers=headers, media_type=JSON)
    return StreamingResponse(_written(found, form), headers=headers, media_type=form)


def _written(found: Answer, form: str) -> Iterator[bytes]:
    if form == CSV:
        yield csv_lines([found.columns])
    for at in range(0, len(found.rows), CHUNK):
        part = found.rows[at : at + CHUNK]
        yield csv_lines(part) if form == CSV else json_lines(found.columns, part)


def checked_text(asked: Question, given: dict[str, str]) -> dict[str, object]:
    """The values that a query string gives to a question's parameters. Raises `InvalidRequestError` naming the field."""
    known = {one.name: one for one in asked.parameters}
    wanted = ", ".join(_wanted(one) for one in asked.parameters) or "no parameters"
    found: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            raise InvalidRequestError(f"query.{name}", "The question has no such parameter.", "extra-forbidden", wanted)
        try:
            found[name] = known[name].value(value)
        except QueryError as error:
            raise InvalidRequestError(f"query.{name}", str(error), "type", _wanted(known[name])) from error
    for one in asked.parameters:
        if one.name in ("skip", "limit"):
            found.setdefault(one.name, 0 if one.name == "skip" else 1000)
        if one.name not in found and not one.optional:
            raise InvalidRequestError(f"query.{one.name}", "The parameter is missing.", "missing", _wanted(one))
    checked(asked, found)
    return found


def _question(name: str) -> Question:
    found = catalogue().get(name)
    if found is None:
        raise NotFoundError(f"There is no question “{name}”; /questions lists those that there are.")
    return found


def _wanted(one: Parameter) -> str:
    return f"{one.name} ({one.type}{', optional' if one.optional else ''}; such as {one.example})"
