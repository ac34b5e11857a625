"""The notebooks in docs/ run as they stand, and print what they show.

`pytest tests/reformgraph/test_notebooks.py --update-golden` writes their outputs anew; read the difference
before it is kept. They run without an embedding model, as their text says.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from graph.settings import Settings
from graph.store import Store
from ontology.errors import QueryError, ReformGraphError
from reformgraph.notebook import Table, open_graph
from tests.toy import push_toy

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(ROOT / "sample", folder / "sample")
    (folder / "docs").mkdir()
    return folder


@pytest.fixture(scope="module")
def environment(clone: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "REFORMGRAPH_MODEL": str(clone / "no-model")}


@pytest.fixture
def toy_settings(embedded: Store, embedded_settings: Settings) -> Settings:
    push_toy(embedded)
    return embedded_settings


def test_there_is_one_for_researchers_and_one_for_analysts() -> None:
    assert [one.stem for one in NOTEBOOKS] == ["analysts", "researchers"]


@pytest.mark.slow
def test_notebooks_print_what_they_show(
    clone: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    for name in ("PYTHONPATH", "REFORMGRAPH_MODEL"):
        monkeypatch.setenv(name, environment[name])
    try:
        for path in NOTEBOOKS:
            shown = read(path)
            ran = read(path)
            NotebookClient(
                ran, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(clone / "docs")}}
            ).execute()
            if request.config.getoption("--update-golden"):
                for cell in ran.cells:
                    cell.metadata.clear()
                path.write_text(nbformat.writes(ran) + "\n", "utf-8")  # type: ignore[no-untyped-call]
                shown = ran
            assert [one.source for one in shown.cells] == [one.source for one in ran.cells]
            for kept, new in zip(shown.cells, ran.cells, strict=True):
                assert outputs(new) == outputs(kept), f"{path.name}\n{new.source}"
            assert sum(bool(outputs(one)) for one in ran.cells) >= 5
    finally:
        stop = [sys.executable, "-m", "reformgraph", "stop", "--data", str(clone / ".reformgraph")]
        subprocess.run(stop, env=environment, check=True, capture_output=True)


def read(path: Path) -> nbformat.NotebookNode:
    book: nbformat.NotebookNode = nbformat.reads(path.read_text("utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    return book


def outputs(cell: nbformat.NotebookNode) -> list[object]:
    """What a cell printed or showed; where a style names an id made anew each time, without it."""
    return [
        {kind: re.sub(r"#T_\w+|T_[0-9a-f]{5}\w*", "T", str(text)) for kind, text in one.get("data", {}).items()}
        or one.get("text")
        or one.get("evalue")
        for one in cell.get("outputs", [])
    ]


def test_a_table_is_drawn_with_its_text_escaped_and_its_cut_told() -> None:
    table = Table(("a<b", "n"), (("<script>alert(1)</script>", None), *(("x", n) for n in range(60))), truncated=True)
    drawn = table._repr_html_()
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "a&lt;b" in drawn
    assert drawn.count("<tr>") == 51
    assert repr(table) == "Table of 61 rows, the first 50 drawn; a limit left rows out: a<b, n"
    assert list(table)[1] == {"a<b": "x", "n": 0}
    assert table.column("n")[:2] == [None, 0]
    assert list(table.to_pandas().columns) == ["a<b", "n"]


def test_without_pandas_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ReformGraphError, match="reformgraph\\[notebook\\]"):
        Table(("a",), ()).to_pandas()


def test_the_graph_asks_by_name_and_number_in_cypher_and_as_a_network(toy_settings: Settings) -> None:
    with open_graph(toy_settings.data) as graph:
        assert graph.ask(4).columns == graph.ask("origin_cities", document="zhuhai-2020").columns
        with pytest.raises(QueryError, match="no question"):
            graph.ask("no_such")
        assert graph.cypher("RETURN $n AS n", {"n": 3}).rows == ((3,),)
        with pytest.raises(QueryError):
            graph.cypher("CREATE (n:X) RETURN n")
        measures = graph.measures()
        frame = graph.to_pandas()
        assert list(frame.index) == measures.column("id")
        network = graph.to_networkx()
        held = graph.cypher("MATCH (m:Measure) RETURN m.iri AS iri")
        assert len(held) == len(measures) > 0
        assert {network.nodes[str(iri)]["label"] for iri in held.column("iri")} == {"Measure"}
        assert len(graph.links()) >= 0
