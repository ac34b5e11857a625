"""The published contract.

`pytest tests/api/test_openapi.py --update-golden` writes tests/golden/openapi.json anew; read the difference
before it is kept: an application somewhere relies on each line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.edge import SUCCESSORS
from graph.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden" / "openapi.json"


NAMING = (
    "/explorer",
    "/lineage/gaps",
    "/lineage/counterparts",
    "/gaps",
    "/scopes",
    "/reconcile/preview",
    "/reconcile/flyout",
)
"""Paths that name something by a parameter of the query."""
LEADING = ("/id/{rest}", "/graph/{rest}")
"""Paths that lead on without a look at what is named."""


def contract() -> dict[str, Any]:
    found = create_app(Settings()).openapi()
    found["info"]["version"] = "any"
    return found


def test_the_contract_is_as_it_was(request: pytest.FixtureRequest) -> None:
    text = json.dumps(contract(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if request.config.getoption("--update-golden", default=False):
        GOLDEN.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(GOLDEN.read_text("utf-8"))


def test_the_contract_is_valid_openapi() -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(contract())


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, item in contract()["paths"].items() for method, one in item.items()]


def test_every_route_says_how_it_fails() -> None:
    assert len(contract()["paths"]) == 69
    for path, method, one in operations():
        responses = one["responses"]
        assert "503" in responses, path
        if method == "get":
            assert ("404" in responses) is (("{" in path or path in NAMING) and path not in LEADING), path
        for status, response in responses.items():
            if status not in ("200", "201", "303"):
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (path, status)


def test_what_is_deprecated_names_what_takes_its_place() -> None:
    paths = contract()["paths"]
    old = {path for path, _, one in operations() if one.get("deprecated")}
    assert old == set(SUCCESSORS)
    assert set(SUCCESSORS.values()) <= set(paths)


def test_everything_is_described() -> None:
    found = contract()
    assert found["openapi"].startswith("3.1")
    for path, _, one in operations():
        assert one["description"], path
        for parameter in one.get("parameters", []):
            assert parameter.get("description"), (path, parameter["name"])
    for name, schema in found["components"]["schemas"].items():
        assert schema.get("description"), name
