"""The ontology itself as a graph, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from rdflib import Graph


@cache
def ontology_graph() -> Graph:
    """`reform.ttl`; shared, so not to be changed."""
    return Graph().parse(data=files("ontology").joinpath("reform.ttl").read_text("utf-8"), format="turtle")
