"""The command line as a person uses it, on the embedded default."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample"
LOADED = [SAMPLE / f"{name}.txt" for name in ("guangdong-8", "qianhai-4", "zhuhai-2020")]


class Shell:
    """Runs the command in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.environment = {
            **os.environ,
            "REFORMGRAPH_DATA": str(self.data),
            "REFORMGRAPH_MODEL": str(folder / "no-model"),
            "REFORMGRAPH_ENGINE_IDLE_SECONDS": "120",
            "PYTHONPATH": str(ROOT),
        }
        self.environment.pop("REFORMGRAPH_STORE", None)

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "reformgraph", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path, status: int = 0) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=200)
        assert process.returncode == status, f"{arguments}: {process.returncode}\n{out}\n{err}"
        return out if status == 0 else err

    def ask(self, query: str) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = json.loads(self.run("cypher", query, "--format", "json"))
        return rows

    def everything(self) -> dict[str, int]:
        """How many nodes of each label and relationships of each type there are."""
        nodes = self.ask("MATCH (n) WHERE n.iri IS NOT NULL RETURN labels(n)[0] AS kind, count(*) AS n")
        edges = self.ask("MATCH ()-[r]->() RETURN type(r) AS kind, count(*) AS n")
        return {str(row["kind"]): int(str(row["n"])) for row in [*nodes, *edges]}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    shell = Shell(tmp_path_factory.mktemp("cli"))
    shell.run("load", *LOADED)
    yield shell
    shell.run("stop")


def test_load_stores_measures_and_links(shell: Shell) -> None:
    rows = shell.ask("MATCH (m:Measure)-[:FROM]->(d) RETURN d.id AS d, count(*) AS n ORDER BY d")
    assert rows == [{"d": "guangdong-8", "n": 20}, {"d": "qianhai-4", "n": 43}, {"d": "zhuhai-2020", "n": 22}]
    linked = shell.ask("MATCH (:Measure)-[r:COMPARABLE_TO|CANDIDATE]->(:Measure) RETURN count(r) AS n")
    assert int(str(linked[0]["n"])) > 100


def test_loading_again_changes_nothing(shell: Shell) -> None:
    before = shell.everything()
    out = shell.run("load", *LOADED)
    assert out.count("nothing to change") == 3
    assert shell.everything() == before


def test_a_corrected_document_replaces_exactly_its_own_statements(shell: Shell) -> None:
    before = shell.everything()
    folder = shell.folder / "corrected"
    folder.mkdir()
    text = (SAMPLE / "guangdong-8.txt").read_text("utf-8")
    (folder / "guangdong-8.txt").write_text(text.replace("省税务局、深圳市税务局、省公安厅", "省税务局"), "utf-8")
    shell.run("load", "--no-links", folder / "guangdong-8.txt")
    after = shell.everything()
    assert after["LEAD"] == before["LEAD"] - 2
    assert {kind for kind in before if before[kind] != after.get(kind, 0)} <= {"LEAD"}
    shell.run("load", "--no-links", SAMPLE / "guangdong-8.txt")
    assert shell.everything() == before


def test_judgements_are_taken_shown_and_undone(shell: Shell) -> None:
    before = shell.everything()
    assert before["JUDGED"] > 100
    pair = ("guangdong-8/13", "zhuhai-2020/1-4")
    said = shell.run("judge", *pair, "same", "--by", "a reader", "--reason", "To try it")
    assert "1 judgements taken" in said
    assert "comparable" in shell.run("judge", *pair[::-1], "perhaps", "--by", "x", "--reason", "y", status=2)
    table = shell.folder / "judged.sssom.tsv"
    shell.run("export", "judgements", "--output", table)
    assert "a reader" in table.read_text("utf-8")
    judged = [json.loads(line) for line in shell.run("export", "links", "--judged").splitlines()]
    (mine,) = (one for one in judged if (one["a"], one["b"]) == pair)
    assert mine["accepted"] is True
    waiting = [json.loads(line) for line in shell.run("review", "--list", "5", "--format", "json").splitlines()]
    assert len(waiting) == 5
    assert {(one["a"]["id"], one["b"]["id"]) for one in waiting} & {(one["a"], one["b"]) for one in judged}
    shell.run("judge", "--undo", *pair)
    assert shell.everything() == before
    shell.run("judge", "import", table)
    assert shell.everything()["JUDGED"] == before["JUDGED"] + 1
    bad = shell.folder / "bad.sssom.tsv"
    bad.write_text(table.read_text("utf-8").replace("skos:exactMatch", "skos:broadMatch"), "utf-8")
    assert "predicate_id" in shell.run("judge", "import", bad, status=1)
    shell.run("judge", "--undo", *pair)
    assert shell.everything() == before


