"""What rows state and which pairs are comparable, read once and held in memory: lineage without a question a hop.

A store with more measures than LARGEST is too much for that: there each measure is asked for when its turn comes, and kept
for as long as the snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from graph.store import Store
from ontology.errors import NotFoundError
from queries.gaps import ScopedMeasure
from queries.lineage import LEARNS_FROM, AssertedAdoption, Claims, OriginClaim, Pair, Statement, statements
from queries.run import ask, number, records

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Index:
    """Rows by the measure that they are of."""

    origins: dict[str, list[OriginClaim]]
    learned: dict[str, list[Statement]]
    asserted: dict[str, list[AssertedAdoption]]
    links: dict[str, list[Pair]]


LARGEST = 50_000
"""Measures that are read at once; some 6 kB each."""


class Snapshot(Claims):
    """One state of the store. It answers as `Claims` does; made of few measures, it asks the store no more."""

    measures: Mapping[str, ScopedMeasure]
    """By id. All of them can be gone through, however many they are; that reads them all."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._by: _Index | None = None
        if number(ask(store, "measures_total")) > LARGEST:
            self.measures = _Asked(store)
            return
        self.measures = {one.measure: one for one in records(ask(store, "scoped_measures"), ScopedMeasure)}
        self._by = _Index(
            _by_measure(self.origins), _by_measure(self.learned), _by_measure(self.asserted), defaultdict(list)
        )
        for pair in self.pairs:
            self._by.links[pair.a].append(pair)
            self._by.links[pair.b].append(pair)
        _ = self.derivations

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every accepted link."""
        return records(ask(self.store, "accepted_links"), Pair)

    def measure(self, identifier: str) -> ScopedMeasure:
        """A measure. Raises `NotFoundError`."""
        found = self.measures.get(identifier)
        if found is None:
            raise NotFoundError(f"The graph holds no measure “{identifier}”.")
        return found

    def links(self, measure: str) -> tuple[Pair, ...]:
        """The accepted links of a measure."""
        return super().links(measure) if self._by is None else tuple(self._by.links.get(measure, ()))

    def sources(self, measure: str) -> Iterator[OriginClaim | Statement]:
        """The places that a row says its practice comes from or was learned from."""
        if self._by is not None:
            yield from self._by.origins.get(measure, ())
            yield from self._by.learned.get(measure, ())
            return
        yield from records(ask(self.store, "origin_claims", id=measure), OriginClaim)
        yield from (one for one in statements(self.store, measure=measure, kind=LEARNS_FROM) if one.area is not None)

    def asserted_by(self, measure: str) -> Iterator[AssertedAdoption]:
        """The places of which a row says that they have the measure already."""
        if self._by is not None:
            return iter(self._by.asserted.get(measure, ()))
        return iter(records(ask(self.store, "asserted_adoptions", id=measure), AssertedAdoption))


class _Asked(Mapping[str, ScopedMeasure]):
    """Measures by id, each asked for once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, ScopedMeasure] = {}

    def __getitem__(self, identifier: str) -> ScopedMeasure:
        if identifier not in self._known:
            found = records(ask(self._store, "scoped_measures", id=identifier), ScopedMeasure)
            if not found:
                raise KeyError(identifier)
            self._known[identifier] = found[0]
        return self._known[identifier]

    def __iter__(self) -> Iterator[str]:
        for one in records(ask(self._store, "scoped_measures"), ScopedMeasure):
            self._known[one.measure] = one
            yield one.measure

    def __len__(self) -> int:
        return number(ask(self._store, "measures_total"))


def _by_measure(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for one in rows:
        found[one.measure].append(one)  # type: ignore[attr-defined]
    return dict(found)
