"""Reconciliation Service API 0.2 (W3C Community Group report), for OpenRefine and its kind.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from starlette.exceptions import HTTPException

from api.dependencies import MAX_TEXT, get_held, get_store, json, run, text_of
from api.responses import problems
from ontology.errors import NotFoundError, QueryError
from ontology.identifiers import ID
from ontology.vocabulary import NAMESPACE
from queries.entities import Entities, Entity, Reference, Value, read_entities
from queries.reconcile import Candidate, Wanted, reconcile

FORM = "application/x-www-form-urlencoded"
MAX_BYTES = 1_000_000
MAX_QUERIES = 100
MAX_CANDIDATES = 50
PREVIEW = (430, 220)
"""Width and height of a preview, in pixels."""

TYPES = {
    "Body": "机构 · body",
    "Agency": "机关 · agency",
    "Enterprise": "企业 · enterprise",
    "AgencyClass": "一类机构 · class of agencies",
    "Collaboration": "合作机制 · collaboration",
    "Area": "地区 · area",
    "Measure": "改革举措 · reform measure",
}
PROPERTIES = {
    "jurisdiction": ("Body", "Measure"),
    "measures": ("Body",),
    "renamed_to": ("Body",),
    "code": ("Area",),
    "level": ("Area",),
    "within": ("Area",),
    "document": ("Measure",),
    "domain": ("Measure",),
    "status": ("Measure",),
    "deadline": ("Measure",),
    "leads": ("Measure",),
    "origins": ("Measure",),
    "name_en": ("Body", "Area"),
    "other_names": ("Body", "Area"),
}
"""Each property with the types that have it."""
NAMES = {
    "jurisdiction": "管辖地区 · jurisdiction",
    "measures": "承担举措数 · number of measures",
    "renamed_to": "更名为 · renamed to",
    "code": "行政区划代码 · GB/T 2260 code",
    "level": "层级 · level",
    "within": "隶属 · lies in",
    "document": "文件 · document",
    "domain": "领域 · domain",
    "status": "进展 · status",
    "deadline": "完成时限 · deadline",
    "leads": "牵头单位 · led by",
    "origins": "首创地 · place of origin",
    "name_en": "英文名 · English name",
    "other_names": "别名 · other names",
}
REFERENCES = {"jurisdiction": "Area", "within": "Area", "origins": "Area", "leads": "Body", "renamed_to": "Body"}
"""Properties whose values are entities, with their type."""

router = APIRouter(prefix="/reconcile", tags=["reconciliation"])


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Entity(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str = Field(max_length=MAX_TEXT)


_Value = _Entity | str | int | float | bool


class _Property(BaseModel):
    model_config = ConfigDict(extra="ignore")
    pid: str = Field(max_length=MAX_TEXT)
    v: _Value | list[_Value]

    def values(self) -> tuple[str, ...]:
        values = self.v if isinstance(self.v, list) else [self.v]
        return tuple(one.id if isinstance(one, _Entity) else str(one)[:MAX_TEXT] for one in values)


class _Query(_Given):
    query: str = Field("", max_length=5_000)
    type: str | list[str] = Field(default_factory=list)
    limit: int = Field(10, ge=1)
    properties: list[_Property] = Field(default_factory=list, max_length=20)
    type_strict: Literal["any", "should", "all"] = "any"

    @model_validator(mode="after")
    def _asks(self) -> _Query:
        if not self.query.strip() and not self.properties:
            raise ValueError("a query or properties are wanted")
        return self

    def wanted(self) -> Wanted:
        kinds = (self.type,) if isinstance(self.type, str) else tuple(self.type)
        properties: dict[str, tuple[str, ...]] = {}
        for one in self.properties:
            properties[one.pid] = properties.get(one.pid, ()) + one.values()
        kept = {name: values for name, values in properties.items() if name in PROPERTIES}
        return Wanted(self.query.strip(), tuple(kinds), kept, min(self.limit, MAX_CANDIDATES))


class _Extended(BaseModel):
    id: str
    settings: dict[str, Any] = Field(default_factory=dict)


class _Extend(BaseModel):
    ids: list[str] = Field(max_length=1_000)
    properties: list[_Extended] = Field(max_length=len(PROPERTIES))


_BATCH = TypeAdapter(dict[str, _Query])
_EXTEND = TypeAdapter(_Extend)
_JSON: dict[str, Any] = {"application/json": {}}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The manifest, candidates or values, as the specification says.", "content": _JSON}
}
QueriesText = Annotated[str | None, Query(description="A batch of queries, as JSON.", max_length=MAX_BYTES)]
ExtendText = Annotated[str | None, Query(description="A data extension query, as JSON.", max_length=MAX_BYTES)]
EntityId = Annotated[str, Query(description="Id of an entity.", examples=["area/440300"], max_length=MAX_TEXT)]
Prefix = Annotated[str, Query(description="What was typed so far.", examples=["深圳"], max_length=MAX_TEXT)]
Cursor = Annotated[int, Query(description="How many to leave out at the start.", ge=0, le=10_000)]


@router.get("", response_class=Response, responses={**_ANSWER, **problems(422, 503)})
async def get_service(request: Request, queries: QueriesText = None, extend: ExtendText = None) -> Response:
    """Describe the service; with `queries` or `extend`, answer them (Reconciliation Service API 0.2)."""
    return await _served(request, queries, extend)


@router.post(
    "",
    response_class=Response,
    responses={**_ANSWER, **problems(400, 413, 415, 422, 503)},
    openapi_extra={"requestBody": {"required": True, "content": {FORM: {"schema": {"type": "string"}}}}},
)
async def post_service(request: Request) -> Response:
    """Answer `queries` or `extend`, given as a form (Reconciliation Service API 0.2)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise HTTPException(415, f"Queries come as {FORM}, not as {kind or 'something unnamed'}.")
    body = await text_of(request, MAX_BYTES, f"A request may have {MAX_BYTES:,} bytes at the most.")
    form = parse_qs(body, keep_blank_values=True)
    queries, extend = (form.get(name, [None])[0] for name in ("queries", "extend"))
    return await _served(request, queries, extend)


