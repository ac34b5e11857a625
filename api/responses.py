"""What every route may answer beside its own model, for OpenAPI."""

from __future__ import annotations

from typing import Any

from api.errors import PROBLEM_TYPE
from api.models import Problem

Responses = dict[int | str, dict[str, Any]]

_WORDS = {
    404: "The graph holds nothing by that name.",
    422: "The request is not valid.",
    503: "The graph store cannot be reached; try again after the seconds that Retry-After gives.",
}


def problems(*statuses: int) -> Responses:
    """Describe problem documents of these kinds, as `responses` of a route."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        status: {"description": _WORDS[status], "content": {PROBLEM_TYPE: {"schema": schema}}} for status in statuses
    }
