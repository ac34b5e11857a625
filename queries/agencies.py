"""Questions about bodies."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from graph.store import Store
from ontology.errors import NotFoundError
from queries.measures import ROLES, one_of
from queries.results import AgencyMeasures, AgencyRow, Carried, NamedAgency, Page
from queries.run import ask, page, records

KINDS = ("Agency", "Enterprise", "AgencyClass", "Collaboration")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFilter:
    """Which bodies are meant; None leaves a field out. The fields are those of the question agencies."""

    text: str | None = None
    place: str | None = None
    kind: str | None = None
    role: str | None = None
    document: str | None = None


def find_agencies(store: Store, which: AgencyFilter, *, skip: int = 0, limit: int = 50) -> Page[AgencyRow]:
    """Give a page of the bodies that fit, busiest first. Raises `QueryError` for an unknown kind or role."""
    one_of("kind", which.kind, KINDS)
    one_of("role", which.role, ROLES)
    return page(store, "agencies", AgencyRow, asdict(which), skip=skip, limit=limit)


def measures_of_agency(
    store: Store, name: str, *, role: str | None = None, skip: int = 0, limit: int = 50
) -> AgencyMeasures:
    """Give the bodies called `name` and a page of what they carry. Raises `NotFoundError`."""
    one_of("role", role, ROLES)
    bodies = records(ask(store, "agency", name=name), NamedAgency)
    if not bodies:
        near = find_agencies(store, AgencyFilter(text=name), limit=3).items
        hint = f" It holds {', '.join(one.name for one in near)}." if near else ""
        raise NotFoundError(f"The graph holds no body “{name}”.{hint}")
    carried = page(store, "agency_measures", Carried, {"name": name, "role": role}, skip=skip, limit=limit)
    return AgencyMeasures(name=name, bodies=bodies, total=carried.total, items=tuple(carried.items))
