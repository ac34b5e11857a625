"""What an adopter does against what the origin did: 工作措施 beside 主要做法 of one row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.store import Store
from ontology.errors import QueryError
from ontology.mechanisms import find_mechanisms, folded
from queries.lineage import OriginClaim
from queries.measures import measure_facts
from queries.results import CellText, Figure
from queries.run import ask, records

ORIGIN, ADOPTER = "主要做法", "工作措施"
CLAUSE = re.compile(r"[^。；;\n]+")
UNITS = {"kva": "千伏安", "kw": "千瓦", "日": "天"}
FIGURE = re.compile(
    r"(?P<value>\d{1,9}(?:\.\d{1,4})?|(?<=第)[一二三四五六七八九十]{1,3})\s{0,2}"
    r"(?P<unit>个?工作日|个?自然日|个?环节|个?小时|个?月(?!\d)|分钟|天|日|万元|亿元|元|[kK][vV][aA]|[kK][wW]|千伏安|千瓦|公里|米|人|家|户|项|次|份|[%％])"
)
DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9", "十": "10"}
ALIKE = 0.25
"""Dice of two-character pieces from which two clauses are set side by side; below it they stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number with its unit, and the clause that it stands in."""

    value: str
    unit: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMechanism:
    """A mechanism and the words that name it."""

    mechanism: str
    name: str
    kind: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A clause of either side, and the nearest one of the other; None where nothing is near."""

    origin: str | None
    adopter: str | None
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: its column, where it stands, and what only it has."""

    column: str
    line: int
    start: int
    end: int
    figures: tuple[Number, ...]
    """Those that the other side does not have."""
    mechanisms: tuple[NamedMechanism, ...]
    """Those that the other side does not name."""
    targets: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """What the origin did against what the adopter does; differences of words, not of effect."""

    measure: str
    title: str
    place: str | None
    origins: tuple[OriginClaim, ...]
    origin: Side
    adopter: Side
    kept_figures: tuple[Number, ...]
    kept_mechanisms: tuple[NamedMechanism, ...]
    clauses: tuple[Aligned, ...]


def adaptation(store: Store, measure: str) -> Adaptation:
    """Compare the two columns of a row. Raises `NotFoundError`, and `QueryError` where the row has not both."""
    facts = measure_facts(store, measure)
    cells = {one.column: one for one in records(ask(store, "measure_cells", id=measure), CellText)}
    theirs = next((cell for name, cell in cells.items() if ORIGIN in name), None)
    ours = next((cell for name, cell in cells.items() if ADOPTER in name), None)
    if theirs is None or ours is None or not theirs.text or not ours.text:
        raise QueryError(
            f"“{measure}” has not both {ORIGIN} and {ADOPTER}; only such a row can be compared with itself."
        )
    figures = _figures(theirs.text), _figures(ours.text)
    named = _named(theirs.text), _named(ours.text)
    targets = records(ask(store, "measure_targets", id=measure), Figure)

    def side(cell: CellText, own: int) -> Side:
        values = {(one.value, one.unit) for one in figures[1 - own]}
        concepts = {one.mechanism for one in named[1 - own]}
        return Side(
            column=cell.column,
            line=cell.line,
            start=cell.start,
            end=cell.end,
            figures=tuple(one for one in figures[own] if (one.value, one.unit) not in values),
            mechanisms=tuple(one for one in named[own] if one.mechanism not in concepts),
            targets=tuple(one for one in targets if one.field == cell.column),
        )

    origin, adopter = side(theirs, 0), side(ours, 1)
    return Adaptation(
        measure=facts.id,
        title=facts.title,
        place=facts.place,
        origins=records(ask(store, "origin_claims", id=measure), OriginClaim),
        origin=origin,
        adopter=adopter,
        kept_figures=tuple(one for one in figures[1] if one not in adopter.figures),
        kept_mechanisms=tuple(one for one in named[1] if one not in adopter.mechanisms),
        clauses=_aligned(theirs.text, ours.text),
    )


def _figures(text: str) -> tuple[Number, ...]:
    found: dict[tuple[str, str], Number] = {}
    for clause in _clauses(text):
        for match in FIGURE.finditer(clause):
            unit = match["unit"].removeprefix("个") or match["unit"]
            unit = UNITS.get(unit.lower(), unit).replace("％", "%")
            value = DIGITS.get(match["value"], match["value"])
            found.setdefault((value, unit), Number(value=value, unit=unit, clause=clause))
    return tuple(found.values())


def _named(text: str) -> tuple[NamedMechanism, ...]:
    found: dict[str, NamedMechanism] = {}
    for start, end, hit in find_mechanisms(text):
        found.setdefault(
            hit.id, NamedMechanism(mechanism=hit.id, name=hit.name, kind=str(hit.kind), quote=text[start:end])
        )
    return tuple(found.values())


def _clauses(text: str) -> list[str]:
    return [clause for match in CLAUSE.finditer(text) if (clause := match.group().strip())]


def _aligned(theirs: str, ours: str) -> tuple[Aligned, ...]:
    """Each clause of the adopter with the nearest of the origin, then the origin's clauses that none is near to."""
    left = [(clause, _pieces(clause)) for clause in _clauses(theirs)]
    taken, found = set(), []
    for clause in _clauses(ours):
        pieces = _pieces(clause)
        likeness, near = max(((_dice(pieces, one), i) for i, (_, one) in enumerate(left)), default=(0.0, -1))
        if likeness < ALIKE:
            found.append(Aligned(origin=None, adopter=clause, likeness=round(likeness, 3)))
            continue
        taken.add(near)
        found.append(Aligned(origin=left[near][0], adopter=clause, likeness=round(likeness, 3)))
    alone = (Aligned(origin=clause, adopter=None, likeness=0.0) for i, (clause, _) in enumerate(left) if i not in taken)
    return (*found, *alone)


def _pieces(text: str) -> frozenset[str]:
    plain = "".join(char for char in folded(text) if char.isalnum())
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _dice(one: Iterable[str], other: Iterable[str]) -> float:
    a, b = frozenset(one), frozenset(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
