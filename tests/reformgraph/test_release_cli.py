"""The commands about releases, as a person uses them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.release import Release
from ontology.errors import BadQueryError, NotFoundError, ReleaseError
from reformgraph.cli import cli
from tests.graph.test_publish import CONTENT

PREFIX = "PREFIX rg: <https://w3id.org/reformgraph/ontology#> "
COUNT = PREFIX + "SELECT (COUNT(*) AS ?n) { ?m a rg:ReformMeasure }"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name, lines in CONTENT.items():
        path = Release(folder / "release").path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(lines)
    return folder


def run(*arguments: str | Path, error: type[Exception] | None = None, status: int = 0) -> Result:
    found = CliRunner().invoke(cli, [*map(str, arguments)])
    if error is not None:
        assert isinstance(found.exception, error), found.output
    else:
        assert found.exit_code == status, (found.output, found.exception)
    return found


def test_a_release_is_written_checked_and_compared(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    assert "5 graphs" in run("release", "--output", folder, "--data", data).output
    assert "every file is as it was written" in run("release", "--check", folder).output
    assert run("diff", folder, "--data", data).output == "no difference\n"
    assert run("diff", folder, data / "release", "--format", "nq").output == ""
    other = tmp_path / "other"
    shutil.copytree(data, other)
    Release(other / "release").remove("zhuhai-toy")
    words = run("diff", folder, other).output
    assert "document removed: zhuhai-toy 珠海市任务分工表 (3 measures)" in words
    found = json.loads(run("diff", folder, other, "--format", "json").output)
    assert [one["id"] for one in found["measures_removed"]] == ["zhuhai-toy/1-1", "zhuhai-toy/1-2", "zhuhai-toy/2-1"]
    assert run("diff", folder, other, "--format", "nq").output.startswith("D <")
    (folder / "data.nq").write_bytes(b"")
    changed = run("release", "--check", folder, status=1)
    assert "data.nq: has sha256" in changed.output


def test_what_is_wrong_is_said(data: Path, tmp_path: Path) -> None:
    run("release", status=2)
    run("release", "--output", tmp_path / "new", "--data", tmp_path / "none", error=NotFoundError)
    run("release", "--check", tmp_path, error=ReleaseError)
    run("diff", tmp_path, data, error=NotFoundError)
    run("sparql", status=2)
    run("sparql", COUNT, "--format", "turtle", "--data", data, status=2)
    run("sparql", "DROP ALL", "--data", data, error=BadQueryError)
    assert not (tmp_path / "new").exists()


def test_sparql_asks_what_is_loaded_or_a_release(data: Path, tmp_path: Path) -> None:
    run("release", "--output", tmp_path / "release", "--data", data)
    for where in (("--data", data), ("--release", tmp_path / "release")):
        assert run("sparql", COUNT, "--format", "csv", *where).output.splitlines() == ["n", "12"]
    assert "12" in run("sparql", COUNT, "--data", data).output
    assert run("sparql", "ASK {}", "--data", data).output == "true\n"
    query = tmp_path / "query.rq"
    query.write_text(PREFIX + "CONSTRUCT { ?m a rg:ReformMeasure } WHERE { ?m a rg:ReformMeasure }")
    assert run("sparql", "--file", query, "--data", data, "--format", "ntriples").output.count("\n") == 12
    capped = run("sparql", "SELECT * { ?s ?p ?o }", "--limit", "2", "--format", "json", "--data", data)
    assert "only the first 2 rows" in capped.output
