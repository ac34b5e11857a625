"""The index: a folder of tantivy's, made once for a state of the graph, and asked without a parser of queries.

Every word of a query must be found, most of its pieces at least. What stands together ranks before what stands
scattered; of what stands together a name that is the query ranks first, then a title that holds it, then names of
bodies and mechanisms, then text. Within that, BM25 decides, then the order in which entries were given.
"""

from __future__ import annotations

import contextlib
import math
import shutil
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from graph.fulltext.words import Word, initials, pieces, wanted, whole

if TYPE_CHECKING:
    import tantivy

LAYOUT = "1"
"""Part of an index's name; another one where the fields or the pieces change."""
MAX_PIECES = 64
"""Of a query; what comes after is not looked at."""
SHARE = 0.6
"""Of a word's pieces that must be found."""
FIELDS = {"title": 3.0, "names": 2.0, "text": 1.0}
"""Weight of a piece by where it stands."""
TOGETHER = {"title": 4.0, "names": 3.0, "text": 2.0}
WHOLE, BEGINNING, WITHIN = 6.0, 3.5, 1.0
"""A name that is the word; initials that begin with it, or hold it."""
STEP = 50.0
"""A level, for each piece of a word: more than BM25 gives a piece."""
START = "^"
KEPT = 3
"""Indexes that stay in a folder: more than one store may use it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that can be found. `names` are bodies and mechanisms of a measure, other names of anything else."""

    iri: str
    id: str
    kind: str
    title: str
    names: tuple[str, ...] = ()
    text: tuple[tuple[str, str], ...] = ()
    """Texts with the name of the field that each stands in."""
    documents: tuple[str, ...] = ()
    """Ids of the documents that it belongs to."""


class Index:
    """An index that is open for asking; may be shared by threads."""

    def __init__(self, opened: tantivy.Index) -> None:
        self._schema = opened.schema
        self._searcher = opened.searcher()

    def find(
        self, text: str, *, kinds: Collection[str] | None, document: str | None, limit: int, offset: int
    ) -> tuple[int, list[tuple[float, Entry]]]:
        """How many entries hold a text, and some of them with their scores, the best first."""
        from tantivy import Occur, Query

        words = _cut(wanted(text))
        if not words or (kinds is not None and not kinds):
            return 0, []
        parts = [(Occur.Must, self._word(word)) for word in words]
        if kinds is not None:
            parts.append((Occur.Must, self._one_of("kind", kinds)))
        if document is not None:
            parts.append((Occur.Must, self._one_of("document", [document])))
        query = Query.boolean_query(parts)
        if limit == 0:
            return int(self._searcher.search(query, 1).count), []  # type: ignore[attr-defined]
        found = self._searcher.search(query, limit, offset=offset)
        entries = [(round(float(score), 3), _entry(self._searcher.doc(at)["entry"][0])) for score, at in found.hits]
        return int(found.count), entries  # type: ignore[attr-defined]

    def _one_of(self, field: str, values: Collection[str]) -> tantivy.Query:
        from tantivy import Query

        return Query.const_score_query(Query.term_set_query(self._schema, field, [*values]), 0.0)

    def _word(self, word: Word) -> tantivy.Query:
        """Entries that hold a word: as a whole, by most of its pieces, or by the initials of their names."""
        from tantivy import Occur, Query

        level = STEP * len(word.pieces)

        def at(height: float, query: tantivy.Query) -> tantivy.Query:
            return Query.const_score_query(query, height * level)

        together = [at(WHOLE, Query.term_query(self._schema, "whole", word.whole))]
        together += [at(height, self._together(field, word)) for field, height in TOGETHER.items()]
        letters = [*word.whole]
        if 1 < len(letters) <= MAX_PIECES and word.whole.isascii():
            together.append(at(BEGINNING, Query.phrase_query(self._schema, "initials", [START, *letters])))
            together.append(at(WITHIN, Query.phrase_query(self._schema, "initials", letters)))
        scattered = Query.boolean_query(
            [(Occur.Should, self._piece(piece)) for piece in word.pieces],
            minimum_number_should_match=math.ceil(SHARE * len(word.pieces)),
        )
        return Query.boolean_query(
            [(Occur.Should, Query.disjunction_max_query(together)), (Occur.Should, scattered)],
            minimum_number_should_match=1,
        )

    def _together(self, field: str, word: Word) -> tantivy.Query:
        """Entries whose field holds a word as it stands; a last piece that is open may go on there."""
        from tantivy import Query

        if len(word.pieces) > 1:
            ask = Query.phrase_prefix_query if word.is_open else Query.phrase_query
            return ask(self._schema, field, [*word.pieces])
        if word.is_open and len(word.whole) <= MAX_PIECES:  # pieces are letters, digits and characters alone
            return Query.regex_query(self._schema, field, f"{word.pieces[0]}.*")
        return Query.term_query(self._schema, field, word.pieces[0])

    def _piece(self, piece: str) -> tantivy.Query:
        from tantivy import Query

        return Query.disjunction_max_query(
            [
                Query.boost_query(Query.term_query(self._schema, field, piece), weight)
                for field, weight in FIELDS.items()
            ],
            tie_breaker=0.1,
        )


