"""The graph as an object, for notebooks and scripts.

graph = reformgraph.open_graph()
graph.ask(4)                                    # a question of the catalogue, by number or name
graph.cypher("MATCH (m:Measure) RETURN m.id LIMIT $n", {"n": 3}).to_pandas()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING

from graph import export
from graph.release import Release
from graph.settings import Settings
from graph.store import Answer, Store, open_store
from ontology.errors import ReformGraphError
from queries import catalogue
from queries.run import ask

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

ROWS_SHOWN = 50
"""Rows that a notebook draws of a table; the table itself holds them all."""


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Rows of plain values under named columns; `truncated` where a limit left rows out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    truncated: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, object]]:
        """Each row as a mapping from column to value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __repr__(self) -> str:
        return f"Table of {self._count()}: {', '.join(self.columns)}"

    def column(self, name: str) -> list[object]:
        """The values of one column, in the order of the rows. Raises `ValueError` where there is none of the name."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame. Raises `ReformGraphError` where pandas is not installed."""
        frame: pd.DataFrame = _pandas().DataFrame.from_records(list(self.rows), columns=list(self.columns))
        return frame

    def _repr_html_(self) -> str:
        """What a notebook draws: all text escaped, the first rows only."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(_shown(value))}</td>' for value in row)}</tr>"
            for row in self.rows[:ROWS_SHOWN]
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{escape(self._count())}</p>"

    def _count(self) -> str:
        shown = f", the first {ROWS_SHOWN} drawn" if len(self.rows) > ROWS_SHOWN else ""
        return f"{len(self.rows)} {'row' if len(self.rows) == 1 else 'rows'}{shown}" + (
            "; a limit left rows out" if self.truncated else ""
        )


class Graph:
    """All that is loaded. Made by `open_graph`; reads only.

    Every method raises `StoreError` where the store cannot be reached.
    """

    def __init__(self, settings: Settings) -> None:
        self._store: Store = open_store(settings)
        self._release = Release(settings.data / "release")

    def close(self) -> None:
        """Close all connections; the embedded engine stops by itself when nobody uses it."""
        self._store.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: str | int, /, **parameters: object) -> Table:
        """Ask a question of the catalogue, by name or by number.

        What a number stands for may be changed by parameters. Raises `QueryError` for an unknown question, and for
        parameters that are missing, unknown or of another type.
        """
        asked, given = catalogue.numbered(question) if isinstance(question, int) else (catalogue.question(question), {})
        return _table(ask(self._store, asked.name, **{**given, **parameters}))

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        /,
        *,
        timeout: float = 30.0,
        limit: int = 10_000,
    ) -> Table:
        """Run one reading statement, `timeout` seconds at most; `limit` rows at most.

        Raises `QueryError` for a malformed statement, an attempt to write, or one that took too long.
        """
        return _table(self._store.read_freely(query, parameters, timeout=timeout, limit=limit))

    def measures(self) -> Table:
        """Every measure in the exchange form, a row each, by document and number; None where nothing is stated."""
        return _of_records(tuple(export.measures(self._store)))

    def links(self, *, judged: bool = True) -> Table:
        """Every pair that was compared, with score, answer and what people hold of it.

        With `judged`, `accepted` is the judged answer where there is one; else it is the machine's alone.
        """
        return _of_records(tuple(export.judged_links(self._store, self._release, judged=judged)))

    def to_pandas(self) -> pd.DataFrame:
        """The measures as a data frame with their ids as index.

        Raises `ReformGraphError` where pandas is not installed.
        """
        return self.measures().to_pandas().set_index("id")

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Nodes by IRI and relationships, each with `label` and its properties."""
        return export.network(self._store)


def open_graph(data: Path | str | None = None, *, store: str | None = None) -> Graph:
    """Open what is loaded: in the folder `data`, or in the Neo4j at the Bolt address `store`.

    What is not given comes from REFORMGRAPH_DATA and REFORMGRAPH_STORE, else is the folder .reformgraph.
    """
    given = {"data": None if data is None else Path(data), "store": store}
    return Graph(Settings(**{name: value for name, value in given.items() if value is not None}))  # type: ignore[arg-type]


def _table(answer: Answer) -> Table:
    return Table(answer.columns, answer.rows, answer.truncated)


def _of_records(records: Sequence[Mapping[str, object]]) -> Table:
    names = tuple(dict.fromkeys(name for one in records for name in one))
    return Table(names, tuple(tuple(one.get(name) for name in names) for one in records))


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _pandas() -> ModuleType:
    try:
        return import_module("pandas")
    except ImportError as error:
        raise ReformGraphError(
            "pandas is not installed; install it with: pip install 'reformgraph[notebook]'"
        ) from error
