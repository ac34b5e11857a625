"""A dry run: what loading documents would change, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import Graph

from graph.comparison import State, by_measure, changed_measures
from graph.release import Release
from loaders.batch import Prepared


@dataclass(frozen=True)
class Plan:
    """What loading one document would change against the release."""

    document: str
    measures: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    new_bodies: tuple[str, ...]
    """Bodies that neither the reference data nor any loaded document names."""
    repairs: Mapping[str, int]
    """Rule → how often it was applied."""
    warnings: tuple[str, ...]


def plan(prepared: Prepared, release: Release) -> Plan:
    """Compares a prepared document with what the release holds of it; nothing is written."""
    record = prepared.document.record
    known = State({name: release.read(name) for name in release.names()})
    now = State({record.id: Graph().parse(data=prepared.triples, format="nt")})
    before = by_measure(known.graphs[record.id]) if record.id in known.graphs else {}
    after = now.measures
    return Plan(
        record.id,
        len(record.measures),
        added=tuple(sorted(after.keys() - before.keys())),
        changed=changed_measures(before, after),
        removed=tuple(sorted(before.keys() - after.keys())),
        new_bodies=tuple(sorted(now.called(body) for body in now.bodies - known.bodies)),
        repairs=Counter(repair.rule for repair in record.repairs),
        warnings=tuple(str(warning) for warning in prepared.warnings),
    )


def described(one: Plan) -> str:
    """A plan in words."""
    counts = f"{len(one.added)} new, {len(one.changed)} changed, {len(one.removed)} gone"
    lines = [f"{one.document}: {one.measures} measures: {counts}"]
    for verb, ids in (("new", one.added), ("changed", one.changed), ("gone", one.removed)):
        if ids and len(ids) < one.measures:
            lines.append(f"  {verb}: {', '.join(ids)}")
    if one.new_bodies:
        lines.append(f"  bodies not met before: {'、'.join(one.new_bodies)}")
    lines += [f"  repair {rule}: {count} times" for rule, count in sorted(one.repairs.items())]
    lines += [f"  warning: {warning}" for warning in one.warnings]
    return "\n".join(lines)
