"""Web pages (.html, .htm): what a browser shows of them, tables laid out with their spans filled.

A `<br>` inside a cell is a break made by the page and joins without a space (市住房<br>建设局), two of them end a
paragraph; `<p>`, `<div>` and `<li>` are paragraphs.  Tables that only place other things are walked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from lxml import etree

from loaders.blocks import Blocks
from loaders.formats.grid import Cell, lay_out, write
from loaders.formats.html_elements import is_bold, is_layout, table_rows, walk
from loaders.formats.rendition import Rendition, Words, refused, words
from loaders.source import Source, text_source
from loaders.text import ASCII_WORD

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
CHARSETS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
}
"""Names in pages → decoders; what is not here, and what does not fit, is found as for text."""
BESIDE = {"nav", "footer", "aside", "menu"}
"""Parts around the document: their tables are read, their text is not."""
BLOCK = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
HEADING = re.compile(r"h([1-6])")
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
MAX_DEPTH = 100
"""Tables inside tables inside tables: deeper ones are taken as the text in them."""


def read(name: str, data: bytes) -> tuple[Source, Blocks]:
    """The source and blocks of a page; raises `DocumentError` where its bytes are no text or it shows none."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    text = _decoded(name, data).replace("\x00", "\ufffd")
    try:
        root: etree._Element | None = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refused(name, "this is no web page: no element can be told in it") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise refused(name, "its elements stand inside each other more than two thousand deep; save the page anew")
    reader = _Reader(Rendition(name, data))
    if root is not None:
        reader.blocks(root, 0)
    return reader.out.finish()


def _decoded(name: str, data: bytes) -> str:
    """The page's text: by byte-order mark, as UTF-8 if it is, by the charset it names, else as for text."""
    declared = CHARSET.search(data[:8192])
    encoding = CHARSETS.get(declared.group(1).decode().lower()) if declared else None
    if encoding is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        for one in ("utf-8", encoding):
            with suppress(UnicodeDecodeError):
                return data.decode(one)
    return text_source(name, data).text


@dataclass
class _Line:
    """Runs of the paragraph or cell being read, white space as a browser joins it."""

    runs: list[tuple[str, bool]] = field(default_factory=list)
    breaks: int = 0

    def add(self, value: str, *, bold: bool) -> None:
        """More text, after the breaks that stand before it."""
        value = SPACE.sub(" ", value)
        if not value.strip():
            if not self.breaks:
                self.runs.append((value, bold))
            return
        if self.breaks:
            before = "".join(text for text, _ in self.runs[-3:]).rstrip()[-1:]
            value = value.lstrip()
            latin = ASCII_WORD.match(before) and ASCII_WORD.match(value)
            self._trim()
            self.runs.append(("\n" if self.breaks > 1 else " " if latin else "", False))
            self.breaks = 0
        self.runs.append((value, bold))

    def _trim(self) -> None:
        """White space before a break is not shown."""
        while self.runs and not self.runs[-1][0].strip(" "):
            self.runs.pop()
        if self.runs:
            self.runs[-1] = (self.runs[-1][0].rstrip(" "), self.runs[-1][1])

    def end_paragraph(self) -> None:
        """A block begins or ends here."""
        self.breaks = 0
        self.runs.append(("\n", False))

    def take(self) -> Words:
        """What was read, and begin anew."""
        taken = words(self.runs)
        self.runs, self.breaks = [], 0
        return taken


@dataclass
class _Reader:
    out: Rendition

    def blocks(self, root: etree._Element, depth: int) -> None:
        """Writes the paragraphs and tables in an element."""
        line = _Line()
        bold, beside = [False], 0
        heading: int | None = None

        def flush() -> None:
            text = line.take()
            if text.value and beside:
                self.out.repair("page-furniture-dropped", text.value)
            elif text.value:
                self.out.paragraph(text, heading)
                if heading is not None:
                    self.out.paragraph(Words(""))

        for event, value, element in walk(root):
            if event == "text":
                line.add(value, bold=bold[-1])
                continue
            if event == "table":
                flush()
                self._table(element, depth + 1)
                continue
            mark = HEADING.fullmatch(value)
            if event == "start":
                bold.append(is_bold(element, value, above=bold[-1]))
                if value in BLOCK:
                    flush()
                beside += value in BESIDE
                heading = int(mark.group(1)) if mark else heading
                if value == "br":
                    if heading is None:
                        flush()
                    else:
                        line.breaks += 1
            else:
                bold.pop()
                if value in BLOCK:
                    flush()
                beside -= value in BESIDE
                heading = None if mark else heading
        flush()

    def _table(self, table: etree._Element, depth: int) -> None:
        rows = list(table_rows(table))
        if depth < MAX_DEPTH and is_layout(table, rows):
            for row in rows:
                for cell in row:
                    self.blocks(cell, depth)
            return
        for caption in (one for one in table if one.tag == "caption"):
            self.out.paragraph(_cell(caption))
        cells = list(_placed(self.out.name, rows))
        write(self.out, lay_out(self.out, cells))


def _placed(name: str, rows: list[list[etree._Element]]) -> Iterator[Cell]:
    """Cells with their places, as browsers give them: each takes the first free slot of its row."""
    until: dict[int, int] = {}
    """Column → row at which a cell from above ends in it."""
    taken = 0
    for r, row in enumerate(rows):
        column = 0
        for element in row:
            while until.get(column, 0) > r:
                column += 1
            height, width = _span(element, "rowspan", len(rows) - r), _span(element, "colspan", 1000)
            height = min(height, len(rows) - r)
            taken += width
            if taken > 1_000_000:
                raise refused(name, "a table claims more than a million cells")
            yield Cell(r, column, height, width, _cell(element))
            for c in range(column, column + width):
                until[c] = r + height
            column += width


def _span(cell: etree._Element, name: str, most: int) -> int:
    """A span as browsers take it; `rowspan=0` means all rows that are left."""
    match = re.match(r"\s*(\d{1,9})", cell.get(name) or "1", re.ASCII)
    value = int(match.group(1)) if match else 1
    return min(value or (most if name == "rowspan" else 1), most)


def _cell(cell: etree._Element) -> Words:
    """A cell's paragraphs; what stands in a table inside it is text like any other."""
    line = _Line()
    bold = [False]
    for event, value, element in walk(cell, into_tables=True):
        if event == "text":
            line.add(value, bold=bold[-1])
        elif event == "end":
            bold.pop()
        else:
            bold.append(element is not cell and is_bold(element, value, above=bold[-1]))
            line.breaks += value == "br"
        if event != "text" and value in BLOCK:
            line.end_paragraph()
    return line.take()
