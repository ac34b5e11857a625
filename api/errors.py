"""The only map from the project's errors to HTTP: problem documents (RFC 9457), and pages in the explorer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ontology.errors import (
    BadQueryError,
    NotFoundError,
    QueryError,
    QueryTimeoutError,
    ReformGraphError,
    StoreError,
)
from viz.pages import message_page

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
"""The embedded engine is up again in about four seconds."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of error is on the wire."""

    status: int
    type: str
    title: str
    headers: Mapping[str, str]


KINDS: Mapping[type[Exception], Kind] = {
    NotFoundError: Kind(404, "not-found", "The graph holds nothing by that name", {}),
    BadQueryError: Kind(400, "bad-query", "The query cannot be understood, or asks for what is refused", {}),
    QueryTimeoutError: Kind(
        503, "query-timeout", "The query ran over its time", {"Retry-After": str(RETRY_AFTER_SECONDS)}
    ),
    QueryError: Kind(422, "bad-question", "The question cannot be answered as it was put", {}),
    StoreError: Kind(
        503,
        "store-unavailable",
        "The graph store cannot be reached",
        {"Retry-After": str(RETRY_AFTER_SECONDS)},
    ),
    ReformGraphError: Kind(500, "internal", "Something went wrong inside", {}),
}


def add_error_handlers(app: FastAPI) -> None:
    """Answer every error of the family, of validation and of routing with a problem document."""
    for error in KINDS:
        app.add_exception_handler(error, _family)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _family(request: Request, error: Exception) -> Response:
    kind = next(KINDS[one] for one in type(error).__mro__ if one in KINDS)
    detail = str(error) if kind.status != HTTPStatus.INTERNAL_SERVER_ERROR else "See the server's log."
    return _answer(request, kind, detail)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    errors = [
        {"where": ".".join(str(part) for part in one["loc"]), "message": str(one["msg"])} for one in error.errors()
    ]
    detail = "; ".join(f"{one['where']}: {one['message']}" for one in errors)
    kind = Kind(422, "invalid-request", "The request is not valid", {})
    return _answer(request, kind, detail, errors=errors)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    title = HTTPStatus(error.status_code).phrase
    kind = Kind(error.status_code, "about:blank", title, dict(error.headers or {}))
    return _answer(request, kind, str(error.detail))


async def _unexpected(request: Request, error: Exception) -> Response:
    del error  # the server logs it; the reader needs no insides
    return _answer(request, KINDS[ReformGraphError], "See the server's log.")


def _answer(request: Request, kind: Kind, detail: str, **more: object) -> Response:
    if request.url.path.startswith(f"{request.scope.get('root_path', '')}/explorer"):
        page = message_page(kind.title, detail, root=f"{request.scope.get('root_path', '')}/")
        return Response(page, kind.status, dict(kind.headers), "text/html; charset=utf-8")
    problem = {
        "type": kind.type if ":" in kind.type else f"https://w3id.org/reformgraph/problem/{kind.type}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": request.url.path,
        **more,
    }
    return Response(orjson.dumps(problem), kind.status, dict(kind.headers), PROBLEM_TYPE)
