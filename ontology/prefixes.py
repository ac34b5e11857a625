"""The short names of vocabularies in what we write for people: Turtle, TriG, JSON-LD, SPARQL results."""

from __future__ import annotations

from typing import Final

PREFIXES: Final = {
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rg": "https://w3id.org/reformgraph/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
