"""The property graph as files for `neo4j-admin database import`, written graph by graph.

What each graph says of an element becomes a line that begins with the element's name. The lines are sorted on disk, so
that all that is said of one element stands together, however many graphs state it. So memory is that of one graph, and
the files are in the order of names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import orjson

from graph.publish.sorting import RUN, Sorted, merged_runs
from graph.pushing.manifests import manifest
from graph.rows import Rows, merged

LIST = "\x1f"
"""Between the parts of a list: it stands in no text."""
ARGUMENTS = "import.args"
"""The file that tells neo4j-admin which files there are and how to read them."""
README = """\
# Bulk import into Neo4j

In this folder, with the server stopped (Neo4j 5; the database `neo4j` is replaced):

```sh
neo4j-admin database import full @import.args --overwrite-destination neo4j
```

The tool holds thousands of rows at once: give it a heap of twice the bytes of nodes-NamedGraph.csv where that is more than some
hundred megabytes (`HEAP_SIZE=9g` before the command).

Lists are joined by U+001F. The database then holds what `reformgraph load` would have written, the `NamedGraph` nodes
included, so that later loads write only what differs. Constraints are made by the first load.
"""
_MARK = "\x1f"
"""Between the parts of a line: below every sign of an IRI and of a key, so that lines sort as the parts do."""
_NODE, _EDGE = "N", "E"
_LENGTHS = {_NODE: (2, 3), _EDGE: (4, 7)}
"""How many parts of a line name its file, and its element."""
_MANIFEST = [_NODE, "NamedGraph"]
"""The nodes that a store keeps for itself; no graph states them."""
_BUFFER = 4 * 1024 * 1024
"""The longest field that Neo4j reads unless it is told otherwise."""

_Kinds: TypeAlias = dict[str, list[str]]
"""Column → the types of its values, in Neo4j's words, sorted."""
_Shape: TypeAlias = tuple[tuple[str, type], ...]


class Spool:
    """What graphs state, on its way to the files. Two may be filled in two processes and written as one."""

    def __init__(self, folder: Path, size: int = RUN) -> None:
        """`folder` takes what does not fit in `size` bytes; its owner removes it."""
        self.lines = Sorted(folder, size)
        self.shapes: dict[str, set[_Shape]] = defaultdict(set)
        self.longest = 0

    def add(self, rows: Rows) -> None:
        """Takes all that one graph states; each graph once. Raises as `graph.store.Store.push` does for rows that are wrong."""
        own = manifest(rows)
        del own["iri"]
        self._put((*_MANIFEST, rows.source), rows.source, own)
        for node in rows.nodes:
            self._put((_NODE, node.label, node.iri), rows.source, node.properties)
        for edge in rows.edges:
            name = (_EDGE, edge.type, edge.start_label, edge.end_label, edge.key, edge.start, edge.end)
            self._put(name, rows.source, edge.properties)

    def _put(self, name: tuple[str, ...], source: str, properties: Mapping[str, Any]) -> None:
        said = orjson.dumps(properties)
        self.longest = max(self.longest, len(said))
        self.lines.add(b"%b\x1f%b\n" % (_MARK.join((*name, source)).encode(), said))
        shape = (*zip(properties, map(type, properties.values()), strict=True),)
        self.shapes[_MARK.join(name[: _LENGTHS[name[0]][0]])].add(shape)


