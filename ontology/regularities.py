"""Regularities: rules that held wherever they could hold, reported with their support where a document breaks one.

They stand in regularities.toml as SPARQL, apart from the shapes: a SHACL engine pays far more for such a pattern than
Oxigraph does, and a breach is a finding, not an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from rdflib import SKOS, Graph, URIRef

from ontology.model import Severity
from ontology.reference import reference_graph
from ontology.validation import Violation
from ontology.vocabulary import NAMESPACE, RG

PREFIXES = {"rg": NAMESPACE, "skos": str(SKOS)}


@dataclass(frozen=True)
class Regularity:
    """A rule with the support that speaks for it."""

    id: str
    zh: str
    en: str
    field: str
    support: int
    """In how many cases of the sample it held."""
    of: int
    """How many cases there were."""
    exceptions: frozenset[str]
    """Ids of measures whose breach a person found to be right."""
    cases: str
    """SPARQL: a row a case, with ?measure, ?holds and ?found."""


@dataclass(frozen=True)
class Case:
    """One place where a regularity could hold."""

    measure: str
    """The measure's IRI."""
    holds: bool
    found: str
    """What to show of a breach."""


@cache
def regularities() -> tuple[Regularity, ...]:
    """All rules, in the order of the file."""
    data = tomllib.loads(files("ontology").joinpath("regularities.toml").read_text("utf-8"))
    return tuple(
        Regularity(name, **{**fields, "exceptions": frozenset(fields["exceptions"])}) for name, fields in data.items()
    )


def cases(graph: Graph, lines: bytes | None = None) -> Iterator[tuple[Regularity, Case]]:
    """Every case of every rule in a document's graph, beside the reference data.

    `lines` are the graph as N-Triples, where they are made already.
    """
    store = ox.Store()
    for part in (_reference_lines(), lines or _lines(graph)):
        store.bulk_load(part, format=ox.RdfFormat.N_TRIPLES)
    for rule in regularities():
        found = store.query(rule.cases, prefixes=PREFIXES)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError(f"the cases of {rule.id} are no SELECT query")
        for row in found:
            measure, holds, what = row["measure"], row["holds"], row["found"]
            if isinstance(measure, ox.NamedNode) and isinstance(holds, ox.Literal) and isinstance(what, ox.Literal):
                yield rule, Case(measure.value, holds.value == "true", what.value)


def _lines(graph: Graph) -> bytes:
    return graph.serialize(format="nt", encoding="utf-8")


@cache
def _reference_lines() -> bytes:
    return _lines(reference_graph())


def breaches(graph: Graph, document: str, lines: bytes | None = None) -> tuple[Violation, ...]:
    """A warning for each case that breaks a rule and is no exception, by line; says the support of the rule.

    `lines` as in `cases`.
    """
    found = set()
    for rule, case in cases(graph, lines):
        if case.holds:
            continue
        measure, line = _place(graph, case.measure)
        if measure in rule.exceptions:
            continue
        zh = f"与常例不符（{rule.of} 例中 {rule.support} 例相符）：{rule.zh}；请核对原文"
        en = f"unlike {rule.support} of {rule.of} cases before: {rule.en}; compare the print"
        found.add(Violation(document, measure, rule.field, line, zh, en, Severity.WARNING, case.found))
    return tuple(sorted(found, key=lambda one: (one.line or 0, one.measure or "", one.message_en, one.value or "")))


def _place(graph: Graph, iri: str) -> tuple[str | None, int | None]:
    measure = URIRef(iri)
    name = graph.value(measure, RG.id)
    lines = [int(str(line)) for row in graph.objects(measure, RG.statedIn) for line in graph.objects(row, RG.line)]
    return None if name is None else str(name), min(lines, default=None)
