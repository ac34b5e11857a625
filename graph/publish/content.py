"""What a release holds, as bytes by the name of the graph, wherever it lies."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from rdflib import Graph

from graph.release import SUFFIX, Release
from ontology.errors import NotFoundError
from ontology.identifiers import GRAPH, graph_iri

QUADS = "data.nq"
Content = Mapping[str, bytes]
"""Name of a graph (a document's id, `reference`, `links`, `judgements`, `proposals`) → its sorted N-Triples in UTF-8."""


def read_content(folder: Path) -> dict[str, bytes]:
    """The graphs of a published release, of a data folder, or of the release in it, by name.

    Raises `NotFoundError` where the folder is none of them.
    """
    if (folder / QUADS).exists():
        return _from_quads((folder / QUADS).read_bytes())
    for candidate in (folder / "release", folder):
        if any(candidate.glob(f"*{SUFFIX}")):
            release = Release(candidate)
            return {name: release.path(name).read_bytes() for name in release.names()}
    raise NotFoundError(
        f"{folder} holds no release: give a directory that `reformgraph release` wrote, or a data folder with something loaded"
    )


def parsed(content: Content) -> dict[str, Graph]:
    """The graphs themselves."""
    return {name: Graph(identifier=graph_iri(name)).parse(data=data, format="nt") for name, data in content.items()}


def quads(content: Content) -> bytes:
    """All graphs as N-Quads, by name of the graph and then in the order of lines."""
    parts = []
    for name in sorted(content):
        end = f" <{graph_iri(name)}> .".encode()
        parts += [line.removesuffix(b" .") + end for line in content[name].splitlines()]
    return b"".join(line + b"\n" for line in parts)


def digest(content: Content, *others: bytes) -> str:
    """16 hexadecimal digits that change when any statement, or any of the other parts, does."""
    parts = [hashlib.sha256(part).digest() for part in (quads(content), *others)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def _from_quads(data: bytes) -> dict[str, bytes]:
    found: dict[str, list[bytes]] = defaultdict(list)
    for number, line in enumerate(data.splitlines(), start=1):
        triple, mark, graph = line.removesuffix(b"> .").rpartition(b" <")
        name = graph.decode().removeprefix(GRAPH)
        if not mark or not line.endswith(b"> .") or str(graph_iri(name)) != graph.decode():
            raise NotFoundError(f"{QUADS}, line {number}: no quad of a graph of ours, {GRAPH}…")
        found[name].append(triple + b" .\n")
    return {name: b"".join(lines) for name, lines in found.items()}