def test_links_are_explained_and_a_judge_is_asked_only_where_one_is_set(shell: Shell) -> None:
    before = shell.everything()
    (link,) = shell.ask("MATCH (a)-[r:COMPARABLE_TO]->(b) RETURN a.id AS a, b.id AS b ORDER BY r.score DESC LIMIT 1")
    pair = (str(link["b"]), str(link["a"]))
    words = shell.run("explain", *pair)
    assert "accepted" in words
    assert "without " in words
    found = json.loads(shell.run("explain", *pair, "--clauses", "--format", "json"))
    assert {found["a"]["measure"], found["b"]["measure"]} == set(pair)
    assert "clause_removal" in found
    assert found["run"]["model"] is None
    assert "nothing was sent" in shell.run("propose", status=1)
    assert "no proposals" in shell.run("propose", "--remove", status=1)
    assert shell.run("export", "proposals") == ""
    rows = json.loads(shell.run("analyse", "junctions", "--format", "json"))
    assert [one["city"] for one in rows if one["bridge"]] == ["珠海市"]
    assert "brokers" in shell.run("analyse")
    assert "there are brokers" in shell.run("analyse", "nonsense", status=2)
    assert shell.everything() == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(shell: Shell) -> None:
    before = shell.everything()
    folder = shell.folder / "dry"
    folder.mkdir()
    text = (SAMPLE / "guangdong-8.txt").read_text("utf-8")
    changed = text.replace("省税务局、深圳市税务局、省公安厅", "省税务局、省不存在厅")
    (folder / "guangdong-8.txt").write_text(changed, "utf-8")
    out = shell.run("load", "--dry-run", folder / "guangdong-8.txt", SAMPLE / "guangdong-10.txt")
    assert "guangdong-8: 20 measures: 0 new, 1 changed, 0 gone" in out
    assert "  changed: guangdong-8/2\n" in out
    assert "广东省不存在厅" in out
    assert "guangdong-10: 19 measures: 19 new, 0 changed, 0 gone" in out
    assert shell.everything() == before


def broken_files(folder: Path) -> dict[str, tuple[Path, str]]:
    """A file for each way to be broken, and what the message must say."""
    table = (SAMPLE / "guangdong-8.txt").read_text("utf-8")
    lines = table.split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("1\t"))

    def written(name: str, data: bytes) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    def changed(number: int, line: str) -> bytes:
        return "\n".join([*lines[:number], line, *lines[number + 1 :]]).encode()

    return {
        "missing": (folder / "nowhere.txt", "no such file"),
        "empty": (written("empty.txt", b""), "empty"),
        "binary": (written("binary.txt", bytes(range(256)) * 40), "text"),
        "zip": (written("zip.txt", b"PK\x03\x04" + b"\x00" * 100), "ZIP"),
        "another table": (written("other.txt", "姓名\t电话\n张三\t1\n".encode()), "no reform measures"),
        "missing column": (
            written("column.txt", "\n".join("\t".join(line.split("\t")[:3]) for line in lines).encode()),
            "no column of responsible bodies",
        ),
        "duplicated number": (
            written("twice.txt", changed(first + 1, lines[first + 1].replace("2\t", "1\t", 1))),
            f"line {first + 2}, row 1: the number 1 stands twice",
        ),
        "gap": (
            written("gap.txt", changed(first + 1, lines[first + 1].replace("2\t", "5\t", 1))),
            f"line {first + 2}, row 5: 1 (line {first + 1}) is followed by 5",
        ),
        "50 MB line": (written("long.txt", b"a" * 50_000_000), "line 1: the line has 50,000,000 characters"),
        "unknown ending": (written("table.xyz", table.encode()), "files ending in “.xyz” are not read"),
    }


def test_a_broken_document_gets_one_message_and_leaves_the_graph_as_it_was(shell: Shell) -> None:
    before = shell.everything()
    folder = shell.folder / "broken"
    folder.mkdir()
    shutil.copy(SAMPLE / "guangdong-10.txt", folder)
    broken = broken_files(folder)
    err = shell.run("load", folder / "guangdong-10.txt", *(path for path, _ in broken.values()), status=1)
    assert "Traceback" not in err
    for name, (path, said) in broken.items():
        lines = [line for line in err.splitlines() if line.startswith(path.name)]
        assert len(lines) == 1, f"{name}: {lines}"
        assert said in lines[0], f"{name}: {lines}"
    assert shell.everything() == before


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_encodings_give_the_same_measures(shell: Shell, encoding: str) -> None:
    folder = shell.folder / encoding
    folder.mkdir()
    path = folder / "guangdong-8.txt"
    path.write_bytes((SAMPLE / "guangdong-8.txt").read_text("utf-8").encode(encoding))
    assert shell.run("read", path) == shell.run("read", SAMPLE / "guangdong-8.txt")


