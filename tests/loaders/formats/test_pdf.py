"""PDFs: grids from lines, tables over pages, what is no part of the document, what cannot be read."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.blocks import Table
from loaders.formats import READERS
from tests.loaders.formats.support import refusal_of, shape_of

READ = READERS[".pdf"]
FONT = "STSong-Light"
HEADER = ["序号", "领域", "事项"]
Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, encrypt: StandardEncryption | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, A4, invariant=1, encrypt=encrypt)
    for page in pages:
        canvas.setFont(FONT, 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def text(x: float, y: float, *lines: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        for i, line in enumerate(lines):
            canvas.drawString(x, y - 12 * i, line)

    return draw


def all_of(*parts: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def grid(
    *rows: Sequence[str | None], top: float = 700, widths: tuple[float, ...] = (40, 100, 200), last_line: bool = True
) -> Draw:
    """Rows with all lines drawn, but none above a cell that is None: it belongs to the one above."""

    def draw(canvas: Canvas) -> None:
        xs = [60 + sum(widths[:i]) for i in range(len(widths) + 1)]
        y = top
        for row in rows:
            height = 6 + 12 * max(len((cell or "").split("\n")) for cell in row)
            for i, cell in enumerate(row):
                if cell is not None:
                    canvas.line(xs[i], y, xs[i + 1], y)
                    text(xs[i] + 4, y - 12, *cell.split("\n"))(canvas)
            for x in xs:
                canvas.line(x, y, x, y - height)
            y -= height
        if last_line:
            canvas.line(xs[0], y, xs[-1], y)

    return draw


def test_pdf_merged_cells_and_paragraphs_around() -> None:
    page = all_of(
        text(60, 750, "任务分工表"), grid(HEADER, ["1", "商事", "甲"], ["2", None, "乙"]), text(60, 500, "注：略")
    )
    assert shape_of(READ, "a.pdf", pdf(page)).blocks == [
        "任务分工表",
        [HEADER, ["1", "商事", "甲"], ["2", "商事", "乙"]],
        "注：略",
    ]


def test_pdf_line_ends_of_the_page_join_and_those_of_the_author_stay() -> None:
    full = "一二三四五六七八九十一二三四五六七八九"
    page = grid(HEADER, ["1", "商事", f"{full}\n二十。\n第二段"])
    (table,) = READ("a.pdf", pdf(page))[1].blocks
    assert isinstance(table, Table)
    assert table.rows[1][2].value == f"{full}二十。\n第二段"


def test_pdf_table_over_pages() -> None:
    """The header repeated, a row torn, a domain merged over the page's end, numbers of pages in the foot."""
    foot = [text(280, 30, f"— {i} —") for i in (1, 2)]
    first = all_of(grid(HEADER, ["1", "商事", "甲"], ["2", None, "一二三四五六七八九十一二三四五六七八九"]), foot[0])
    second = all_of(grid(HEADER, ["", "", "续"], ["3", None, "丙"], ["4", "税务", "丁"]), foot[1])
    made = shape_of(READ, "a.pdf", pdf(first, second))
    assert made.blocks == [
        [
            HEADER,
            ["1", "商事", "甲"],
            ["2", "商事", "一二三四五六七八九十一二三四五六七八九续"],
            ["3", "商事", "丙"],
            ["4", "税务", "丁"],
        ]
    ]
    assert [rule for rule, _ in made.repairs].count("page-furniture-dropped") == 2
    assert ("repeated-header", "序号｜领域｜事项") in made.repairs
    assert ("torn-row-joined", "row 2") in made.repairs


def test_pdf_row_that_no_line_ends_at_the_page() -> None:
    first = grid(HEADER, ["1", "商事", "一二三四五六七八九十一二三四五六七八九"], last_line=False)
    second = grid(["", "", "续。"], ["2", "税务", "乙"])
    assert shape_of(READ, "a.pdf", pdf(first, second)).blocks == [
        [HEADER, ["1", "商事", "一二三四五六七八九十一二三四五六七八九续。"], ["2", "税务", "乙"]]
    ]


def test_pdf_list_that_begins_anew_is_a_table_of_its_own() -> None:
    made = shape_of(READ, "a.pdf", pdf(grid(HEADER, ["1", "商事", "甲"]), grid(HEADER, ["1", "税务", "乙"])))
    assert made.blocks == [[HEADER, ["1", "商事", "甲"]], [HEADER, ["1", "税务", "乙"]]]


def test_pdf_tables_that_touch_are_parted_where_a_header_has_other_columns() -> None:
    below = grid(["序号", "事项", "单位"], ["1", "乙", "省厅"], top=664, widths=(40, 200, 100))
    made = shape_of(READ, "a.pdf", pdf(all_of(grid(HEADER, ["1", "商事", "甲"]), below)))
    assert made.blocks == [[HEADER, ["1", "商事", "甲"]], [["序号", "事项", "单位"], ["1", "乙", "省厅"]]]


def test_pdf_running_heads_and_watermarks_are_dropped() -> None:
    def marked(canvas: Canvas) -> None:
        text(60, 800, "珠海市文件")(canvas)
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "草稿")
        canvas.restoreState()

    pages = [all_of(marked, text(60, 400, body)) for body in ("第一页的话。", "第二页的话。")]
    made = shape_of(READ, "a.pdf", pdf(*pages))
    assert made.blocks == ["第一页的话。", "第二页的话。"]
    assert set(made.repairs) == {("watermark-dropped", "草稿"), ("page-furniture-dropped", "珠海市文件")}


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("page_turned", [False, True])
def test_pdf_page_turned_by_quarters(angle: int, page_turned: bool) -> None:
    table = grid(HEADER, ["1", "商事", "甲"], ["2", None, "乙"])

    def turned(canvas: Canvas) -> None:
        if page_turned:
            canvas.setPageRotation(angle)
        canvas.translate(420, 420)
        canvas.rotate(angle)
        canvas.translate(-300, -650)
        table(canvas)

    assert shape_of(READ, "a.pdf", pdf(turned)).blocks == [[HEADER, ["1", "商事", "甲"], ["2", "商事", "乙"]]]


def test_pdf_of_pictures_needs_ocr() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (50, 70), 200)), 0, 0, *A4)

    assert "OCR" in refusal_of(READ, "a.pdf", pdf(scan))
    assert "OCR" in refusal_of(READ, "a.pdf", pdf(all_of(scan, text(280, 30, "— 1 —"))))


def test_pdf_without_text_is_refused() -> None:
    assert "no text" in refusal_of(READ, "a.pdf", pdf(lambda canvas: canvas.rect(9, 9, 90, 90)))


def test_pdf_that_is_encrypted_is_refused() -> None:
    data = pdf(text(60, 700, "密"), encrypt=StandardEncryption("secret", canPrint=0))
    assert "password" in refusal_of(READ, "a.pdf", data)


def test_pdf_that_only_forbids_printing_is_read() -> None:
    data = pdf(text(60, 700, "开放"), encrypt=StandardEncryption("", ownerPassword="x", canPrint=0))
    assert shape_of(READ, "a.pdf", data).blocks == ["开放"]
