"""What every route may answer beside its own model, for OpenAPI."""

from __future__ import annotations

from typing import Any

from api.errors import PROBLEM_TYPE
from api.models import Problem

Responses = dict[int | str, dict[str, Any]]

_WORDS = {
    400: "The query cannot be understood, or asks for what is refused.",
    401: "A valid API key is wanted.",
    403: "The API key may not do this.",
    404: "The graph holds nothing by that name.",
    406: "No form that the request accepts can hold the answer.",
    410: "The cursor, or what the request names, is of an earlier release.",
    413: "The request is too large.",
    415: "The request is of a type that is not read here.",
    422: "The request is not valid.",
    503: "The graph store cannot be reached; try again after the seconds that Retry-After gives.",
}


def problems(*statuses: int) -> Responses:
    """Describe problem documents of these kinds, as `responses` of a route."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        status: {"description": _WORDS[status], "content": {PROBLEM_TYPE: {"schema": schema}}} for status in statuses
    }


def pages(*statuses: int) -> Responses:
    """Describe errors of these kinds as the explorer shows them: as pages."""
    found = problems(*statuses)
    for one in found.values():
        one["content"]["text/html"] = {}
    return found


def lists(*more: int) -> Responses:
    """Describe what a list may answer beside its pages: streams, and problem documents."""
    stream = {"schema": {"type": "string"}}
    forms = {"application/x-ndjson": stream, "text/csv": stream}
    return {200: {"description": "A page, or all of it as a stream.", "content": forms}} | problems(
        *sorted({*more, 406, 410, 422, 503})
    )
