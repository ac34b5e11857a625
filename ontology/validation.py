"""SHACL validation: what is wrong, said in terms of measure, field and line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.errors import ValidationError
from ontology.model import Severity
from ontology.schema import ontology_graph
from ontology.vocabulary import NAMESPACE, RG


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
    """Checks a document's graph against the shapes.

    The engine is pyshacl-turbo, where it is installed; `reference` asks for pySHACL, which a test holds it against.
    """
    results = _engine(reference=reference)(graph)
    targets = set(shapes().objects(None, SH.targetClass))
    checked = sum(kind in targets for kind in graph.objects(None, RDF.type))
    found = [_violation(results, result, graph, document) for result in results.subjects(RDF.type, SH.ValidationResult)]
    order = sorted(found, key=lambda one: (one.severity, one.line or 0, one.measure or "", one.field, one.message_en))
    return Report(checked, tuple(order))


def require_valid(graph: Graph, document: str) -> Report:
    """The report, where nothing stops a load.

    Raises `ValidationError` with every violation where something does.
    """
    report = validate(graph, document)
    if report.errors:
        raise ValidationError(document, report.errors)
    return report


def _engine(*, reference: bool) -> Callable[[Graph], Graph]:
    if not reference:
        try:
            import pyshacl_turbo
        except ImportError:  # no build for this platform
            pass
        else:
            return lambda graph: pyshacl_turbo.validate(graph, shacl_graph=shapes())[1]
    import pyshacl

    def reference_engine(graph: Graph) -> Graph:
        copy = Graph()  # pySHACL takes no graph in rdflib's simple store
        copy += graph
        results: Graph = pyshacl.validate(copy, shacl_graph=shapes(), inplace=True)[1]
        return results

    return reference_engine


def _violation(results: Graph, result: Node, graph: Graph, document: str) -> Violation:
    focus = results.value(result, SH.focusNode)
    path = results.value(result, SH.resultPath)
    value = results.value(result, SH.value)
    messages = {m.language: str(m) for m in results.objects(result, SH.resultMessage) if isinstance(m, Literal)}
    severity = Severity.ERROR if results.value(result, SH.resultSeverity) == SH.Violation else Severity.WARNING
    owner = _owner(graph, focus)
    measure = graph.value(owner, RG.id) if owner is not None else None
    is_measure = owner is not None and (owner, RDF.type, RG.PolicyDocument) not in graph
    return Violation(
        document,
        str(measure) if measure is not None and is_measure else None,
        _field(results.value(result, SH.sourceShape), path),
        _line(graph, focus, owner),
        messages.get("zh", ""),
        messages.get("en", next(iter(messages.values()), "")),
        severity,
        None if value is None or isinstance(value, URIRef) else str(value),
    )


def _owner(graph: Graph, focus: Node | None) -> Node | None:
    """The measure (or document) that a node belongs to, found along the ways that lead there."""
    if focus is None:
        return None
    ways = (RDF.subject, RG.concernsMeasure)
    back = (RG.evidence, RG.hasCell, RG.statedIn, RG.hasScope, RG.hasDeadline)
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
        for way in ways:
            queue.extend(graph.objects(node, way))
        for way in back:
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
