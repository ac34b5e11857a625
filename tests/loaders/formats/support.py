"""What the tests of file formats share: a file's shape as plain values, and writers that make files of blocks."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import NamedTuple

import docx
import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Paragraph as PdfParagraph

from loaders.blocks import Blocks, Paragraph, Table
from loaders.source import Source
from loaders.text import Text
from ontology.errors import DocumentError

Reader = Callable[[str, bytes], tuple[Source, Blocks]]


class Shape(NamedTuple):
    """What a reader made of a file, as plain values."""

    blocks: list[str | list[list[str]]]
    repairs: list[tuple[str, str]]


def shape_of(reader: Reader, name: str, data: bytes) -> Shape:
    """Paragraphs as text, tables as rows of cells; on the way each text is sliced from the rendition again."""
    source, blocks = reader(name, data)
    assert source.data == data
    for text in texts(blocks):
        for i, char in enumerate(text.value):
            at = text.at[i]
            assert source.slice(source.span(at, at + 1)) == char
    again = reader(name, data)
    assert again[0].rendition == source.rendition
    return Shape(
        [
            one.text.value if isinstance(one, Paragraph) else [[cell.value for cell in row] for row in one.rows]
            for one in blocks.blocks
        ],
        [(repair.rule, repair.before) for repair in blocks.repairs],
    )


def texts(blocks: Blocks) -> list[Text]:
    """Every text in a document."""
    found: list[Text] = []
    for block in blocks.blocks:
        found += [block.text] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
    return found


def refusal_of(reader: Reader, name: str, data: bytes) -> str:
    """The message of the one `DocumentError` that reading raises."""
    with pytest.raises(DocumentError) as caught:
        reader(name, data)
    (problem,) = caught.value.problems
    assert problem.document == name
    return problem.message


def runs(text: Text) -> list[tuple[str, bool]]:
    """A text in pieces, each in bold or not."""
    found, at = [], 0
    for begin, end in text.bold:
        found += [(text.value[at:begin], False), (text.value[begin:end], True)]
        at = end
    return [(value, bold) for value, bold in [*found, (text.value[at:], False)] if value]


def width(table: Table) -> int:
    """How many columns a table has."""
    return max(len(row) for row in table.rows)


def as_html(blocks: Blocks, encoding: str = "utf-8") -> bytes:
    """A page with merged headings and paragraphs inside cells."""
    out = [f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>页</title></head><body>']

    def inline(text: Text) -> str:
        marked = "".join(f"<b>{html.escape(v)}</b>" if bold else html.escape(v) for v, bold in runs(text))
        return "".join(f"<p>{line}</p>" for line in marked.split("\n")) if "\n" in marked else marked

    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            tag = f"h{block.heading}" if block.heading else "p"
            out.append(f"<{tag}>{inline(block.text)}</{tag}>")
            continue
        out.append("<table>")
        for row in block.rows:
            span = f' colspan="{width(block)}"' if len(row) == 1 else ""
            out.append("<tr>" + "".join(f"<td{span}>{inline(cell)}</td>" for cell in row) + "</tr>")
        out.append("</table>")
    return "\n".join([*out, "</body></html>"]).encode(encoding)


def as_csv(blocks: Blocks, encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    """All blocks one below the other, a blank line after each table."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            writer.writerow([block.text.value])
            continue
        for row in block.rows:
            writer.writerow([cell.value for cell in row] + [""] * (width(block) - len(row)))
        writer.writerow([""] * width(block))
    return stream.getvalue().encode(encoding)


def as_docx(blocks: Blocks) -> bytes:
    """A Word document with headings, bold runs and merged heading rows."""
    document = docx.Document()
    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            style = f"Heading {block.heading}" if block.heading else None
            paragraph = document.add_paragraph(style=style)
            for value, bold in runs(block.text):
                paragraph.add_run(value).bold = bold
            continue
        table = document.add_table(len(block.rows), width(block))
        for line, row in zip(table.rows, block.rows, strict=True):
            cells = line.cells
            if len(row) == 1:
                cells = (cells[0].merge(cells[-1]),)
            for cell, text in zip(cells, row, strict=True):
                for i, part in enumerate(text.lines()):
                    paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
                    for value, bold in runs(part):
                        paragraph.add_run(value).bold = bold
        document.add_paragraph()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(blocks: Blocks) -> bytes:
    """A workbook of one sheet: numbers as numbers, merged heading rows, blank rows between tables."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    at = 1
    for block in blocks.blocks:
        rows: Sequence[Sequence[Text]] = [[block.text]] if isinstance(block, Paragraph) else block.rows
        for row in rows:
            for c, text in enumerate(row, 1):
                pieces = [TextBlock(InlineFont(b=True), v) if bold else v for v, bold in runs(text)]
                value = int(text.value) if text.value.isdecimal() else CellRichText(*pieces) if pieces else None
                sheet.cell(at, c).value = value
            if isinstance(block, Table) and len(row) == 1:
                sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width(block))
            at += 1
        at += isinstance(block, Table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


PDF_FONT = "STSong-Light"
BODY = ParagraphStyle("body", fontName=PDF_FONT, fontSize=9, leading=12, wordWrap="CJK")
TITLE = ParagraphStyle("title", parent=BODY, fontSize=14, leading=18, alignment=TA_CENTER)


def as_pdf(blocks: Blocks) -> bytes:
    """Landscape pages: repeated headers, rows that break across pages, page numbers in the foot."""
    pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
    story: list[Flowable] = []
    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            style = TITLE if block.heading or len(block.text) < 40 else BODY
            story.append(PdfParagraph(html.escape(block.text.value), style))
            continue
        body = [
            [[PdfParagraph(html.escape(part.value), BODY) for part in cell.lines() if part] for cell in row]
            + [[] for _ in range(width(block) - len(row))]
            for row in block.rows
        ]
        lines = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        for i, row in enumerate(block.rows):
            if len(row) == 1:
                lines.add("SPAN", (0, i), (-1, i))
        narrow = 34.0
        wide = (landscape(A4)[0] - 100 - narrow) / (width(block) - 1)
        widths = [narrow, *[wide] * (width(block) - 1)]
        story += [LongTable(body, widths, repeatRows=1, splitInRow=1, style=lines), Spacer(1, 14)]
    stream = io.BytesIO()

    def foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(PDF_FONT, 9)
        canvas.drawCentredString(landscape(A4)[0] / 2, 25, f"— {document.page} —")

    template = SimpleDocTemplate(stream, pagesize=landscape(A4), leftMargin=50, rightMargin=50, invariant=1)
    template.build(story, onFirstPage=foot, onLaterPages=foot)
    return stream.getvalue()


WRITERS: dict[str, Callable[[Blocks], bytes]] = {
    ".html": as_html,
    ".csv": as_csv,
    ".docx": as_docx,
    ".xlsx": as_xlsx,
    ".pdf": as_pdf,
}


# -- Word documents written by hand -----------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, **parts: str) -> bytes:
    """A .docx with this body, and numbering or styles if given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        related = "".join(f'<Relationship Id="r{k}" Type="{RELATIONS}/{k}" Target="{k}.xml"/>' for k in parts)
        made.writestr(
            "_rels/.rels",
            relations(f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'),
        )
        made.writestr("word/_rels/document.xml.rels", relations(related))
        made.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            made.writestr(f"word/{name}.xml", f"<w:{name} {W}>{xml}</w:{name}>")
    return stream.getvalue()


def relations(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def p(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tc(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if inner.startswith('<') else p(inner)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
