"""What handlers ask for, as named types: signatures then read as the contract."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Concatenate, Literal, ParamSpec, TypeVar

import anyio.to_thread
import orjson
from fastapi import Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.models import Verdict
from graph.store import Store
from ontology.errors import StoreError
from queries.agencies import AgencyFilter
from queries.measures import MeasureFilter

P = ParamSpec("P")
T = TypeVar("T")

MAX_LIMIT = 200
MAX_OFFSET = 1_000_000
MAX_TEXT = 200
"""Characters of a filter; the longest name of a body in the documents has 40."""


def get_store(request: Request) -> Store:
    """Give the store that the application opened."""
    store: Store | None = getattr(request.app.state, "store", None)
    if store is None:
        raise StoreError("The graph store is not open.")
    return store


StoreDep = Annotated[Store, Depends(get_store)]

Role = Literal["lead", "responsible", "coordinating", "cooperating"]
Status = Literal["completed", "in_progress", "not_stated"]
AgencyKind = Literal["Agency", "Enterprise", "AgencyClass", "Collaboration"]
Level = Literal["country", "province", "prefecture", "county", "zone"]

DocumentId = Annotated[
    str,
    Path(description="Id of a document.", examples=["shenzhen-2020"], min_length=1, max_length=MAX_TEXT),
]
MeasureNumber = Annotated[
    str,
    Path(
        description="Number of a measure in its document; `list-number` where a document has several lists.",
        examples=["35", "1-4"],
        pattern=r"^[0-9]{1,9}(-[0-9]{1,9})?$",
    ),
]
AgencyName = Annotated[
    str,
    Path(description="Name of a body.", examples=["深圳市市场监督管理局"], min_length=1, max_length=MAX_TEXT),
]


class Strict(BaseModel):
    """Query parameters; an unknown one is refused: a filter left unused would answer another question."""

    model_config = ConfigDict(extra="forbid")


class Paging(Strict):
    """Which part of a long list."""

    limit: int = Field(50, ge=1, le=MAX_LIMIT, description="How many to give at most.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="How many to leave out at the start.")


def _text(description: str, example: str) -> str | None:
    found: str | None = Field(None, description=description, examples=[example], min_length=1, max_length=MAX_TEXT)
    return found


class MeasureQuery(Paging):
    """Filters of measures; all given ones must fit."""

    document: str | None = _text("Id of the document.", "shenzhen-2020")
    place: str | None = _text("Name, short name or code of the area that the document was issued for.", "深圳市")
    domain: str | None = _text("Part of the name of the domain.", "税")
    agency: str | None = _text("Part of the name of a body that carries the measure.", "市场监督管理局")
    role: Role | None = Field(None, description="Role of that body.")
    status: Status | None = Field(None, description="Status as the document reports it.")
    text: str | None = _text("Part of the title or the content.", "一窗通")

    def filter(self) -> MeasureFilter:
        """Give the filters without the paging."""
        return MeasureFilter(**self.model_dump(exclude={"limit", "offset"}))


class AgencyQuery(Paging):
    """Filters of bodies; all given ones must fit."""

    text: str | None = _text("Part of the name.", "税务局")
    place: str | None = _text("Name, short name or code of the jurisdiction.", "深圳市")
    kind: AgencyKind | None = Field(None, description="Kind of body.")
    role: Role | None = Field(None, description="Only bodies that carry a measure in this role.")
    document: str | None = _text("Count only the measures of this document.", "shenzhen-2020")

    def filter(self) -> AgencyFilter:
        """Give the filters without the paging."""
        return AgencyFilter(**self.model_dump(exclude={"limit", "offset"}))


class AreaQuery(Paging):
    """Filters of areas; all given ones must fit."""

    text: str | None = _text("Part of the name, Chinese or English.", "深圳")
    level: Level | None = Field(None, description="Level of the area.")
    used: bool = Field(default=True, description="Only areas that something in the documents names.")


class RoleQuery(Paging):
    """Which measures of a body."""

    role: Role | None = Field(None, description="Only measures carried in this role.")


class LinkQuery(Paging):
    """Which links of a measure."""

    candidates: bool = Field(default=False, description="Pairs too that were compared and not accepted as comparable.")


def _wanted(description: str, example: str) -> str:
    found: str = Field(description=description, examples=[example], min_length=1, max_length=MAX_TEXT)
    return found


class PairQuery(Strict):
    """The other measure of a pair."""

    other: str = _wanted("Id of the other measure.", "shenzhen-2020/35")


class MechanismQuery(Strict):
    """Which mechanism."""

    mechanism: str = _wanted("Id of the mechanism, or its Chinese name.", "秒批")


class GapQuery(Strict):
    """Which city, and what to look for in it: the measures of a document, or one measure."""

    place: str = _wanted("Name of the city.", "珠海市")
    document: str | None = _text("Id of the document.", "guangdong-8")
    measure: str | None = _text("Id of a measure.", "guangdong-8/12")


class CounterpartQuery(Strict):
    """Which agency, and where to look."""

    agency: str = _wanted("Full name of the agency.", "深圳市市场监督管理局")
    place: str | None = _text("Full name of the other jurisdiction; without it, anywhere.", "珠海市")


class JudgementQuery(Paging):
    """Filters of judgements; all given ones must fit."""

    measure: str | None = _text("Only pairs with this measure.", "zhuhai-2020/1-4")
    verdict: Verdict | None = Field(None, description="Only this verdict.")
    by: str | None = _text("Only judgements of this person.", "project reader")


class ProposalQuery(Paging):
    """Filters of proposals; all given ones must fit."""

    measure: str | None = _text("Only pairs with this measure.", "zhuhai-2020/1-4")
    verdict: Verdict | None = Field(None, description="Only this verdict.")
    by: str | None = _text("Only proposals of this model.", "qwen2.5:7b")


async def answer(
    work: Callable[Concatenate[Store, P], T], store: Store, /, *arguments: P.args, **options: P.kwargs
) -> T:
    """Run a question in a thread: the driver blocks, the event loop must not."""
    return await anyio.to_thread.run_sync(partial(work, store, *arguments, **options))


def json(value: object) -> Response:
    """Write a record of the queries as JSON; ten times faster than through a response model.

    The model that a route declares is the contract all the same: tests hold every answer against it.
    """
    return Response(orjson.dumps(value), media_type="application/json")


def root_of(request: Request) -> str:
    """Give the path beneath which the application is served, with a slash at its end."""
    return f"{request.scope.get('root_path', '')}/"
