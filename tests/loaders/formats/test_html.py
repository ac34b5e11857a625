"""Web pages as a browser shows them."""

from __future__ import annotations

import pytest

from loaders.blocks import Paragraph
from loaders.formats import READERS
from tests.loaders.formats.support import refusal_of, shape_of

READ = READERS[".html"]
HEAD = "<tr><th>序号</th><th>领域</th><th>事项</th></tr>"

CASES: dict[str, tuple[str, list[str | list[list[str]]]]] = {
    "a domain by rowspan, headings by colspan": (
        f"<table>{HEAD}<tr><td colspan=3>一、开办</td></tr><tr><td>1<td rowspan=2>商事<td>甲<tr><td>2<td>乙</table>",
        [[["序号", "领域", "事项"], ["一、开办"], ["1", "商事", "甲"], ["2", "商事", "乙"]]],
    ),
    "rowspan=0 and one beyond the end": (
        f"<table>{HEAD}<tr><td>1<td rowspan=0>商事<td>甲<tr><td>2<td rowspan=99>乙</table>",
        [[["序号", "领域", "事项"], ["1", "商事", "甲"], ["2", "商事", "乙"]]],
    ),
    "a break joins, two end a paragraph, Latin words stay apart": (
        "<table><tr><td>市住房<br>建设局<td>甲。<br/> <br/>乙<td>One Person<br>Company</table>",
        [[["市住房建设局", "甲。\n乙", "One Person Company"]]],
    ),
    "paragraphs, blocks and lists in a cell are lines": (
        "<table><tr><td>1<td><p>甲</p><div>乙</div><ul><li>丙<li>丁</ul></table>",
        [[["1", "甲\n乙\n丙\n丁"]]],
    ),
    "script, style, comments and hidden parts are not shown": (
        "<script>var a='<table>'</script><style>p{}</style><!-- 注 --><p hidden>无</p><div style='display: none'><table><tr><td>1<td>2</table></div><p>有</p>",
        ["有"],
    ),
    "a table that only places another": (
        f"<table><tr><td>导航<td><h2>清单</h2><table>{HEAD}<tr><td>1<td>商事<td>甲</table></table>",
        ["导航", "清单", [["序号", "领域", "事项"], ["1", "商事", "甲"]]],
    ),
    "a table that places a long text and a table": (
        f"<table><tr><td>左<td>{'各区政府：现将清单印发。' * 9}<table>{HEAD}<tr><td>1<td>商事<td>甲</table></table>",
        ["左", "各区政府：现将清单印发。" * 9, [["序号", "领域", "事项"], ["1", "商事", "甲"]]],
    ),
    "a small table inside a cell is text of the cell": (
        f"<table>{HEAD}<tr><td>1<td>商事<td>甲<table><tr><td>子<td>丑</table></table>",
        [[["序号", "领域", "事项"], ["1", "商事", "甲\n子\n丑"]]],
    ),
    "tables in navigation are read, its text is not": (
        f"<nav>首页<table>{HEAD}<tr><td>1<td>商事<td>甲</table></nav><footer>主办单位</footer>",
        [[["序号", "领域", "事项"], ["1", "商事", "甲"]]],
    ),
    "a caption row is a paragraph": (
        f"<table><caption>附表</caption><tr><td colspan=3>任务分工表</td></tr>{HEAD}</table>",
        ["附表", "任务分工表", [["序号", "领域", "事项"]]],
    ),
    "white space as a browser joins it": ("<p>甲\n\t 乙&nbsp;丙</p>丁<br>戊", ["甲 乙 丙", "丁", "戊"]),
    "rows and cells that nothing closes": ("<table><tr><td>1<td>甲<tr><td>2<td>乙", [[["1", "甲"], ["2", "乙"]]]),
    "several tables": (
        "<table><tr><td>1<td>甲</table><p>完</p><table><tr><td>2<td>乙</table>",
        [[["1", "甲"]], "完", [["2", "乙"]]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_html_blocks(name: str) -> None:
    page, expected = CASES[name]
    assert shape_of(READ, "a.html", f"<html><body>{page}</body></html>".encode()).blocks == expected


def test_html_headings_and_bold() -> None:
    page = "<h1>题</h1><p>前<strong>粗</strong>后<span style='font-weight:700'>重</span></p>"
    _, blocks = READ("a.html", page.encode())
    heading, text = blocks.blocks
    assert isinstance(heading, Paragraph)
    assert heading.heading == 1
    assert isinstance(text, Paragraph)
    assert (text.heading, text.text.value, text.text.bold) == (None, "前粗后重", ((1, 2), (3, 4)))


def test_html_dropped_navigation_is_recorded() -> None:
    assert shape_of(READ, "a.html", "<nav>首页</nav><p>文</p>".encode()).repairs == [("page-furniture-dropped", "首页")]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("utf-8", "utf-8"),
        ("gb2312", "utf-8"),
        ("big5", "big5hkscs"),
        ("x-odd", "gb18030"),
    ],
)
def test_html_charset(declared: str, encoding: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>優化環境</p>'
    assert shape_of(READ, "a.html", page.encode(encoding)).blocks == ["優化環境"]


def test_html_spans_that_claim_too_much_are_refused() -> None:
    page = "<table>" + "<tr>" + "<td colspan=1000>x" * 2000 + "</table>"
    assert "million" in refusal_of(READ, "a.html", page.encode())


def test_html_nested_tables() -> None:
    deep = "<table><tr><td>" * 400 + "底" + "</table>" * 400
    assert "底" in str(shape_of(READ, "a.html", deep.encode()).blocks)
    assert "deep" in refusal_of(READ, "a.html", deep.replace("</table>", "").encode() * 3)


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"<!-- -->", b"   ", b"<script>1</script>"])
def test_html_without_text_is_refused(data: bytes) -> None:
    assert "no" in refusal_of(READ, "a.html", data)
