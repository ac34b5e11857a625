"""Who does elsewhere what an agency does here: by function, or by comparable measures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graph.store import Store
from ontology.errors import NotFoundError
from queries.results import Evidence, Text
from queries.run import ask, records


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMeasure(Evidence):
    """Two comparable measures, one carried by each body; the words name the counterpart."""

    name: str
    jurisdiction: str
    own_measure: str
    own_role: str
    measure: str
    title: str
    role: str
    score: float
    link_claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """A body of another jurisdiction, with what speaks for it."""

    name: str
    jurisdiction: str
    functions: tuple[Text, ...]
    """Functions of the reference data that both have."""
    measures: tuple[SharedMeasure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _SameFunction:
    name: str
    jurisdiction: str
    function: str


def counterparts(store: Store, agency: str, *, place: str | None = None) -> tuple[Counterpart, ...]:
    """Give the counterparts of an agency, in a place or anywhere; same function first, then by best score.

    A body that merely stands in the same row as the true counterpart is listed behind those of the same function.
    Raises `NotFoundError` for an unknown agency.
    """
    if not ask(store, "agency", name=agency).rows:
        raise NotFoundError(f"The graph holds no body “{agency}”.")
    functions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in records(ask(store, "agency_same_function", agency=agency, place=place), _SameFunction):
        functions[one.name, one.jurisdiction].append(one.function)
    shared: dict[tuple[str, str], list[SharedMeasure]] = defaultdict(list)
    for found in records(ask(store, "agency_comparable", agency=agency, place=place), SharedMeasure):
        shared[found.name, found.jurisdiction].append(found)
    keys = sorted(
        {*functions, *shared},
        key=lambda key: (key not in functions, -max((one.score for one in shared[key]), default=0.0), key),
    )
    return tuple(
        Counterpart(
            name=name, jurisdiction=where, functions=tuple(functions[name, where]), measures=tuple(shared[name, where])
        )
        for name, where in keys
    )
