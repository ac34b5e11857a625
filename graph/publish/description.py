"""The release described in VoID and DCAT, so that catalogues and people know what they have before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import RDF

from graph.publish.content import Content
from graph.publish.rdf import ordered, triples
from ontology.identifiers import BASE, graph_iri

RELEASES = BASE + "release/"
MEDIA_TYPES = {
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".jsonld": "application/ld+json",
    ".ttl": "text/turtle",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".graphml": "application/graphml+xml",
    ".md": "text/markdown",
}
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Edition:
    """Which release this is. `previous` is the version that it revises; None where none was given."""

    version: str
    licence: str
    previous: str | None = None

    @property
    def iri(self) -> str:
        """The address that names it."""
        return RELEASES + self.version


def description(edition: Edition, content: Content, files: Mapping[str, tuple[str, int]]) -> bytes:
    """Turtle. `files` gives sha256 and size of each file by its path."""
    statements = [*_dataset(edition, content), *_files(edition, files)]
    statements.sort(key=lambda one: (one.subject != ox.NamedNode(edition.iri), str(one.subject)))
    return ordered(ox.serialize(statements, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")


def version_in(turtle: bytes) -> tuple[str, str, str | None]:
    """Version, licence, and the version that it revises (None: none), out of a description.

    Raises `ValueError` where it describes no release of ours.
    """
    said: dict[str, str] = {}
    for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(RELEASES):
            said[quad.predicate.value] = str(getattr(quad.object, "value", ""))
    version, licence = said.get(PREFIXES["dcat"] + "version"), said.get(PREFIXES["dcterms"] + "license")
    if version is None or licence is None:
        raise ValueError("it describes no release of ours")
    previous = said.get(PREFIXES["prov"] + "wasRevisionOf")
    return version, licence, None if previous is None else previous.removeprefix(RELEASES)


def _dataset(edition: Edition, content: Content) -> Iterator[ox.Triple]:
    dataset = ox.NamedNode(edition.iri)
    counts = _counts(content)
    yield _a(dataset, "void", "Dataset")
    yield _a(dataset, "dcat", "Dataset")
    yield ox.Triple(dataset, _n("dcterms", "title"), ox.Literal("Reform Graph", language="en"))
    yield ox.Triple(dataset, _n("dcterms", "title"), ox.Literal("改革图谱", language="zh"))
    yield ox.Triple(
        dataset,
        _n("dcterms", "description"),
        ox.Literal(
            "Reform measures, the bodies that carry them, and what documents say of where they came from, "
            "each statement with the words that say it.",
            language="en",
        ),
    )
    yield ox.Triple(dataset, _n("dcterms", "license"), ox.NamedNode(edition.licence))
    yield ox.Triple(dataset, _n("dcat", "version"), ox.Literal(edition.version))
    if edition.previous is not None:
        yield ox.Triple(dataset, _n("prov", "wasRevisionOf"), ox.NamedNode(RELEASES + edition.previous))
    yield ox.Triple(dataset, _n("void", "uriSpace"), ox.Literal(BASE))
    yield ox.Triple(dataset, _n("void", "vocabulary"), ox.NamedNode(BASE + "ontology"))
    for name, number in (
        ("triples", counts.triples),
        ("entities", counts.entities),
        ("classes", len(counts.classes)),
        ("properties", len(counts.properties)),
        ("distinctSubjects", counts.entities),
    ):
        yield ox.Triple(dataset, _n("void", name), _number(number))
    for name in sorted(content):
        graph = ox.NamedNode(str(graph_iri(name)))
        yield ox.Triple(dataset, _n("sd", "namedGraph"), graph)
        yield ox.Triple(dataset, _n("void", "subset"), graph)
        yield _a(graph, "void", "Dataset")
        yield ox.Triple(graph, _n("sd", "name"), graph)
        yield ox.Triple(graph, _n("void", "triples"), _number(counts.graphs[name]))
    for kind, term, found in (
        ("class", "classPartition", counts.classes),
        ("property", "propertyPartition", counts.properties),
    ):
        for number, (iri, count) in enumerate(sorted(found.items())):
            part = ox.NamedNode(f"{edition.iri}#{kind}-{number + 1}")
            yield ox.Triple(dataset, _n("void", term), part)
            yield ox.Triple(part, _n("void", kind), ox.NamedNode(iri))
            yield ox.Triple(part, _n("void", "entities" if kind == "class" else "triples"), _number(count))


@dataclass(frozen=True)
class _Counts:
    triples: int
    entities: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def _counts(content: Content) -> _Counts:
    subjects: set[str] = set()
    typed: set[tuple[str, str]] = set()
    properties: Counter[str] = Counter()
    graphs: dict[str, int] = {}
    for name, lines in content.items():
        graphs[name] = 0
        for triple in triples(lines):
            graphs[name] += 1
            subject = str(triple.subject)
            subjects.add(subject)
            properties[triple.predicate.value] += 1
            if triple.predicate.value == str(RDF.type) and isinstance(triple.object, ox.NamedNode):
                typed.add((subject, triple.object.value))
    classes = Counter(kind for _, kind in typed)
    return _Counts(sum(graphs.values()), len(subjects), graphs, classes, properties)


def _files(edition: Edition, files: Mapping[str, tuple[str, int]]) -> Iterator[ox.Triple]:
    dataset = ox.NamedNode(edition.iri)
    for path, (sha256, size) in sorted(files.items()):
        file = ox.NamedNode(f"{edition.iri}/{path}")
        checksum = ox.NamedNode(f"{edition.iri}/{path}#sha256")
        yield ox.Triple(dataset, _n("dcat", "distribution"), file)
        yield _a(file, "dcat", "Distribution")
        yield ox.Triple(file, _n("dcterms", "title"), ox.Literal(path))
        yield ox.Triple(file, _n("dcat", "byteSize"), ox.Literal(str(size), datatype=_n("xsd", "nonNegativeInteger")))
        media_type = MEDIA_TYPES.get("." + path.rpartition(".")[2])
        if media_type is not None:
            kind = ox.NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}")
            yield ox.Triple(file, _n("dcat", "mediaType"), kind)
        yield ox.Triple(file, _n("spdx", "checksum"), checksum)
        yield ox.Triple(checksum, _n("spdx", "algorithm"), _n("spdx", "checksumAlgorithm_sha256"))
        yield ox.Triple(checksum, _n("spdx", "checksumValue"), ox.Literal(sha256, datatype=_n("xsd", "hexBinary")))


def _n(prefix: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[prefix] + name)


def _a(subject: ox.NamedNode, prefix: str, name: str) -> ox.Triple:
    return ox.Triple(subject, _n("rdf", "type"), _n(prefix, name))


def _number(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=_n("xsd", "integer"))