def open_index(folder: Path) -> Index | None:
    """The index that a folder holds; None where it holds none that can be read."""
    import tantivy

    try:
        return Index(tantivy.Index.open(str(folder))) if (folder / "meta.json").exists() else None
    except (OSError, ValueError):
        return None


def make_index(entries: Iterable[Entry], folder: Path | None) -> Index:
    """Index entries, in memory where no folder is given. The folder is there whole or not at all.

    Raises `OSError` where it cannot be written.
    """
    import tantivy

    if folder is None:
        return _filled(tantivy.Index(_schema()), entries)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        _filled(tantivy.Index(_schema(), path=str(made)), entries)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    except OSError:
        opened = open_index(folder)  # another process was first
        if opened is None:
            raise
        return opened
    finally:
        shutil.rmtree(made, ignore_errors=True)
    opened = Index(tantivy.Index.open(str(folder)))
    _prune(folder.parent)
    return opened


def _prune(folder: Path) -> None:
    """Take out all indexes but the newest; a process that has one open keeps what it holds."""
    with contextlib.suppress(OSError):
        for old in sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for field in (*FIELDS, "initials"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in ("whole", "kind", "document"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("entry", stored=True)
    return builder.build()


def _filled(index: tantivy.Index, entries: Iterable[Entry]) -> Index:
    import tantivy

    writer = index.writer(heap_size=256_000_000, num_threads=1)  # one thread: one order
    for entry in entries:
        document = tantivy.Document()
        document.add_text("title", " ".join(pieces(entry.title)))
        document.add_text("names", _spaced(entry.names))
        document.add_text("text", _spaced(text for _, text in entry.text))
        document.add_text("initials", " ".join((START, *initials(entry.title))))
        for name in {entry.title, entry.id, *(entry.names if entry.kind != "measure" else ())}:
            document.add_text("whole", whole(name))
        document.add_text("kind", entry.kind)
        for one in entry.documents:
            document.add_text("document", one)
        document.add_bytes("entry", orjson.dumps(entry))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return Index(index)


def _spaced(texts: Iterable[str]) -> str:
    """Pieces of several texts, no phrase going from one to the next."""
    return " | ".join(" ".join(pieces(text)) for text in texts)


def _cut(words: list[Word]) -> list[Word]:
    """So many words, and so much of the last, as the limit allows."""
    found, left = [], MAX_PIECES
    for word in words:
        if left > 0:
            found.append(replace(word, pieces=word.pieces[:left]))
            left -= len(word.pieces)
    return found


def _entry(data: bytes) -> Entry:
    said = orjson.loads(data)
    said["names"], said["documents"] = tuple(said["names"]), tuple(said["documents"])
    said["text"] = tuple((field, text) for field, text in said["text"])
    return Entry(**said)