@router.get("/suggest/entity", response_class=Response, responses={**_ANSWER, **problems(422, 503)})
async def suggest_entity(request: Request, prefix: Prefix = "", cursor: Cursor = 0) -> Response:
    """Suggest entities whose names are like what was typed."""
    found = await run(reconcile, await _entities(request), Wanted(prefix.strip(), limit=cursor + 10))
    return json({"result": [_suggested(one.entity) for one in found[cursor:]]})


@router.get("/suggest/type", response_class=Response, responses={**_ANSWER, **problems(422, 503)})
async def suggest_type(prefix: Prefix = "", cursor: Cursor = 0) -> Response:
    """Suggest types whose names hold what was typed."""
    return json({"result": _holding(prefix, TYPES)[cursor:]})


@router.get("/suggest/property", response_class=Response, responses={**_ANSWER, **problems(422, 503)})
async def suggest_property(prefix: Prefix = "", cursor: Cursor = 0) -> Response:
    """Suggest properties whose names hold what was typed."""
    return json({"result": _holding(prefix, NAMES)[cursor:]})


@router.get("/properties", response_class=Response, responses={**_ANSWER, **problems(422, 503)})
async def propose_properties(
    type: Annotated[str, Query(description="A type.", examples=["Body"], max_length=MAX_TEXT)] = "Body",  # noqa: A002
    limit: Annotated[int, Query(description="How many at most.", ge=1)] = 50,
) -> Response:
    """Propose properties that entities of a type have."""
    asked = "Body" if type in ("Agency", "Enterprise", "AgencyClass", "Collaboration") else type
    found = [{"id": key, "name": NAMES[key]} for key, types in PROPERTIES.items() if asked in types]
    return json({"type": type, "limit": limit, "properties": found[:limit]})


@router.get(
    "/preview",
    response_class=Response,
    responses={200: {"description": "A page.", "content": {"text/html": {}}}, **problems(404, 422, 503)},
)
async def preview(request: Request, id: EntityId) -> Response:  # noqa: A002
    """Show an entity as a small page."""
    entity = _known(await _entities(request), id)
    page = (
        f"<!doctype html><html lang=zh><meta charset=utf-8><title>{escape(entity.name)}</title>{_shown(entity)}</html>"
    )
    # The page is made to stand in a frame of the tool that asks.
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "X-Frame-Options": ""}
    return Response(page, headers=headers, media_type="text/html")


@router.get("/flyout", response_class=Response, responses={**_ANSWER, **problems(404, 422, 503)})
async def flyout(request: Request, id: EntityId) -> Response:  # noqa: A002
    """Give an entity as a piece of HTML, to be shown beside a suggestion."""
    entity = _known(await _entities(request), id)
    return json({"id": entity.id, "html": _shown(entity)})


