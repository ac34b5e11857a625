"""SHACL validation: what is wrong, said in terms of measure, field and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Final

from pyoxigraph import Store
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.errors import ValidationError
from ontology.model import Severity
from ontology.schema import ontology_graph
from ontology.vocabulary import NAMESPACE, RG

FORWARD: Final = (RDF.subject, RG.concernsMeasure, RG.stepOf)
BACKWARD: Final = (RG.evidence, RG.hasCell, RG.statedIn, RG.hasScope, RG.hasDeadline)
"""The ways that lead from a node to the measure it belongs to, along properties and against them."""
SEVERITY: Final[dict[Node | None, Severity]] = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of validation."""

    document: str
    measure: str | None
    """The measure's id; None where the document itself is meant."""
    field: str
    """The property's label in Chinese, or its path."""
    line: int | None
    message_zh: str
    message_en: str
    severity: Severity
    value: str | None
    """The value that broke the shape; None where one is missing."""

    def __str__(self) -> str:
        place = self.document if self.line is None else f"{self.document}, line {self.line}"
        who = "" if self.measure is None else f", {self.measure}"
        found = "" if self.value is None else f" (found “{self.value}”)"
        return f"{place}{who}, {self.field}: {self.message_en}{found} {self.message_zh}"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome for one graph. `checked` is how many nodes had a shape to meet."""

    checked: int
    violations: tuple[Violation, ...]

    @property
    def errors(self) -> tuple[Violation, ...]:
        """The violations that stop a load."""
        return tuple(one for one in self.violations if one.severity is Severity.ERROR)


@cache
def shapes() -> Graph:
    """The shapes graph that ships with the ontology."""
    return Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")


@cache
def _labels() -> dict[Node, str]:
    graph = ontology_graph()
    return {
        term: str(label)
        for term, label in graph.subject_objects(RDFS.label)
        if isinstance(label, Literal) and label.language == "zh"
    }


def validate(graph: Graph, document: str, *, reference: bool = False) -> Report:
    """Checks one graph against the shapes: a document before the push, or what was read back from a store.

    The engine is pyshacl-turbo, where it is installed; `reference` asks for pySHACL, which a test holds it against.
    """
    checked = sum(kind in target_classes() for kind in graph.objects(None, RDF.type))
    found = [attributed(one, graph) for one in findings(graph, document, reference=reference)]
    return Report(checked, ordered(found))


@cache
def target_classes() -> frozenset[Node]:
    """The classes that have a shape."""
    return frozenset(shapes().objects(None, SH.targetClass))


def ordered(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Violations in the order of a report: by document, severity, line; the same ones come in the same order."""

    def key(one: Violation) -> tuple[object, ...]:
        rank = list(Severity).index(one.severity)
        missing = one.value is None
        return (
            one.document,
            rank,
            one.line or 0,
            one.measure or "",
            one.field,
            one.message_en,
            missing,
            one.value or "",
        )

    return tuple(sorted(violations, key=key))


@dataclass(frozen=True, slots=True)
class Finding:
    """A result of an engine, before it is known which measure and line it belongs to."""

    focus: str
    """IRI of the node that broke a shape."""
    violation: Violation
    """With neither measure nor line."""


def findings(data: Graph | Store, document: str, *, reference: bool = False) -> list[Finding]:
    """What an engine finds in a graph; a pyoxigraph `Store` is for the fast engine alone, see `fast`."""
    results = _engine(reference=reference)(data)
    return [_finding(results, result, document) for result in results.subjects(RDF.type, SH.ValidationResult)]


def attributed(finding: Finding, graph: Graph) -> Violation:
    """The violation with the measure and line that its node belongs to, looked up in the graph."""
    focus = URIRef(finding.focus)
    owner = _owner(graph, focus)
    measure = graph.value(owner, RG.id) if owner is not None else None
    is_measure = owner is not None and (owner, RDF.type, RG.PolicyDocument) not in graph
    name = str(measure) if measure is not None and is_measure else None
    return replace(finding.violation, measure=name, line=_line(graph, focus, owner))


def require_valid(graph: Graph, document: str) -> Report:
    """The report, where nothing stops a load.

    Raises `ValidationError` with every violation where something does.
    """
    report = validate(graph, document)
    if report.errors:
        raise ValidationError(document, report.errors)
    return report


@cache
def fast() -> bool:
    """Whether pyshacl-turbo is here; it has no build for some platforms."""
    return find_spec("pyshacl_turbo") is not None


def _engine(*, reference: bool) -> Callable[[Graph | Store], Graph]:
    if not reference and fast():
        import pyshacl_turbo

        return lambda data: pyshacl_turbo.validate(data, shacl_graph=_shapes_for(data))[1]
    import pyshacl

    def reference_engine(data: Graph | Store) -> Graph:
        if isinstance(data, Store):
            raise TypeError("pySHACL reads rdflib graphs only")
        copy = Graph()  # pySHACL takes no graph in rdflib's simple store
        copy += data
        results: Graph = pyshacl.validate(copy, shacl_graph=shapes(), inplace=True)[1]
        return results

    return reference_engine


def _shapes_for(data: Graph | Store) -> Graph:
    return _typed_shapes() if isinstance(data, Store) else shapes()


@cache
def _typed_shapes() -> Graph:
    """The shapes with xsd:string written out: in a `Store`, pyshacl-turbo takes "day" and "day"^^xsd:string for two."""
    graph = Graph()
    for s, p, o in shapes():
        plain = isinstance(o, Literal) and o.datatype is None and o.language is None
        graph.add((s, p, Literal(str(o), datatype=XSD.string) if plain else o))
    return graph


def _finding(results: Graph, result: Node, document: str) -> Finding:
    value = results.value(result, SH.value)
    messages = {m.language: str(m) for m in results.objects(result, SH.resultMessage) if isinstance(m, Literal)}
    return Finding(
        str(results.value(result, SH.focusNode)),
        Violation(
            document,
            None,
            _field(results.value(result, SH.sourceShape), results.value(result, SH.resultPath)),
            None,
            messages.get("zh", ""),
            messages.get("en", next(iter(messages.values()), "")),
            SEVERITY[results.value(result, SH.resultSeverity)],
            None if value is None or isinstance(value, URIRef) else str(value),
        ),
    )


def _owner(graph: Graph, focus: Node | None) -> Node | None:
    """The measure (or document) that a node belongs to, found along the ways that lead there."""
    if focus is None:
        return None
    seen: set[Node] = set()
    queue = [focus]
    while queue:
        node = queue.pop(0)
        if node in seen:
            continue
        seen.add(node)
        kinds = set(graph.objects(node, RDF.type))
        if kinds & {RG.ReformMeasure, RG.PolicyDocument}:
            return node
        for way in FORWARD:
            queue.extend(graph.objects(node, way))
        for way in BACKWARD:
            queue.extend(graph.subjects(way, node))
    return None


def _line(graph: Graph, focus: Node | None, owner: Node | None) -> int | None:
    rows = [] if owner is None else list(graph.objects(owner, RG.statedIn))
    for node in (focus, *rows):
        line = graph.value(node, RG.line) if node is not None else None
        if isinstance(line, Literal):
            return int(line)
    return None


def _field(shape: Node | None, path: Node | None) -> str:
    """The name that the shape gives, else the label of the property that it looks at."""
    name = None if shape is None else shapes().value(shape, SH.name)
    if name is not None:
        return str(name)
    if path is None:
        return "shape"
    return _labels().get(path) or str(path).removeprefix(NAMESPACE)
