"""Links of everything that a store holds, made and stored as one named graph."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import URIRef

from graph.links.encoder import Encoder
from graph.links.features import MeasureText
from graph.links.link import link
from graph.projection import project
from graph.release import Release
from graph.store import Change, Store
from ontology.identifiers import measure_iri
from ontology.link_triples import links_graph

MEASURES = """
MATCH (m:Measure)-[:FROM]->(d:Document)
RETURN m.id AS id, d.id AS document, m.title AS title, m.content AS content
ORDER BY id
"""


@dataclass(frozen=True)
class Linked:
    """What linking made: pairs compared, pairs accepted, and what storing them changed."""

    compared: int
    accepted: int
    change: Change


def measure_texts(store: Store) -> tuple[MeasureText, ...]:
    """The texts of all measures in the store, by id."""
    answer = store.read(MEASURES)
    return tuple(MeasureText(*(str(value) for value in row)) for row in answer.rows)


def link_store(store: Store, release: Release, encoder: Encoder | None) -> Linked:
    """Makes all links anew and stores them; links that stand already are not written again."""
    texts = measure_texts(store)
    links = link(texts, encoder)
    graph = links_graph(links)
    measures: dict[URIRef, str] = {measure_iri(one.id): "Measure" for one in texts}
    change = store.push(project(graph, measures))
    release.write(graph)
    return Linked(len(links), sum(one.accepted for one in links), change)
