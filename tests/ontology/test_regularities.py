"""Rules with support: the counts stand in the data and are counted anew; a breach is a warning."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph

from loaders.read import read_document
from ontology import regularities as module
from ontology.identifiers import body_iri, measure_iri
from ontology.model import Severity
from ontology.regularities import breaches, cases, regularities
from ontology.triples import document_graph
from ontology.vocabulary import RG

SAMPLE = sorted((Path(__file__).parents[2] / "sample").glob("*.txt"))
EIGHTH = next(path for path in SAMPLE if path.stem == "guangdong-8")


@pytest.fixture(scope="module")
def eighth() -> Graph:
    return document_graph(read_document(EIGHTH).record)


def test_the_support_stated_is_the_support_counted() -> None:
    held: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for path in SAMPLE:
        for rule, case in cases(document_graph(read_document(path).record)):
            of[rule.id] += 1
            held[rule.id] += case.holds
    assert {rule.id: (rule.support, rule.of) for rule in regularities()} == {
        name: (held[name], of[name]) for name in of
    }
    assert held["excluded-city-and-its-tax-bureau"] == 13


def test_a_breach_is_a_warning_with_measure_line_and_support(eighth: Graph) -> None:
    assert breaches(eighth, "guangdong-8.txt") == ()
    graph = Graph() + eighth
    graph.add((measure_iri("guangdong-8/3"), RG.ledBy, body_iri("国家税务总局深圳市税务局")))
    (breach,) = breaches(graph, "guangdong-8.txt")
    assert breach.severity is Severity.WARNING
    assert breach.measure == "guangdong-8/3"
    assert breach.line is not None
    assert breach.value == "国家税务总局深圳市税务局"
    assert "13 of 13" in breach.message_en
    assert "13 例" in breach.message_zh


def test_an_exception_is_not_reported_again(eighth: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph() + eighth
    graph.add((measure_iri("guangdong-8/3"), RG.ledBy, body_iri("国家税务总局深圳市税务局")))
    known = tuple(replace(rule, exceptions=frozenset({"guangdong-8/3"})) for rule in regularities())
    monkeypatch.setattr(module, "regularities", lambda: known)
    assert breaches(graph, "guangdong-8.txt") == ()


def test_a_second_role_for_a_body_is_told(eighth: Graph) -> None:
    graph = Graph() + eighth
    measure = measure_iri("guangdong-8/1")
    body = next(iter(eighth.objects(measure, RG.ledBy)))
    graph.add((measure, RG.supportedBy, body))
    assert [one.field for one in breaches(graph, "x")] == ["承担单位"]