async def _served(request: Request, queries: str | None, extend: str | None) -> Response:
    if queries is not None and extend is not None:
        raise QueryError("Either queries or extend is wanted, not both.")
    if queries is not None:
        batch = _read(_BATCH, queries, "queries")
        if len(batch) > MAX_QUERIES:
            raise QueryError(f"queries: {len(batch)} were given; {MAX_QUERIES} are answered at a time.")
        return json(await run(_candidates, await _entities(request), batch))
    if extend is not None:
        asked = _read(_EXTEND, extend, "extend")
        return json(_values(await _entities(request), asked))
    return json(_manifest(str(request.base_url)))


def _read(adapter: TypeAdapter[Any], text: str, name: str) -> Any:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        said = "; ".join(
            f"{'.'.join(str(part) for part in (name, *one['loc']))}: {one['msg']}" for one in error.errors()[:5]
        )
        raise QueryError(said) from error


async def _entities(request: Request) -> Entities:
    """All entities of the release, held in memory."""
    held = await get_held(request)
    return await run(held.once, "entities", partial(read_entities, get_store(request)))


def _manifest(base: str) -> dict[str, object]:
    root = f"{base}reconcile"

    def service(path: str, **more: str) -> dict[str, str]:
        return {"service_url": root, "service_path": path, **more}

    return {
        "versions": ["0.2"],
        "name": "Reform Graph",
        "identifierSpace": ID,
        "schemaSpace": NAMESPACE,
        "documentation": "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
        "view": {"url": f"{base}id/{{{{id}}}}"},
        "defaultTypes": [_type(one) for one in ("Body", "Area", "Measure")],
        "suggest": {
            "entity": service("/suggest/entity", flyout_service_url=root, flyout_service_path="/flyout?id=${id}"),
            "type": service("/suggest/type"),
            "property": service("/suggest/property"),
        },
        "preview": {"url": f"{root}/preview?id={{{{id}}}}", "width": PREVIEW[0], "height": PREVIEW[1]},
        "extend": {"propose_properties": service("/properties"), "property_settings": []},
    }


def _candidates(entities: Entities, batch: Mapping[str, _Query]) -> dict[str, object]:
    return {
        key: {"result": [_candidate(one) for one in reconcile(entities, asked.wanted())]}
        for key, asked in batch.items()
    }


def _candidate(one: Candidate) -> dict[str, object]:
    return {
        "id": one.entity.id,
        "name": one.entity.name,
        "description": one.entity.description,
        "type": [_type(kind) for kind in one.entity.kinds],
        "score": round(one.score, 1),
        "match": one.match,
        "features": [{"id": key, "value": round(value, 4)} for key, value in one.features.items()],
    }


def _suggested(entity: Entity) -> dict[str, object]:
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description,
        "notable": [_type(kind) for kind in entity.kinds],
    }


def _values(entities: Entities, asked: _Extend) -> dict[str, object]:
    unknown = [one.id for one in asked.properties if one.id not in PROPERTIES]
    if unknown:
        raise QueryError(f"There is no property {', '.join(unknown)}; there are {', '.join(PROPERTIES)}.")
    rows: dict[str, object] = {}
    for key in asked.ids:
        entity = entities.get(key)
        held = {} if entity is None else entity.properties
        rows[key] = {one.id: [_value(value) for value in held.get(one.id, ())] for one in asked.properties}
    return {"meta": [_described(one.id) for one in asked.properties], "rows": rows}


def _described(key: str) -> dict[str, object]:
    more = {"type": _type(REFERENCES[key])} if key in REFERENCES else {}
    return {"id": key, "name": NAMES[key], **more}


def _value(value: Value) -> dict[str, object]:
    if isinstance(value, Reference):
        return {"id": value.id, "name": value.name}
    return {"int": value} if isinstance(value, int) else {"str": value}


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": TYPES[kind]}


def _holding(prefix: str, names: Mapping[str, str]) -> list[dict[str, str]]:
    wanted = prefix.strip().casefold()
    return [{"id": key, "name": name} for key, name in names.items() if wanted in f"{key} {name}".casefold()]


def _known(entities: Entities, key: str) -> Entity:
    entity = entities.get(key)
    if entity is None:
        raise NotFoundError(f"The graph holds nothing of the id “{key}”.")
    return entity


def _shown(entity: Entity) -> str:
    rows = "".join(
        f"<dt>{escape(NAMES[key])}</dt><dd>{escape('；'.join(_text(one) for one in values))}</dd>"
        for key, values in entity.properties.items()
    )
    kinds = escape(", ".join(TYPES[kind] for kind in entity.kinds))
    return f"<h1 style='font-size:1em'>{escape(entity.name)}</h1><p>{kinds}<br>{escape(entity.description)}</p><dl>{rows}</dl>"


def _text(value: Value) -> str:
    return value.name if isinstance(value, Reference) else str(value)
