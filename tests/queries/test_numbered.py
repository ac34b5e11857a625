"""The twenty questions by number: exact ids and counts over the sample's five documents, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.links.store import link_store
from graph.release import Release
from graph.store import Store
from loaders.archive import Archive
from loaders.load import prepare, store_all
from ontology.errors import QueryError
from queries.catalogue import catalogue, numbered
from queries.run import ask

SAMPLE = Path(__file__).parents[2] / "sample"


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    release = Release(tmp_path / "release")
    with prepare(sorted(SAMPLE.glob("*-*.txt"))) as batch:
        store_all(batch, store, Archive(tmp_path / "archive"), release)
    link_store(store, release, None)
    return store


def answer(store: Store, number: int, *columns: str) -> list[tuple[object, ...]]:
    asked, parameters = numbered(number)
    found = ask(store, asked.name, **parameters)
    places = [found.columns.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in found.rows]


def ids(store: Store, number: int) -> set[object]:
    return {measure for (measure,) in answer(store, number, "measure")}


def test_numbers_stand_for_one_question_each() -> None:
    numbers = sorted(number for one in catalogue().values() for number in one.numbers)
    assert numbers == list(range(1, 21))
    with pytest.raises(QueryError, match="There is no question 99"):
        numbered(99)


def test_answers_by_number(loaded: Store) -> None:
    left_out = {"guangdong-8/3", "guangdong-8/4", "guangdong-8/5", "guangdong-8/6", "guangdong-10/6"}
    assert ids(loaded, 1) == left_out
    assert {reason for (reason,) in answer(loaded, 1, "reason")} == {"深圳市已复制推广"}
    reach = answer(loaded, 2, "measure", "reach")
    assert len(reach) == 39
    assert [measure for measure, how in reach if how == "conditional"] == ["guangdong-8/12"]
    missed = {city for (city,) in answer(loaded, 3, "city")}
    assert len(missed) == 12
    assert not missed & {"深圳市", "珠海市", "广州市"}
    origins = answer(loaded, 4, "origin", "measures")
    assert origins[:4] == [("广州市", 8), ("深圳市", 8), ("佛山市", 2), ("横琴新区", 2)]
    assert len(origins) == 8
    assert sum(int(str(count)) for _, count in origins) == 24
    assert ids(loaded, 5) == {"zhuhai-2020/1-6", "zhuhai-2020/2-10"}
    assert {"zhuhai-2020/1-9", "shenzhen-2020/4", "shenzhen-2020/157", "shenzhen-2020/6"} <= ids(loaded, 6)
    assert {"qianhai-4/8", "shenzhen-2020/1", "zhuhai-2020/2-1"} <= ids(loaded, 7)
    assert answer(loaded, 8, "force", "measures") == [("replicate", 11), ("reference", 11)]
    assert ids(loaded, 9) == {
        "zhuhai-2020/2-3",
        "shenzhen-2020/179",
        "zhuhai-2020/1-7",
        "qianhai-4/4",
        "qianhai-4/17",
    }
    assert (2.0, "工作日", "主要做法") in answer(loaded, 10, "value", "unit", "field")
    statuses = {"in_progress": 14, "not_stated": 5, "completed": 2, "text_only": 1}
    assert {str(status): count for status, count in answer(loaded, 11, "status", "measures")} == statuses
    due = {str(measure): status for measure, status in answer(loaded, 12, "measure", "status")}
    of_zhuhai = {measure: status for measure, status in due.items() if measure.startswith("zhuhai")}
    assert of_zhuhai == {"zhuhai-2020/1-3": "text_only", "zhuhai-2020/1-7": "in_progress"}
    assert {status for measure, status in due.items() if measure not in of_zhuhai} == {"unknown"}
    assert [count for (count,) in answer(loaded, 13, "measures")] == [40, 32, 28, 22, 15]
    assert answer(loaded, 14, "a", "b", "measures")[0] == ("国家税务总局广东省税务局", "国家税务总局深圳市税务局", 8)
    assert answer(loaded, 15, "excluded", "other_leads", "measures") == [(False, True, 8), (True, False, 5)]
    assert answer(loaded, 16, "after", "measures_before", "measures_after")[-1] == ("广东省政务服务和数据管理局", 1, 3)
    led = ids(loaded, 17)
    assert {f"qianhai-4/{n}" for n in range(16, 32)} <= led
    assert {f"shenzhen-2020/{n}" for n in (35, 36, 37, 39, 40, 41, 42, 43)} <= led
    planned = {f"shenzhen-2020/{n}" for n in (119, 195, 185, 29, 21, 24, 121, 160, 167, 182, 201, 206)}
    assert planned <= ids(loaded, 18)
    assert {"qianhai-4/10", "qianhai-4/11", "shenzhen-2020/197", "zhuhai-2020/2-10"} <= ids(loaded, 19)
    assert answer(loaded, 20, "a", "b")
