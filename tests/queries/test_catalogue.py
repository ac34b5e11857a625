"""The catalogue's files: each says truly what it wants and gives."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from ontology.errors import QueryError
from queries.catalogue import Parameter, Question, catalogue, parse, question
from queries.run import checked

FOLDER = Path(str(files("queries").joinpath("catalogue")))

GOOD = """\
// title: Cells
// description: The cells of a row.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// parameter: place text? – where (example: 深圳市)
// columns: number, text
MATCH (c:Cell)
RETURN c.number AS number, c.text AS text
"""


def test_every_file_is_a_question() -> None:
    assert len(catalogue()) == len(list(FOLDER.glob("*.cypher"))) == 84


def test_questions_are_told_apart_by_name_and_title() -> None:
    assert list(catalogue()) == sorted(catalogue())
    assert len({one.title for one in catalogue().values()}) == len(catalogue())


@pytest.mark.parametrize("one", catalogue().values(), ids=lambda one: one.name)
def test_parameters_are_those_of_the_cypher(one: Question) -> None:
    used = set(re.findall(r"\$(\w+)", one.cypher))
    assert {parameter.name for parameter in one.parameters} == used
    assert "//" not in one.cypher
    assert not re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|LOAD)\b", one.cypher)


@pytest.mark.parametrize("one", catalogue().values(), ids=lambda one: one.name)
def test_examples_fit_their_types(one: Question) -> None:
    for parameter in one.parameters:
        assert parameter.fits(parameter.value(parameter.example)), parameter


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("measures", "measures_by_document"),
        *((one, f"{one}_total") for one in ("agencies", "areas", "judgements", "proposals")),
    ],
)
def test_a_total_counts_by_the_same_filters(name: str, counted: str) -> None:
    page, total = question(name), question(counted)
    filters = total.cypher.rsplit("\nRETURN", 1)[0]
    assert page.cypher.startswith(filters + "\n")
    assert [one for one in page.parameters if one.name not in ("sort", "descending", "skip", "limit")] == list(
        total.parameters
    )


def test_a_head_is_read() -> None:
    assert parse("cells", GOOD) == Question(
        name="cells",
        title="Cells",
        description="The cells of a row.",
        parameters=(
            Parameter("id", "text", False, "id of the measure", "zhuhai-2020/1-4"),
            Parameter("place", "text", True, "where", "深圳市"),
        ),
        columns=("number", "text"),
        cypher="MATCH (c:Cell)\nRETURN c.number AS number, c.text AS text",
    )


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("// title: Cells\n", "", "needs one line “// title: …”, not 0"),
        ("// columns:", "// column:", "is none of title, description, parameter, columns"),
        ("id text –", "id words –", "with one of the types text, texts"),
        (" (example: 深圳市)", "", "does not read"),
    ],
)
def test_a_bad_head_is_refused(before: str, after: str, complaint: str) -> None:
    assert before in GOOD
    with pytest.raises(QueryError, match=re.escape(complaint)):
        parse("cells", GOOD.replace(before, after))


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("text", "", True),
        ("text", 1, False),
        ("texts", ["a"], True),
        ("texts", ("a",), True),
        ("texts", [1], False),
        ("texts", "a", False),
        ("integer", -1, True),
        ("integer", True, False),
        ("integer", 1.0, False),
        ("count", 0, True),
        ("count", -1, False),
        ("count", True, False),
        ("boolean", False, True),
        ("boolean", 0, False),
    ],
)
def test_values_fit_their_type(kind: str, value: object, fits: bool) -> None:
    assert Parameter("name", kind, False, "", "").fits(value) is fits


def test_an_unknown_question_names_those_that_exist() -> None:
    with pytest.raises(QueryError, match="no question “measurs”; there are accepted_links, "):
        question("measurs")


def test_everything_wrong_with_parameters_is_said_at_once() -> None:
    with pytest.raises(QueryError) as raised:
        checked(question("measure_links"), {"candidates": "yes", "limit": -1, "colour": "red"})
    said = str(raised.value)
    assert "it has no parameter “colour”" in said
    assert "“id” is missing" in said
    assert "“candidates” is 'yes', not of type boolean" in said
    assert "“skip” is missing" in said
    assert "“limit” is -1, not of type count" in said
    assert "id (text; such as zhuhai-2020/1-4)" in said


def test_optional_parameters_become_none() -> None:
    given = checked(question("measures_by_document"), {"place": "深圳市"})
    assert given["place"] == "深圳市"
    filters = {"document", "place", "domain", "agency", "role", "status", "text"}
    assert set(given) == filters | {"batch", "mechanism", "origin", "due_from", "due_to"}
    assert [name for name, value in given.items() if value is not None] == ["place"]
