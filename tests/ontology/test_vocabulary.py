"""The vocabulary and the ontology say the same, and the ontology is whole."""

from __future__ import annotations

from importlib.resources import files

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from ontology.generate import NAMESPACE, vocabulary_source
from ontology.vocabulary import RG


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=files("ontology").joinpath("reform.ttl").read_text("utf-8"), format="turtle")


def test_vocabulary_is_generated_from_the_ontology() -> None:
    written = files("ontology").joinpath("vocabulary.py").read_text("utf-8")
    assert written == vocabulary_source(), "run: python -m ontology.generate"


def test_a_mistyped_term_raises() -> None:
    with pytest.raises(AttributeError):
        getattr(RG, "ledByy")  # noqa: B009 - the point is the lookup


def test_every_term_used_is_declared(ontology: Graph) -> None:
    declared = {term for term in ontology.subjects(RDF.type, None) if str(term).startswith(NAMESPACE)}
    used = {term for triple in ontology for term in triple if isinstance(term, URIRef) and term.startswith(NAMESPACE)}
    assert used <= declared
    assert len(declared) > 90


def test_classes_and_properties_have_labels_in_both_languages(ontology: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = {term for kind in kinds for term in ontology.subjects(RDF.type, kind) if str(term).startswith(NAMESPACE)}
    assert len(terms) > 100
    missing = [
        (str(term).removeprefix(NAMESPACE), language)
        for term in terms
        for language in ("zh", "en")
        if not any(isinstance(o, Literal) and o.language == language for o in ontology.objects(term, RDFS.label))
    ]
    assert missing == []


def test_no_class_is_its_own_ancestor(ontology: Graph) -> None:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in set(ontology.subjects(predicate, None)):
            assert term not in set(ontology.transitive_objects(term, predicate)) - {term} or True
            above = {
                up
                for parent in ontology.objects(term, predicate)
                for up in ontology.transitive_objects(parent, predicate)
            }
            assert term not in above
