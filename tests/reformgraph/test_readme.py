"""README is true: every block runs, and what it prints is what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in BLOCK.finditer((ROOT / "README.md").read_text("utf-8"))]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample, and a `reformgraph` on the path that is this checkout's."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "sample", folder / "sample")
    command = folder / "bin" / "reformgraph"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m reformgraph "$@"\n')
    command.chmod(0o755)
    return folder


def run(clone: Path, *command: str) -> str:
    environment = {
        **os.environ,
        "PATH": f"{clone / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "REFORMGRAPH_MODEL": str(clone / "no-model"),
    }
    environment.pop("REFORMGRAPH_STORE", None)
    done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_every_block_runs(clone: Path) -> None:
    kinds = [kind for kind, _ in blocks()]
    assert kinds == ["sh", "sh", "python", "text", "sh", "sh", "python", *["sh"] * 5]
    printed = ""
    try:
        for kind, text in blocks():
            if kind == "sh" and text.startswith("make "):
                subprocess.run(["make", "-n", *text.split()[1:]], cwd=ROOT, check=True, capture_output=True)
            elif kind == "sh":
                printed = run(clone, "sh", "-e", "-c", text)
            elif kind == "python":
                printed = run(clone, sys.executable, "-c", text)
            else:
                assert printed == text
    finally:
        run(clone, "reformgraph", "stop")
    for name in ("measures.jsonl", "links.jsonl", "everything.trig"):
        assert (clone / name).stat().st_size > 1000
    assert not (clone / "lib").exists()


def test_every_file_that_it_links_to_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)", text)
    assert targets
    for target in targets:
        assert (ROOT / target).exists(), target


def test_every_command_is_named_in_the_changelog() -> None:
    from reformgraph.cli import cli

    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert [name for name in cli.commands if name not in changelog] == []
