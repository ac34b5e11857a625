"""The ontology as a web page: `python -m ontology.page docs/ontology.html`, or `make docs`.

pyLODE writes the page (it stands in the dependency group `docs`); the table of our terms in both languages with the
standard terms that they specialise is added here.  The page asks no other machine for anything.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from ontology.schema import ontology_graph
from ontology.vocabulary import NAMESPACE

KINDS = {
    OWL.Class: RDFS.subClassOf,
    OWL.ObjectProperty: RDFS.subPropertyOf,
    OWL.DatatypeProperty: RDFS.subPropertyOf,
}


def page() -> str:
    """The page as HTML."""
    from pylode import OntPub

    text = OntPub(ontology=Graph() + ontology_graph(), sort_subjects=True).make_html()
    head, end, tail = str(text).rpartition("</body>")
    if not end:
        raise ValueError("pyLODE wrote no page")
    return f"{head}{_table(ontology_graph())}{end}{tail}"


def standards(graph: Graph, term: URIRef) -> list[URIRef]:
    """The nearest terms of others above a term of ours, sorted; empty where none is."""
    found: set[URIRef] = set()
    for up in {*graph.objects(term, RDFS.subClassOf), *graph.objects(term, RDFS.subPropertyOf)}:
        if isinstance(up, URIRef):
            found |= set(standards(graph, up)) if up.startswith(NAMESPACE) else {up}
    return sorted(found)


def _table(graph: Graph) -> str:
    rows = "".join(_row(graph, term) for kind in KINDS for term in _terms(graph, kind))
    head = "".join(f"<th>{name}</th>" for name in ("term", "中文", "English", "定义", "definition", "specialises"))
    title = "Terms and the standard terms they specialise"
    return f'<section id="standards"><h2>{title}</h2><table><tr>{head}</tr>{rows}</table></section>'


def _terms(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(t for t in graph.subjects(RDF.type, kind) if isinstance(t, URIRef) and t.startswith(NAMESPACE))


def _row(graph: Graph, term: URIRef) -> str:
    cells = [
        f"rg:{term.removeprefix(NAMESPACE)}",
        *(_said(graph, term, predicate, lang) for predicate in (RDFS.label, SKOS.definition) for lang in ("zh", "en")),
        ", ".join(graph.namespace_manager.normalizeUri(one) for one in standards(graph, term)) or "own",
    ]
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n"


def _said(graph: Graph, term: URIRef, predicate: URIRef, language: str) -> str:
    values = graph.objects(term, predicate)
    return next((str(o) for o in values if isinstance(o, Literal) and o.language == language), "")


def main() -> None:
    """Writes the page to the path given."""
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
