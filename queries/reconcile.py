"""Which entity is meant by a name, with what is known of it besides: for reconciliation, with every feature shown.

A score is 100 times the weighted mean of the features that can be had; what a query does not state counts neither for
nor against. Short names are the rule in these documents (市市场监管局), so a name without its jurisdiction seldom
settles which body is meant, and is not said to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from queries.entities import AREA, Entities, Entity, Reference, Value, folded, short

POOL = 200
"""Entities that are scored for a name, those nearest by pairs of characters."""
NAME, PROPERTY = 0.7, 0.3
"""Weights of the name and of all stated properties together."""
ALIAS, SHORTENED, SIMILAR = 0.98, 0.85, 0.9
"""What a name is worth that is another name of the entity; one whose characters stand in its name in the same order;
one that is merely similar (times the similarity). The own name is worth 1."""
PARENT = 0.5
"""What a property is worth whose area lies in the one asked for, or the other way round."""
LEVELS = "省市区县"
"""What stands for the place of the document at the beginning of a printed name."""
CERTAIN, MARGIN = 95.0, 5.0
"""A match is certain from this score on, where the next is further away than the margin."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `kinds` empty: any. `properties`: values as ids or names, any of several may fit."""

    name: str
    kinds: tuple[str, ...] = ()
    properties: Mapping[str, tuple[str, ...]] | None = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant. `features` are between 0 and 1; one that cannot be had is missing."""

    entity: Entity
    score: float
    """From 0 to 100."""
    match: bool
    """Whether nothing else can be meant."""
    features: Mapping[str, float]


def reconcile(entities: Entities, wanted: Wanted) -> tuple[Candidate, ...]:
    """The entities that may be meant, the likeliest first, `wanted.limit` at most."""
    stated = {name: values for name, values in (wanted.properties or {}).items() if values}
    found = [
        (one, features)
        for one in _pool(entities, wanted, stated)
        if (features := dict(_features(entities, one, wanted.name, stated)))
    ]
    ranked = sorted(
        ((_score(features), one, features) for one, features in found), key=lambda one: (-one[0], one[1].id)
    )
    return tuple(
        Candidate(one, score, place == 0 and _certain(score, features, ranked), features)
        for place, (score, one, features) in enumerate(ranked[: wanted.limit])
        if score > 0
    )


def _pool(entities: Entities, wanted: Wanted, stated: Mapping[str, tuple[str, ...]]) -> list[Entity]:
    if not folded(wanted.name):
        kinds = set(wanted.kinds)
        return [one for one in entities if (not kinds or kinds & set(one.kinds)) and stated.keys() & one.properties]
    held = entities.get(wanted.name)
    names = (wanted.name, *_expanded(entities, wanted.name, stated.get("jurisdiction", ())))
    pool = {one.id: one for name in names for one in entities.like(name, wanted.kinds, POOL)}
    if held is not None and (not wanted.kinds or set(wanted.kinds) & set(held.kinds)):
        pool[held.id] = held
    return list(pool.values())


def _features(
    entities: Entities, entity: Entity, name: str, stated: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, float]]:
    if folded(name):
        names = (name, *_expanded(entities, name, stated.get("jurisdiction", ())))
        yield "name", max(_alike(entity, one) for one in names)
        if entities.get(name) is entity:
            yield "id", 1.0
    for key, values in stated.items():
        if key in entity.properties:
            yield key, max(_fits(entities, held, value) for held in entity.properties[key] for value in values)


def _score(features: Mapping[str, float]) -> float:
    if "id" in features:
        return 100.0
    others = [value for key, value in features.items() if key != "name"]
    parts = [(NAME, features["name"])] if "name" in features else []
    parts += [(PROPERTY, sum(others) / len(others))] if others else []
    return 100 * sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)


def _certain(score: float, features: Mapping[str, float], ranked: list[tuple[float, Entity, dict[str, float]]]) -> bool:
    if "id" in features:
        return True
    if score < CERTAIN or features.get("name", 0.0) < ALIAS:
        return False
    return len(ranked) < 2 or score - ranked[1][0] > MARGIN


def _alike(entity: Entity, name: str) -> float:
    key, own = folded(name), folded(entity.name)
    if key == own:
        return 1.0
    others = {folded(one) for one in entity.names}
    if key in others:
        return ALIAS
    similar = SIMILAR * max(fuzz.ratio(key, one) for one in (own, *others)) / 100
    return max(similar, SHORTENED if len(key) > 2 and _in_order(key, own) else 0.0)


def _in_order(part: str, whole: str) -> bool:
    """Whether all characters of a text stand in another in the same order, as they do in a Chinese short name."""
    rest = iter(whole)
    return (part[:1] == whole[:1] or part[:1] in LEVELS) and all(character in rest for character in part)


def _expanded(entities: Entities, name: str, places: Iterable[str]) -> Iterator[str]:
    """A name that begins with 省, 市, 区 or 县 with the full name of the place in its stead, as its document means it."""
    for place in places:
        for area in _areas(entities, place):
            whole = area.name
            if name[:1] == whole[-1:] and name[:1] in LEVELS:
                yield whole + name[1:]


def _areas(entities: Entities, place: str) -> tuple[Entity, ...]:
    held = entities.get(place)
    if held is not None:
        return (held,) if AREA in held.kinds else ()
    key = folded(place)
    return tuple(
        one
        for one in entities.like(place, (AREA,), 20)
        if key == folded(one.name) or key in {folded(name) for name in one.names}
    )


def _fits(entities: Entities, held: Value, value: str) -> float:
    if not isinstance(held, Reference):
        return 1.0 if folded(str(held)) == folded(value) else 0.0
    if short(value) == held.id or folded(value) == folded(held.name):
        return 1.0
    meant = [one.id for one in _areas(entities, value)]
    if held.id in meant:
        return 1.0
    above = entities.within(held.id)
    return PARENT if any(one in above or held.id in entities.within(one) for one in meant) else 0.0
