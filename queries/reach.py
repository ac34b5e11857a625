"""How far scopes reach: for each city of a province, the measures that are to be copied there."""

from __future__ import annotations

from dataclasses import dataclass

from graph.store import Store
from ontology.errors import NotFoundError
from ontology.extents import Covers
from ontology.reference import Area, area, areas
from queries.gaps import ScopedMeasure, scope_binds
from queries.run import ask, records

PROVINCE = "广东省"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A city, the measures whose scope covers it whole, and those that hold only where it has a zone of some type."""

    place: str
    code: str
    short: str
    english: str | None
    covered: tuple[str, ...]
    conditional: tuple[str, ...]


def reach(store: Store, *, document: str | None = None, province: str = PROVINCE) -> tuple[Reach, ...]:
    """Give the cities of a province by code, those too that no scope covers. Raises `NotFoundError`."""
    where = area(province)
    if where is None:
        raise NotFoundError(f"The reference data holds no area “{province}”.")
    scoped = [
        one
        for one in records(ask(store, "scoped_measures", document=document, id=None), ScopedMeasure)
        if one.quote is not None
    ]
    cities = [one for one in areas() if one.level == "prefecture" and one.parent == where]
    return tuple(_reach(one, scoped) for one in cities)


def _reach(city: Area, scoped: list[ScopedMeasure]) -> Reach:
    said = [(one.measure, scope_binds(one, city)) for one in scoped]
    return Reach(
        place=city.qualified_name,
        code=city.code,
        short=city.short,
        english=city.english,
        covered=tuple(name for name, how in said if how == Covers.YES),
        conditional=tuple(name for name, how in said if how == Covers.CONDITIONAL),
    )
