"""Full-text search: measures, bodies, documents, mechanisms, areas and instruments, alike on both engines.

The index is our own, made from the rows of the store; it stands in the data folder beside the graph, and is made anew
when what documents or reference data state has changed. Traditional and simplified characters find each other, and
the initials of pinyin find names.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.fulltext.words import initial_spans, spans
from graph.store import Plain, Store
from ontology.identifiers import JUDGEMENTS, LINKS, PROPOSALS, graph_iri
from queries.measures import one_of
from queries.run import ask

if TYPE_CHECKING:
    from graph.fulltext.index import Entry, Index

KINDS = ("measure", "agency", "document", "mechanism", "area", "instrument")
"""`agency` is any body: agencies, enterprises, classes of bodies, collaborations."""
TEXTS = ("content", "work_measures", "remark", "domain")
AT_ONCE = 50
"""Documents whose measures are in memory while an index is made."""
APART = frozenset(str(graph_iri(name)) for name in (LINKS, JUDGEMENTS, PROPOSALS))
"""Graphs whose changes change nothing that is searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """Characters `start` to `end` (half-open, from 0) of the field's text in `Hit.texts`."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found. Texts are as stored: who shows them escapes them."""

    iri: str
    id: str
    """Id of a measure, document or mechanism, name of a body, code (else name) of an area, title of an instrument."""
    kind: str
    label: str
    score: float
    """Comparable within one answer alone."""
    document: str | None
    """Id of the document; None for what is not a measure or a document."""
    texts: Mapping[str, str]
    """The fields with highlights by name, the label always: `label`, `names` (parted by “；”), those of TEXTS."""
    highlights: tuple[Highlight, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """How many were found, and a page of them, the best first."""

    total: int
    hits: tuple[Hit, ...]


def search(
    store: Store,
    text: str,
    *,
    kinds: Collection[str] | None = None,
    document: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> SearchResult:
    """Find a text; `kinds` (None: all) are of KINDS, `document` is the id of one.

    Words parted by white space must all be found. Nothing is found where the text holds neither letters, digits nor
    characters. Raises `QueryError` for an unknown kind.
    """
    for kind in kinds or ():
        one_of("kind", kind, KINDS)
    total, found = index_of(store).find(text, kinds=kinds, document=document, limit=limit, offset=offset)
    return SearchResult(total=total, hits=tuple(_hit(entry, score, text) for score, entry in found))


_OPEN: dict[Path, Index] = {}
_GUARD = threading.Lock()


def index_of(store: Store) -> Index:
    """The index of what a store holds now: one that is open, else that of the data folder, else a new one."""
    from graph.fulltext.index import LAYOUT, make_index, open_index

    stated = sorted(pair for pair in store.sources().items() if pair[0] not in APART)
    name = hashlib.sha256(repr((LAYOUT, stated)).encode()).hexdigest()[:16]
    folder = store.folder / "search" / name
    with _GUARD:
        found = _OPEN.get(folder) or open_index(folder)
        if found is None:
            try:
                found = make_index(_entries(store), folder)
            except OSError:  # a folder that may only be read: the index lives as long as the process
                found = make_index(_entries(store), None)
        for old in [one for one in _OPEN if one.parent == folder.parent and one != folder]:
            del _OPEN[old]
        _OPEN[folder] = found
    return found


def _entries(store: Store) -> Iterator[Entry]:
    from graph.fulltext.index import Entry

    documents = sorted(str(row[0]) for row in store.read("MATCH (d:Document) RETURN d.id").rows)
    for first in range(0, len(documents), AT_ONCE):
        answer = ask(store, "search_measures", documents=documents[first : first + AT_ONCE])
        for row in answer.rows:
            said = dict(zip(answer.columns, row, strict=True))
            yield Entry(
                iri=str(said["iri"]),
                id=str(said["id"]),
                kind="measure",
                title=str(said["title"]),
                names=_texts(said["names"]),
                text=tuple((field, str(said[field])) for field in TEXTS if said[field] is not None),
                documents=(str(said["document"]),),
            )
    for iri, one, kind, name, aliases, named_in in ask(store, "search_names").rows:
        yield Entry(
            iri=str(iri),
            id=str(one),
            kind=str(kind),
            title=str(name),
            names=_texts(aliases),
            documents=_texts(named_in),
        )


def _texts(values: Plain) -> tuple[str, ...]:
    return tuple(sorted(map(str, values))) if isinstance(values, list) else ()


def _hit(entry: Entry, score: float, text: str) -> Hit:
    fields = {"label": entry.title, "names": "；".join(entry.names), **dict(entry.text)}
    places = {field: spans(words, text) for field, words in fields.items()}
    if not any(places.values()):
        places["label"] = initial_spans(entry.title, text)
    return Hit(
        iri=entry.iri,
        id=entry.id,
        kind=entry.kind,
        label=entry.title,
        score=score,
        document=entry.documents[0] if entry.kind in ("measure", "document") else None,
        texts={field: words for field, words in fields.items() if field == "label" or places[field]},
        highlights=tuple(
            Highlight(field=field, start=start, end=end) for field, found in places.items() for start, end in found
        ),
    )
