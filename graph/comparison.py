"""What differs between two states of the graph: documents, measures field by field, bodies, links, origins.

A dry run and a comparison of releases are one question. Where words stand (lines, bytes) moves when a line above
them changes: that alone changes no measure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from urllib.parse import unquote

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from graph.projection import declared
from ontology.identifiers import ID, graph_iri
from ontology.standards import OA
from ontology.vocabulary import NAMESPACE, RG

PLACES = {OA.start, OA.end, RG.line, RG.byteStart, RG.byteEnd, RG.roleStart, RG.roleEnd, RG.madeIn}
"""Where words stand."""
BODIES = (RG.Agency, RG.Enterprise, RG.AgencyClass, RG.Collaboration)
CARRIES = (RG.ledBy, RG.responsibleBody, RG.coordinatedBy, RG.supportedBy)
_STRUCTURE = {
    *(RDF.type, RDF.subject, RDF.predicate, RDF.object),
    *(OA.hasSelector, OA.hasSource, RG.evidence, RG.id),
    *(RG.statedIn, RG.fromDocument, RG.rowOf, RG.hasCell, RG.hasScope, RG.hasDeadline),
}
"""What holds the parts of a measure together; a change of it shows in the parts."""

Statements = frozenset[tuple[Node, Node, Node]]


@dataclass(frozen=True)
class FieldChange:
    """One field of a measure or a document, before and after; nothing before means that it was not stated."""

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Changed:
    """A measure, document or link that both states hold, and what of it differs."""

    id: str
    title: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Named:
    """Something by its id and its name."""

    id: str
    title: str


@dataclass(frozen=True)
class Difference:
    """All that differs. Each part is sorted by id."""

    documents_added: tuple[Named, ...] = ()
    documents_removed: tuple[Named, ...] = ()
    documents_changed: tuple[Changed, ...] = ()
    measures_added: tuple[Named, ...] = ()
    measures_removed: tuple[Named, ...] = ()
    measures_changed: tuple[Changed, ...] = ()
    bodies_added: tuple[Named, ...] = ()
    bodies_removed: tuple[Named, ...] = ()
    origins_added: tuple[Named, ...] = ()
    """A measure's id, and the place that it is said to come from."""
    origins_removed: tuple[Named, ...] = ()
    links_added: tuple[Named, ...] = ()
    """Accepted links alone: the two ids, and the score."""
    links_removed: tuple[Named, ...] = ()
    links_changed: tuple[Changed, ...] = ()
    reference_added: int = 0
    """Triples of the reference data."""
    reference_removed: int = 0

    def __bool__(self) -> bool:
        return self != Difference()

    def record(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)


class State:
    """One state of the graph: its named graphs by name. Nothing is read before it is asked for."""

    def __init__(self, graphs: Mapping[str, Graph]) -> None:
        self.graphs = graphs

    @cached_property
    def measures(self) -> dict[str, Statements]:
        """The statements about each measure, by its id."""
        found: dict[str, Statements] = {}
        for graph in self._documents():
            found |= by_measure(graph)
        return found

    @cached_property
    def bodies(self) -> set[URIRef]:
        """Every body that a graph describes."""
        return {
            body
            for graph in self.graphs.values()
            for kind in BODIES
            for body in graph.subjects(RDF.type, kind)
            if isinstance(body, URIRef)
        }

    @cached_property
    def documents(self) -> dict[str, tuple[Graph, URIRef]]:
        """Each document's graph and IRI, by its id."""
        return {
            str(graph.value(document, RG.id)): (graph, document)
            for graph in self._documents()
            for document in graph.subjects(RDF.type, RG.PolicyDocument)
            if isinstance(document, URIRef)
        }

    @cached_property
    def links(self) -> dict[str, str]:
        """The score of each accepted link, by the ids of both measures."""
        graph = self.graphs.get("links", Graph())
        found = {}
        for claim in graph.subjects(RDF.predicate, RG.comparableTo):
            ends = [_measure_id(str(graph.value(claim, end))) for end in (RDF.subject, RDF.object)]
            found[" — ".join(ends)] = str(graph.value(claim, RG.score))
        return found

    @cached_property
    def origins(self) -> set[Named]:
        """Each measure's id with each place that it is said to come from."""
        return {
            Named(_measure_id(str(measure)), self.called(area))
            for graph in self._documents()
            for measure, area in graph.subject_objects(RG.originatedIn)
        }

    @cached_property
    def _names(self) -> dict[Node, str]:
        names: dict[Node, str] = {}
        for predicate in (RG.id, RG.title, SKOS.prefLabel, RG.qualifiedName):  # the last has the word
            for graph in self.graphs.values():
                for subject, value in sorted(graph.subject_objects(predicate)):
                    if getattr(value, "language", None) in (None, "zh"):
                        names[subject] = str(value)
        return names

    def called(self, term: Node) -> str:
        """What people call it: a literal's text, a resource's name, or its IRI."""
        if not isinstance(term, URIRef):
            return str(term)
        return declared().concepts.get(term) or self._names.get(term) or unquote(term)

    def _documents(self) -> Iterator[Graph]:
        yield from (graph for name, graph in self.graphs.items() if name not in ("links", "reference"))


