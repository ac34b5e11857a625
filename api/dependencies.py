"""What handlers ask for, as named types: signatures then read as the contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

import anyio.to_thread
import orjson
from fastapi import Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.models import Verdict
from api.release import Held
from graph.store import Store
from ontology.errors import BadQueryError, StoreError
from queries.agencies import AgencyFilter
from queries.measures import MeasureFilter
from queries.neighbourhood import Lineages, Neighbourhood, is_large
from queries.snapshot import Snapshot

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


async def get_held(request: Request) -> Held:
    """Give the release that is served."""
    get_store(request)
    held: Held = await request.app.state.watch.current()
    return held


HeldDep = Annotated[Held, Depends(get_held)]


async def get_snapshot(store: StoreDep, held: HeldDep) -> Snapshot:
    """Give the lineage and the links of the release, held in memory."""
    if held.known_snapshot is not None:  # what is known needs no thread
        return held.known_snapshot
    return await run(held.snapshot, store)


SnapshotDep = Annotated[Snapshot, Depends(get_snapshot)]


async def get_lineages(store: StoreDep, held: HeldDep) -> Lineages:
    """Give what lineage is walked in: what is held in memory, or, of a large graph, what lies around a measure."""
    if held.known_snapshot is not None:
        return held.known_snapshot
    large = await run(held.once, "large", partial(is_large, store))
    return Neighbourhood(store) if large else await run(held.snapshot, store)


LineagesDep = Annotated[Lineages, Depends(get_lineages)]

Role = Literal["lead", "responsible", "coordinating", "cooperating"]
Status = Literal["completed", "in_progress", "not_stated"]
AgencyKind = Literal["Agency", "Enterprise", "AgencyClass", "Collaboration"]
Sort = Literal["title", "-title", "domain", "-domain", "place", "-place", "status", "-status", "deadline", "-deadline"]
DAY = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
Direction = Literal["ancestors", "descendants"]
Level = Literal["country", "province", "prefecture", "county", "zone"]

DocumentId = Annotated[
    str,
    Path(description="Id of a document.", examples=["zhuhai-2020"], min_length=1, max_length=MAX_TEXT),
]
MeasureNumber = Annotated[
    str,
    Path(
        description="Number of a measure in its document; `list-number` where a document has several lists.",
        examples=["1-4", "35"],
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
    offset: int = Field(
        0, ge=0, le=MAX_OFFSET, description="How many to leave out at the start; a cursor wins over it."
    )
    cursor: str | None = Field(
        None, min_length=1, max_length=MAX_TEXT, description="`next` of the page before; good within one release."
    )
    fields: str | None = Field(
        None, min_length=1, max_length=500, description="Only these fields of each item, parted by commas."
    )

    def filters(self) -> dict[str, Any]:
        """Give what is asked for, without which part of it."""
        return self.model_dump(exclude={"limit", "offset", "cursor", "fields", "sort"})


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
    batch: str | None = _text("Batch as the document's title prints it.", "第八批")
    mechanism: str | None = _text("Id or Chinese name of a mechanism that it names, or of a broader one.", "秒批")
    origin: str | None = _text("Name, short name or code of an area that the row names as origin.", "深圳市")
    due_from: str | None = Field(
        None,
        pattern=DAY,
        description="The deadline's last day is not before this day, month or year.",
        examples=["2020"],
    )
    due_to: str | None = Field(
        None, pattern=DAY, description="The deadline's last day is not after the end of it.", examples=["2020-06"]
    )
    text: str | None = _text("Part of the title or the content.", "一窗通")

    def filter(self) -> MeasureFilter:
        """Give the filters without the paging."""
        return MeasureFilter(**self.filters())


class SortedMeasureQuery(MeasureQuery):
    """Filters of measures, and their order."""

    sort: Sort | None = Field(
        None,
        description="What to sort by, backwards after a minus; what is not stated comes last.",
        examples=["-deadline"],
    )


class AgencyQuery(Paging):
    """Filters of bodies; all given ones must fit."""

    text: str | None = _text("Part of the name.", "税务局")
    place: str | None = _text("Name, short name or code of the jurisdiction.", "深圳市")
    kind: AgencyKind | None = Field(None, description="Kind of body.")
    role: Role | None = Field(None, description="Only bodies that carry a measure in this role.")
    document: str | None = _text("Count only the measures of this document.", "shenzhen-2020")

    def filter(self) -> AgencyFilter:
        """Give the filters without the paging."""
        return AgencyFilter(**self.filters())


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


class PagedGapQuery(Paging):
    """Which city, and what to look for in it; the answers wanted."""

    place: str = _wanted("Name of the city.", "珠海市")
    document: str | None = _text("Id of the document.", "guangdong-8")
    measure: str | None = _text("Id of a measure.", "guangdong-8/12")
    answer: Literal["evidenced", "asserted_only", "not_evidenced"] | None = Field(None, description="Only this answer.")


class ScopeQuery(Paging):
    """Filters of scopes; all given ones must fit."""

    document: str | None = _text("Id of the document.", "guangdong-8")
    place: str | None = _text("Area: says of each scope whether it binds it.", "珠海市")
    bound: Literal["yes", "no", "conditional"] | None = Field(None, description="Only scopes that bind the place so.")
    zone_type: str | None = _text("Type of zone that it is narrowed to.", "海关特殊监管区域")
    excludes: str | None = _text("Area that it leaves out.", "深圳市")


class PairsQuery(Paging):
    """Filters of accepted links; all given ones must fit."""

    document: str | None = _text("Document of either measure.", "zhuhai-2020")
    place: str | None = _text("Area that the document of either measure was issued for.", "深圳市")
    score: float = Field(0, ge=0, le=1, description="The least score.")


class DomainQuery(Paging):
    """Filters of domains; all given ones must fit."""

    document: str | None = _text("Id of the document.", "shenzhen-2020")
    domain: str | None = _text("Harmonised domain, by code or Chinese name.", "纳税")


class SchemeQuery(Paging):
    """Filters of mechanisms; all given ones must fit."""

    text: str | None = _text("Part of a name.", "审批")
    kind: Literal["object", "instrument", "goal"] | None = Field(None, description="Kind of mechanism.")
    used: bool = Field(default=True, description="Only mechanisms that a measure names.")


class MatrixQuery(Paging):
    """Filters of flows between cities; all given ones must fit."""

    origin: str | None = _text("City that measures come from.", "深圳市")
    adopter: str | None = _text("City that took them over.", "珠海市")


class FamilyQuery(Paging):
    """Which families."""

    measure: str | None = _text("Only the family of this measure.", "zhuhai-2020/1-9")


class DepthQuery(Strict):
    """How far to go."""

    depth: int = Field(4, ge=1, le=4, description="Measures in a row at the most.")


class BranchQuery(Paging):
    """How far to go, and which part of it."""

    depth: int = Field(4, ge=1, le=4, description="Measures in a row at the most.")


class BetweenQuery(Paging):
    """The other measure."""

    to: str = _wanted("Id of the other measure.", "shenzhen-2020/35")


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


async def run(work: Callable[P, T], /, *arguments: P.args, **options: P.kwargs) -> T:
    """Run in a thread what asks the store. A request that ends before it does not wait for it."""
    return await anyio.to_thread.run_sync(partial(work, *arguments, **options), abandon_on_cancel=True)


async def text_of(request: Request, octets: int, most: str) -> str:
    """Read the body as text, at most so many bytes; `most` says it in words where it has more.

    Raises `HTTPException` 413 for a longer one, `BadQueryError` for one that is not UTF-8.
    """
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > octets:
            raise HTTPException(413, most)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BadQueryError(f"The query is not UTF-8: byte {error.start} cannot be read.") from error


def json(value: object, headers: Mapping[str, str] | None = None) -> Response:
    """Write a record of the queries as JSON; ten times faster than through a response model.

    The model that a route declares is the contract all the same: tests hold every answer against it.
    """
    return Response(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS), headers=headers, media_type="application/json")


def root_of(request: Request) -> str:
    """Give the path beneath which the application is served, with a slash at its end."""
    return f"{request.scope.get('root_path', '')}/"