def test_export_measures_equals_read(shell: Shell) -> None:
    read = shell.run("read", *LOADED)
    exported = shell.run("export", "measures")
    by_id = {line["id"]: line for line in map(json.loads, exported.splitlines())}
    for line in map(json.loads, read.splitlines()):
        other = by_id.pop(line["id"])
        line["agencies"].sort(key=str)
        other["agencies"].sort(key=str)
        if line["scope"]:
            line["scope"]["includes"].sort()
            other["scope"]["includes"].sort()
        assert other == line
    assert by_id == {}


def test_exports_are_whole(shell: Shell) -> None:
    links = [json.loads(line) for line in shell.run("export", "links").splitlines()]
    assert {link["accepted"] for link in links} == {True, False}
    assert all(link["a"] < link["b"] and 0 <= link["score"] <= 1 for link in links)
    target = shell.folder / "all.trig"
    shell.run("export", "trig", "--output", target)
    import pyoxigraph

    graphs = {quad.graph_name for quad in pyoxigraph.parse(path=str(target), format=pyoxigraph.RdfFormat.TRIG)}
    names = {str(graph).strip("<>").rsplit("/", 1)[-1] for graph in graphs}
    assert names == {"guangdong-8", "qianhai-4", "zhuhai-2020", "links", "reference", "judgements"}
    shell.run("export", "graphml", "--output", shell.folder / "all.graphml")
    import networkx as nx

    graph = nx.read_graphml(shell.folder / "all.graphml")
    counts = shell.everything()
    assert sum(graph.nodes[node]["label"] == "Measure" for node in graph) == counts["Measure"] == 85


def test_cypher_cannot_write(shell: Shell) -> None:
    before = shell.everything()
    for query in (
        "CREATE (n:Measure {iri: 'x'}) RETURN n",
        "MATCH (m:Measure) DETACH DELETE m",
        "MATCH (m:Measure) SET m.title = ''",
    ):
        shell.run("cypher", query, status=1)
    assert shell.everything() == before


def test_cypher_takes_parameters_and_writes_three_forms(shell: Shell) -> None:
    query = "MATCH (m:Measure {id: $id}) RETURN m.id AS id, m.number AS n"
    assert shell.run("cypher", query, "-p", "id=guangdong-8/3", "--format", "csv") == "id,n\nguangdong-8/3,3\n"
    assert json.loads(shell.run("cypher", query, "-p", "id=guangdong-8/3", "--format", "json")) == [
        {"id": "guangdong-8/3", "n": 3}
    ]
    assert "guangdong-8/3" in shell.run("cypher", query, "-p", "id=guangdong-8/3")


def test_kill_during_a_load_loses_and_doubles_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    paths = sorted(SAMPLE.glob("*.txt"))
    for seconds in (4.0, 6.0):
        process = shell.start("load", "--no-links", *paths)
        time.sleep(seconds)
        process.kill()
        process.communicate()
    shell.run("load", "--no-links", *paths)
    rows = shell.ask("MATCH (m:Measure) RETURN count(m) AS n, count(DISTINCT m.id) AS ids")
    assert rows == [{"n": 314, "ids": 314}]
    before = shell.everything()
    assert shell.run("load", "--no-links", *paths).count("nothing to change") == 5
    assert shell.everything() == before
    shell.run("stop")


def test_explain_prints_words_and_lines(shell: Shell) -> None:
    out = shell.run("read", "--explain", SAMPLE / "zhuhai-2020.txt")
    assert "zhuhai-2020/1-3" in out
    assert "coordinating: 珠海市住房和城乡建设局" in out
    assert "role from “统筹”" in out
    assert "Warnings" in out


def test_help_is_quick_and_names_every_command(shell: Shell) -> None:
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        out = shell.run("--help")
        best = min(best, time.perf_counter() - start)
    for command in ("read", "load", "export", "cypher", "serve", "model", "stop"):
        assert f"  {command} " in out
    assert "import" not in out
    heavy = subprocess.run(
        [
            sys.executable,
            "-c",
            "import reformgraph.cli, sys; print([m for m in ('rdflib','spacy','neo4j','fastapi','numpy','rich') if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert heavy.stdout.strip() == "[]", "the command line imports something heavy before it is needed"
