"""What must hold between named graphs: each constraint is a question about one term, over facts of single lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from rdflib import RDF, SKOS

from ontology.errors import OntologyError
from ontology.schema import ontology_graph
from ontology.triple_lines import LINE
from ontology.vocabulary import RG

BODIES: Final = (RG.Agency, RG.Enterprise, RG.AgencyClass, RG.Collaboration)
SHARED: Final = (*BODIES, RG.Instrument)
"""Classes that several documents may describe, as long as they say the same."""

CLAIMS: Final = (RG.Claim, RG.Responsibility, RG.OriginClaim, RG.LineageClaim, RG.Link)


@cache
def _node_classes() -> frozenset[str]:
    described = set(ontology_graph().subjects(RG.nodeLabel, None))
    return frozenset(str(kind) for kind in described | set(CLAIMS))


@cache
def _edges() -> frozenset[str]:
    """Properties whose ends must be described."""
    graph = ontology_graph()
    return frozenset(str(p) for p in graph.subjects(RG.edgeType, None))


@cache
def _described() -> frozenset[str]:
    return frozenset(str(term) for term in (SKOS.prefLabel, RG.jurisdiction, RG.title))


def facts(lines: Iterable[bytes]) -> Iterable[tuple[str, str, str, str]]:
    """What the crossing constraints need to know: (subject, kind, term, value), each from one line.

    `is` a class, `needs` a term to be described, `says` something that all graphs must agree on, has an `id`.
    """
    for line in lines:
        match = LINE.fullmatch(line)
        if match is None:
            raise OntologyError(f"not a line of N-Triples without blank nodes: {line[:200].decode(errors='replace')}")
        subject, predicate, value = (part.decode() for part in match.groups())
        if predicate == str(RDF.type):
            kind = value[1:-1]
            if kind in _node_classes():
                yield subject, "is", subject, kind
        elif predicate in _edges() and value.startswith("<"):
            yield subject, "needs", value[1:-1], predicate
        if predicate in _described():
            yield subject, "says", subject, f"{predicate} {value}"
        elif predicate == str(RG.id):
            yield subject, "id", value, subject


QUESTIONS: Final = {
    "dangling": (
        "SELECT DISTINCT t.term, f.graph, f.subject, f.value FROM touched t CROSS JOIN facts f ON f.term = t.term AND f.kind = 'needs' "
        "WHERE NOT EXISTS (SELECT 1 FROM facts d WHERE d.term = t.term AND d.kind = 'is')",
        "指向未描述的事物；请载入描述它的文件或补充参考数据",
        "leads to something that no graph describes; load the document that does, or add it to the reference data",
    ),
    "twice": (
        "SELECT DISTINCT t.term, f.graph, f.subject, f.value FROM touched t CROSS JOIN facts f ON f.term = t.term AND f.kind = 'is' "
        "WHERE EXISTS (SELECT 1 FROM facts o WHERE o.term = t.term AND o.kind = 'is' AND o.graph <> f.graph) "
        "AND f.value NOT IN ({shared})",
        "两份文件描述了同一事物；请给其中一份改名后重新载入",
        "two graphs describe the same thing; rename one of the documents and load it again",
    ),
    "disagree": (
        "SELECT DISTINCT t.term, f.graph, f.subject, f.value FROM touched t CROSS JOIN facts f ON f.term = t.term AND f.kind = 'says' "
        "WHERE EXISTS (SELECT 1 FROM facts i WHERE i.term = t.term AND i.kind = 'is' AND i.graph <> f.graph "
        "AND NOT EXISTS (SELECT 1 FROM facts o WHERE o.term = t.term AND o.kind = 'says' AND o.graph = i.graph "
        "AND o.value = f.value))",
        "各图对同一机构的名称或管辖地说法不一；请核对参考数据与文件",
        "graphs disagree on the name or jurisdiction of the same body; compare the reference data with the documents",
    ),
    "same id": (
        "SELECT DISTINCT t.term, f.graph, f.subject, k.value FROM touched t CROSS JOIN facts f ON f.term = t.term AND f.kind = 'id' "
        "JOIN facts k ON k.subject = f.subject AND k.graph = f.graph AND k.kind = 'is' "
        "WHERE EXISTS (SELECT 1 FROM facts o JOIN facts l ON l.subject = o.subject AND l.graph = o.graph "
        "AND l.kind = 'is' AND l.value = k.value "
        "WHERE o.term = t.term AND o.kind = 'id' AND o.subject <> f.subject)",
        "两个事物用了同一编号；请检查序号",
        "two things of one kind have the same id; look at the numbers",
    ),
}
"""Crossing constraints: a question over the touched terms (the table `touched` of `release_check`), and what to say of each answer.

CROSS JOIN makes SQLite begin with the touched terms, which are few.
"""
