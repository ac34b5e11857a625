"""The triples as TriG and as JSON-LD with a context that the ontology gives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, BinaryIO

import orjson
import pyoxigraph as ox
from rdflib import OWL, RDF, XSD, URIRef

from graph.projection import declared
from graph.publish.content import Content
from ontology.identifiers import graph_iri
from ontology.prefixes import PREFIXES
from ontology.schema import ontology_graph
from ontology.vocabulary import NAMESPACE

_NATIVE = {str(XSD.integer), str(XSD.boolean)}
"""Datatypes that JSON-LD gives to numbers and truth values of JSON."""
_PLAIN = {*_NATIVE, str(XSD.string)}


def trig(content: Content, file: BinaryIO) -> None:
    """One named graph a document, `reference` and `links`, in the order of names and lines."""

    def statements() -> Iterator[ox.Quad]:
        for name in sorted(content):
            graph = ox.NamedNode(str(graph_iri(name)))
            for triple in triples(content[name]):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    file.write(ordered(ox.serialize(statements(), format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""))


def ordered(text: bytes) -> bytes:
    """Turtle or TriG with its prefixes in order: Oxigraph writes them in another one each time."""
    lines = text.splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"".join([*sorted(lines[:count]), *lines[count:]])


def triples(lines: bytes) -> Iterator[ox.Triple]:
    """The triples of one graph, in the order of its lines."""
    for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


def context() -> dict[str, object]:
    """Short names for the ontology's classes and properties, with the type or language that values mostly have."""
    graph = ontology_graph()
    terms: dict[str, object] = {}
    for term in sorted(set(graph.subjects(RDF.type, None)), key=str):
        if not isinstance(term, URIRef) or not term.startswith(NAMESPACE):
            continue
        name = term.removeprefix(NAMESPACE)
        kinds = set(graph.objects(term, RDF.type))
        entry: dict[str, str] = {"@id": f"rg:{name}"}
        types = declared().types.get(term, ())
        if OWL.ObjectProperty in kinds:
            entry["@type"] = "@id"
        elif RDF.langString in types:
            entry["@language"] = "zh"
        elif len(types) == 1 and types[0].startswith(str(XSD)) and str(types[0]) not in _PLAIN:
            entry["@type"] = _short(types[0])
        terms[name] = entry if len(entry) > 1 else entry["@id"]
    return {"@version": 1.1, **PREFIXES, **terms}


def json_ld(content: Content, file: BinaryIO) -> None:
    """A JSON-LD 1.1 document that holds its context; a resource a line."""
    terms = context()
    file.write(b'{"@context":' + orjson.dumps(terms) + b',\n"@graph":[')
    for number, name in enumerate(sorted(content)):
        file.write(b",\n" if number else b"\n")
        file.write(b'{"@id":' + orjson.dumps(str(graph_iri(name))) + b',"@graph":[')
        for place, (subject, group) in enumerate(groupby(triples(content[name]), key=lambda one: one.subject)):
            file.write(b",\n" if place else b"\n")
            file.write(orjson.dumps(_resource(str(getattr(subject, "value", subject)), group, terms)))
        file.write(b"]}")
    file.write(b"]}\n")


def _resource(iri: str, group: Iterator[ox.Triple], terms: dict[str, object]) -> dict[str, object]:
    resource: dict[str, Any] = {"@id": iri}
    for triple in group:
        if triple.predicate.value == str(RDF.type) and isinstance(triple.object, ox.NamedNode):
            resource.setdefault("@type", []).append(_short(triple.object.value))
        else:
            key = _short(triple.predicate.value)
            resource.setdefault(key, []).append(_value(triple.object, terms.get(key)))
    return {key: one[0] if isinstance(one, list) and len(one) == 1 else one for key, one in resource.items()}


def _short(iri: str) -> str:
    if iri.startswith(NAMESPACE):
        return iri.removeprefix(NAMESPACE)
    return next((f"{name}:{iri.removeprefix(base)}" for name, base in PREFIXES.items() if iri.startswith(base)), iri)


def _value(value: object, entry: object) -> object:
    """A value as short as the term's entry in the context lets it be, and never another one for that."""
    term = entry if isinstance(entry, dict) else {}
    if isinstance(value, ox.NamedNode):
        return value.value if term.get("@type") == "@id" else {"@id": value.value}
    if not isinstance(value, ox.Literal):
        return {"@id": str(value)}
    kind, text = value.datatype.value, value.value
    if value.language:
        return text if term.get("@language") == value.language else {"@value": text, "@language": value.language}
    if kind == str(XSD.string):
        return {"@value": text} if {"@language", "@type"} & term.keys() else text
    if term.get("@type") == _short(kind):
        return text
    if kind in _NATIVE and not term.keys() & {"@language", "@type"} and _is_native(kind, text):
        return orjson.loads(text)
    return {"@value": text, "@type": _short(kind)}


def _is_native(kind: str, text: str) -> bool:
    """Whether JSON writes it just so: true, false, and whole numbers that every reader holds exactly."""
    if kind == str(XSD.boolean):
        return text in ("true", "false")
    return text == "0" or (text.isascii() and text.isdigit() and text[0] != "0" and len(text) < 16)
