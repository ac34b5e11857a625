"""Bodies, areas and measures as things that can be found by a name, with the properties that tell them apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.fulltext import words
from graph.store import Store
from ontology.identifiers import ID
from queries.catalogue import question
from queries.run import ask

BODY, AREA, MEASURE = "Body", "Area", "Measure"
KINDS = {"Agency": BODY, "Enterprise": BODY, "AgencyClass": BODY, "Collaboration": BODY, AREA: None, MEASURE: None}
"""Each kind with the wider one that it belongs to."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another entity as the value of a property: its id, and its name where it is known."""

    id: str
    name: str


Value = Reference | str | int
"""A property's value; dates are text, since some are known to the month only."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Something to be found: `id` is its IRI without the part that all share, `names` what it is known by."""

    id: str
    name: str
    kinds: tuple[str, ...]
    names: frozenset[str]
    """Other names and printed forms, `name` left out."""
    description: str
    properties: Mapping[str, tuple[Value, ...]]
    """By property; one that is not stated is missing."""


class Entities:
    """All entities of a graph at one moment."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._by_id = {one.id: one for one in entities}

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, key: str) -> Entity | None:
        """The entity of an id or IRI, or the measure of an id as documents have it; None where there is none."""
        return self._by_id.get(short(key)) or self._by_id.get(f"measure/{key}")

    def within(self, area: str) -> tuple[str, ...]:
        """The ids of an area and of all that it lies in, the narrowest first; only `area` where it is not held."""
        found = [area]
        while (held := self._by_id.get(found[-1])) is not None:
            wider = next((one.id for one in held.properties.get("within", ()) if isinstance(one, Reference)), None)
            if wider is None or wider in found:
                break
            found.append(wider)
        return tuple(found)

    def like(self, text: str, kinds: Iterable[str], most: int) -> list[Entity]:
        """Entities of any of the kinds (none: all) whose names share most characters with a text, at most `most`.

        Every entity that has the text itself as a name comes first, so that none of them is cut off.
        """
        wanted = set(kinds)
        key = folded(text)
        shared: Counter[str] = Counter()
        for gram in _grams(key):
            for name in self._grams.get(gram, ()):
                shared[name] += 1
        ranked = sorted(shared, key=lambda name: (name != key, -shared[name] / len(_grams(name) | _grams(key)), name))
        found: dict[str, Entity] = {}
        for name in ranked:
            for one in self._named[name]:
                if not wanted or wanted & set(one.kinds):
                    found.setdefault(one.id, one)
            if len(found) >= most and name != key:
                break
        return list(found.values())

    @cached_property
    def _named(self) -> dict[str, list[Entity]]:
        found: dict[str, list[Entity]] = defaultdict(list)
        for one in self._by_id.values():
            for name in {folded(name) for name in (one.name, *one.names)}:
                found[name].append(one)
        return found

    @cached_property
    def _grams(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._named:
            for gram in _grams(name):
                found[gram].append(name)
        return found


def folded(text: str) -> str:
    """A name as it is compared: as in a search, without white space and marks."""
    return "".join(words.counted(text).split())


def short(iri: str) -> str:
    """An IRI without the part that all share; anything else as it is."""
    return iri.removeprefix(ID)


def read_entities(store: Store) -> Entities:
    """Read all bodies, areas and measures. Raises `StoreError` where the store cannot be reached."""
    others = (*_bodies(store), *_areas(store))
    return Entities((*others, *_measures(store, {one.id: one.name for one in others})))


def _bodies(store: Store) -> Iterator[Entity]:
    for row in _rows(store, "reconcilable_bodies"):
        printed = [word for one in row["printed"] for word in (one if isinstance(one, list) else [one])]
        yield Entity(
            id=short(row["iri"]),
            name=row["name"],
            kinds=_kinds(row["kind"]),
            names=frozenset((*row["aliases"], *printed)) - {row["name"]},
            description=f"{row['place'] or 'no jurisdiction stated'}, {row['measures']} measures",
            properties=_stated(
                jurisdiction=_reference(row["jurisdiction"], row["place"]),
                name_en=row["name_en"],
                renamed_to=_reference(row["renamed_to"], row["later"]),
                other_names=tuple(row["aliases"]),
                measures=row["measures"],
            ),
        )


def _areas(store: Store) -> Iterator[Entity]:
    for row in _rows(store, "reconcilable_areas"):
        yield Entity(
            id=short(row["iri"]),
            name=row["qualified_name"] or row["name"],
            kinds=_kinds(AREA),
            names=frozenset(one for one in (row["name"], row["name_en"], row["code"], *row["aliases"]) if one)
            - {row["qualified_name"]},
            description=", ".join(str(one) for one in (row["level"], row["within_name"]) if one),
            properties=_stated(
                code=row["code"],
                level=row["level"],
                name_en=row["name_en"],
                within=_reference(row["within"], row["within_name"]),
                other_names=tuple(row["aliases"]),
            ),
        )


def _measures(store: Store, names: Mapping[str, str]) -> Iterator[Entity]:
    for row in _rows(store, "reconcilable_measures"):
        yield Entity(
            id=short(row["iri"]),
            name=row["title"],
            kinds=_kinds(MEASURE),
            names=frozenset(),
            description=", ".join(str(one) for one in (row["place_name"], row["id"], row["domain"]) if one),
            properties=_stated(
                jurisdiction=_reference(row["place"], row["place_name"]),
                document=row["document"],
                domain=row["domain"],
                status=row["status"],
                deadline=row["deadline"],
                leads=tuple(_reference(one, names.get(short(one))) for one in row["leads"]),
                origins=tuple(_reference(one, names.get(short(one))) for one in row["origins"]),
            ),
        )


def _rows(store: Store, name: str) -> Iterator[dict[str, Any]]:
    columns = question(name).columns
    for row in ask(store, name).rows:
        yield dict(zip(columns, row, strict=True))


def _kinds(kind: str) -> tuple[str, ...]:
    wider = KINDS[kind]
    return (kind,) if wider is None else (kind, wider)


def _reference(iri: str | None, name: str | None) -> Reference | None:
    return None if iri is None else Reference(short(iri), name or short(iri))


def _stated(**properties: object) -> dict[str, tuple[Value, ...]]:
    found = {name: value if isinstance(value, tuple) else (value,) for name, value in properties.items()}
    return {name: kept for name, values in found.items() if (kept := tuple(one for one in values if one is not None))}


def _grams(name: str) -> set[str]:
    """Pairs of neighbouring characters; of a name of one character, itself."""
    return {name[i : i + 2] for i in range(len(name) - 1)} or {name}
