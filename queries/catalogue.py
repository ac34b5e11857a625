"""The catalogue of questions: one .cypher file each, which says itself what it is, wants and gives.

The head of a file is comments:

    // title: Cells of a measure
    // description: The cells of the row that states a measure, from left to right.
    // parameter: id text – id of the measure (example: zhuhai-2020/1-4)
    // columns: number, column, text

Types of parameters: `text`, `texts` (a list), `integer`, `count` (an integer from 0), `boolean`.
A question mark behind the type (`text?`) says that the parameter may be left out, or None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ontology.errors import QueryError

TYPES = ("text", "texts", "integer", "count", "boolean")

_HEAD = re.compile(r"// (title|description|parameter|columns): (.+)")
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


@cache
def catalogue() -> Mapping[str, Question]:
    """Read all questions, sorted by name, once. Raises `QueryError` for a file without a proper head."""
    folder = files("queries").joinpath("catalogue")
    texts = {
        file.name.removesuffix(".cypher"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".cypher")
    }
    return {name: parse(name, texts[name]) for name in sorted(texts)}


def question(name: str) -> Question:
    """Find one question. Raises `QueryError`, naming those that exist."""
    found = catalogue().get(name)
    if found is None:
        raise QueryError(f"There is no question “{name}”; there are {', '.join(catalogue())}.")
    return found


def parse(name: str, text: str) -> Question:
    """Read one file. Raises `QueryError` for a head that is incomplete or not understood."""
    said: dict[str, list[str]] = {"title": [], "description": [], "parameter": [], "columns": []}
    lines = text.splitlines()
    head = [line for line in lines if line.startswith("//")]
    for line in head:
        match = _HEAD.fullmatch(line)
        if match is None:
            raise QueryError(f"Question “{name}”: the line {line!r} is none of title, description, parameter, columns.")
        said[match[1]].append(match[2])
    for word in ("title", "description", "columns"):
        if len(said[word]) != 1:
            raise QueryError(f"Question “{name}” needs one line “// {word}: …”, not {len(said[word])}.")
    return Question(
        name=name,
        title=said["title"][0],
        description=said["description"][0],
        parameters=tuple(_parameter(name, words) for words in said["parameter"]),
        columns=tuple(said["columns"][0].split(", ")),
        cypher="\n".join(line for line in lines if not line.startswith("//")).strip(),
    )


def _parameter(question: str, words: str) -> Parameter:
    match = _PARAMETER.fullmatch(words)
    if match is None or match[2] not in TYPES:
        raise QueryError(
            f"Question “{question}”: the parameter {words!r} does not read “name type – description "
            f"(example: …)” with one of the types {', '.join(TYPES)}."
        )
    return Parameter(match[1], match[2], match[3] == "?", match[4], match[5])
