"""Word documents (.docx): paragraphs and tables in reading order, as a person sees them in print.

Tracked insertions are read as text; tracked deletions and hidden text are left out and recorded.  The XML is read
as it is, because what counts here (merged cells, changes, content controls, automatic numbers) lies below what
libraries for writing Word documents show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from lxml import etree

from loaders.blocks import Blocks
from loaders.formats.grid import Cell, lay_out, write
from loaders.formats.numbering import Numbering
from loaders.formats.package import Package, attribute, child, children, local, number
from loaders.formats.rendition import Rendition, Words, joined, words
from loaders.source import Source

KIND = "a Word document (.docx)"
DELETED = {"del", "moveFrom"}
SKIPPED = {"pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "Fallback", "rt", "instrText", "drawing", "pict", "object"}
BREAKS = {"br", "cr"}
SIGNS = {"tab": " ", "noBreakHyphen": "-", "softHyphen": ""}
OFF = {"0", "false", "off", "none"}
HEADING_STYLES = {"title": 1, "标题": 1}


def read(name: str, data: bytes) -> tuple[Source, Blocks]:
    """The source and blocks of a .docx file; raises `DocumentError` where it cannot be read."""
    package = Package(name, data, KIND)
    body = child(package.needed(package.main), "body")
    styles = _Styles.of(package.related_part("styles"))
    reader = _Reader(Rendition(name, data), styles, Numbering(package.related_part("numbering")))
    if body is not None:
        reader.blocks(body)
    return reader.out.finish()


@dataclass(frozen=True)
class _Style:
    heading: int | None = None
    bold: bool = False
    list: tuple[str, int] | None = None
    """The list and level that its paragraphs are numbered in; None where they are not."""


@dataclass(frozen=True)
class _Styles:
    """What styles say of headings, bold and numbers, each with what it is based on."""

    by_id: dict[str | None, _Style]

    @classmethod
    def of(cls, root: etree._Element | None) -> _Styles:
        elements = {attribute(one, "styleId"): one for one in children(root, "style")}
        found: dict[str | None, _Style] = {}
        for key in elements:
            chain = [key]
            while (below := attribute(child(elements.get(chain[-1]), "basedOn"), "val")) and below not in chain:
                chain.append(below)
            style = _Style()
            for one in reversed([elements[k] for k in chain if k in elements]):
                properties = child(one, "pPr")
                style = _Style(
                    _outline(properties, _named(one, style.heading)),
                    _switch(child(one, "rPr", "b"), default=style.bold),
                    _list(properties) or style.list,
                )
            found[key] = style
        default = next((k for k, e in elements.items() if _is_default(e)), None)
        found.setdefault(None, found.get(default, _Style()))
        return cls(found)

    def get(self, key: str | None) -> _Style:
        """A style by its id; the default one where there is no such style."""
        return self.by_id.get(key, self.by_id[None])


def _is_default(style: etree._Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") not in (None, *OFF)


def _named(style: etree._Element, inherited: int | None) -> int | None:
    """The level by a style's name (heading 2, 标题 2), which Word keeps in all languages."""
    name = (attribute(child(style, "name"), "val") or "").lower()
    kind, _, level = name.rpartition(" ")
    if kind in ("heading", "标题") and level.isdecimal():
        return int(level)
    return HEADING_STYLES.get(name, inherited)


def _outline(properties: etree._Element | None, default: int | None) -> int | None:
    level = child(properties, "outlineLvl")
    if level is None:
        return default
    value = number(level, "val", 9)
    return value + 1 if 0 <= value < 9 else None


def _switch(element: etree._Element | None, *, default: bool) -> bool:
    return default if element is None else attribute(element, "val") not in OFF


def _list(properties: etree._Element | None) -> tuple[str, int] | None:
    key = attribute(child(properties, "numPr", "numId"), "val")
    return None if key is None else (key, number(child(properties, "numPr", "ilvl"), "val"))


