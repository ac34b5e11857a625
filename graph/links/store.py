"""Links of everything that a store holds, made and stored as one named graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rdflib import URIRef

from graph.links.encoder import Encoder
from graph.links.features import MeasureText, function_of
from graph.links.link import link, scorer_for
from graph.links.runs import add_runs, run_of
from graph.projection import project
from graph.release import Release
from graph.store import Change, Store
from ontology.identifiers import measure_iri, reader_iri
from ontology.link_triples import links_graph
from ontology.reference import reader_version

MEASURES = """
MATCH (m:Measure)-[:FROM]->(d:Document)
RETURN m.id AS id, d.id AS document, m.title AS title, m.content AS content
ORDER BY id
"""
FUNCTIONS = """
MATCH (m:Measure)-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(b)
OPTIONAL MATCH (b)-[:JURISDICTION]->(a:Area)
RETURN DISTINCT m.id AS id, b.name AS name, a.name AS area
ORDER BY id, name, area
"""


@dataclass(frozen=True)
class Linked:
    """What linking made: pairs compared, pairs accepted, and what storing them changed."""

    compared: int
    accepted: int
    change: Change


def measure_texts(store: Store) -> tuple[MeasureText, ...]:
    """The texts of all measures in the store, with the functions of their bodies, by id."""
    functions: dict[str, set[str]] = defaultdict(set)
    for measure, name, area in store.read(FUNCTIONS).rows:
        functions[str(measure)].add(function_of(str(name), None if area is None else str(area)))
    return tuple(
        MeasureText(str(key), str(document), str(title), str(content), tuple(sorted(functions[str(key)])))
        for key, document, title, content in store.read(MEASURES).rows
    )


def link_store(store: Store, release: Release, encoder: Encoder | None) -> Linked:
    """Makes all links anew and stores them; links that stand already are not written again."""
    texts = measure_texts(store)
    links = link(texts, encoder)
    graph = links_graph(links)
    if links:
        add_runs(graph, release, run_of(texts, scorer_for(encoder), encoder))
    described: dict[URIRef, str] = {measure_iri(one.id): "Measure" for one in texts}
    described[reader_iri(reader_version())] = "Reader"
    change = store.push(project(graph, described))
    release.write(graph)
    return Linked(len(links), sum(one.accepted for one in links), change)