def write_bulk(stated: Iterable[Rows], folder: Path) -> tuple[str, ...]:
    """Writes what graphs state, one of them in memory at a time; see `write_import`."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="runs-", dir=folder) as runs:
        spool = Spool(Path(runs))
        for rows in stated:
            spool.add(rows)
        return write_import([spool], folder)


def write_import(spools: Sequence[Spool], folder: Path) -> tuple[str, ...]:
    """Writes the files, `import.args`, which names them, and a README; the names of the files of nodes and edges."""
    shapes: dict[str, set[_Shape]] = defaultdict(set)
    for spool in spools:
        spool.lines.flush()
        for group, found in spool.shapes.items():
            shapes[group] |= found
    names: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    every = merged_runs(run for spool in spools for run in spool.lines.runs)
    for key, lines in groupby(map(_parts, every), key=lambda parts: parts[: _LENGTHS[parts[0]][0]]):
        kinds = _kinds(shapes[_MARK.join(key)], sourced=key != _MANIFEST)
        names += _write_group(key, kinds, _elements(key, lines), folder)
    longest = max((spool.longest for spool in spools), default=0)
    (folder / ARGUMENTS).write_text("".join(f"{one}\n" for one in _arguments(names, longest)), "utf-8")
    (folder / "README.md").write_text(README, "utf-8")
    return tuple(names)


def _parts(line: bytes) -> list[str]:
    return line[:-1].decode().split(_MARK)


def _arguments(names: Iterable[str], longest: int) -> list[str]:
    ordered = sorted(names)
    nodes = [f"--nodes={name}" for name in ordered if name.startswith("nodes-")]
    edges = [f"--relationships={name}" for name in ordered if name.startswith("edges-")]
    size = [] if 2 * longest < _BUFFER else [f"--read-buffer-size={2 * longest}"]
    return [*nodes, *edges, *size, "--array-delimiter=U+001F", "--multiline-fields=true", "--id-type=string"]


def _elements(key: Sequence[str], lines: Iterable[list[str]]) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Each element once, by its own name (for an edge key, start and end), with what a store holds of it."""
    first, last = _LENGTHS[key[0]]
    for name, several in groupby(lines, key=lambda parts: parts[first:last]):
        said = {source: orjson.loads(words) for *_, source, words in several}
        yield name, said.popitem()[1] if key == _MANIFEST else merged(said)


def _write_group(
    key: Sequence[str], kinds: _Kinds, elements: Iterable[tuple[list[str], dict[str, Any]]], folder: Path
) -> Iterator[str]:
    """Writes the elements of one label, or of one type between two labels.

    A column has one type in Neo4j's files. Where values of a property are of several (a text, and a list where somebody
    states two), rows go to as many files as it takes, each value with the type that a load gives it.
    """
    columns, mixed = [*kinds], [name for name, types in kinds.items() if len(types) > 1]
    cells = _node_cells if key[0] == _NODE else _edge_cells
    files: dict[tuple[str, ...], Any] = {}
    try:
        for name, properties in elements:
            variant = tuple(
                _type(type(properties[column])) if column in properties else kinds[column][0] for column in mixed
            )
            file = files.get(variant)
            if file is None:
                path = folder / _file_name(key, len(files))
                file = files[variant] = path.open("wb", buffering=1 << 20)
                types = {column: types[0] for column, types in kinds.items()} | dict(zip(mixed, variant, strict=True))
                file.write(",".join(_head(key, types)).encode() + b"\n")
                yield path.name
            file.write(cells(key, name, [properties.get(column) for column in columns]).encode())
    finally:
        for file in files.values():
            file.close()


def _file_name(key: Sequence[str], number: int) -> str:
    return "-".join(("nodes" if key[0] == _NODE else "edges", *key[1:])) + (f".{number + 1}" if number else "") + ".csv"


def _head(key: Sequence[str], types: Mapping[str, str]) -> list[str]:
    columns = [f"{name}:{kind}" for name, kind in types.items()]
    if key[0] == _NODE:
        return [f"iri:ID({key[1]})", *columns, ":LABEL"]
    return [f":START_ID({key[2]})", f":END_ID({key[3]})", ":TYPE", "key:string", *columns]


def _node_cells(key: Sequence[str], name: list[str], values: list[Any]) -> str:
    return f"{_quoted(name[0])},{_row(values)},{_quoted(key[1])}\n"


def _edge_cells(key: Sequence[str], name: list[str], values: list[Any]) -> str:
    own, start, end = name
    return f"{_quoted(start)},{_quoted(end)},{_quoted(key[1])},{_quoted(own)},{_row(values)}\n"


def _row(values: Iterable[Any]) -> str:
    return ",".join(["" if value is None else _quoted(_text(value)) for value in values])


def _quoted(text: str) -> str:
    """Every text in quotes, so that an empty one is told from none."""
    return '"' + (text.replace('"', '""') if '"' in text else text) + '"'


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return LIST.join(map(str, value)) if isinstance(value, list) else orjson.dumps(value).decode()


def _kinds(shapes: Iterable[_Shape], *, sourced: bool) -> _Kinds:
    found: dict[str, set[str]] = {}
    for shape in shapes:
        for name, kind in shape:
            found.setdefault(name, set()).add(_type(kind))
    if sourced:
        found |= {"sources": {"string[]"}, "stated": {"string[]"}}
    order = sorted(found, key=lambda name: (name not in ("id", "name", "title"), name in ("sources", "stated"), name))
    return {name: sorted(found[name]) for name in order}


def _type(kind: type) -> str:
    return {list: "string[]", bool: "boolean", int: "long", float: "double"}.get(kind, "string")
