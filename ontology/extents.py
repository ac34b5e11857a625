"""Scopes as sets of places, with exclusions and zone types: covers, minus, overlap.

A scope that is narrowed to a type of zone (海关特殊监管区域) holds in an area only where it has such a zone, which no
document says.  So an extent is two sets of areas, those where the scope holds for certain and those where it may,
and every question has three answers.  With certain ⊆ possible the operations are those of interval sets
(Y. Yao, "Two views of the theory of rough sets in finite universes", 1996): exact where no zone type is involved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ontology.errors import OntologyError
from ontology.model import Scope
from ontology.reference import Area, area, areas


class Covers(StrEnum):
    """Whether a scope covers an area as a whole."""

    YES = "yes"
    NO = "no"
    CONDITIONAL = "conditional"
    """Only as far as the area has a zone of the scope's type."""


@dataclass(frozen=True)
class Extent:
    """Where something holds: `certain` areas, and `possible` ones, which hold the certain ones.

    Both are sets of the finest areas that the reference data knows, by IRI.
    """

    certain: frozenset[str]
    possible: frozenset[str]

    def covers(self, place: Area) -> Covers:
        """Whether the whole of an area is in it."""
        parts = finest(place)
        if parts <= self.certain:
            return Covers.YES
        return Covers.CONDITIONAL if parts <= self.possible else Covers.NO

    def minus(self, other: Extent) -> Extent:
        """What is in this extent and not in the other."""
        return Extent(self.certain - other.possible, self.possible - other.certain)

    def overlap(self, other: Extent) -> Extent:
        """What is in both."""
        return Extent(self.certain & other.certain, self.possible & other.possible)

    def union(self, other: Extent) -> Extent:
        """What is in either."""
        return Extent(self.certain | other.certain, self.possible | other.possible)

    @property
    def named(self) -> tuple[Area, ...]:
        """The certain part in as few areas as cover it, by code."""
        return _coarsest(self.certain)

    @property
    def conditional(self) -> tuple[Area, ...]:
        """What is possible and not certain, in as few areas as cover it, by code."""
        return _coarsest(self.possible - self.certain)


NOWHERE = Extent(frozenset(), frozenset())


def extent(scope: Scope) -> Extent:
    """The extent of a scope: what it includes, less what it excludes, narrowed by its zone type.

    Raises `OntologyError` where the scope names an area that the reference data does not hold.
    """
    inside = _all(scope.includes) - _all(scope.excludes)
    return Extent(frozenset() if scope.zone_type is not None else inside, inside)


def extent_of(*places: Area) -> Extent:
    """The extent of whole areas."""
    parts = frozenset(part for place in places for part in finest(place))
    return Extent(parts, parts)


@cache
def finest(place: Area) -> frozenset[str]:
    """The finest known areas in an area: itself where none is known inside it."""
    inside = [str(one.iri) for one in areas() if place.contains(one) and one.iri not in _parents()]
    return frozenset(inside) or frozenset({str(place.iri)})


def _all(names: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        place = area(name)
        if place is None:
            raise OntologyError(f"the reference data holds no area “{name}”")
        found |= finest(place)
    return frozenset(found)


@cache
def _parents() -> frozenset[str]:
    return frozenset(one.ancestors[0].iri for one in areas() if one.ancestors)


def _coarsest(parts: frozenset[str]) -> tuple[Area, ...]:
    left = set(parts)
    chosen: list[Area] = []
    order = {"country": 0, "province": 1, "prefecture": 2, "county": 3, "zone": 4}
    for place in sorted(areas(), key=lambda one: (order[one.level], str(one.iri))):
        inside = finest(place)
        if inside <= left:
            chosen.append(place)
            left -= inside
    return tuple(sorted(chosen, key=lambda one: str(one.iri)))
