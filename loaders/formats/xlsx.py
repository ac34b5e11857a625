"""Excel workbooks (.xlsx): the visible cells of the visible sheets, as they are shown.

What is hidden (sheets, rows, columns) was not published to be read: it is left out, and a Repair says what was.
Dates and numbers are read in the format that the sheet shows them in; of a formula its stored value is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from loaders.blocks import Blocks
from loaders.formats.grid import Cell, lay_out, write
from loaders.formats.package import Package, attribute, child, children, local, number
from loaders.formats.rendition import Rendition, Words, refused, words
from loaders.formats.sheets import begins_table
from loaders.formats.shown import BUILT_IN, FIRST_DAY, shown
from loaders.source import Source

KIND = "an Excel workbook (.xlsx)"
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
ON = ("1", "true")
MAX_COLUMNS = 16_384
"""As many as a sheet can have."""
Runs = list[tuple[str, bool | None]]
"""Text of a cell in pieces; bold is None where the cell's font decides."""


def read(name: str, data: bytes) -> tuple[Source, Blocks]:
    """The source and blocks of an .xlsx file; raises `DocumentError` where it cannot be read."""
    package = Package(name, data, KIND)
    book = package.needed(package.main)
    paths = package.related(package.main)
    reader = _Reader(
        Rendition(name, data),
        [_runs(one) for one in children(package.related_part("sharedStrings"), "si")],
        _Formats.of(package.related_part("styles")),
        from_1904=attribute(child(book, "workbookPr"), "date1904") in ON,
    )
    for sheet in children(child(book, "sheets"), "sheet"):
        kind, path = paths.get(_relation(sheet), ("", ""))
        if kind != "worksheet":
            continue
        title = attribute(sheet, "name") or ""
        if attribute(sheet, "state") in ("hidden", "veryHidden"):
            reader.out.repair("hidden-sheet-left-out", title)
        else:
            reader.sheet(package.needed(path), title)
    return reader.out.finish()


