"""The catalogue of questions: one .cypher file each, which says itself what it is, wants and gives.

A question of researchers has a twin beside it, a .rq file with the same question in SPARQL (`queries.twins`).

The head of a file is comments:

    // title: Cells of a measure
    // description: The cells of the row that states a measure, from left to right.
    // parameter: id text – id of the measure (example: zhuhai-2020/1-4)
    // columns: number, column, text
    // users: researchers, applications
    // number: 21 id=zhuhai-2020/1-3

Users are of USERS; a question without that line is internal: other questions are put together from it.
A number, where there is one, is given with the parameters that it stands for.
Types of parameters: `text`, `texts` (a list), `integer`, `count` (an integer from 0), `boolean`.
A question mark behind the type (`text?`) says that the parameter may be left out, or None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from ontology.errors import QueryError

USERS = ("researchers", "analysts", "applications")
"""Those who ask by hand, those who use the explorer, and programs that call the API."""
TYPES = ("text", "texts", "integer", "count", "boolean")

_HEAD = re.compile(r"// (title|description|parameter|columns|users|number): (.+)")
_NUMBER = re.compile(r"(\d+)(?: (\w+=[^,]+(?:, \w+=[^,]+)*))?")
_PARAMETER = re.compile(r"(\w+) (\w+)(\??) – (.+) \(example: (.+)\)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a question wants."""

    name: str
    type: str
    """One of TYPES."""
    optional: bool
    description: str
    example: str

    def value(self, text: str) -> object:
        """The value that a text stands for: a number, true or false, a list parted by commas, or the text itself.

        Raises `QueryError` where it is none of this parameter's type.
        """
        try:
            match self.type:
                case "text":
                    return text
                case "texts":
                    return text.split(", ")
                case "boolean":
                    return {"true": True, "false": False}[text]
                case _:
                    return int(text)
        except (KeyError, ValueError) as error:
            raise QueryError(f"“{text}” is no {self.type} for {self.name}.") from error

    def fits(self, value: object) -> bool:
        """Whether a value has this parameter's type."""
        match self.type:
            case "text":
                return isinstance(value, str)
            case "texts":
                return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
            case "boolean":
                return isinstance(value, bool)
            case "count":
                return isinstance(value, int) and not isinstance(value, bool) and value >= 0
            case _:
                return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the graph answers, with its Cypher."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    cypher: str
    numbers: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    """Numbers by which it can be asked, each with the parameters that it stands for; the rest are the examples."""
    users: tuple[str, ...] = ()
    """Who asks it, of USERS; empty for an internal question."""
    sparql: str | None = None
    """The same question in SPARQL; None where there is none."""


@cache
def catalogue() -> Mapping[str, Question]:
    """Read all questions, sorted by name, once. Raises `QueryError` for a file without a proper head."""
    folder = files("queries").joinpath("catalogue")
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir()}
    names = sorted(name.removesuffix(".cypher") for name in texts if name.endswith(".cypher"))
    return {name: parse(name, texts[f"{name}.cypher"], texts.get(f"{name}.rq")) for name in names}


def question(name: str) -> Question:
    """Find one question. Raises `QueryError`, naming those that exist."""
    found = catalogue().get(name)
    if found is None:
        raise QueryError(f"There is no question “{name}”; there are {', '.join(catalogue())}.")
    return found


def numbered(number: int) -> tuple[Question, dict[str, object]]:
    """The question of a number, with its parameters. Raises `QueryError`, naming the numbers that exist."""
    for one in catalogue().values():
        if number in one.numbers:
            needed = {p.name: p.value(p.example) for p in one.parameters if not p.optional}
            return one, {**needed, **one.numbers[number]}
    numbers = sorted(number for one in catalogue().values() for number in one.numbers)
    raise QueryError(f"There is no question {number}; there are {', '.join(map(str, numbers))}.")


def parse(name: str, text: str, sparql: str | None = None) -> Question:
    """Read one file, given its twin. Raises `QueryError` for a head that is incomplete or not understood."""
    said: dict[str, list[str]] = {
        "title": [],
        "description": [],
        "parameter": [],
        "columns": [],
        "users": [],
        "number": [],
    }
    lines = text.splitlines()
    head = [line for line in lines if line.startswith("//")]
    for line in head:
        match = _HEAD.fullmatch(line)
        if match is None:
            raise QueryError(f"Question “{name}”: the line {line!r} is none of {', '.join(said)}.")
        said[match[1]].append(match[2])
    for word in ("title", "description", "columns"):
        if len(said[word]) != 1:
            raise QueryError(f"Question “{name}” needs one line “// {word}: …”, not {len(said[word])}.")
    parameters = tuple(_parameter(name, words) for words in said["parameter"])
    return Question(
        name=name,
        title=said["title"][0],
        description=said["description"][0],
        parameters=parameters,
        columns=tuple(said["columns"][0].split(", ")),
        cypher="\n".join(line for line in lines if not line.startswith("//")).strip(),
        numbers=dict(_number(name, words, parameters) for words in said["number"]),
        users=_users(name, said["users"]),
        sparql=sparql,
    )


def _users(question: str, lines: list[str]) -> tuple[str, ...]:
    users = tuple(user for line in lines for user in line.split(", "))
    if not set(users) <= set(USERS) or len(lines) > 1:
        raise QueryError(f"Question “{question}”: its users stand in one line and are of {', '.join(USERS)}.")
    return users


def _number(question: str, words: str, parameters: tuple[Parameter, ...]) -> tuple[int, dict[str, object]]:
    match = _NUMBER.fullmatch(words)
    known = {one.name: one for one in parameters}
    given = dict(pair.split("=", 1) for pair in match[2].split(", ")) if match and match[2] else {}
    if match is None or not given.keys() <= known.keys():
        raise QueryError(f"Question “{question}”: the number {words!r} does not read “number name=value, …”.")
    return int(match[1]), {name: known[name].value(text) for name, text in given.items()}


def _parameter(question: str, words: str) -> Parameter:
    match = _PARAMETER.fullmatch(words)
    if match is None or match[2] not in TYPES:
        raise QueryError(
            f"Question “{question}”: the parameter {words!r} does not read “name type – description "
            f"(example: …)” with one of the types {', '.join(TYPES)}."
        )
    return Parameter(match[1], match[2], match[3] == "?", match[4], match[5])
