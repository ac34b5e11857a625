"""The ontology as others meet it: every foreign term exists, every own term is whole, nothing contradicts itself."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from loaders.read import read_document
from ontology.reference import reference_graph
from ontology.schema import ontology_graph
from ontology.triples import document_graph
from ontology.validation import shapes
from ontology.vocabulary import NAMESPACE

ROOT = Path(__file__).parents[2]
TERMS = Path(__file__).parent / "terms"
OURS = "https://w3id.org/reformgraph/"
SAMPLE = sorted((ROOT / "sample").glob("*.txt"))
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)


@cache
def lists() -> dict[str, frozenset[str]]:
    """Namespace → its terms."""
    found = {}
    for path in TERMS.glob("*.txt"):
        head: list[str] = []
        terms: list[str] = []
        for line in path.read_text("utf-8").splitlines():
            (head if line.startswith("# ") else terms).append(line.removeprefix("# "))
        said = dict(line.split(": ", 1) for line in head)
        assert set(said) == {"namespace", "source", "licence"}, path.name
        assert terms == sorted(set(terms)), path.name
        assert all(term.startswith(said["namespace"]) for term in terms), path.name
        found[said["namespace"]] = frozenset(terms)
    return found


def known(term: str) -> bool:
    namespace = max((one for one in lists() if term.startswith(one)), key=len, default=None)
    return namespace is not None and term in lists()[namespace]


@cache
def axioms() -> Graph:
    return Graph().parse(TERMS / "axioms.nt", format="nt")


@cache
def sample_graph(path: Path) -> Graph:
    return document_graph(read_document(path).record)


def own(kind: Node) -> list[URIRef]:
    found = ontology_graph().subjects(RDF.type, kind)
    return sorted(term for term in found if isinstance(term, URIRef) and term.startswith(NAMESPACE))


def foreign(graph: Graph) -> set[str]:
    terms = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    terms |= {str(o.datatype) for o in graph.objects() if isinstance(o, Literal) and o.datatype is not None}
    return {term for term in terms if not term.startswith(OURS)}


# --- terms of others -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reform.ttl", "shapes.ttl", "areas.ttl", "functions.ttl", "agencies.ttl"])
def test_every_foreign_term_of_our_data_exists(name: str) -> None:
    folder = "" if name in ("reform.ttl", "shapes.ttl") else "reference/"
    graph = Graph().parse(data=files("ontology").joinpath(folder + name).read_text("utf-8"), format="turtle")
    used = foreign(graph)
    assert len(used) > 3
    assert sorted(term for term in used if not known(term)) == []


def test_every_foreign_term_of_the_code_exists() -> None:
    """String constants that begin with a listed namespace, and the terms of the sample's triples."""
    unknown = set()
    seen = 0
    for room in ("api", "graph", "loaders", "ontology", "queries", "reformgraph", "viz"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    for term in re.findall(r"https?://[^\s<>\"'`)\]]+", node.value):
                        if any(term.startswith(one) and term != one for one in lists()):
                            seen += 1
                            unknown |= set() if known(term) else {term}
    for path in SAMPLE:
        for term in foreign(sample_graph(path)):
            seen += 1
            unknown |= set() if known(term) else {term}
    assert unknown == set()
    assert seen > 40


def test_a_list_tells_a_slip() -> None:
    assert known("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert not known("http://www.w3.org/ns/prov#wasDerivedFron")
    assert not known("http://example.org/term")


# --- our own terms -------------------------------------------------------------------------------


def languages(term: Node, predicate: URIRef) -> set[str | None]:
    return {one.language for one in ontology_graph().objects(term, predicate) if isinstance(one, Literal)}


def test_terms_have_label_and_definition_in_both_languages() -> None:
    terms = [term for kind in (OWL.Class, *PROPERTIES, OWL.AnnotationProperty) for term in own(kind)]
    assert len(terms) > 100
    for predicate in (RDFS.label, SKOS.definition):
        assert [term for term in terms if not {"zh", "en"} <= languages(term, predicate)] == [], predicate


def test_classes_have_an_example() -> None:
    assert [term for term in own(OWL.Class) if (term, SKOS.example, None) not in ontology_graph()] == []


def test_concepts_have_names_in_both_languages_and_a_scheme() -> None:
    graph = ontology_graph()
    concepts = set(graph.subjects(SKOS.inScheme, None))
    assert concepts
    for concept in concepts:
        assert {"zh", "en"} <= languages(concept, SKOS.prefLabel), concept
        assert (graph.value(concept, SKOS.inScheme), RDF.type, SKOS.ConceptScheme) in graph


def test_properties_have_domain_and_range() -> None:
    """Their own, or that of a property of ours above them."""
    graph = ontology_graph()
    missing = []
    for term in (term for kind in PROPERTIES for term in own(kind)):
        above = list(graph.transitive_objects(term, RDFS.subPropertyOf))
        missing += [
            (term, side) for side in (RDFS.domain, RDFS.range) if not any((up, side, None) in graph for up in above)
        ]
    assert missing == []


def test_a_term_is_one_thing() -> None:
    kinds = defaultdict(set)
    for kind in (OWL.Class, *PROPERTIES, OWL.AnnotationProperty, SKOS.ConceptScheme):
        for term in own(kind):
            kinds[term].add(kind)
    assert [term for term, several in kinds.items() if len(several) > 1] == []


def test_terms_stand_where_their_kind_may() -> None:
    graph = ontology_graph()
    classes, properties = set(own(OWL.Class)), {term for kind in PROPERTIES for term in own(kind)}
    ours = classes | properties
    for predicate in (RDFS.subClassOf, OWL.disjointWith):
        for s, o in graph.subject_objects(predicate):
            assert not {s, o} & properties, (s, predicate, o)
    for predicate in (RDFS.subPropertyOf, OWL.inverseOf):
        for s, o in graph.subject_objects(predicate):
            assert not {s, o} & classes, (s, predicate, o)
    for predicate in (RDFS.domain, RDFS.range):
        for s, o in graph.subject_objects(predicate):
            assert s in properties, (s, predicate)
            assert o not in properties, (s, predicate, o)
    for s, _, o in graph.triples((None, RDF.type, None)):
        assert o not in properties, (s, o)
        assert o not in ours or o in classes
    for s, o in graph.subject_objects(RDFS.subPropertyOf):
        if o in properties:
            assert len({one in own(OWL.ObjectProperty) for one in (s, o)}) == 1, (s, o)
    assert list(graph.objects(None, OWL.imports)) == []


def test_object_properties_lead_to_things_and_others_to_values() -> None:
    joined = ontology_graph() + axioms()
    for term in own(OWL.ObjectProperty):
        for up in joined.transitive_objects(term, RDFS.subPropertyOf):
            assert (up, RDF.type, OWL.DatatypeProperty) not in joined, (term, up)
    for term in own(OWL.DatatypeProperty):
        for up in joined.transitive_objects(term, RDFS.subPropertyOf):
            assert (up, RDF.type, OWL.ObjectProperty) not in joined, (term, up)


def test_datatypes_do_not_clash_with_those_of_the_standards() -> None:
    joined = ontology_graph() + axioms()
    for term in own(OWL.DatatypeProperty):
        ranges = {
            r
            for up in joined.transitive_objects(term, RDFS.subPropertyOf)
            for r in joined.objects(up, RDFS.range)
            if r not in (RDFS.Literal, RDFS.Resource)
        }
        assert len(ranges) <= 1, (term, ranges)


def test_inverse_properties_are_paired() -> None:
    graph = ontology_graph()
    pairs = list(graph.subject_objects(OWL.inverseOf))
    assert pairs
    for a, b in pairs:
        assert a != b
        assert (b, OWL.inverseOf, a) in graph, (a, b)
        assert graph.value(a, RDFS.domain) == graph.value(b, RDFS.range), (a, b)
        assert graph.value(a, RDFS.range) == graph.value(b, RDFS.domain), (a, b)


def test_symmetric_properties_have_one_side() -> None:
    graph = ontology_graph()
    for term in own(OWL.SymmetricProperty):
        assert graph.value(term, RDFS.domain) == graph.value(term, RDFS.range), term


def test_no_term_stands_above_itself() -> None:
    joined = ontology_graph() + axioms()
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in set(joined.subjects(predicate, None)):
            above = {
                up for parent in joined.objects(term, predicate) for up in joined.transitive_objects(parent, predicate)
            }
            assert term not in above, term


def test_shapes_and_ontology_name_the_same_terms() -> None:
    declared = {str(term) for term in ontology_graph().subjects(RDF.type, None)}
    graph = shapes()
    used = {str(term) for triple in graph for term in triple if str(term).startswith(NAMESPACE)}
    assert used <= declared


# --- consistency ---------------------------------------------------------------------------------


def disjoint_pairs(graph: Graph) -> set[frozenset[Node]]:
    pairs = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    for group in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for members in graph.objects(group, OWL.members):
            pairs |= {frozenset(pair) for pair in combinations(list(graph.items(members)), 2)}
    return pairs


def above(rules: Graph, term: Node, predicate: URIRef) -> set[Node]:
    """The term and all above it."""
    return {up for up in rules.transitive_objects(term, predicate) if up is not None}


def types_of(data: Graph, rules: Graph) -> dict[Node, set[Node]]:
    """What every node is, by its own types and the domains and ranges of its properties, named classes only."""
    up = {p: above(rules, p, RDFS.subPropertyOf) for p in set(data.predicates())}

    def named(properties: set[Node], side: URIRef) -> set[Node]:
        return {c for p in properties for c in rules.objects(p, side) if isinstance(c, URIRef)}

    domains = {p: named(several, RDFS.domain) for p, several in up.items()}
    ranges = {p: named(several, RDFS.range) for p, several in up.items()}
    kinds: dict[Node, set[Node]] = defaultdict(set)
    for s, p, o in data:
        kinds[s] |= domains[p]
        if p == RDF.type:
            kinds[s].add(o)
        elif isinstance(o, URIRef):
            kinds[o] |= ranges[p]
    classes = {kind: above(rules, kind, RDFS.subClassOf) for kind in {c for several in kinds.values() for c in several}}
    return {node: {up for kind in several for up in classes[kind]} for node, several in kinds.items()}


def contradictions(data: Graph, rules: Graph) -> set[tuple[Node, frozenset[Node]]]:
    pairs = disjoint_pairs(rules)
    return {
        (node, pair)
        for node, kinds in types_of(data, rules).items()
        for pair in pairs
        if len(pair) == 2 and pair <= kinds
    }


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_no_node_of_the_sample_is_two_disjoint_things(path: Path) -> None:
    rules = ontology_graph() + axioms()
    data = sample_graph(path) + reference_graph()
    assert contradictions(data, rules) == set()


def test_a_contradiction_is_found() -> None:
    """By the rules of PROV-O that an activity is no entity, and by our own that a measure is no document."""
    rules = ontology_graph() + axioms()
    node = URIRef("http://example.org/x")
    for kinds in (("Repair", "ReformMeasure"), ("ReformMeasure", "PolicyDocument")):
        data = Graph()
        for kind in kinds:
            data.add((node, RDF.type, URIRef(NAMESPACE + kind)))
        assert contradictions(data, rules)


def test_owl_rl_draws_no_contradiction() -> None:
    """A second opinion by a reasoner (owlrl), over the ontology, the standards' axioms and a few measures."""
    graph = Graph() + ontology_graph() + axioms()
    path = next(path for path in SAMPLE if path.stem == "guangdong-8")
    whole = sample_graph(path)
    wanted = {f"{OURS}id/{kind}/{path.stem}/{n}" for kind in ("measure", "row") for n in (1, 3)}
    data = [t for t in whole if str(t[0]) in wanted or (str(t[0]).startswith(f"{OURS}id/agency"))]
    claims = {s for s, o in whole.subject_objects(RDF.subject) if str(o) in wanted}
    for triple in [*data, *(t for t in whole if any(str(t[0]).startswith(str(c)) for c in claims))]:
        graph.add(triple)
    for kind in own(OWL.Class):  # every class can have a member
        graph.add((URIRef(f"http://example.org/{kind.removeprefix(NAMESPACE)}"), RDF.type, kind))
    closure = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False)
    closure.closure()
    assert closure.error_messages == []
    assert list(graph.subjects(RDF.type, OWL.Nothing)) == []


def test_unions_are_the_only_anonymous_classes() -> None:
    """OWL 2 RL takes no union where a property leads; all else that the ontology says lies within it."""
    graph = ontology_graph()
    for node in graph.subjects(RDF.type, OWL.Class):
        if isinstance(node, BNode):
            assert set(graph.predicates(node)) == {RDF.type, OWL.unionOf}
            for union in graph.objects(node, OWL.unionOf):
                assert all(isinstance(one, URIRef) for one in graph.items(union))
    used = {p for p in graph.predicates() if str(p).startswith(str(OWL))}
    assert used <= {OWL.unionOf, OWL.inverseOf, OWL.members, OWL.versionInfo, OWL.disjointWith}
