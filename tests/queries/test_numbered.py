"""The twenty questions by number: exact ids and counts over the five documents, on both engines and in SPARQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.judgements.store import settle
from graph.links.store import link_store
from graph.projection import project
from graph.release import Release
from graph.sparql.service import Sparql
from graph.store import Answer, Store
from loaders.archive import Archive
from loaders.load import store_all
from loaders.prepare import prepare
from ontology.errors import QueryError
from ontology.identifiers import measure_iri
from ontology.model import Proposal, Verdict
from ontology.proposal_triples import proposals_graph
from queries.catalogue import Question, catalogue, numbered, question
from queries.run import ask
from queries.twins import ask_sparql, difference, lists_of, twins
from tests.loaders.test_sample import DOCUMENTS, SAMPLE, officials
from tests.queries.searches import assert_searches


@dataclass(frozen=True)
class Loaded:
    """The five documents in a store and as triples."""

    store: Store
    sparql: Sparql

    def ask(self, language: str, name: str, parameters: Mapping[str, object]) -> Answer:
        return (
            ask(self.store, name, **parameters) if language == "cypher" else ask_sparql(self.sparql, name, **parameters)
        )


@dataclass(frozen=True)
class Asker:
    """Asks by number in one language."""

    loaded: Loaded
    language: str

    def rows(self, number: int, *columns: str) -> list[tuple[object, ...]]:
        asked, parameters = numbered(number)
        found = self.loaded.ask(self.language, asked.name, parameters)
        places = [found.columns.index(column) for column in columns]
        return [tuple(row[place] for place in places) for row in found.rows]

    def column(self, number: int, column: str) -> list[str]:
        return [str(value) for (value,) in self.rows(number, column)]

    def ids(self, number: int) -> set[str]:
        return {*self.column(number, "measure")}


def load(folder: Path, store: Store, place: Path) -> Release:
    release = Release(place / "release")
    with prepare([folder / f"{name}.txt" for name in DOCUMENTS]) as batch:
        store_all(batch, store, Archive(place / "archive"), release)
    link_store(store, release, None)
    settle(store, release)  # the judgements that ship
    proposals = proposals_graph(
        Proposal("qianhai-4/8", "zhuhai-2020/2-1", verdict, by, 64 * "0", "一窗通", "2026-01-01T00:00:00+00:00")
        for verdict, by in ((Verdict.SAME, "qwen2.5:7b"), (Verdict.UNSURE, "another model"))
    )
    store.push(project(proposals, {measure_iri(one): "Measure" for one in ("qianhai-4/8", "zhuhai-2020/2-1")}))
    release.write(proposals)
    return release


_HELD: dict[int, tuple[dict[str, str], Path]] = {}
"""What a store held when the sample was loaded, and its triples: loading it costs more than asking all of it."""


@pytest.fixture
def loaded(
    request: pytest.FixtureRequest, _session_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    held = _HELD.get(id(_session_store))
    if held is None or held[0] != _session_store.sources():
        release = load(SAMPLE, request.getfixturevalue("store"), tmp_path_factory.mktemp("sample"))
        held = _HELD[id(_session_store)] = _session_store.sources(), release.folder
    with Sparql(held[1]) as sparql:
        yield Loaded(_session_store, sparql)


def test_numbers_stand_for_one_question_each() -> None:
    numbers = sorted(number for one in catalogue().values() for number in one.numbers)
    assert numbers == list(range(1, 21))
    with pytest.raises(QueryError, match="There is no question 99"):
        numbered(99)


def test_questions_of_researchers_have_twins_and_the_others_say_whose_they_are() -> None:
    with_twins = {one.name for one in twins()}
    assert with_twins == {one.name for one in catalogue().values() if "researchers" in one.users}
    by_number = {one.name for one in catalogue().values() if one.numbers}
    assert by_number < with_twins
    assert len(with_twins - by_number) >= 10
    internal = {one.name for one in catalogue().values() if not one.users}
    assert {"measures_by_document", "overview_measures", "search_names"} <= internal


@pytest.mark.parametrize("one", twins(), ids=lambda one: one.name)
def test_a_twin_names_the_columns_and_parameters_of_its_question(one: Question) -> None:
    assert one.sparql is not None
    used = {parameter.name for parameter in one.parameters if f"param:{parameter.name} " in one.sparql}
    assert used == {parameter.name for parameter in one.parameters} - {"skip", "limit"}
    assert lists_of(one.sparql) <= {*one.columns}
    selected = one.sparql[one.sparql.index("SELECT") : one.sparql.index("WHERE")]
    assert [selected.find(f"?{column}") >= 0 for column in one.columns] == [True] * len(one.columns)


def test_answers_by_number_in_both_languages_and_every_twin(loaded: Loaded) -> None:
    for language in ("cypher", "sparql"):
        assert_the_page(Asker(loaded, language))
    assert_twins(loaded)


def test_the_sample_is_searched(loaded: Loaded) -> None:
    assert_searches(loaded.store)


@pytest.mark.official
@pytest.mark.slow
@pytest.mark.skipif(officials() is None, reason="no official texts: name their folder in REFORMGRAPH_DOCUMENTS")
def test_answers_over_the_official_documents(store: Store, tmp_path: Path) -> None:
    folder = officials()
    assert folder is not None
    with Sparql(load(folder, store, tmp_path).folder) as sparql:
        for language in ("cypher", "sparql"):
            assert_the_page(Asker(Loaded(store, sparql), language))
        assert_twins(Loaded(store, sparql))


def asked_for(one: Question) -> Iterator[dict[str, object]]:
    """Ways to ask a question: by its examples, by its numbers, and with each optional parameter."""
    needed = {p.name: p.value(p.example) for p in one.parameters if not p.optional}
    yield needed
    yield from ({**needed, **given} for given in one.numbers.values())
    yield from ({**needed, p.name: p.value(p.example)} for p in one.parameters if p.optional)


SORTED: list[tuple[str, dict[str, object]]] = [
    ("measures", {"sort": sort, "descending": descending, "agency": "局", "role": "lead", "skip": 20, "limit": 30})
    for sort in ("title", "domain", "place", "status", "deadline", "nothing")
    for descending in (False, True)
]
"""What the examples of the parameters do not ask: pages of a sorted list, with several filters."""


def assert_twins(loaded: Loaded) -> None:
    rows: Counter[str] = Counter()
    for name, parameters in [*((one.name, given) for one in twins() for given in asked_for(one)), *SORTED]:
        cypher, sparql = (loaded.ask(language, name, parameters) for language in ("cypher", "sparql"))
        found = difference(cypher, sparql)
        assert not found, f"{name} {parameters}\n{found}"
        rows[name] += len(cypher.rows)
    assert rows.total() > 1000
    for name in (
        "judgements",
        "proposals",
        "link_explanation",
        "measure_links",
        "agency_comparable",
        "place_mechanisms",
    ):
        assert rows[name] > 0, name


def test_a_twin_that_differs_shows_the_rows() -> None:
    columns = ("measure", "score", "ids", "reason")
    cypher = Answer(columns, (("a/1", 2.0, ["x", "y"], None), ("a/2", 0.25, [], "r")))
    alike = Answer(columns, (("a/2", 0.2500000004, [], "r"), ("a/1", 2, ["y", "x"], "")))
    assert not difference(cypher, alike)
    assert str(difference(cypher, alike)) == "no difference"
    found = difference(cypher, Answer(columns, alike.rows[1:]))
    assert found
    assert str(found) == "only in Cypher: ('a/2', 0.25, None, 'r')"
    twice = Answer(columns, (*alike.rows, alike.rows[0]))
    assert str(difference(cypher, twice)) == "only in SPARQL: ('a/2', 0.25, None, 'r')"
    assert difference(Answer(("a",), ()), Answer(("b",), ()))


@pytest.mark.parametrize(
    "hostile",
    ['"', "\\", '" } UNION { ?s ?p ?o } #', '深圳市" || true)', "\u202e", "x" * 5000, "<http://a.example/>"],
)
def test_hostile_parameters_are_text(loaded_triples: Sparql, hostile: str) -> None:
    assert ask_sparql(loaded_triples, "scope_exclusions", place=hostile).rows == ()
    assert ask_sparql(loaded_triples, "measures_naming", words=[hostile]).rows == ()
    assert ask_sparql(loaded_triples, "measures", agency=hostile, sort=hostile, skip=0, limit=9).rows == ()


@pytest.fixture(scope="module")
def loaded_triples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sparql]:
    """The triples of one document."""
    release = Release(tmp_path_factory.mktemp("triples"))
    with prepare([SAMPLE / "guangdong-8.txt"]) as batch:
        for one in batch:
            release.put(one.document.record.id, one.triples)
    with Sparql(release.folder) as sparql:
        yield sparql


def test_wrong_parameters_are_refused_before_asking(loaded_triples: Sparql) -> None:
    with pytest.raises(QueryError, match="“place” is missing"):
        ask_sparql(loaded_triples, "scope_exclusions")
    with pytest.raises(QueryError, match="is asked in Cypher alone"):
        ask_sparql(loaded_triples, "overview_measures", limit=1)
    assert question("overview_measures").sparql is None


def assert_the_page(asker: Asker) -> None:
    """The answers that the page of questions gives."""
    rows, ids, column = asker.rows, asker.ids, asker.column
    left_out = {"guangdong-8/3", "guangdong-8/4", "guangdong-8/5", "guangdong-8/6", "guangdong-10/6"}
    assert ids(1) == left_out
    assert {*column(1, "reason")} == {"深圳市已复制推广"}
    reach = rows(2, "measure", "reach")
    assert len(reach) == len({measure for measure, _ in reach}) == 39
    assert [measure for measure, how in reach if how == "conditional"] == ["guangdong-8/12"]
    missed = {*column(3, "city")}
    assert len(missed) == 12
    assert not missed & {"深圳市", "珠海市", "广州市"}
    origins = {str(origin): (count, set(ids)) for origin, count, ids in rows(4, "origin", "measures", "ids")}  # type: ignore[call-overload]
    assert {origin: count for origin, (count, _) in origins.items()} == {
        "深圳市": 8,
        "广州市": 8,
        "佛山市": 2,
        "横琴新区": 2,
        "中山市": 1,
        "江门市": 1,
        "惠州市": 1,
        "东莞市": 1,
    }
    assert origins["深圳市"][1] == _zhuhai("1-3 1-4 1-9 1-11 2-2 2-4 2-6 2-11")
    assert origins["广州市"][1] == _zhuhai("1-2 1-3 1-5 1-8 1-9 1-10 2-3 2-7")
    assert ids(5) == _zhuhai("1-6 2-10")
    of_seconds = {"zhuhai-2020/1-9", *(f"shenzhen-2020/{n}" for n in (4, 157, 6, 17, 24, 46, 48))}
    assert of_seconds <= ids(6)
    of_one_day = {"qianhai-4/8", "shenzhen-2020/1", "shenzhen-2020/2", "shenzhen-2020/3", "zhuhai-2020/2-1"}
    assert of_one_day <= ids(7)
    assert rows(8, "force", "measures") == [("replicate", 11), ("reference", 11)]
    assert ids(9) == {"zhuhai-2020/2-3", "shenzhen-2020/179", "zhuhai-2020/1-7", "qianhai-4/4", "qianhai-4/17"}
    assert (2, "工作日", "主要做法") in rows(10, "value", "unit", "field")
    statuses = {"in_progress": 14, "not_stated": 5, "completed": 2, "text_only": 1}
    assert {str(status): count for status, count in rows(11, "status", "measures")} == statuses
    told = {str(status): set(ids) for status, ids in rows(11, "status", "ids")}  # type: ignore[call-overload]
    assert told["completed"] == _zhuhai("1-2 1-5")
    assert told["not_stated"] == _zhuhai("1-1 1-4 2-1 2-5 2-7")
    assert told["text_only"] == _zhuhai("1-3")
    due = {str(measure): status for measure, status in rows(12, "measure", "status")}
    of_zhuhai = {measure: status for measure, status in due.items() if measure.startswith("zhuhai")}
    assert of_zhuhai == {"zhuhai-2020/1-3": "text_only", "zhuhai-2020/1-7": "in_progress"}
    assert {status for measure, status in due.items() if measure not in of_zhuhai} == {"unknown"}
    assert rows(13, "body", "measures") == [
        ("深圳市市场监督管理局", 40),
        ("深圳市中级人民法院", 32),
        ("深圳市政务服务数据管理局", 28),
        ("深圳市住房和建设局", 22),
        ("深圳市规划和自然资源局", 15),
    ]
    joint = rows(14, "a", "b", "measures")
    assert joint[0] == ("国家税务总局广东省税务局", "国家税务总局深圳市税务局", 8)
    assert {count for _, _, count in joint} == {8, 4, 3}
    assert [{a, b} for a, b, count in joint if count == 4] == [{"中华人民共和国广东海事局", "中华人民共和国深圳海事局"}]
    assert rows(15, "excluded", "other_leads", "measures") == [(False, True, 8), (True, False, 5)]
    changes = rows(16, "after", "measures_before", "measures_after")
    assert ("广东省政务服务和数据管理局", 1, 3) in changes
    led = ids(17)
    assert {f"qianhai-4/{n}" for n in range(16, 32)} <= led
    assert {f"shenzhen-2020/{n}" for n in (35, 36, 37, 39, 40, 41, 42, 43)} <= led
    planned = {f"shenzhen-2020/{n}" for n in (119, 195, 185, 29, 21, 24, 121, 160, 167, 182, 201, 206)}
    assert planned <= ids(18)
    assert len([one for one in column(18, "measure") if one == "shenzhen-2020/206"]) == 3
    beyond = {
        *(f"qianhai-4/{n}" for n in (10, 11, 12, 40)),
        *(f"guangdong-10/{n}" for n in (14, 17, 18)),
        *(f"shenzhen-2020/{n}" for n in (59, 91, 197)),
        "zhuhai-2020/2-10",
    }
    assert ids(19) == beyond
    assert rows(20, "a", "b")


def _zhuhai(numbers: str) -> set[str]:
    return {f"zhuhai-2020/{one}" for one in numbers.split()}
