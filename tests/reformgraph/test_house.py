"""The house: what the wheel holds, what the root exports, what no commit may hold."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import reformgraph

ROOT = Path(__file__).parents[2]
ROOMS = ("api", "graph", "loaders", "ontology", "queries", "reformgraph", "viz")


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not done.stdout:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in done.stdout.splitlines()]


def test_exported_names_are_sorted_and_exist() -> None:
    assert reformgraph.__all__ == sorted(reformgraph.__all__)
    for name in reformgraph.__all__:
        assert getattr(reformgraph, name) is not None
    with pytest.raises(AttributeError, match="no attribute"):
        getattr(reformgraph, "reform")  # noqa: B009 - the point is the lookup


def test_every_package_and_data_file_is_named_for_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = set(project["tool"]["setuptools"]["packages"])
    found = {
        str(path.parent.relative_to(ROOT)).replace("/", ".") for room in ROOMS for path in (ROOT / room).rglob("*.py")
    }
    assert found == named
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.is_dir() or path.suffix == ".py" or "__pycache__" in path.parts:
                continue
            package = max((p for p in named if path.is_relative_to(ROOT / p.replace(".", "/"))), key=len)
            inside = path.relative_to(ROOT / package.replace(".", "/"))
            assert any(inside.match(pattern) for pattern in patterns), path


def test_no_dependency_ships_a_name_of_ours() -> None:
    ours = {*ROOMS, "tests", "sample", "benchmarks"}
    clashes = [
        (distribution.name, top)
        for distribution in importlib.metadata.distributions()
        for top in {file.parts[0] for file in distribution.files or ()}
        if top in ours and distribution.name != "reformgraph"
    ]
    assert clashes == []


def test_lock_files_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for names, lock in (
        (project["project"]["dependencies"], "requirements.lock"),
        (project["dependency-groups"]["dev"], "requirements-dev.lock"),
    ):
        locked = {
            re.split(r"[=\[ ]", line)[0]
            for line in (ROOT / lock).read_text("utf-8").splitlines()
            if line and not line.startswith((" ", "#"))
        }
        wanted = {re.split(r"[><=\[ ]", name)[0] for name in names if isinstance(name, str)}
        assert wanted <= locked
        assert len(locked) > 20


def test_no_commit_holds_a_machine_path_or_an_official_text() -> None:
    seen = 0
    for path in tracked():
        if path.suffix in (".png", ".pdf", ".docx", ".xlsx", ".woff2", ".js", ".css") or not path.exists():
            continue
        text = path.read_text("utf-8", errors="replace")
        assert "/ro" + "ot/" not in text, path
        assert "/wo" + "rk/" not in text, path
        seen += 1
    assert seen > 60


def test_decisions_are_short_and_numbered() -> None:
    records = sorted((ROOT / "decisions").glob("*.md"))
    assert len(records) >= 5
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        assert "**Chosen.**" in text
        assert "**Rejected.**" in text
        assert "**Consequence.**" in text
