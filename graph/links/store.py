"""Links of everything that a store holds, made and stored as one named graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rdflib import URIRef

from graph.links import reference as rarity
from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, MeasureText, function_of
from graph.links.link import link
from graph.links.reference import SETTLED, Reference
from graph.links.runs import add_runs, run_of
from graph.links.scorer import Weights, scorer_for
from graph.projection import project
from graph.release import Release
from graph.store import Change, Store
from ontology.identifiers import measure_iri, reader_iri
from ontology.link_triples import links_graph
from ontology.model import Link
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


class Maker(Protocol):
    """What makes links: `graph.links.link.link`, or the same on Spark."""

    def __call__(
        self,
        texts: Sequence[MeasureText],
        encoder: Encoder | None,
        scorer: Weights | None = None,
        reference: Reference | None = None,
    ) -> tuple[Link, ...]:
        """The links of texts."""
        ...


def link_store(
    store: Store, release: Release, encoder: Encoder | None, kept: Path | None = None, make: Maker = link
) -> Linked:
    """Makes all links anew and stores them; links that stand already are not written again.

    `kept` is the file of the reference that rarity goes by in a large store; None keeps none.
    """
    texts = measure_texts(store)
    links = make(texts, encoder, reference=reference_for(texts, encoder, kept))
    graph = links_graph(links)
    if links:
        add_runs(graph, release, run_of(texts, scorer_for(encoder), encoder))
    described: dict[URIRef, str] = {measure_iri(one.id): "Measure" for one in texts}
    described[reader_iri(reader_version())] = "Reader"
    change = store.push(project(graph, described))
    release.write(graph)
    return Linked(len(links), sum(one.accepted for one in links), change)


def reference_for(texts: Sequence[MeasureText], encoder: Encoder | None, kept: Path | None) -> Reference | None:
    """What rarity goes by: what is kept while it holds, else these texts, which are kept then.

    None where texts are few, or nothing is to be kept: then it goes by all texts each time.
    """
    if kept is None or len(texts) < SETTLED:
        return None
    found = rarity.read(kept)
    if found is None or not found.holds_for(len(texts), None if encoder is None else encoder.name):
        found = FeatureSpace(texts, encoder).told()
        rarity.write(kept, found)
    return found