def compare(old: State, new: State) -> Difference:
    """What `new` says otherwise than `old`."""
    reference = [set(state.graphs.get("reference", Graph())) for state in (old, new)]
    return Difference(
        documents_added=_only(new.documents, old.documents, lambda key: _title(*new.documents[key])),
        documents_removed=_only(old.documents, new.documents, lambda key: _title(*old.documents[key])),
        documents_changed=tuple(_changed_documents(old, new)),
        measures_added=_only(new.measures, old.measures, lambda key: _measure_title(new, key)),
        measures_removed=_only(old.measures, new.measures, lambda key: _measure_title(old, key)),
        measures_changed=tuple(
            Changed(key, _measure_title(new, key), _fields(old, old.measures[key], new, new.measures[key]))
            for key in changed_measures(old.measures, new.measures)
        ),
        bodies_added=tuple(sorted((Named(str(b), new.called(b)) for b in new.bodies - old.bodies), key=_by_id)),
        bodies_removed=tuple(sorted((Named(str(b), old.called(b)) for b in old.bodies - new.bodies), key=_by_id)),
        origins_added=tuple(sorted(new.origins - old.origins, key=_by_id)),
        origins_removed=tuple(sorted(old.origins - new.origins, key=_by_id)),
        links_added=_only(new.links, old.links, lambda key: new.links[key]),
        links_removed=_only(old.links, new.links, lambda key: old.links[key]),
        links_changed=tuple(
            Changed(key, "", (FieldChange("score", (old.links[key],), (new.links[key],)),))
            for key in sorted(old.links.keys() & new.links.keys())
            if old.links[key] != new.links[key]
        ),
        reference_added=len(reference[1] - reference[0]),
        reference_removed=len(reference[0] - reference[1]),
    )


def by_measure(graph: Graph) -> dict[str, Statements]:
    """The statements about each measure, by its id, without the places of words."""
    found: dict[str, set[tuple[Node, Node, Node]]] = defaultdict(set)
    for subject, predicate, value in graph:
        if predicate in PLACES or not isinstance(subject, URIRef):
            continue
        key = _owner(graph, subject)
        if key is not None:
            found[key].add((subject, predicate, value))
    return {key: frozenset(triples) for key, triples in found.items()}


def changed_measures(old: Mapping[str, Statements], new: Mapping[str, Statements]) -> tuple[str, ...]:
    """The ids of measures that both hold and that say different things."""
    return tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key]))


def quad_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[bytes]:
    """Removed and added quads, each a line of N-Quads after `D ` or `A ` (as RDF Patch writes them).

    Both are graphs by name as sorted N-Triples.
    """
    for name in sorted(old.keys() | new.keys()):
        end = f" <{graph_iri(name)}> .".encode()
        before, after = (set(state.get(name, b"").splitlines()) for state in (old, new))
        for mark, lines in ((b"D ", before - after), (b"A ", after - before)):
            yield from (mark + line.removesuffix(b" .") + end + b"\n" for line in sorted(lines))


def in_words(found: Difference) -> str:
    """A difference for people to read; one line where there is none."""
    if not found:
        return "no difference"
    lines: list[str] = []
    for what, added, removed in (
        ("document", found.documents_added, found.documents_removed),
        ("measure", found.measures_added, found.measures_removed),
        ("body", found.bodies_added, found.bodies_removed),
        ("origin", found.origins_added, found.origins_removed),
        ("link", found.links_added, found.links_removed),
    ):
        for verb, ones in (("added", added), ("removed", removed)):
            lines += [f"{what} {verb}: {_line(what, one)}" for one in ones]
        changed = {
            "document": found.documents_changed,
            "measure": found.measures_changed,
            "link": found.links_changed,
        }.get(what, ())
        for one in changed:
            lines.append(f"{what} changed: {one.id} {one.title}".rstrip())
            lines += [f"  {field.field}: {_side(field.old)} → {_side(field.new)}" for field in one.fields]
    if found.reference_added or found.reference_removed:
        lines.append(f"reference data: {found.reference_added} triples added, {found.reference_removed} removed")
    return "\n".join(lines)


