"""How the graphs of judgements and of proposals are kept: whole, in store and release, or not at all."""

from __future__ import annotations

from rdflib import Graph

from graph.projection import project
from graph.release import Release
from graph.store import Change, Store
from ontology.annotations import Kind, annotated
from ontology.identifiers import GRAPH, measure_iri


def keep(store: Store, release: Release, graph: Graph, kind: Kind) -> Change:
    """Puts exactly this named graph in store and release; where it is empty, no such graph."""
    if not graph:
        iri = str(graph.identifier)
        change = store.remove(iri)
        release.remove(iri.removeprefix(GRAPH))
        return change
    ends = {measure_iri(end): "Measure" for a, b, _, _ in annotated(graph, kind) for end in (a, b)}
    change = store.push(project(graph, ends))
    release.write(graph)
    return change
