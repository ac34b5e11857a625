"""What is fuzzed: each target takes bytes and raises only where a promise is broken.

A reader gives a record whose every quotation is what stands in the source at its span, or a `DocumentError` that
says something; an extractor gives results that quote their cell.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import atheris

from loaders.bodies import split_bodies
from loaders.clauses import due_of, find_clauses, names_only, without_clauses
from loaders.dates import read_deadline
from loaders.layouts import Leads
from loaders.numerals import chinese_number
from loaders.pipeline import group, read_texts
from loaders.read import ReadDocument, read_document
from loaders.scopes import read_scope
from loaders.source import text_source
from loaders.text import Text, tidy, whole
from ontology.errors import DocumentError
from ontology.model import Quote, Role, Span
from ontology.reference import area, find_areas, place_body
from tests.fuzz import words

Target = Callable[[bytes], None]
FOLDER = Path(tempfile.mkdtemp(prefix="reformgraph-fuzz-"))
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r" Type="{OFFICE}/{{}}" Target="{{}}"/></Relationships>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>'
)


def read(ending: str, data: bytes) -> None:
    """Reads a file of these bytes the whole way."""
    path = FOLDER / f"a{ending}"
    path.write_bytes(data)
    said: list[str] = []
    document = None
    try:
        document = read_document(path)
    except DocumentError as error:
        said = [problem.message for problem in error.problems]
    if document is not None:
        check(document)
    else:
        assert said
        assert all(said)


def check(document: ReadDocument) -> None:
    """Every quotation of a record is what stands in the source."""
    source, record = document.source, document.record
    assert record.measures
    for one in _inside(record):
        if isinstance(one, Quote):
            assert source.slice(one.span) == one.text, one
        elif isinstance(one, Span):
            source.slice(one)
    for measure in record.measures:
        assert measure.title
        for given in measure.responsibilities:
            assert given.printed
            assert given.body.name


def _inside(value: object) -> Iterator[object]:
    if is_dataclass(value):
        yield value
        for one in fields(value):
            yield from _inside(getattr(value, one.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _inside(part)


def _reader(ending: str) -> Target:
    return lambda data: read(ending, data)


def docx(data: bytes) -> None:
    """The bytes are the body of a Word document."""
    read(".docx", _package("word/document.xml", WORD % data, {}))


def xlsx(data: bytes) -> None:
    """The bytes are the rows of a sheet."""
    parts = {"xl/worksheets/sheet1.xml": SHEET % data}
    parts["xl/_rels/workbook.xml.rels"] = RELATIONS.format("worksheet", "worksheets/sheet1.xml").encode()
    read(".xlsx", _package("xl/workbook.xml", BOOK.encode(), parts))


def _package(main: str, content: bytes, parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("_rels/.rels", RELATIONS.format("officeDocument", main))
        made.writestr(main, content)
        for name, part in parts.items():
            made.writestr(name, part)
    return stream.getvalue()


def prose(data: bytes) -> None:
    """Numbered prose from the genre's vocabulary."""
    read(".txt", words.prose(atheris.FuzzedDataProvider(data)).encode())


def tables(data: bytes) -> None:
    """A table from the genre's vocabulary in each notation."""
    provider = atheris.FuzzedDataProvider(data)
    ending, write = words.NOTATIONS[provider.ConsumeIntInRange(0, len(words.NOTATIONS) - 1)]
    read(ending, write(words.rows(provider)).encode())


def extractors(data: bytes) -> None:
    """The extractors of a cell."""
    provider = atheris.FuzzedDataProvider(data)
    place = area(words.pick(provider, ("珠海市", "广东省", "深圳市", "中国")))
    rules: tuple[Leads | None, ...] = (None, "first", "comma", "star")
    leads = rules[provider.ConsumeIntInRange(0, 3)]
    words_ = words.clause(provider, 30)
    cell = whole(text_source("a.txt", f"x{words_}".encode())).part(1)
    tidied = tidy(cell)
    for text in (cell, tidied):
        _slices(text)
        for role in (Role.LEAD, Role.RESPONSIBLE):
            for one in split_bodies(text, role, duty=Role.RESPONSIBLE, leads=leads):
                assert one.printed
                _slices(one.text)
                assert place_body(one.printed, place, "a").name
                assert place_body(one.printed, None, "a").name
        for part in (*find_clauses(text), without_clauses(text), names_only(text), due_of(text) or text):
            _slices(part)
        read_scope(text, "a", place)
        read_deadline(text, "a")
        for start, end, _ in find_areas(text.value):
            assert 0 <= start < end <= len(text.value)
    number = chinese_number(words_)
    assert number is None or number >= 0
    for doc in read_texts([tidied.value]):
        for name in ("places", "origins", "instruments", "status", "actors", "leading"):
            for span in group(doc, name):
                assert tidied.value[span.start_char : span.end_char] == span.text


def _slices(text: Text) -> None:
    quote = text.quote("a")
    assert text.source.slice(quote.span) == quote.text
    assert len(text.at) == len(text.value)


TARGETS: dict[str, Target] = {
    "text": _reader(".txt"),
    "csv": _reader(".csv"),
    "tsv": _reader(".tsv"),
    "html": _reader(".html"),
    "pdf": _reader(".pdf"),
    "docx": docx,
    "xlsx": xlsx,
    "prose": prose,
    "tables": tables,
    "extractors": extractors,
}
