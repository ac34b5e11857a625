"""What the lineage of one measure rests on, asked of the store as the walk comes to it.

A `Snapshot` reads the whole graph, which a large one does not bear; here only what lies around a measure is read, a
question for each measure that is come to, and forgotten with the answer. Both answer alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from graph.store import Store
from ontology.errors import NotFoundError
from queries.lineage import AssertedAdoption, Claims, Derivation, NamedPlace, Other
from queries.results import Dated
from queries.run import ask, number, records
from queries.snapshot import Snapshot

MOST = 20_000
"""Measures of which a snapshot is held; a measure takes some 10 kB of it, and half a millisecond to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A measure, and what its rows and links say of its lineage."""

    measure: str
    title: str
    document: str
    place: str | None
    issued: Dated
    origins: tuple[NamedPlace, ...]
    learned: tuple[NamedPlace, ...]
    asserted: tuple[AssertedAdoption, ...]
    derivations: tuple[Derivation, ...]
    """With the measure on either side."""
    links: tuple[Other, ...]


class Neighbourhood(Claims):
    """Answers as `Claims` does. For one question: it keeps what it has read, and does not look again."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._known: dict[str, Around] = {}

    @property
    def measures(self) -> Mapping[str, Around]:
        """The measures that were come to, and those right beside them."""
        return self._known

    def measure(self, identifier: str) -> Around:
        """A measure. Raises `NotFoundError`."""
        self._read([identifier])
        found = self._known.get(identifier)
        if found is None:
            raise NotFoundError(f"The graph holds no measure “{identifier}”.")
        return found

    def others(self, measure: str) -> Iterator[Other]:
        """The comparable measures of a measure, the surest first."""
        yield from sorted(
            self._reach(measure).links,
            key=lambda one: (-one.score, min(measure, one.measure), max(measure, one.measure)),
        )

    def sources(self, measure: str) -> Iterator[NamedPlace]:
        """The places that a row says its practice comes from or was learned from."""
        found = self.measure(measure)
        yield from found.origins
        yield from found.learned

    def derivations_of(self, measure: str) -> Iterator[Derivation]:
        """The stated derivations of a measure from others, and of others from it."""
        yield from self._reach(measure).derivations

    def asserted_of(self, measure: str) -> Iterator[AssertedAdoption]:
        """The adoptions that a row asserts."""
        yield from self.measure(measure).asserted

    def _reach(self, measure: str) -> Around:
        """Come to a measure: read it, and all that is right beside it."""
        found = self.measure(measure)
        self._read(one.measure for one in found.links)
        self._read(end for one in found.derivations for end in (one.measure, one.source))
        return found

    def _read(self, identifiers: Iterable[str]) -> None:
        new = sorted({one for one in identifiers if one not in self._known})
        if new:
            self._known |= {one.measure: one for one in records(ask(self.store, "lineage_around", ids=new), Around)}


Lineages: TypeAlias = Snapshot | Neighbourhood
"""What lineage is walked in."""


def is_large(store: Store) -> bool:
    """Whether the graph holds more measures than are held in memory."""
    return number(ask(store, "measures_held")) > MOST
