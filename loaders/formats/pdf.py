"""PDF files: the text layer as lines, and the tables that its ruling lines draw, over pages.

Page numbers (— 3 —), running heads and watermarks are no part of the document: they are dropped and recorded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.blocks import Blocks
from loaders.formats.grid import Cell, lay_out, write
from loaders.formats.pdf_joins import begins_anew, goes_on, join, part_header, repeated_header
from loaders.formats.pdf_lines import Line, as_words, lines_of, paragraphs
from loaders.formats.pdf_pages import Page, read_pages
from loaders.formats.pdf_tables import PrintedTable, find_tables
from loaders.formats.rendition import Rendition, Words, refused
from loaders.source import Source

SIGNATURE = b"%PDF-"
PAGE_NUMBER = re.compile(
    r"[—–\-－·~\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[—–\-－·~\s]*"
)
EDGE = 0.15
"""Heads and feet stand in this part of the page's height, at its top and bottom."""
SCANNED_GLYPHS = 12
"""A page with fewer characters and an image is a picture: the characters are a stamp or the page number."""
UNNAMED = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")


def read(name: str, data: bytes) -> tuple[Source, Blocks]:
    """The source and blocks of a PDF; raises `DocumentError` where it is damaged, encrypted, or only pictures."""
    if SIGNATURE not in data[:1024]:
        raise refused(name, "this is no PDF: it does not begin as one; give the file its right ending")
    pages = read_pages(name, data)
    _check_text(name, pages)
    reader = _Reader(Rendition(name, data))
    sheets = [_Sheet.of(page) for page in pages]
    _drop_furniture(sheets)
    for page, sheet in zip(pages, sheets, strict=True):
        if page.askew.strip():
            reader.out.repair("watermark-dropped", page.askew)
        reader.sheet(sheet)
    reader.flush()
    return reader.out.finish()


def _check_text(name: str, pages: Sequence[Page]) -> None:
    counts = [sum(not glyph.char.isspace() for glyph in page.glyphs) for page in pages]
    pictures = sum(page.images > 0 and count < SCANNED_GLYPHS for page, count in zip(pages, counts, strict=True))
    if pictures and pictures * 2 >= len(pages):
        raise refused(
            name,
            f"{pictures} of its {len(pages)} pages are images without a text layer; "
            "run OCR (text recognition) on the PDF first, and load the result",
        )
    if not sum(counts):
        raise refused(name, "the PDF holds no text; if it shows some, it is drawn, and OCR must read it first")
    unnamed = sum(bool(UNNAMED.match(glyph.char)) for page in pages for glyph in page.glyphs)
    if unnamed * 5 > sum(counts):
        raise refused(name, "the PDF's fonts do not say which characters they show; run OCR on it first")


@dataclass
class _Sheet:
    """One page: its tables, and the lines outside them from top to bottom."""

    tables: list[PrintedTable]
    lines: list[Line]
    page: Page
    dropped: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page) -> _Sheet:
        tables, rest = find_tables(page.rules, page.glyphs)
        return cls(tables, lines_of(rest), page)

    def edges(self) -> list[Line]:
        """The lines in the head and the foot of the page."""
        top, bottom = self.page.top, self.page.bottom
        height = (bottom - top) * EDGE
        return [line for line in self.lines if line.y < top + height or line.y > bottom - height]

    def drop(self, line: Line) -> None:
        """Takes a line off the page."""
        self.lines.remove(line)
        self.dropped.append(line.text)


def _drop_furniture(sheets: Sequence[_Sheet]) -> None:
    """Drops page numbers, and lines that stand at the same height on most pages."""
    for sheet in sheets:
        edges = sheet.edges()
        for line in {id(one): one for one in (*edges[:1], *edges[-1:])}.values():
            if PAGE_NUMBER.fullmatch(line.text):
                sheet.drop(line)
    if len(sheets) < 2:
        return
    seen = Counter(key for sheet in sheets for key in {_key(line, sheet) for line in sheet.edges()})
    for sheet in sheets:
        for line in sheet.edges():
            if seen[_key(line, sheet)] > max(1, len(sheets) // 2):
                sheet.drop(line)


def _key(line: Line, sheet: _Sheet) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round((line.y - sheet.page.top) / 6)


@dataclass
class _Reader:
    out: Rendition
    table: PrintedTable | None = None
    """The table that the next page may go on with."""
    page: Page | None = None
    """The last page taken."""
    lines: list[Line] = field(default_factory=list)
    """Lines since the last table; a paragraph may go on over a page's end."""

    def sheet(self, sheet: _Sheet) -> None:
        """Takes a page's lines and tables in order."""
        lines, self.page = list(sheet.lines), sheet.page
        if sheet.dropped:
            self.out.repair("page-furniture-dropped", "｜".join(sheet.dropped))
        for table in sheet.tables:
            above = [line for line in lines if line.y < table.y1]
            if above:
                self._end_table()
                self.lines += above
                lines = lines[len(above) :]
            self._next_table(table)
        if lines:
            self._end_table()
            self.lines += lines

    def flush(self) -> None:
        """Writes what is still open."""
        self._end_table()
        self._end_lines()

    def _next_table(self, table: PrintedTable) -> None:
        if self.table is not None and goes_on(self.table, table):
            part_header(self.table, table)
            header = repeated_header(self.table, table)
            if not begins_anew(table, header):
                if header:
                    texts = "｜".join(cell.text for i in range(header) for cell in table.row(i))
                    self.out.repair("repeated-header", texts)
                if join(self.table, table, header):
                    self.out.repair("torn-row-joined", f"row {self.table.height - table.height + header}")
                return
        self._end_table()
        self._end_lines()
        self.table = table

    def _end_table(self) -> None:
        if self.table is None:
            return
        texts: dict[int, Words] = {id(cell): as_words(cell.lines) for cell in self.table.cells}
        cells = [
            Cell(cell.top, cell.left, cell.bottom - cell.top, cell.right - cell.left, texts[id(cell)])
            for cell in sorted(self.table.cells, key=lambda cell: (cell.top, cell.left))
        ]
        self.table = None
        write(self.out, lay_out(self.out, cells))

    def _end_lines(self) -> None:
        lines, self.lines = self.lines, []
        if not lines or self.page is None:
            return
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        right = max(right, self.page.right - (left - self.page.left))
        before: Line | None = None
        for part in paragraphs(lines, left, right):
            if before is not None and not 0 < part[0].y - before.y < 2.2 * before.size:
                self.out.paragraph(Words(""))
            self.out.paragraph(as_words([part]))
            before = part[-1]
        self.out.paragraph(Words(""))
