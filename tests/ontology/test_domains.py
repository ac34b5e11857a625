"""Domains of documents are matched by name, and by nothing else."""

from __future__ import annotations

import pytest
from rdflib import SKOS, Literal

from ontology.domains import domain_names, match_domain
from ontology.identifiers import document_iri, domain_iri
from ontology.reference import reference_graph
from ontology.triples import document_graph
from ontology.vocabulary import RG
from tests.toy import guangdong


def test_the_scheme_has_names_in_both_languages() -> None:
    graph = reference_graph()
    domains = set(graph.subjects(SKOS.inScheme, RG.harmonisedDomainScheme))
    assert 12 <= len(domains) <= 20
    for one in domains:
        languages = [getattr(label, "language", None) for label in graph.objects(one, SKOS.prefLabel)]
        assert sorted(map(str, languages)) == ["en", "zh"]
        assert isinstance(graph.value(one, SKOS.notation), Literal)
    assert {match.iri for match in domain_names().values()} == domains


@pytest.mark.parametrize(
    ("name", "domain", "relation"),
    [
        ("纳税", "taxes", "exact"),
        ("优化纳税服务", "taxes", "exact"),
        ("六、优化 纳税服务", "taxes", "exact"),
        ("（一）开办企业（5项）", "starting-a-business", "broad"),
        ("一、投资便利化领域（10项）", "investment", "exact"),
        ("深化商事登记制度改革", "starting-a-business", "close"),
        ("获得电力", "utilities", "broad"),
        ("营造包容普惠创新环境", "inclusive-environment", "exact"),
    ],
)
def test_names_are_matched(name: str, domain: str, relation: str) -> None:
    match = match_domain(name)
    assert match is not None
    assert (match.id, str(match.relation)) == (domain, relation)


@pytest.mark.parametrize("name", ["", "一", "持续营造氛围", "加强基础能力保障", "纳税大户表彰", "优化", "便利化"])
def test_an_unknown_name_is_matched_to_nothing(name: str) -> None:
    assert match_domain(name) is None


def test_the_documents_domain_carries_the_match() -> None:
    graph = document_graph(guangdong())
    field = match_domain("税务")
    assert field is not None
    assert (domain_iri("guangdong-toy", "税务"), SKOS.exactMatch, field.iri) in graph
    assert (document_iri("guangdong-toy"), None, field.iri) not in graph