def _relation(sheet: etree._Element) -> str:
    """The id of a sheet's part, an attribute `id` in the namespace of relations."""
    return next((str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")


@dataclass(frozen=True)
class _Formats:
    """Number pattern and boldness by a cell's style."""

    by_style: Sequence[tuple[str, bool]]

    @classmethod
    def of(cls, root: etree._Element | None) -> _Formats:
        own = {
            number(one, "numFmtId"): attribute(one, "formatCode") or "General"
            for one in children(child(root, "numFmts"), "numFmt")
        }
        bold = [_is_bold(font) is True for font in children(child(root, "fonts"), "font")]
        found = []
        for style in children(child(root, "cellXfs"), "xf"):
            key, font = number(style, "numFmtId"), number(style, "fontId")
            found.append((own.get(key) or BUILT_IN.get(key, "General"), 0 <= font < len(bold) and bold[font]))
        return cls(found)

    def get(self, style: int) -> tuple[str, bool]:
        """Pattern and boldness of a style by its number; General and light where there is no such style."""
        return self.by_style[style] if 0 <= style < len(self.by_style) else ("General", False)


def _is_bold(font: etree._Element | None) -> bool | None:
    mark = child(font, "b")
    return None if mark is None else attribute(mark, "val") not in ("0", "false")


def _runs(element: etree._Element) -> Runs:
    """The text of a shared or inline string, without its reading aids."""
    found: Runs = []
    for one in element:
        if local(one) == "t":
            found.append((_unescaped(one.text), None))
        elif local(one) == "r":
            properties = child(one, "rPr")
            bold = None if properties is None else bool(_is_bold(properties))
            found += [(_unescaped(text.text), bold) for text in children(one, "t")]
    return found


def _unescaped(text: str | None) -> str:
    return ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text or "")


@dataclass(frozen=True)
class _Reader:
    out: Rendition
    strings: Sequence[Runs]
    formats: _Formats
    from_1904: bool

    def sheet(self, root: etree._Element, title: str) -> None:
        """Writes a sheet's tables, with what stands above them as paragraphs."""
        columns = _hidden_columns(root)
        rows: dict[int, dict[int, Words]] = {}
        hidden: set[int] = set()
        for r, element, cells in _rows(root):
            rows[r] = {c: self._cell(cell, f"{title}!{_letters(c)}{r}") for c, cell in cells}
            if attribute(element, "hidden") in ON:
                hidden.add(r)
        spans = _merged(root)
        self._note_hidden(rows, hidden, columns)
        for part in _parts(_visible(rows, spans, hidden, columns), hidden):
            write(self.out, lay_out(self.out, part))

    def _cell(self, cell: etree._Element, place: str) -> Words:
        kind = attribute(cell, "t") or "n"
        pattern, bold = self.formats.get(number(cell, "s"))
        stored = child(cell, "v")
        value = "" if stored is None else (stored.text or "").strip()
        if kind == "inlineStr":
            inline = child(cell, "is")
            runs = [] if inline is None else _runs(inline)
        elif kind == "s":
            index = int(value) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else -1
            runs = list(self.strings[index]) if 0 <= index < len(self.strings) else []
        elif not value and kind != "str" and child(cell, "f") is not None:
            raise refused(
                self.out.name,
                f"cell {place} holds a formula whose value is not stored; open the file in Excel and save it again",
            )
        else:
            runs = [(self._shown(kind, value, pattern), None)]
        return words((text, bold if own is None else own) for text, own in runs)

    def _shown(self, kind: str, value: str, pattern: str) -> str:
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind == "d":
            stored = _serial(value)
            return value if stored is None else shown(stored, "yyyy/m/d" if pattern == "General" else pattern)
        if kind == "n" and re.fullmatch(
            r"[-+]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?:[eE][-+]?\d{1,2})?", value, re.ASCII
        ):
            return shown(float(value), pattern, from_1904=self.from_1904)
        return _unescaped(value)

    def _note_hidden(self, rows: dict[int, dict[int, Words]], hidden: set[int], columns: Sequence[range]) -> None:
        for r in sorted(hidden):
            self._note("hidden-row-left-out", rows[r].values())
        for span in columns:
            self._note("hidden-column-left-out", (w for row in rows.values() for c, w in row.items() if c in span))

    def _note(self, rule: str, left_out: Iterable[Words]) -> None:
        texts = [one.value for one in left_out if one.value]
        if texts:
            self.out.repair(rule, "｜".join(texts))


def _serial(value: str) -> float | None:
    try:
        return (datetime.fromisoformat(value).replace(tzinfo=None) - FIRST_DAY).total_seconds() / 86400
    except ValueError:
        return None


def _rows(root: etree._Element) -> Iterator[tuple[int, etree._Element, list[tuple[int, etree._Element]]]]:
    """Each row with its number and its cells by column, all counted from 1; both may be left unsaid."""
    r = 0
    for row in children(child(root, "sheetData"), "row"):
        r = number(row, "r", r + 1)
        cells, c = [], 0
        for cell in children(row, "c"):
            match = REFERENCE.fullmatch(attribute(cell, "r") or "")
            c = _column(match.group(1)) if match else c + 1
            cells.append((c, cell))
        yield r, row, cells


def _column(letters: str) -> int:
    value = 0
    for char in letters:
        value = value * 26 + ord(char) - 64
    return value


def _letters(column: int) -> str:
    said = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def _hidden_columns(root: etree._Element) -> list[range]:
    return [
        range(number(one, "min"), number(one, "max") + 1)
        for group in children(root, "cols")
        for one in children(group, "col")
        if attribute(one, "hidden") in ON
    ]


def _merged(root: etree._Element) -> dict[tuple[int, int], tuple[int, int]]:
    """First cell → last row and column of each merged range."""
    found = {}
    for one in children(child(root, "mergeCells"), "mergeCell"):
        corners = [REFERENCE.fullmatch(part) for part in (attribute(one, "ref") or "").split(":")]
        places = [(int(m.group(2)), _column(m.group(1))) for m in corners if m]
        if len(places) == 2:
            found[places[0]] = places[1]
    return found


def _visible(
    rows: dict[int, dict[int, Words]],
    spans: dict[tuple[int, int], tuple[int, int]],
    hidden: set[int],
    columns: Sequence[range],
) -> list[Cell]:
    """The printed cells in the sheet's own rows and columns; of a merged range as much as is not hidden."""
    used = sorted(r for r, row in rows.items() if r not in hidden and any(one.value for one in row.values()))
    found = []
    for r, c in sorted((r, c) for r, row in rows.items() for c, text in row.items() if text.value):
        last_row, last_column = spans.get((r, c), (r, c))
        high = used[bisect_left(used, r) : bisect_right(used, last_row)]
        wide = _left(range(c, last_column + 1), columns)
        if high and wide:
            found.append(Cell(high[0], wide[0], high[-1] - high[0] + 1, wide[-1] - wide[0] + 1, rows[r][c]))
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _left(span: range, hidden: Sequence[range]) -> Sequence[int]:
    return [c for c in span[:MAX_COLUMNS] if not any(c in out for out in hidden)]


def _parts(cells: Sequence[Cell], hidden: set[int]) -> Iterator[list[Cell]]:
    """The cells of each table of a sheet, rows counted anew from 0 and blank ones left out."""
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    used = sorted(by_row)
    in_rows = [[cell.words for cell in by_row[r]] for r in used]
    start = 0
    for at in range(1, len(used) + 1):
        if at < len(used):
            apart = any(r not in hidden for r in range(used[at - 1] + 1, used[at]))
            if not apart or not begins_table(in_rows[i] for i in range(at, len(used))):
                continue
        own = used[start:at]
        yield [
            replace(cell, row=bisect_left(own, cell.row), height=bisect_right(own, cell.row + cell.height - 1)
                    - bisect_left(own, cell.row))
            for r in own
            for cell in by_row[r]
        ]  # fmt: skip
        start = at
