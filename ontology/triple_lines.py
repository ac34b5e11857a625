"""A named graph as sorted lines of N-Triples, and how far the shapes look in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from typing import Final

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from ontology.errors import OntologyError
from ontology.validation import BACKWARD, FORWARD, shapes
from ontology.vocabulary import RG

AHEAD: Final = frozenset(str(way).encode() for way in FORWARD)
BEHIND: Final = frozenset(str(way).encode() for way in BACKWARD)
STATED_IN: Final = str(RG.statedIn).encode()
OWNERS: Final = tuple(f" <{RDF.type}> <{kind}> .".encode() for kind in (RG.ReformMeasure, RG.PolicyDocument))
LINE: Final = re.compile(rb"<([^>]*)> <([^>]*)> (.*) \.")


class Text:
    """A named graph as its sorted lines: a node's statements stand together and are found by bisection."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.lines = data.splitlines()
        self._ways: list[tuple[bytes, bytes, bytes]] | None = None

    def of(self, node: bytes) -> list[bytes]:
        """The lines that say something of a node."""
        head = b"<" + node + b"> "
        start = end = bisect_left(self.lines, head)
        while end < len(self.lines) and self.lines[end].startswith(head):
            end += 1
        return self.lines[start:end]

    def to(self, nodes: set[bytes], ways: frozenset[bytes] | None = None) -> set[bytes]:
        """What leads to one of the nodes by one of `ways`; by any that shapes or owners follow where it is None."""
        if self._ways is None:
            self._ways = [
                (parts[0][1:-1], parts[1][1:-1], parts[2][1:-1])
                for line in self.lines
                if line.endswith(b"> .") and (parts := line.split(b" "))[1] in _followed()
            ]
        return {start for start, way, end in self._ways if end in nodes and (ways is None or way in ways)}

    def seeing(self, nodes: set[bytes], steps: int) -> set[bytes]:
        """The nodes and those that see one of them through a path of so many steps."""
        seen, edge = set(nodes), set(nodes)
        for _ in range(steps):
            edge = self.to(edge) - seen
            seen |= edge
        return seen

    def around(self, nodes: Iterable[bytes], steps: int) -> list[bytes]:
        """The lines of nodes and of what so many steps from them lead to."""
        seen: dict[bytes, list[bytes]] = {}
        edge = set(nodes)
        for _ in range(steps + 1):
            for node in edge:
                seen[node] = self.of(node)
            edge = {value for node in edge for value in _ends(seen[node])} - set(seen)
        return [line for lines in seen.values() for line in lines]

    def owners(self, nodes: Iterable[bytes]) -> list[bytes]:
        """The lines from which it is told which measure and which line of the file nodes belong to."""
        seen: dict[bytes, list[bytes]] = {}
        edge = set(nodes)
        while edge:
            lost = set()
            for node in edge:
                seen[node] = self.of(node)
                if any(line.endswith(OWNERS) for line in seen[node]):
                    seen |= {row: self.of(row) for row in _ends(seen[node], frozenset({STATED_IN}))}
                else:
                    lost.add(node)
            onward = {end for node in lost for end in _ends(seen[node], AHEAD)} | self.to(lost, BEHIND)
            edge = onward - set(seen)
        return [line for lines in seen.values() for line in lines]


def _ends(lines: Iterable[bytes], ways: frozenset[bytes] | None = None) -> list[bytes]:
    ends = []
    for line in lines:
        match = LINE.fullmatch(line)
        if match is not None and match[3].startswith(b"<") and (ways is None or match[2] in ways):
            ends.append(match[3][1:-1])
    return ends


def subject_of(line: bytes) -> bytes:
    """The IRI that a line begins with, without its brackets."""
    return line[1 : line.index(b">")]


@cache
def reach() -> int:
    """How many steps a shape looks from its node: the length of its longest path.

    Raises `OntologyError` where a shape has a path against the direction, a repeated one, or SPARQL: then nobody can
    say which nodes a change touches.
    """
    graph = shapes()
    for term in (SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.sparql, SH.rule, SH.node):
        if next(graph.subject_objects(term), None) is not None:
            raise OntologyError(f"shapes.ttl uses {term}; triple_lines.py can't tell how far such a shape looks")
    # one step more: sh:class looks at the type of what the path leads to
    return max(_steps(graph, path) for path in graph.objects(None, SH.path)) + 1


def _steps(graph: Graph, path: Node) -> int:
    if isinstance(path, URIRef):
        return 1
    choice = graph.value(path, SH.alternativePath)
    if choice is not None:
        return max(_steps(graph, one) for one in graph.items(choice))
    return sum(_steps(graph, one) for one in graph.items(path))


def _predicates(graph: Graph, path: Node) -> set[str]:
    if isinstance(path, URIRef):
        return {str(path)}
    choice = graph.value(path, SH.alternativePath)
    return {name for one in graph.items(path if choice is None else choice) for name in _predicates(graph, one)}


@cache
def _followed() -> frozenset[bytes]:
    """Properties, in brackets, that a longer path or sh:class follows, or that lead to an owner."""
    graph = shapes()
    names = {str(way) for way in BACKWARD}
    for shape, path in graph.subject_objects(SH.path):
        if _steps(graph, path) > 1 or (shape, SH["class"], None) in graph:
            names |= _predicates(graph, path)
    return frozenset(f"<{name}>".encode() for name in names)
