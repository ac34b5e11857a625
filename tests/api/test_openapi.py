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
from graph.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden" / "openapi.json"


NAMING = ("/explorer", "/lineage/gaps", "/lineage/counterparts")
"""Paths that name something by a parameter of the query."""


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


def test_every_route_says_how_it_fails() -> None:
    paths = contract()["paths"]
    assert len(paths) == 27
    for path, item in paths.items():
        responses = item["get"]["responses"]
        assert "503" in responses, path
        assert ("404" in responses) is ("{" in path or path in NAMING), path
        for status, response in responses.items():
            if status != "200":
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (path, status)


def test_everything_is_described() -> None:
    found = contract()
    for path, item in found["paths"].items():
        assert item["get"]["description"], path
        for parameter in item["get"].get("parameters", []):
            assert parameter.get("description"), (path, parameter["name"])
    for name, schema in found["components"]["schemas"].items():
        assert schema.get("description"), name
