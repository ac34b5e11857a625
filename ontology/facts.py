"""Reference files as plain facts: read with pyoxigraph, which is quick enough for a start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

import pyoxigraph
from rdflib import BNode, Literal, URIRef

from ontology.vocabulary import NAMESPACE

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SOURCE: Final = "http://purl.org/dc/terms/source"
TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Facts:
    """The statements of one file, by subject; blank nodes are not used there."""

    def __init__(self, name: str) -> None:
        self.said: dict[str, dict[str, list[tuple[str, str | None]]]] = defaultdict(lambda: defaultdict(list))
        for quad in parse(f"reference/{name}.ttl"):
            language = quad.object.language if isinstance(quad.object, pyoxigraph.Literal) else None
            self.said[text_of(quad.subject)][quad.predicate.value].append((text_of(quad.object), language))

    def of(self, *kinds: str) -> Iterator[str]:
        """Go through the subjects of these classes, as the file orders them."""
        wanted = {NAMESPACE + kind for kind in kinds}
        return (s for s, facts in self.said.items() if any(v in wanted for v, _ in facts[TYPE]))

    def all(self, subject: str, predicate: str, language: str | None = "zh") -> tuple[str, ...]:
        """List the values in a language (None: in any, and IRIs), as the file orders them."""
        values = self.said[subject][_full(predicate)]
        return tuple(v for v, lang in values if language is None or lang == language)

    def one(self, subject: str, predicate: str, language: str | None = None) -> str | None:
        """Give the first value; None where there is none."""
        return next(iter(self.all(subject, predicate, language)), None)

    def name(self, subject: str) -> str:
        """Give the preferred label in Chinese."""
        return self.all(subject, "skos:prefLabel")[0]


def _full(term: str) -> str:
    return term.replace("skos:", SKOS, 1) if term.startswith("skos:") else term.replace("rg:", NAMESPACE, 1)


def parse(path: str) -> Iterable[pyoxigraph.Quad]:
    """Read a Turtle file of this package (`reference/areas.ttl`)."""
    data = files("ontology").joinpath(path).read_bytes()
    return pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE)


_Part = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


def text_of(part: _Part) -> str:
    """Give an IRI or the text of a literal."""
    return str(part) if isinstance(part, pyoxigraph.Triple) else part.value


def rdf_term(part: _Part) -> URIRef | BNode | Literal:
    """Give the term as rdflib knows it."""
    if isinstance(part, pyoxigraph.Literal):
        return Literal(part.value, lang=part.language, datatype=None if part.language else _datatype(part))
    return BNode(part.value) if isinstance(part, pyoxigraph.BlankNode) else URIRef(text_of(part))


def _datatype(part: pyoxigraph.Literal) -> URIRef | None:
    """None for a plain string, which rdflib writes without a datatype."""
    name = part.datatype.value
    return None if name.endswith("#string") else URIRef(name)
