"""Questions about mechanisms: the scheme as it is kept, with what uses it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.store import Store
from ontology.errors import NotFoundError
from ontology.mechanisms import Mechanism, mechanism, mechanisms
from queries.lineage import MechanismUse
from queries.run import EVERY, ask, records


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismRow:
    """A concept of the scheme, and the number of measures that name it."""

    id: str
    iri: str
    name: str
    name_en: str
    kind: str
    names: tuple[str, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    note: str | None
    measures: int


def find_mechanisms(
    store: Store, *, text: str | None = None, kind: str | None = None, used: bool = True
) -> tuple[MechanismRow, ...]:
    """Give the concepts that fit, those named most first; with `used` only those that a measure names."""
    uses = {str(name): int(str(count)) for name, count in ask(store, "mechanism_uses").rows}
    narrower: dict[str, list[str]] = {}
    for one in mechanisms():
        for above in one.broader:
            narrower.setdefault(above, []).append(one.id)
    found = [
        _row(one, tuple(narrower.get(one.id, ())), uses.get(one.id, 0))
        for one in mechanisms()
        if (kind is None or one.kind == kind) and (not used or one.id in uses) and _says(one, text)
    ]
    return tuple(sorted(found, key=lambda one: (-one.measures, one.id)))


def find_mechanism(store: Store, name: str) -> MechanismRow:
    """Give one concept by its id or Chinese name. Raises `NotFoundError`."""
    one = mechanism(name) or next((one for one in mechanisms() if name in one.names), None)
    if one is None:
        raise NotFoundError(f"The scheme holds no mechanism “{name}”.")
    return next(row for row in find_mechanisms(store, used=False) if row.id == one.id)


def uses_of_mechanism(store: Store, name: str) -> tuple[MechanismUse, ...]:
    """Give the words that name a mechanism or a narrower one, by document and number. Raises `NotFoundError`."""
    answer = ask(store, "mechanism_measures", mechanism=find_mechanism(store, name).id, skip=0, limit=EVERY)
    return records(answer, MechanismUse)


def _says(one: Mechanism, text: str | None) -> bool:
    return text is None or any(text.lower() in name.lower() for name in (*one.names, one.english, one.id))


def _row(one: Mechanism, narrower: tuple[str, ...], measures: int) -> MechanismRow:
    return MechanismRow(
        id=one.id,
        iri=str(one.iri),
        name=one.name,
        name_en=one.english,
        kind=str(one.kind),
        names=one.names,
        broader=one.broader,
        narrower=narrower,
        note=one.note,
        measures=measures,
    )
