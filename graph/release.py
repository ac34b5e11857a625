"""The RDF of everything that is loaded, on disk: one file of sorted N-Triples a named graph.

The store is a projection of it.  The same graph gives the same bytes, and a file is replaced whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from rdflib import Graph

from graph.files import write_whole
from graph.triples import Triples
from ontology.errors import NotFoundError
from ontology.identifiers import GRAPH, graph_iri

SUFFIX = ".nt"


@dataclass(frozen=True)
class Release:
    """The release in a folder, which need not exist yet."""

    folder: Path

    def names(self) -> tuple[str, ...]:
        """The names of the graphs held, sorted: document ids, `links`, `judgements`, `reference`."""
        return tuple(sorted(unquote(path.name.removesuffix(SUFFIX)) for path in self.folder.glob(f"*{SUFFIX}")))

    def write(self, graph: Graph) -> bool:
        """Writes a named graph; False where the file holds the same already."""
        return self.put(str(graph.identifier).removeprefix(GRAPH), canonical(graph))

    def put(self, name: str, data: bytes) -> bool:
        """Writes a named graph, given as `canonical` N-Triples; False where the file holds the same already."""
        path = self.path(name)
        if path.exists() and path.read_bytes() == data:
            return False
        write_whole(path, data)
        return True

    def remove(self, name: str) -> None:
        """Takes a graph out; nothing happens where it is not held."""
        self.path(name).unlink(missing_ok=True)

    def read(self, name: str) -> Graph:
        """A named graph. Raises `NotFoundError` where it is not held."""
        return Graph(identifier=graph_iri(name)).parse(self._held(name), format="nt")

    def triples(self, name: str) -> Triples:
        """A named graph to be asked a few questions, read several times as fast. Raises as `read` does."""
        return Triples(graph_iri(name), self._held(name))

    def _held(self, name: str) -> Path:
        path = self.path(name)
        if not path.exists():
            held = ", ".join(self.names()) or "nothing"
            raise NotFoundError(f"the release holds no graph “{name}”; it holds {held}")
        return path

    def path(self, name: str) -> Path:
        """The file of a named graph, held or not."""
        return self.folder / f"{quote(name, safe='-._~')}{SUFFIX}"


def canonical(graph: Graph) -> bytes:
    """A graph without blank nodes as sorted N-Triples in UTF-8: equal graphs give equal bytes."""
    lines = graph.serialize(format="nt", encoding="utf-8").splitlines()
    return b"\n".join(sorted(line for line in lines if line.strip())) + b"\n"
