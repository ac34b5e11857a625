"""A dry run: what loading documents would change, before anything is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from graph.release import Release
from loaders.batch import Prepared
from ontology.identifiers import ID
from ontology.standards import OA
from ontology.vocabulary import RG

PLACES = {OA.start, OA.end, RG.line, RG.byteStart, RG.byteEnd}
"""Where words stand moves when a line above them changes; that alone changes no measure."""
BODIES = (RG.Agency, RG.Enterprise, RG.AgencyClass, RG.Collaboration)


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
    known = {name: release.read(name) for name in release.names()}
    before = _by_measure(known[record.id]) if record.id in known else {}
    graph = Graph().parse(data=prepared.triples, format="nt")
    after = _by_measure(graph)
    named = {body for graph in known.values() for kind in BODIES for body in graph.subjects(RDF.type, kind)}
    bodies = {body for kind in BODIES for body in graph.subjects(RDF.type, kind)}
    return Plan(
        record.id,
        len(record.measures),
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(key for key in after.keys() & before.keys() if after[key] != before[key])),
        removed=tuple(sorted(before.keys() - after.keys())),
        new_bodies=tuple(sorted(str(graph.value(body, SKOS.prefLabel)) for body in bodies - named)),
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


def _by_measure(graph: Graph) -> dict[str, frozenset[tuple[Node, Node, Node]]]:
    """The statements about each measure, by its id, without the places of words."""
    found: dict[str, set[tuple[Node, Node, Node]]] = defaultdict(set)
    for subject, predicate, value in graph:
        if predicate in PLACES or not isinstance(subject, URIRef):
            continue
        key = _measure(graph, subject)
        if key is not None:
            found[key].add((subject, predicate, value))
    return {key: frozenset(triples) for key, triples in found.items()}


def _measure(graph: Graph, subject: URIRef) -> str | None:
    kind, _, rest = subject.removeprefix(ID).partition("/")
    if kind == "claim":
        claim = URIRef(ID + "claim/" + rest.split("/")[0])
        about = graph.value(claim, RDF.subject)
        return None if not isinstance(about, URIRef) else _measure(graph, about)
    if kind not in ("measure", "row"):
        return None
    return "/".join(unquote(part) for part in rest.split("/")[:2])
