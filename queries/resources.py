"""Lists over everything that is loaded, from a snapshot or the store: scopes, links, domains, one place."""

from __future__ import annotations

from dataclasses import dataclass

from graph.store import Store
from ontology.errors import NotFoundError
from ontology.reference import area
from queries.documents import find_areas
from queries.gaps import ScopedMeasure, scope_binds
from queries.lineage import Pair
from queries.results import AreaRow
from queries.run import EVERY, ask, records
from queries.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRow(ScopedMeasure):
    """A measure with the scope that it states, and whether that binds the place asked for."""

    bound: str | None
    """yes, no, conditional (on a zone of `zone_type`) or not_stated; None where no place was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainRow:
    """A domain in a document's own division, and the harmonised domain that it is matched to."""

    harmonised: str | None
    harmonised_code: str | None
    relation: str | None
    document: str
    domain: str
    measures: int


def find_scopes(
    snapshot: Snapshot,
    *,
    document: str | None = None,
    place: str | None = None,
    bound: str | None = None,
    zone_type: str | None = None,
    excludes: str | None = None,
) -> tuple[ScopeRow, ...]:
    """Give the scopes that fit, by document, list and number. Raises `NotFoundError` for an unknown place."""
    where = None if place is None else area(place)
    if place is not None and where is None:
        raise NotFoundError(f"The reference data holds no area “{place}”, or several of that name.")
    rows = (
        ScopeRow(**{name: getattr(one, name) for name in ScopedMeasure.__slots__}, bound=binds)
        for one in snapshot.measures.values()
        if one.quote is not None
        and document in (None, one.document)
        and zone_type in (None, one.zone_type)
        and (excludes is None or excludes in one.excludes)
        for binds in [None if where is None else scope_binds(one, where)]
    )
    return tuple(one for one in rows if bound in (None, one.bound))


def find_links(
    snapshot: Snapshot, *, document: str | None = None, place: str | None = None, score: float = 0.0
) -> tuple[Pair, ...]:
    """Give the accepted pairs that fit, the surest first."""
    found = [
        one
        for one in snapshot.pairs
        if one.score >= score
        and document in (None, one.a_document, one.b_document)
        and place in (None, one.a_place, one.b_place)
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.a, one.b)))


def find_domains(store: Store, *, document: str | None = None, domain: str | None = None) -> tuple[DomainRow, ...]:
    """Give the domains of documents by harmonised domain; those that are matched to none come last."""
    return records(ask(store, "harmonised_domains", document=document, domain=domain), DomainRow)


def find_place(store: Store, name: str) -> AreaRow:
    """Give an area by name or code. Raises `NotFoundError`, also for a name that several areas share."""
    where = area(name)
    if where is None:
        raise NotFoundError(f"The reference data holds no area “{name}”, or several of that name.")
    near = find_areas(store, text=where.name, used=False, limit=EVERY).items
    found = next((one for one in near if one.iri == str(where.iri)), None)
    if found is None:
        raise NotFoundError(f"Nothing is loaded that names the area “{name}”.")
    return found
