"""The layout profile: which names a column goes by, and how headings look."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from loaders.text import Text
from ontology.model import Role

FieldName = Literal["number", "domain", "measure", "content", "work_measures", "scope", "deadline", "status", "remark"]
FIRST_LEADS = re.compile(r"(?:第一|首)(?:位|个|名)?[^，。；、]{0,8}?(?:为|是|负责)?(?:总)?牵头")
"""责任单位（列首位的为牵头单位）: a rule for the whole column, or for all brackets of a document."""
COMMA_LEADS = re.compile(r"(?:第一个)?逗号(?:之)?前(?:的)?(?:单位|部门)?(?:为|是)牵头")
STAR_LEADS = re.compile(r"(?:标|带|加|有|注)(?:有|注)?“?[*＊★]”?号?[^，。；、]{0,8}(?:为|是)(?:总)?牵头")
NAMES_RULE = re.compile(r"(?:位|个|名|[*＊★]|逗号)[^，。；]{0,12}(?:为|是)(?:总)?牵头")
"""In a sentence outside the names, a rule says which place leads; 第一时间牵头 is none."""
Leads = Literal["first", "comma", "star"]
"""Who leads by a rule that the document states once: the first name, all before the first comma, those with a star."""
STEPS = re.compile(r"举措|措施|任务|做法")
NOTE = re.compile(r"[（(][^（）()]*[)）]$")


@dataclass(frozen=True)
class Column:
    """One column of a table: where it stands, its printed name, and what it means to us."""

    index: int
    name: str
    field: FieldName | None
    """None for a column of bodies, and for one whose name the profile does not know."""
    role: Role | None
    """The role that the column gives to the bodies in it; None for other columns."""
    leads: Leads | None = None
    """The rule for who leads among its bodies; None where the document states none."""


@dataclass(frozen=True)
class Header:
    """A table's columns. `cells` are the printed names, by which a repeated header is known."""

    columns: tuple[Column, ...]
    cells: tuple[str, ...]
    line: int

    def of(self, field: FieldName) -> Column | None:
        """The first column that holds the field, or None."""
        return next((column for column in self.columns if column.field == field), None)

    @property
    def bodies(self) -> tuple[Column, ...]:
        """The columns that name responsible bodies."""
        return tuple(column for column in self.columns if column.role is not None)


@dataclass(frozen=True)
class Layout:
    """The profile, its patterns compiled."""

    columns: Mapping[FieldName, re.Pattern[str]]
    roles: Mapping[Role, re.Pattern[str]]
    ordinal: re.Pattern[str]
    count: re.Pattern[str]
    suffix: re.Pattern[str]
    replicate: re.Pattern[str]
    reference: re.Pattern[str]

    def header(self, row: Sequence[Text]) -> Header | None:
        """The row read as a header, or None.

        A header names a measure or its content, and at least one more column; where two columns could be the
        measure (重点任务, 任务名称), the first is its domain.
        """
        cells = tuple(squeeze(cell.value) for cell in row)
        columns = [self._column(index, name) for index, name in enumerate(cells)]
        known = [column for column in columns if column.field or column.role]
        names_measure = any(column.field in ("measure", "content", "work_measures") for column in columns)
        if not names_measure or len(known) < 2 or any(len(cell) > 24 for cell in cells):
            return None
        return Header(tuple(_settle(columns)), cells, next((c.line for c in row), 0))

    def _column(self, index: int, name: str) -> Column:
        bare = NOTE.sub("", name)
        for role, pattern in self.roles.items():
            if pattern.fullmatch(bare):
                return Column(index, name, None, role, leads_by_rule([name]))
        for field, pattern in self.columns.items():
            if pattern.fullmatch(bare):
                return Column(index, name, field, None)
        return Column(index, name, None, None)

    def heading(self, text: str) -> str | None:
        """A heading's own name (投资便利化 of 一、投资便利化领域（10项）), or None where it has no ordinal."""
        match = self.ordinal.match(text)
        return self.bare(text[match.end() :]) if match else None

    def bare(self, text: str) -> str:
        """A heading without its ordinal, count and 领域."""
        text = self.ordinal.sub("", text, count=1)
        return self.suffix.sub("", self.count.sub("", text).strip()) or text

    def counted(self, text: str) -> int | None:
        """How many measures a heading says that it holds; None where it does not say."""
        match = self.count.search(text)
        return int(match.group(1)) if match else None


def _settle(columns: list[Column]) -> list[Column]:
    measures = [column for column in columns if column.field == "measure"]
    has_domain = any(column.field == "domain" for column in columns)
    contents = [column for column in columns if column.field == "content"]
    change: dict[int, FieldName] = {}
    if len(measures) > 1:
        if has_domain or contents == []:
            change[measures[-1].index] = "content"
        if not has_domain and (contents or len(measures) > 2):
            change[measures[0].index] = "domain"
    if not measures and contents:
        change[contents[0].index] = "measure"
    work = next((column for column in columns if column.field == "work_measures"), None)
    if work is not None and not contents:
        change[work.index] = "content" if measures else "measure"
    return [Column(c.index, c.name, change.get(c.index, c.field), c.role) if c.index in change else c for c in columns]


def grouped(header: Header) -> Header | None:
    """The header with 工作任务 as the domain and 具体举措 as the measure; None where its columns are no such pair.

    For a table whose tasks stand above several measures each: one merged cell beside several rows.
    """
    task, steps = header.of("measure"), header.of("content")
    if task is None or steps is None or header.of("domain") is not None or not STEPS.search(steps.name):
        return None
    change: dict[int, FieldName] = {task.index: "domain", steps.index: "measure"}
    columns = tuple(replace(column, field=change.get(column.index, column.field)) for column in header.columns)
    return replace(header, columns=columns)


def leads_by_rule(rules: Iterable[str]) -> Leads | None:
    """The rule that clauses or a column's name state for who leads, or None."""
    stated = list(rules)
    patterns: tuple[tuple[Leads, re.Pattern[str]], ...] = (
        ("comma", COMMA_LEADS),
        ("star", STAR_LEADS),
        ("first", FIRST_LEADS),
    )
    return next((leads for leads, pattern in patterns if any(map(pattern.search, stated))), None)


def leads_by_note(paragraphs: Iterable[str]) -> Leads | None:
    """The rule that a sentence outside clauses and tables states (注：列第一位的为牵头单位), or None."""
    return leads_by_rule(value for value in paragraphs if NAMES_RULE.search(value))


def squeeze(text: str) -> str:
    """A name as compared: no white space at all."""
    return re.sub(r"\s+", "", text)


@cache
def profile() -> Layout:
    """The profile that ships with the project."""
    data = tomllib.loads(files("loaders").joinpath("layouts.toml").read_text("utf-8"))

    def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

    headings = {name: re.compile(pattern) for name, pattern in data["headings"].items()}
    return Layout(
        columns={field: any_of(patterns) for field, patterns in data["columns"].items()},
        roles={Role(role): any_of(patterns) for role, patterns in data["roles"].items()},
        **headings,
    )