def _line(what: str, one: Named) -> str:
    return one.title if what == "body" else f"{one.id} {one.title}".rstrip()


def _side(values: tuple[str, ...]) -> str:
    return "、".join(f"“{value}”" for value in values) or "not stated"


def _by_id(one: Named) -> tuple[str, str]:
    return one.id, one.title


def _only(here: Iterable[str], there: Iterable[str], title: Callable[[str], str]) -> tuple[Named, ...]:
    return tuple(Named(key, title(key)) for key in sorted(set(here) - set(there)))


def _title(graph: Graph, document: URIRef) -> str:
    title = graph.value(document, RG.title)
    count = sum(1 for _ in graph.subjects(RDF.type, RG.ReformMeasure))
    return f"{'' if title is None else title} ({count} measures)".strip()


def _measure_title(state: State, key: str) -> str:
    return next((str(v) for s, p, v in state.measures[key] if p == RG.title and _is_measure(s)), "")


def _is_measure(subject: Node) -> bool:
    return str(subject).startswith(ID + "measure/") and str(subject).count("/") == ID.count("/") + 2


def _changed_documents(old: State, new: State) -> Iterator[Changed]:
    for key in sorted(old.documents.keys() & new.documents.keys()):
        before, after = (
            {*graph.predicate_objects(document)} for graph, document in (old.documents[key], new.documents[key])
        )
        fields = [
            FieldChange(_name(p), _values(old, before, p), _values(new, after, p))
            for p in sorted({p for p, _ in before ^ after} - _STRUCTURE, key=str)
        ]
        if fields:
            yield Changed(key, str(new.documents[key][0].value(new.documents[key][1], RG.title)), tuple(fields))


def _values(state: State, said: Iterable[tuple[Node, Node]], predicate: Node) -> tuple[str, ...]:
    return tuple(sorted(state.called(value) for p, value in said if p == predicate))


def _fields(old: State, before: Statements, new: State, after: Statements) -> tuple[FieldChange, ...]:
    sides = [_by_field(old, before), _by_field(new, after)]
    names = sorted(sides[0].keys() | sides[1].keys())
    changes = [FieldChange(name, *(tuple(sorted(side.get(name, ()))) for side in sides)) for name in names]
    changes = [one for one in changes if one.old != one.new]
    # Of a statement that one side lacks altogether, its words and their fields are no change of their own.
    gone = {value for one in changes for value in {*one.old} ^ {*one.new}}
    return tuple(one for one in changes if not (" of " in one.field and one.field.partition(" of ")[2] in gone))


def _by_field(state: State, statements: Statements) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    columns = {s: str(value) for s, p, value in statements if p == RG.column}
    about = {s: value for s, p, value in statements if p == RDF.object}
    for subject, predicate, value in statements:
        if predicate in _STRUCTURE:
            continue
        field = _field(state, subject, predicate, columns, about)
        if field is not None:
            found[field].add(state.called(value))
    return found


def _field(
    state: State, subject: Node, predicate: Node, columns: Mapping[Node, str], about: Mapping[Node, Node]
) -> str | None:
    """What people call a statement's place in a measure: a field, a cell, a part of it, the words of a claim."""
    kind, _, rest = str(subject).removeprefix(ID).partition("/")
    if kind == "claim":
        claim = URIRef(f"{ID}claim/{rest.partition('/')[0]}")
        return f"{_name(predicate)} of {state.called(about[claim])}" if claim in about else _name(predicate)
    if kind == "row":
        return f"cell {columns[subject]}" if subject in columns and predicate == RG.text else None
    parts = rest.split("/")[2:]
    return " ".join([*parts, _name(predicate)])


def _name(predicate: Node) -> str:
    """A property's name in the property graph, where it has one."""
    declaration = declared()
    if not isinstance(predicate, URIRef):
        return str(predicate)
    name = declaration.edges.get(predicate, "").lower()
    plain = declaration.names.get(predicate) or declaration.claim_names.get(predicate)
    return plain or name or predicate.removeprefix(NAMESPACE)


def _owner(graph: Graph, subject: URIRef) -> str | None:
    """The id of the measure that a resource belongs to; None where it belongs to none."""
    kind, _, rest = subject.removeprefix(ID).partition("/")
    if kind == "claim":
        about = graph.value(URIRef(ID + "claim/" + rest.split("/")[0]), RDF.subject)
        return None if not isinstance(about, URIRef) else _owner(graph, about)
    if kind not in ("measure", "row"):
        return None
    return _measure_id(subject)


def _measure_id(iri: str) -> str:
    _, _, rest = iri.removeprefix(ID).partition("/")
    return "/".join(unquote(part) for part in rest.split("/")[:2])
