"""The explorer as one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.settings import Settings
from graph.store import Store
from ontology.errors import NotFoundError
from reformgraph.cli import cli
from reformgraph.explore import explore
from tests.toy import holds_toy, push_toy


@pytest.fixture
def held(embedded: Store) -> Store:
    if not holds_toy(embedded):
        push_toy(embedded)
    return embedded


def test_the_same_store_gives_the_same_page(held: Store) -> None:
    page = explore(held, language="zh")
    assert page == explore(held, language="zh")
    assert '<html lang="zh">' in page
    assert '"view":"near"' in explore(held, measure="zhuhai-toy/1-2")


def test_an_unknown_measure_is_said(held: Store) -> None:
    with pytest.raises(NotFoundError, match="no measure “zhuhai-toy/9”"):
        explore(held, measure="zhuhai-toy/9")


def test_the_command_writes_a_whole_file_or_none(held: Store, embedded_settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "explorer.html"
    command = ["explore", "--data", str(embedded_settings.data), "--output", str(file)]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert done.exit_code == 0
    assert file.read_text("utf-8") == explore(held)
    file.unlink()
    with pytest.raises(NotFoundError):
        CliRunner().invoke(cli, [*command, "--document", "nowhere"], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []
