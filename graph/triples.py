"""As much of a graph as the projection asks for, filled by Oxigraph's parser.

rdflib reads some 20,000 triples a second, Oxigraph a million; what takes the time is to put each triple into the three
indices of rdflib's own store. Here are the two that are asked, and each term is made once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node as Term

from graph.rows import uncollected

_STRING = str(XSD.string)
_KNOWN: dict[str, URIRef] = {}


def known(iri: URIRef) -> URIRef:
    """The one object for an IRI that is asked for again and again: two equal ones are compared slowly."""
    return _KNOWN.setdefault(str(iri), iri)


class Triples:
    """The triples of one named graph, each once. Its questions are those of `rdflib.Graph`, and `said_of`."""

    @uncollected()
    def __init__(self, identifier: URIRef, data: bytes | Path, form: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> None:
        """Reads them. Raises `SyntaxError` with line and column where they are not of that form."""
        self.identifier = identifier
        # Few containers: a dictionary or a tuple for each triple would keep the collector of garbage as long again.
        self._of: dict[Term, dict[URIRef, Term | dict[Term, None]]] = {}
        """Subject → property → value, or values where there are several."""
        self._by: dict[URIRef, list[Term]] = {}
        """Property → subject, value, subject, value…"""
        terms: dict[Any, Any] = {}
        kinds: dict[Any, tuple[Any, list[Term]]] = {}
        quads = ox.parse(path=str(data), format=form) if isinstance(data, Path) else ox.parse(data, format=form)
        said: dict[URIRef, Any] = {}
        subject: Any = None
        last = None
        for one, kind, value, _ in quads:
            if one != last:
                last = one
                if (subject := terms.get(one)) is None:
                    subject = terms[one] = _term(one)
                said = self._of.setdefault(subject, {})
            if (under := kinds.get(kind)) is None:
                same: Any = terms.setdefault(kind, _term(kind))
                under = kinds[kind] = same, self._by.setdefault(same, [])
            predicate, pairs = under
            if (known := terms.get(value)) is None:
                known = terms[value] = _term(value)
            held = said.get(predicate)
            if held is None:
                said[predicate] = known
            elif type(held) is not dict:
                if held is known or held == known:
                    continue
                said[predicate] = {held: None, known: None}
            elif known in held:
                continue
            else:
                held[known] = None
            pairs += (subject, known)
        self._length = sum(map(len, self._by.values())) // 2

    @classmethod
    @uncollected()
    def of(cls, graph: Graph) -> Triples:
        """The triples of an rdflib graph: to ask these for rows takes half as long, the copy included."""
        made = cls.__new__(cls)
        made.identifier = URIRef(str(graph.identifier))
        made._of, made._by, made._length = {}, {}, len(graph)
        for subject, kind, value in graph:
            predicate: Any = _KNOWN.get(str(kind), kind)
            said = made._of.setdefault(subject, {})
            held = said.get(predicate)
            if held is None:
                said[predicate] = value
            elif isinstance(held, dict):
                held[value] = None
            else:
                said[predicate] = {held: None, value: None}
            made._by.setdefault(predicate, []).extend((subject, value))
        return made

    def __len__(self) -> int:
        return self._length

    def subject_objects(self, predicate: URIRef) -> Iterator[tuple[Term, Term]]:
        """What it is said of, and the value."""
        pairs = self._by.get(predicate, [])
        return zip(pairs[::2], pairs[1::2], strict=True)

    def subjects(self, predicate: URIRef, value: Term) -> Iterator[Term]:
        """Of what this is said."""
        return (subject for subject, held in self.subject_objects(predicate) if held == value)

    def predicate_objects(self, subject: Term) -> Iterator[tuple[Term, Term]]:
        """Each property of a subject with each of its values."""
        return ((predicate, value) for predicate, values in self.said_of(subject) for value in values)

    def said_of(self, subject: Term) -> Iterator[tuple[URIRef, tuple[Term, ...]]]:
        """Each property of a subject with its values."""
        for predicate, held in self._of.get(subject, {}).items():
            yield predicate, tuple(held) if isinstance(held, dict) else (held,)

    def objects(self, subject: Term, predicate: URIRef) -> Iterator[Term]:
        """The values of a property of a subject."""
        held = self._of.get(subject, {}).get(predicate)
        return iter(() if held is None else held if isinstance(held, dict) else (held,))

    def value(self, subject: Term, predicate: URIRef) -> Term | None:
        """One of these values; None where there is none."""
        return next(self.objects(subject, predicate), None)


def _term(term: Any) -> Term:
    text = term.value
    if isinstance(term, ox.NamedNode):
        return _KNOWN.get(text) or str.__new__(URIRef, text)  # the parser has seen that it is an IRI
    if isinstance(term, ox.BlankNode):
        return BNode(text)
    if language := term.language:
        return Literal(text, lang=language)
    kind = term.datatype.value
    return Literal(text) if kind == _STRING else _typed(text, kind)


@lru_cache(maxsize=2**16)
def _typed(text: str, kind: str) -> Literal:
    """Numbers and dates, which come again and again and are slow to make."""
    return Literal(text, datatype=_KNOWN.get(kind) or URIRef(kind))
