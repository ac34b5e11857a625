"""Accepted links as a mapping set in SSSOM's tab-separated form (https://mapping-commons.github.io/sssom/)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson

from graph.rows import Edge, Node
from ontology.identifiers import ID
from ontology.vocabulary import NAMESPACE

PREFIX = "measure"
SEMAPV = "https://w3id.org/semapv/vocab/"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "mapping_tool",
    "match_string",
    "similarity_measure",
)


def sssom(nodes: Iterable[Node], edges: Iterable[Edge], *, base: str, version: str, licence: str) -> str:
    """The mapping set. Pairs that were compared and not accepted are no mappings, and are left out."""
    titles = {node.iri: str(node.properties["title"]) for node in nodes if node.label == "Measure"}
    lines = [
        "# curie_map:",
        f'#   {PREFIX}: "{ID}measure/"',
        f'#   rg: "{NAMESPACE}"',
        f'#   semapv: "{SEMAPV}"',
        f'# mapping_set_id: "{base}/links"',
        f'# mapping_set_version: "{version}"',
        '# mapping_set_title: "Comparable reform measures"',
        '# mapping_set_description: "Pairs of reform measures that can be set side by side. A pair has no direction."',
        f'# license: "{licence}"',
        "# subject_type: rdfs resource",
        "# object_type: rdfs resource",
        "\t".join(COLUMNS),
    ]
    accepted = sorted((edge for edge in edges if edge.type == "COMPARABLE_TO"), key=lambda edge: (edge.start, edge.end))
    lines += ["\t".join(_row(edge, titles)) for edge in accepted]
    return "\n".join(lines) + "\n"


def _row(edge: Edge, titles: Mapping[str, str]) -> list[str]:
    said = edge.properties
    by_model = any(
        one["name"].endswith("meaning") and one["value"] is not None
        for one in orjson.loads(str(said.get("features", "[]")))
    )
    shared = said.get("shared_words")
    words = shared if isinstance(shared, list) else []
    return [
        _curie(edge.start),
        _cell(titles[edge.start]),
        "rg:comparableTo",
        _curie(edge.end),
        _cell(titles[edge.end]),
        "semapv:CompositeMatching" if by_model else "semapv:LexicalSimilarityThresholdMatching",
        repr(said["score"]),
        "reformgraph",
        "|".join(_cell(str(word)).replace("|", "\\|") for word in words),
        _cell(str(said.get("rule", ""))),
    ]


def _curie(iri: str) -> str:
    return f"{PREFIX}:{iri.removeprefix(ID + 'measure/')}"


def _cell(text: str) -> str:
    return " ".join(text.split())