@dataclass
class _Reader:
    out: Rendition
    styles: _Styles
    numbering: Numbering
    runs: list[tuple[str, bool]] = field(default_factory=list)
    """Of the paragraph being read."""
    left_out: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    """Text boxes anchored in the paragraph being read; they are read after it."""

    def blocks(self, parent: etree._Element) -> None:
        """Writes the paragraphs and tables in an element."""
        for block in _inside(parent, ("p", "tbl")):
            if local(block) == "tbl":
                self._table(block)
                continue
            text, heading = self._paragraph(block)
            for line in _lines(text):
                self.out.paragraph(line, heading)
            self._repair(text)
            boxes, self.boxes = self.boxes, []
            for box in boxes:
                self.blocks(box)

    # -- paragraphs ----------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: etree._Element) -> tuple[Words, int | None]:
        """A paragraph's words with its automatic number, and its level as a heading."""
        properties = child(paragraph, "pPr")
        style = self.styles.get(attribute(child(properties, "pStyle"), "val"))
        self.runs = []
        self._read_runs(paragraph, bold=style.bold)
        text = words(self.runs)
        place = _list(properties) or style.list
        if place is not None:
            text = words([(self.numbering.next(*place) + " ", style.bold), *self.runs])
        return text, _outline(properties, style.heading)

    def _read_runs(self, parent: etree._Element, *, bold: bool, gone: bool = False) -> None:
        for one in parent:
            name = local(one)
            if name == "r":
                properties = child(one, "rPr")
                named = attribute(child(properties, "rStyle"), "val")
                styled = bold or (named is not None and self.styles.get(named).bold)
                hidden = gone or _switch(child(properties, "vanish"), default=False)
                self._read_run(one, bold=_switch(child(properties, "b"), default=styled), gone=hidden)
            elif name not in SKIPPED:
                self._read_runs(one, bold=bold, gone=gone or name in DELETED)

    def _read_run(self, run: etree._Element, *, bold: bool, gone: bool) -> None:
        for one in run:
            name = local(one)
            if name in ("t", "delText"):
                value = one.text or ""
            elif name in BREAKS:
                value = "" if attribute(one, "type") == "page" else "\n"
            elif name in ("drawing", "pict", "AlternateContent"):
                self.boxes += _text_boxes(one)
                continue
            elif name == "ruby":
                self._read_runs(one, bold=bold, gone=gone)
                continue
            else:
                value = SIGNS.get(name, "")
            if gone or name == "delText":
                self.left_out.append(value)
            else:
                self.runs.append((value, bold))

    def _repair(self, text: Words) -> None:
        if any(self.left_out):
            self.out.repair("deleted-text-left-out", "".join(self.left_out), "", text if text.value else None)
        self.left_out = []

    # -- tables --------------------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> None:
        rows = []
        for row in _inside(table, ("tr",)):
            if _hidden(row):
                self.left_out.append("".join(one.text or "" for one in row.iter() if local(one) in ("t", "delText")))
            else:
                rows.append(row)
        if _is_layout(table, rows):
            for row in rows:
                for cell in _inside(row, ("tc",)):
                    self.blocks(cell)
            return
        cells = self._cells(rows)
        write(self.out, lay_out(self.out, cells))
        self._repair(Words(""))
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box)

    def _cells(self, rows: list[etree._Element]) -> list[Cell]:
        found: list[Cell] = []
        open_at: dict[int, int] = {}
        """Column → index in `found` of a cell that rows below may continue."""
        for r, row in enumerate(rows):
            column = number(child(row, "trPr", "gridBefore"), "val")
            going_on: dict[int, int] = {}
            for element in _inside(row, ("tc",)):
                properties = child(element, "tcPr")
                width = min(max(1, number(child(properties, "gridSpan"), "val", 1)), 1000)
                merge = child(properties, "vMerge")
                above = open_at.get(column)
                if merge is not None and attribute(merge, "val") != "restart" and above is not None:
                    found[above] = replace(found[above], height=r - found[above].row + 1)
                    going_on[column] = above
                else:
                    found.append(Cell(r, column, 1, width, self._cell(element)))
                    if merge is not None:
                        going_on[column] = len(found) - 1
                column += width
            open_at = going_on
        return found

    def _cell(self, cell: etree._Element) -> Words:
        """The paragraphs of a cell, those of tables inside it among them."""
        return joined([self._paragraph(one)[0] for one in _inside(cell, ("p",), through=("tbl", "tr", "tc"))])


def _inside(parent: etree._Element, wanted: tuple[str, ...], through: tuple[str, ...] = ()) -> Iterator[etree._Element]:
    """The wanted elements in reading order, through content controls and tracked insertions, not inside each other."""
    for one in parent:
        name = local(one)
        if name in wanted:
            yield one
        elif name in through or name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _inside(one, wanted, through)


def _text_boxes(element: etree._Element) -> list[etree._Element]:
    """The contents of text boxes, once: Word writes each a second time for old programs."""
    found = []
    for one in element.iter():
        above = takewhile(lambda up: up is not element, one.iterancestors())
        if local(one) == "txbxContent" and not any(local(up) in ("Fallback", "txbxContent") for up in above):
            found.append(one)
    return found


def _hidden(row: etree._Element) -> bool:
    properties = child(row, "trPr")
    return child(properties, "del") is not None or _switch(child(properties, "hidden"), default=False)


def _is_layout(table: etree._Element, rows: list[etree._Element]) -> bool:
    """Whether a table only places things: it is one cell, or most of it stands in tables or in one cell beside them."""
    cells = [cell for row in rows for cell in _inside(row, ("tc",))]
    inner = [(cell, list(_inside(cell, ("tbl",)))) for cell in cells]
    half = _length(table) / 2
    in_tables = sum(_length(one) for _, tables in inner for one in tables)
    return len(cells) <= 1 or in_tables > half or any(tables and _length(cell) > half for cell, tables in inner)


def _length(element: etree._Element) -> int:
    return sum(len(one.text or "") for one in element.iter() if local(one) == "t")


def _lines(text: Words) -> list[Words]:
    """A paragraph cut at its manual line breaks; outside tables these part a title's lines."""
    if "\n" not in text.value:
        return [text]
    found, start = [], 0
    for line in text.value.split("\n"):
        end = start + len(line)
        bold = tuple((max(a, start) - start, min(b, end) - start) for a, b in text.bold if a < end and b > start)
        found.append(Words(line, bold))
        start = end + 1
    return found
