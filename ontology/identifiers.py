"""IRIs, made from what documents print: never from a clock, a list position or a random number."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote

from rdflib import URIRef

from ontology.model import LineageStatement, Target

BASE = "https://w3id.org/reformgraph/"
"""The address under which every thing is named."""
ID = BASE + "id/"
GRAPH = BASE + "graph/"
REFERENCE, LINKS, JUDGEMENTS, PROPOSALS = "reference", "links", "judgements", "proposals"
RESERVED = (REFERENCE, LINKS, JUDGEMENTS, PROPOSALS)
"""The named graphs beside those of documents; no document may bear these names."""

PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
ILLEGAL = re.compile(
    rf"[^A-Za-z0-9\-._~!$&'()*+,;=:@\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{PLANES}\U000e1000-\U000efffd]"
)
"""What no segment of an IRI may hold (RFC 3987, 2.2: isegment), the percent sign too."""


def document_iri(document: str) -> URIRef:
    """A policy document."""
    return _iri("document", document)


def graph_iri(name: str) -> URIRef:
    """The named graph of a document (its id), or one of `RESERVED`."""
    return URIRef(GRAPH + _safe(name))


def measure_iri(measure: str) -> URIRef:
    """A measure by its id, `<document>/<number>` or `<document>/<list>-<number>`."""
    return _iri("measure", *measure.split("/"))


def row_iri(measure: str) -> URIRef:
    """The printed row that states a measure."""
    return _iri("row", *measure.split("/"))


def cell_iri(measure: str, index: int) -> URIRef:
    """A cell of a row by its 0-based column."""
    return _iri("row", *measure.split("/"), "cell", str(index))


def domain_iri(document: str, name: str) -> URIRef:
    """A domain in a document's own division."""
    return _iri("domain", document, name)


def body_iri(name: str, scope: str | None = None) -> URIRef:
    """A body by its canonical name, which holds its jurisdiction.

    `scope` sets apart what must not be merged by name: the jurisdiction for a class of bodies, the document for
    an ambiguous name.
    """
    return _iri("agency", name) if scope is None else _iri("agency", scope, name)


def instrument_iri(title: str) -> URIRef:
    """A titled text or a document number, by what is printed without the outer brackets."""
    return _iri("instrument", title.removeprefix("《").removesuffix("》"))


def mechanism_iri(name: str) -> URIRef:
    """A mechanism of the reference scheme by its id."""
    return _iri("mechanism", name)


def part_iri(measure: str, part: str) -> URIRef:
    """Something that belongs to one measure alone (its scope, its deadline)."""
    return _iri("measure", *measure.split("/"), part)


def target_iri(measure: str, target: Target) -> URIRef:
    """A target of a measure, by what it says."""
    digest = hashlib.sha256("\x1f".join(map(str, target.said)).encode()).hexdigest()[:12]
    return part_iri(measure, f"target-{digest}")


def reader_iri(version: str) -> URIRef:
    """One version of the software that reads documents."""
    return _iri("reader", version)


def run_iri(document: str, sha256: str, version: str) -> URIRef:
    """The reading of one file by one version of the reader."""
    return _iri("run", document, sha256[:16], version)


def link_run_iri(*said: str) -> URIRef:
    """One comparison of measures, by all that it rests on and its time."""
    digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:20]
    return URIRef(f"{ID}link-run/{digest}")


def lineage_iri(measure: str, stated: LineageStatement) -> URIRef:
    """A statement of lineage of a measure, by what it says."""
    digest = hashlib.sha256("\x1f".join(map(str, stated.said)).encode()).hexdigest()[:12]
    return part_iri(measure, f"lineage-{digest}")


def claim_iri(subject: str, predicate: str, value: str) -> URIRef:
    """The claim that a statement holds: the same statement has the same claim, whoever reads it."""
    digest = hashlib.sha256("\x1f".join((subject, predicate, value)).encode()).hexdigest()[:20]
    return URIRef(f"{ID}claim/{digest}")


def judgement_iri(*said: str) -> URIRef:
    """A judgement by all that it says: the same judgement has the same IRI, wherever it was written down."""
    digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:20]
    return URIRef(f"{ID}judgement/{digest}")


def proposal_iri(*said: str) -> URIRef:
    """A model's proposal by all that it says."""
    digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:20]
    return URIRef(f"{ID}proposal/{digest}")


def model_iri(name: str) -> URIRef:
    """A model that proposes verdicts, by its name."""
    return _iri("model", name)


def person_iri(name: str) -> URIRef:
    """A person by the name under which they judge."""
    return _iri("person", name)


def measure_of(iri: str) -> str:
    """The id of a measure by its IRI: the inverse of `measure_iri`."""
    return unquote(iri.removeprefix(f"{ID}measure/"))


def repair_iri(document: str, rule: str, start: int, end: int, before: str, after: str) -> URIRef:
    """A repair by where it was made, and what it made of what."""
    digest = hashlib.sha256("\x1f".join((rule, str(start), str(end), before, after)).encode()).hexdigest()[:12]
    return _iri("repair", document, digest)


def iri_of_path(path: str) -> str:
    """The IRI under `BASE` of a path as a URL carries it, percent-encoded: the inverse of writing the IRI as a URL."""
    return BASE + "/".join(_safe(unquote(part)) for part in path.split("/"))


def _iri(kind: str, *parts: str) -> URIRef:
    return URIRef(ID + "/".join([kind, *(_safe(part) for part in parts)]))


def _safe(part: str) -> str:
    """A path segment: characters that it may not hold, such as the slash, are percent-encoded; Chinese stays."""
    return ILLEGAL.sub(lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), part)
