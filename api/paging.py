"""Lists: a page at a time by cursor, some fields only, or all of it as a stream of NDJSON or CSV."""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import orjson
from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from api.dependencies import MAX_LIMIT, Paging, json, run
from api.errors import InvalidRequestError
from api.negotiation import not_acceptable, preferred
from api.release import Held
from queries.results import Page

T = TypeVar("T")

JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
FORMS = (JSON, NDJSON, CSV)
LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS

Find = Callable[[int, int], Page[T]]
"""Gives a page of a list by what to leave out and how many to give at the most."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list of one release; it means nothing in another one, or in another list."""

    release: str
    of: str
    offset: int

    def __str__(self) -> str:
        data = orjson.dumps([self.release, self.of, self.offset])
        return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read_cursor(text: str, release: str, of: str) -> Cursor:
    """The cursor of a text. Raises `InvalidRequestError` for a text that no list gave, 410 for one of another release."""
    try:
        parts: list[Any] = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        said_release, said_of, offset = parts
        if not isinstance(offset, int) or offset < 0 or said_of != of:
            raise ValueError
    except (ValueError, TypeError, binascii.Error, orjson.JSONDecodeError) as error:
        wanted = "the next of an answer to the same question, with the same filters and sorting"
        raise InvalidRequestError("query.cursor", "This is no cursor of this list.", "cursor", wanted) from error
    if said_release != release:
        raise HTTPException(410, "The cursor is of an earlier release; begin the list anew, without a cursor.")
    return Cursor(release, of, offset)


def slices(items: Sequence[T]) -> Find[T]:
    """A list that is whole already, as a list of pages."""
    return lambda skip, limit: Page(len(items), items[skip : skip + limit])


async def listed(request: Request, query: Paging, kind: type[Any], find: Find[Any], **more: object) -> Response:
    """Answer with a page of a list whose items are dataclasses of `kind`, or with all of it as a stream."""
    wanted = _fields(query.fields, kind)
    form = preferred(request.headers.get("accept"), FORMS)
    if form is None:
        raise not_acceptable(request.headers.get("accept", ""), FORMS)
    held: Held = await request.app.state.watch.current()
    of = _list_of(request)
    offset = query.offset if query.cursor is None else read_cursor(query.cursor, held.name, of).offset
    if form != JSON:
        first = await run(find, offset, MAX_LIMIT)
        return StreamingResponse(
            _lines(find, first, offset, wanted or _names(kind), form, request), media_type=form, headers=VARY
        )
    found = await run(find, offset, query.limit)
    end = offset + len(found.items)
    after = str(Cursor(held.name, of, end)) if found.items and end < found.total else None
    before = str(Cursor(held.name, of, max(offset - query.limit, 0))) if offset > 0 else None
    body = {"total": found.total, "items": _chosen(found.items, wanted), "next": after, **more}
    headers = VARY | {"Link": _links(request, after, before)}
    return json(body, headers)


VARY = {"Vary": "Accept"}


def json_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as NDJSON: an object a line."""
    return b"".join(orjson.dumps(dict(zip(columns, row, strict=True)), option=LINE) for row in rows)


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows of CSV (RFC 4180); what is no text or number is written as JSON, what is not stated is empty."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


async def _lines(
    find: Find[Any], page: Page[Any], offset: int, names: Sequence[str], form: str, request: Request
) -> AsyncIterator[bytes]:
    if form == CSV:
        yield csv_lines([names])
    while page.items:
        rows = [[getattr(item, name) for name in names] for item in page.items]
        yield csv_lines(rows) if form == CSV else json_lines(names, rows)
        offset += len(page.items)
        if offset >= page.total or await request.is_disconnected():
            return
        page = await run(find, offset, MAX_LIMIT)


def _names(kind: type[Any]) -> tuple[str, ...]:
    assert is_dataclass(kind)  # noqa: S101 - given by our own routes
    return tuple(one.name for one in fields(kind))


def _fields(text: str | None, kind: type[Any]) -> tuple[str, ...]:
    if text is None:
        return ()
    known, wanted = _names(kind), tuple(part.strip() for part in text.split(","))
    unknown = [name for name in wanted if name not in known]
    if unknown:
        message = f"There is no field {', '.join(unknown)}."
        raise InvalidRequestError("query.fields", message, "fields", f"some of {', '.join(known)}")
    return wanted


def _chosen(items: Sequence[Any], wanted: Sequence[str]) -> Sequence[Any]:
    return [{name: getattr(one, name) for name in wanted} for one in items] if wanted else items


def _list_of(request: Request) -> str:
    """Which list this is, whatever part of it is asked for."""
    given = sorted((name, value) for name, value in request.query_params.multi_items() if name not in PLACE)
    return hashlib.sha256(orjson.dumps([request.url.path, given])).hexdigest()[:8]


PLACE = ("cursor", "offset", "limit", "fields")


def _links(request: Request, after: str | None, before: str | None) -> str:
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in ("cursor", "offset")]

    def link(cursor: Mapping[str, str], relation: str) -> str:
        query = urlencode([*kept, *cursor.items()])
        path = quote(request.url.path, safe="/:@!$&'()*+,;=-._~")
        return f'<{path}{"?" if query else ""}{query}>; rel="{relation}"'

    found = [link({}, "first")]
    if before is not None:
        found.append(link({"cursor": before}, "prev"))
    if after is not None:
        found.append(link({"cursor": after}, "next"))
    return ", ".join(found)
