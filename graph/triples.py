"""As much of a graph as the projection asks for, filled by Oxigraph's parser.

rdflib reads some 20,000 triples a second, Oxigraph a million; what takes the time is to put each triple into the three
indices of rdflib's own store. Here are the two that are asked, and each term is made once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node as Term

_STRING = str(XSD.string)


class Triples:
    """The triples of one named graph, each once. What there is of it is called and answers as in `rdflib.Graph`."""

    def __init__(self, identifier: URIRef, data: bytes | Path, form: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> None:
        """Reads them. Raises `SyntaxError` with line and column where they are not of that form."""
        self.identifier = identifier
        self._of: dict[Term, dict[URIRef, dict[Term, None]]] = {}
        self._by: dict[URIRef, list[tuple[Term, Term]]] = {}
        self._length = 0
        terms: dict[Any, Any] = {}
        quads = ox.parse(path=str(data), format=form) if isinstance(data, Path) else ox.parse(data, format=form)
        for quad in quads:
            subject = terms.get(quad.subject) or terms.setdefault(quad.subject, _term(quad.subject))
            predicate = terms.get(quad.predicate) or terms.setdefault(quad.predicate, _term(quad.predicate))
            value = terms.get(quad.object)
            if value is None:
                value = terms.setdefault(quad.object, _term(quad.object))
            values = self._of.setdefault(subject, {}).setdefault(predicate, {})
            if value not in values:
                values[value] = None
                self._by.setdefault(predicate, []).append((subject, value))
                self._length += 1

    def __len__(self) -> int:
        return self._length

    def subject_objects(self, predicate: URIRef) -> Iterator[tuple[Term, Term]]:
        """What it is said of, and the value."""
        return iter(self._by.get(predicate, ()))

    def predicate_objects(self, subject: Term) -> Iterator[tuple[URIRef, Term]]:
        """All that is said of a subject."""
        return ((predicate, value) for predicate, values in self._of.get(subject, {}).items() for value in values)

    def objects(self, subject: Term, predicate: URIRef) -> Iterator[Term]:
        """The values of a property of a subject."""
        return iter(self._of.get(subject, {}).get(predicate, ()))

    def value(self, subject: Term, predicate: URIRef) -> Term | None:
        """One of these values; None where there is none."""
        return next(self.objects(subject, predicate), None)


def _term(term: Any) -> Term:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = term.datatype.value
    return Literal(term.value, datatype=None if kind == _STRING else URIRef(kind))
