"""Writes `vocabulary.py` from `reform.ttl`: `python -m ontology.generate`.

A test fails when the two differ.
"""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from ontology.schema import ontology_graph

NAMESPACE = "https://w3id.org/reformgraph/ontology#"
HEAD = '''"""The terms of reform.ttl, closed: a mistyped term is an AttributeError, and an error to the type checker.

Written by `python -m ontology.generate`; do not edit.
"""

from __future__ import annotations

from typing import Final

from rdflib import URIRef

NAMESPACE: Final = "{namespace}"


class RG:
    """The ontology's own terms, by their local names."""

'''


def vocabulary_source() -> str:
    """The text of `vocabulary.py`."""
    graph = ontology_graph()
    lines = []
    for term in sorted(set(graph.subjects(RDF.type, None)), key=str):
        if not isinstance(term, URIRef) or not term.startswith(NAMESPACE):
            continue
        name = term.removeprefix(NAMESPACE)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
            raise ValueError(f"{term} has no name that Python can hold")
        attribute = f"{name}_" if keyword.iskeyword(name) else name
        lines.append(f'    {attribute}: Final = URIRef(NAMESPACE + "{name}")')
        label = _english(graph, term)
        if label:
            lines.append(f'    """{label}."""')
    return HEAD.format(namespace=NAMESPACE) + "\n".join(lines) + "\n"


def _english(graph: Graph, term: URIRef) -> str:
    for predicate in (RDFS.label, SKOS.prefLabel):
        for value in graph.objects(term, predicate):
            if getattr(value, "language", None) == "en":
                kind = "class" if (term, RDF.type, OWL.Class) in graph else "term"
                text = str(value)
                return f"{text[0].upper()}{text[1:]} ({kind})"
    return ""


if __name__ == "__main__":
    Path(__file__).with_name("vocabulary.py").write_text(vocabulary_source(), "utf-8")
