"""The only map from the project's errors to HTTP: problem documents (RFC 9457), and pages in the explorer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

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
PROBLEM_BASE = "https://w3id.org/reformgraph/problem/"
RETRY_AFTER_SECONDS = 5
"""The embedded engine is up again in about four seconds."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of error is on the wire."""

    status: int
    code: str
    title: str
    headers: Mapping[str, str]


class InvalidRequestError(ReformGraphError):
    """A part of a request that is not valid, found by a route itself."""

    def __init__(self, where: str, message: str, code: str, wanted: str) -> None:
        self.errors = [{"where": where, "code": code, "message": message, "wanted": wanted}]
        super().__init__(f"{where}: {message} Wanted: {wanted}.")


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
INVALID = Kind(422, "invalid-request", "The request is not valid", {})
#: Status → code and title of what HTTP itself refuses.
OF_HTTP: Mapping[int, tuple[str, str]] = {
    401: ("key-wanted", "A valid API key is wanted"),
    403: ("scope-missing", "The API key may not do this"),
    404: ("no-such-path", "Nothing is served at this path"),
    405: ("method-not-allowed", "The path does not know this method"),
    406: ("not-acceptable", "No form that the request accepts can hold the answer"),
    408: ("request-timeout", "The request did not arrive in time"),
    409: ("conflict", "The request contradicts what is there"),
    410: ("expired", "What the request names is of an earlier release"),
    413: ("too-large", "The request is too large"),
    415: ("unsupported-type", "The request is of a type that is not read here"),
    429: ("rate-limited", "The API key has asked too often"),
    503: ("unavailable", "The service cannot answer now"),
}


def add_error_handlers(app: FastAPI) -> None:
    """Answer every error of the family, of validation and of routing with a problem document."""
    for error in KINDS:
        app.add_exception_handler(error, _family)
    app.add_exception_handler(InvalidRequestError, _invalid)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _family(request: Request, error: Exception) -> Response:
    kind = next(KINDS[one] for one in type(error).__mro__ if one in KINDS)
    detail = str(error) if kind.status != HTTPStatus.INTERNAL_SERVER_ERROR else "See the server's log."
    return _answer(request, kind, detail)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    errors = [_part(one) for one in error.errors()]
    detail = "; ".join(f"{one['where']}: {one['message']}" for one in errors)
    return _answer(request, INVALID, detail, errors=errors)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, InvalidRequestError)  # noqa: S101 - registered for nothing else
    return _answer(request, INVALID, str(error), errors=error.errors)


def _part(one: Mapping[str, Any]) -> dict[str, str | None]:
    """One thing that pydantic found: which field, what was wanted in words."""
    limits = one.get("ctx") or {}
    wanted = limits.get("expected") or ", ".join(f"{name} {value}" for name, value in limits.items() if name != "error")
    return {
        "where": ".".join(str(part) for part in one["loc"]),
        "code": str(one["type"]).replace("_", "-"),
        "message": str(one["msg"]),
        "wanted": str(wanted) or None,
    }


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return _answer(request, of_http(error.status_code, headers), str(error.detail))


def _methods(request: Request) -> list[str]:
    """All methods that a path knows; the router itself names those of its first route alone."""
    return sorted(
        {
            method
            for route in request.app.routes
            if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
            for method in route.methods or ()
        }
    )


def of_http(status: int, headers: Mapping[str, str] | None = None) -> Kind:
    """The kind of what HTTP itself refuses."""
    code, title = OF_HTTP.get(status, (HTTPStatus(status).phrase.lower().replace(" ", "-"), HTTPStatus(status).phrase))
    return Kind(status, code, title, dict(headers or {}))


async def _unexpected(request: Request, error: Exception) -> Response:
    del error  # the server logs it; the reader needs no insides
    return _answer(request, KINDS[ReformGraphError], "See the server's log.")


def _answer(request: Request, kind: Kind, detail: str, **more: object) -> Response:
    if request.url.path.startswith(f"{request.scope.get('root_path', '')}/explorer"):
        page = message_page(kind.title, detail, root=f"{request.scope.get('root_path', '')}/")
        return Response(page, kind.status, dict(kind.headers), "text/html; charset=utf-8")
    return problem_response(kind, detail, request.url.path, **more)


def problem_response(kind: Kind, detail: str, instance: str, **more: object) -> Response:
    """A problem document; `code` is stable, as is `type`, which ends with it."""
    problem = {
        "type": PROBLEM_BASE + kind.code,
        "title": kind.title,
        "status": kind.status,
        "code": kind.code,
        "detail": detail,
        "instance": instance,
        **more,
    }
    headers = {"Cache-Control": "no-store", **kind.headers}
    return Response(orjson.dumps(problem), kind.status, headers, PROBLEM_TYPE)


def codes() -> dict[str, Kind]:
    """Every kind of problem, by its code."""
    kinds: Sequence[Kind] = [*KINDS.values(), INVALID, *(of_http(status) for status in OF_HTTP)]
    return {one.code: one for one in kinds}
