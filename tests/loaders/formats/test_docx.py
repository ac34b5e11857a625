"""Word documents as they print."""

from __future__ import annotations

import io

import docx
import pytest

from loaders.blocks import Paragraph
from loaders.formats import READERS
from loaders.formats.counting import by_digits, chinese, circled, letter, roman
from tests.loaders.formats.support import p, package, r, shape_of, table, tc

READ = READERS[".docx"]
NUMBER = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)

CASES: dict[str, tuple[str, list[str | list[list[str]]]]] = {
    "paragraphs and tables in reading order": (
        p("前") + table(tc("1") + tc("甲")) + p("后"),
        ["前", [["1", "甲"]], "后"],
    ),
    "cells merged over rows and columns": (
        table(
            tc("序号") + tc("领域") + tc("事项"),
            tc("一、开办", '<w:gridSpan w:val="3"/>'),
            tc("1") + tc("商事", '<w:vMerge w:val="restart"/>') + tc("甲"),
            tc("2") + tc("", "<w:vMerge/>") + tc("乙"),
            tc("3") + tc("税务") + tc("丙"),
        ),
        [[["序号", "领域", "事项"], ["一、开办"], ["1", "商事", "甲"], ["2", "商事", "乙"], ["3", "税务", "丙"]]],
    ),
    "paragraphs and manual breaks in a cell are lines": (
        table(tc("1") + tc(p("甲") + "<w:p><w:r><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>")),
        [[["1", "甲\n乙\n丙"]]],
    ),
    "a manual break in a title parts its lines": (
        "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p>",
        ["上", "下"],
    ),
    "content controls, insertions and links are text": (
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt><w:p><w:ins>{r('新')}</w:ins><w:hyperlink>{r('链')}</w:hyperlink></w:p>",
        ["控件", "新链"],
    ),
    "a field shows its result, not its code": (
        f"<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>{r('3')}</w:p>",
        ["3"],
    ),
    "a table inside a cell is text of the cell": (
        table(tc("1") + tc("甲" * 30), tc("2") + tc(p("乙") + table(tc("子") + tc("丑")))),
        [[["1", "甲" * 30], ["2", "乙\n子\n丑"]]],
    ),
    "a table that only places another": (table(tc(p("题") + table(tc("1") + tc("甲")))), ["题", [["1", "甲"]]]),
    "a caption row is a paragraph": (
        table(tc("任务分工表", '<w:gridSpan w:val="2"/>'), tc("序号") + tc("事项"), tc("1") + tc("甲")),
        ["任务分工表", [["序号", "事项"], ["1", "甲"]]],
    ),
    "a row that begins in the second column": (
        table(tc("1") + tc("甲"), "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + tc("乙")),
        [[["1", "甲"], ["", "乙"]]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_docx_blocks(name: str) -> None:
    body, expected = CASES[name]
    assert shape_of(READ, "a.docx", package(body)).blocks == expected


def test_docx_deletions_and_hidden_text_are_left_out_and_recorded() -> None:
    gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    hidden = r("密", "<w:vanish/>")
    row = "<w:trPr><w:del/></w:trPr>" + tc("9") + tc("删")
    body = f"<w:p>{gone}{r('新')}{hidden}</w:p>" + table(tc("1") + tc("甲"), row)
    made = shape_of(READ, "a.docx", package(body))
    assert made.blocks == ["新", [["1", "甲"]]]
    assert made.repairs == [("deleted-text-left-out", "旧密"), ("deleted-text-left-out", "9删")]


def test_docx_automatic_numbers_are_printed() -> None:
    cells = [table(*(tc(p("", NUMBER.format(1))) + tc(text) for text in ("甲", "乙")))]
    body = p("开办", NUMBER.format(0)) + cells[0] + p("许可", NUMBER.format(0)) + cells[0]
    blocks = shape_of(READ, "a.docx", package(body, numbering=NUMBERING)).blocks
    assert blocks == ["一、 开办", [["1", "甲"], ["2", "乙"]], "二、 许可", [["1", "甲"], ["2", "乙"]]]


def test_docx_headings_and_bold_come_from_styles_too() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="mine"/><w:basedOn w:val="a"/></w:style>'
    )
    body = p("题", '<w:pStyle w:val="b"/>') + "<w:p>" + r("粗", "<w:b/>") + r("细", "<w:b w:val='0'/>") + "</w:p>"
    _, blocks = READ("a.docx", package(body, styles=styles))
    heading, text = blocks.blocks
    assert isinstance(heading, Paragraph)
    assert (heading.heading, heading.text.bold) == (2, ((0, 1),))
    assert isinstance(text, Paragraph)
    assert (text.heading, text.text.bold) == (None, ((0, 1),))


def test_docx_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    both = f'<m:AlternateContent xmlns:m="m"><m:Choice><w:drawing>{box}</w:drawing></m:Choice><m:Fallback><w:pict>{box}</w:pict></m:Fallback></m:AlternateContent>'
    assert shape_of(READ, "a.docx", package(f"<w:p>{r('文')}<w:r>{both}</w:r></w:p>")).blocks == ["文", "框"]


def test_docx_of_another_program_is_read() -> None:
    document = docx.Document()
    document.add_heading("清单", 1)
    document.add_table(1, 2).rows[0].cells[1].text = "甲"
    stream = io.BytesIO()
    document.save(stream)
    assert shape_of(READ, "a.docx", stream.getvalue()).blocks == ["清单", "甲"]


@pytest.mark.parametrize(
    ("function", "value", "said"),
    [
        *(
            (chinese, v, s)
            for v, s in [
                (0, "〇"),
                (7, "七"),
                (10, "十"),
                (12, "十二"),
                (20, "二十"),
                (105, "一百零五"),
                (2030, "二千零三十"),
                (12345, "12345"),
            ]
        ),
        *((circled, v, s) for v, s in [(1, "①"), (20, "⑳"), (21, "21")]),
        *((letter, v, s) for v, s in [(1, "A"), (27, "AA"), (0, "0")]),
        *((roman, v, s) for v, s in [(4, "iv"), (1999, "mcmxcix"), (0, "0")]),
        (by_digits, 2020, "二〇二〇"),
    ],
)
def test_counting(function: type[str], value: int, said: str) -> None:
    assert function(value) == said
