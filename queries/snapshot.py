"""What rows state and which pairs are comparable, read once and held in memory: lineage without a question a hop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from graph.store import Store
from ontology.errors import NotFoundError
from queries.gaps import ScopedMeasure
from queries.lineage import LEARNS_FROM, AssertedAdoption, Claims, Derivation, OriginClaim, Pair, Statement, statements
from queries.run import ask, records

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Index:
    """Rows by the measure that they are of."""

    origins: dict[str, list[OriginClaim]]
    learned: dict[str, list[Statement]]
    links: dict[str, list[Pair]]
    derivations: dict[str, list[Derivation]]
    """With the measure on either side."""
    asserted: dict[str, list[AssertedAdoption]]


class Snapshot(Claims):
    """One state of the store. It answers as `Claims` does, and asks the store no more once it is made."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.measures = {one.measure: one for one in records(ask(store, "scoped_measures"), ScopedMeasure)}
        self.statements = statements(store)
        self.pairs = records(ask(store, "accepted_links"), Pair)
        self.learned = tuple(one for one in self.statements if one.kind == LEARNS_FROM and one.area is not None)
        self._by = _Index(
            _by_measure(self.origins),
            _by_measure(self.learned),
            defaultdict(list),
            defaultdict(list),
            _by_measure(self.asserted),
        )
        for pair in self.pairs:
            self._by.links[pair.a].append(pair)
            self._by.links[pair.b].append(pair)
        for stated in self.derivations:
            for end in {stated.measure, stated.source}:
                self._by.derivations[end].append(stated)

    def measure(self, identifier: str) -> ScopedMeasure:
        """A measure. Raises `NotFoundError`."""
        found = self.measures.get(identifier)
        if found is None:
            raise NotFoundError(f"The graph holds no measure “{identifier}”.")
        return found

    def links(self, measure: str) -> tuple[Pair, ...]:
        """The accepted links of a measure."""
        return tuple(self._by.links.get(measure, ()))

    def sources(self, measure: str) -> Iterator[OriginClaim | Statement]:
        """The places that a row says its practice comes from or was learned from."""
        yield from self._by.origins.get(measure, ())
        yield from self._by.learned.get(measure, ())

    def derivations_of(self, measure: str) -> Iterator[Derivation]:
        """The stated derivations of a measure from others, and of others from it."""
        yield from self._by.derivations.get(measure, ())

    def asserted_of(self, measure: str) -> Iterator[AssertedAdoption]:
        """The adoptions that a row asserts."""
        yield from self._by.asserted.get(measure, ())


def _by_measure(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for one in rows:
        found[one.measure].append(one)  # type: ignore[attr-defined]
    return dict(found)
