"""What the graph is made of: labels, relationship types and properties, from the ontology, with counts and examples.

What a thing means and of what type a value is says the ontology; how often it is there, and an example, the store.
Labels and types that the ontology declares and the store does not hold stand there with the count 0. The store's own bookkeeping
(`key`, `sources`, `stated`, and the labels NamedGraph and PushLock) is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef

from graph.projection import Declared, declared
from graph.store import Plain, Store
from ontology.schema import ontology_graph
from queries.run import ask

TYPES = {
    XSD.string: "text",
    RDF.langString: "text",
    XSD.integer: "integer",
    XSD.nonNegativeInteger: "integer",
    XSD.positiveInteger: "integer",
    XSD.double: "number",
    XSD.decimal: "number",
    XSD.boolean: "boolean",
    XSD.date: "date",
    XSD.dateTime: "time",
    XSD.gYearMonth: "month",
    XSD.gYear: "year",
    RDF.JSON: "JSON",
    RDFS.Resource: "IRI",
    RDFS.Literal: "text",
}
MAX_EXAMPLE = 60
"""Characters of a text that is given as an example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What the ontology says of a term; None where it says nothing, as of some terms of other vocabularies."""

    iri: str | None
    label_zh: str | None
    label_en: str | None
    definition_zh: str | None
    definition_en: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertySchema:
    """A property of a label or of a type of relationship."""

    name: str
    type: str
    """As in `text`, `integer`, `list of text`, `date or month or year`, `notation of Status`, `IRI`."""
    language: str | None
    """Of the suffix of its name, such as `en`; None where it has none."""
    count: int
    """How many nodes or relationships have it."""
    example: Plain
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSchema:
    """A label; its nodes have a unique, indexed `iri`."""

    name: str
    count: int
    example: str | None
    """IRI of the first node by IRI."""
    meaning: Meaning
    properties: tuple[PropertySchema, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Labels that a relationship leads from and to, how many do, and the IRIs of an example."""

    start: str
    end: str
    count: int
    example_start: str | None
    example_end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipSchema:
    """A type of relationship."""

    name: str
    count: int
    meaning: Meaning
    ends: tuple[Ends, ...]
    properties: tuple[PropertySchema, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphSchema:
    """All labels and types of relationships, by name."""

    labels: tuple[LabelSchema, ...]
    relationships: tuple[RelationshipSchema, ...]


def graph_schema(store: Store) -> GraphSchema:
    """Describe what a store may hold and holds. Reads every node and relationship once."""
    nodes, claims = _found(ask(store, "schema_nodes").rows), _found(ask(store, "schema_claims").rows)
    ends = ask(store, "schema_relationships").rows
    iris = {iri for properties in nodes.values() for _, iri in properties.values()}
    keys = {key for properties in claims.values() for _, key in properties.values()} | {str(row[4]) for row in ends}
    examples = {str(name): (held, *at) for name, held, *at in _examples(store, iris, keys)}

    def properties(found: Mapping[str, tuple[int, str]], names: Mapping[str, URIRef]) -> tuple[PropertySchema, ...]:
        return tuple(
            _property(name, count, _value(examples[example][0], name), names)
            for name, (count, example) in sorted(found.items())
            if name != "iri"
        )

    declaration = declared()
    types: dict[str, list[Ends]] = defaultdict(list)
    for kind, start, end, count, example in ends:
        at = examples[str(example)][1:]
        types[str(kind)].append(
            Ends(
                start=str(start),
                end=str(end),
                count=_whole(count),
                example_start=_text(at[0]),
                example_end=_text(at[1]),
            )
        )
    classes, predicates = declaration.classes, {kind: iri for iri, kind in sorted(declaration.edges.items())}
    return GraphSchema(
        labels=tuple(
            LabelSchema(
                name=label,
                count=nodes[label]["iri"][0] if label in nodes else 0,
                example=nodes[label]["iri"][1] if label in nodes else None,
                meaning=_meaning(classes.get(label)),
                properties=properties(nodes.get(label, {}), _inverse(declaration.names)),
            )
            for label in sorted(classes.keys() | nodes.keys())
        ),
        relationships=tuple(
            RelationshipSchema(
                name=kind,
                count=sum(one.count for one in types.get(kind, ())),
                meaning=_meaning(predicates.get(kind)),
                ends=tuple(types.get(kind, ())),
                properties=properties(claims.get(kind, {}), _inverse(declaration.claim_names)),
            )
            for kind in sorted(predicates.keys() | types.keys())
        ),
    )


def _found(rows: Iterable[tuple[Plain, ...]]) -> dict[str, dict[str, tuple[int, str]]]:
    found: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for element, name, count, example in rows:
        found[str(element)][str(name)] = _whole(count), str(example)
    return found


def _examples(store: Store, iris: set[str], keys: set[str]) -> tuple[tuple[Plain, ...], ...]:
    return ask(store, "schema_examples", iris=sorted(iris), keys=sorted(keys)).rows


def _property(name: str, count: int, example: Plain, names: Mapping[str, URIRef]) -> PropertySchema:
    bare, _, suffix = name.rpartition("_")
    known = names.get(name)
    language = suffix if known is None and bare in names else None
    term = names.get(bare) if language else known
    return PropertySchema(
        name=name,
        type=_type(term, example, declared()),
        language=language,
        count=count,
        example=example,
        meaning=_meaning(term),
    )


def _type(term: URIRef | None, example: Plain, declaration: Declared) -> str:
    """What the ontology says; for what it does not name (such as `claim_id`), what the example is."""
    kinds = () if term is None else declaration.types.get(term, ())
    named = [TYPES.get(kind) or f"notation of {kind.rpartition('#')[2]}" for kind in kinds]
    if not named:
        named = [{bool: "boolean", int: "integer", float: "number"}.get(type(example), "text")]
    single = " or ".join(dict.fromkeys(named))
    return f"list of {single}" if isinstance(example, list) else single


def _value(held: Plain, name: str) -> Plain:
    value = held.get(name) if isinstance(held, dict) else None
    if isinstance(value, list):
        return [_short(one) for one in value[:3]]
    return _short(value)


def _short(value: Plain) -> Plain:
    return f"{value[:MAX_EXAMPLE]}…" if isinstance(value, str) and len(value) > MAX_EXAMPLE else value


def _meaning(term: URIRef | None) -> Meaning:
    graph = ontology_graph()

    def said(predicate: URIRef, language: str) -> str | None:
        values = () if term is None else graph.objects(term, predicate)
        return next((str(one) for one in values if isinstance(one, Literal) and one.language == language), None)

    return Meaning(
        iri=None if term is None else str(term),
        label_zh=said(RDFS.label, "zh"),
        label_en=said(RDFS.label, "en"),
        definition_zh=said(SKOS.definition, "zh"),
        definition_en=said(SKOS.definition, "en"),
    )


def _inverse(names: Mapping[URIRef, str]) -> dict[str, URIRef]:
    return {name: iri for iri, name in sorted(names.items(), reverse=True)}


def _whole(value: Plain) -> int:
    return value if isinstance(value, int) else 0


def _text(value: Plain) -> str | None:
    return None if value is None else str(value)
