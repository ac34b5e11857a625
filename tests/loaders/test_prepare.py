"""Documents prepared by several processes are those that one prepares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from loaders.prepare import prepare, processes_for
from ontology.errors import DocumentsError

SAMPLE = Path(__file__).parents[2] / "sample"
PATHS = [SAMPLE / f"{name}.txt" for name in ("guangdong-8", "guangdong-10", "zhuhai-2020")]


def test_the_same_by_one_process_and_by_two() -> None:
    told: list[tuple[str, str]] = []
    with prepare(PATHS) as one, prepare(PATHS, lambda step, name: told.append((step, name)), processes=2) as two:
        assert len(one) == len(two) == 3
        for ours, theirs in zip(one, two, strict=True):
            assert ours.document.record == theirs.document.record
            assert ours.triples == theirs.triples
            assert ours.rows == theirs.rows
            assert ours.warnings == theirs.warnings
    assert told == [(step, path.name) for path in PATHS for step in ("read", "validate")]


def test_everything_that_is_wrong_is_told_in_the_order_of_the_documents(tmp_path: Path) -> None:
    broken = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for path, number in zip(broken, (3, 4), strict=True):
        path.write_text(f"序号\t事项\t牵头单位\n1\t甲\t省公安厅\n{number}\t乙\t省公安厅\n", "utf-8")
    paths = [broken[0], PATHS[0], PATHS[0], broken[1], tmp_path / "links.txt"]
    said = []
    for processes in (1, 2):
        with pytest.raises(DocumentsError) as raised:
            prepare(paths, processes=processes)
        said.append(str(raised.value))
        assert [getattr(error, "document", None) for error in raised.value.errors] == [
            *("first.txt", "guangdong-8.txt", "second.txt", "links.txt")
        ]
    assert said[0] == said[1]


def ended(task: object) -> None:
    """In the place of reading: the process ends as it does when there is no memory left."""
    os._exit(9)


def test_a_process_that_is_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.prepare._kept", ended)
    with pytest.raises(DocumentsError, match=r"guangdong-8\.txt: the process that read it.*--processes 1"):
        prepare(PATHS, processes=2)


def test_processes_are_started_where_there_is_enough_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.prepare._cores", lambda: 4)
    paths = [tmp_path / f"{n}.txt" for n in range(9)]
    for path in paths:
        path.write_bytes(b" " * 100_000)
    assert [processes_for(paths[:count]) for count in (0, 1, 6, 9)] == [1, 1, 2, 3]
    paths[0].write_bytes(b" " * 10_000_000)
    assert processes_for(paths) == 4
    assert processes_for([paths[0], tmp_path / "missing.txt"]) == 2
    assert processes_for([paths[0]]) == 1
