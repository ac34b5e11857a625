"""The three notations of tables in text files."""

from __future__ import annotations

import pytest

from loaders.blocks import Paragraph, Table
from loaders.formats import plain
from loaders.source import text_source


def shape(text: str) -> list[str | list[list[str]]]:
    """Paragraphs as text, tables as rows of cells."""
    blocks = plain.read(text_source("a.txt", text.encode())).blocks
    return [
        block.text.value if isinstance(block, Paragraph) else [[cell.value for cell in row] for row in block.rows]
        for block in blocks
    ]


CASES = {
    "pipes with ruler, bold and an escaped pipe": (
        "# 清单\n| 序号 | 措施 |\n|----|:--:|\n| 1 | <b>秒批。</b> 甲\\|乙 |\n尾",
        ["清单", [["序号", "措施"], ["1", "秒批。 甲\\|乙"]], "尾"],
    ),
    "tabs, one row a line, header again after a blank line": (
        "题\n\n序号\t事项\n1\t甲\n\n序号\t事项\n2\t乙",
        ["题", [["序号", "事项"], ["1", "甲"]], [["序号", "事项"], ["2", "乙"]]],
    ),
    "tabs, a line end inside a cell": (
        "序号\t事项\t单位\n1\t甲\n续\t市局\n2\t乙\t省厅",
        [[["序号", "事项", "单位"], ["1", "甲\n续", "市局"], ["2", "乙", "省厅"]]],
    ),
    "one cell a line, paragraphs without a tab, blank last cell": (
        "\t序号\n\t措施\n\t备注\n\n\t（一）开办\n\n\t1\n\t甲\n\n2.乙\n\t\n\n\t2\n\t丙\n\t完\n\n\n二、下一个\n",
        [
            [["序号", "措施", "备注"], ["（一）开办"], ["1", "甲\n2.乙", ""], ["2", "丙", "完"]],
            "二、下一个",
        ],
    ),
    "one cell a line, a remark that begins with an empty paragraph": (
        "\t序号\n\t时限\n\t备注\n\n\t1\n\t六月\n\n\t\n七月的办法\n\n\t2\n\t八月\n\t\n",
        [[["序号", "时限", "备注"], ["1", "六月", "七月的办法"], ["2", "八月", ""]]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_read_gives_blocks(name: str) -> None:
    text, expected = CASES[name]
    assert shape(text) == expected


def test_read_records_tags_but_not_the_page_s_own_breaks() -> None:
    blocks = plain.read(text_source("a.txt", "序号\t事项\n1\t<p>甲<br>乙</p>\n".encode()))
    assert [(one.rule, one.before) for one in blocks.repairs] == [("tag-stripped", "<p><br></p>")]
    table = blocks.blocks[0]
    assert isinstance(table, Table)
    assert table.rows[1][1].value == "甲乙"
