"""The genre's vocabulary, and documents put together from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

BODIES = (
    *(
        "市科技局",
        "省财政厅",
        "财政厅",
        "各县（市、区）政府",
        "各区、县（市）政府",
        "市委网信办",
        "深圳海关",
        "珠海供电局",
    ),
    *(
        "广州",
        "深圳",
        "珠海出入境边防检查总站",
        "市、区市场监管领域相关部门",
        "各有关部门",
        "市",
        "区",
        "*县科技局",
        "人民政府",
    ),
)
ROLES = (
    *(
        "牵头",
        "配合",
        "统筹",
        "负责",
        "牵头负责",
        "按职责分工负责",
        "按部门职责分工分别负责、",
        "会同",
        "等部门配合",
        "落实",
        "等",
    ),
    *("由", "下同", "列第一位的为牵头单位", "第一个逗号前为牵头单位", "标*的为牵头单位", "和", "及", "与"),
)
LABELS = (
    "责任单位：",
    "牵头单位：",
    "配合单位:",
    "牵头：",
    "责任单位",
    "完成时限：",
    "责任领导：",
    "主管部门：",
    "责任单位（部门）：",
)
MARKS = (
    *(
        "、",
        "，",
        "；",
        "。",
        "：",
        "（",
        "）",
        "〔",
        "〕",
        "【",
        "】",
        "《",
        "》",
        "“",
        "”",
        "(",
        ")",
        "[",
        "]",
        "\n",
        " ",
        "　",
        "\t",
    ),
    *(
        "—",
        "*",
        "**",
        "|",
        "<b>",
        "</b>",
        "<br>",
        "\r\n",
        "\u3000\u3000",
        "\ufeff",
        "\u2028",
        "\x85",
        "𠮷",
        "e\u0301",
        "\xa0",
    ),
)
ORDINALS = (
    *(
        "一、",
        "二、",
        "十、",
        "（一）",
        "（二）",
        "（十二）",
        "1.",
        "2．",
        "3、",
        "12 ",
        "（1）",
        "1）",
        "第一条 ",
        "第二十条",
        "第一章 ",
    ),
    *("第三部分 ", "第二节", "任务一：", "举措3：", "0.", "999.", "一百、", "〇、", "# ", "## ", "### 二、"),
)
WORDS = (
    *(
        "推行一网通办",
        "优化营商环境",
        "附则",
        "保障措施",
        "工作要求",
        "组织实施",
        "重点任务",
        "本措施由市商务局负责解释",
        "给予补贴",
        "建设平台",
    ),
    *(
        "2025年6月底",
        "2020年2月",
        "2020年13月",
        "2024年第一季度",
        "持续推进",
        "全省范围",
        "全省除深圳市以外的地区（深圳市已复制推广）",
        "全市",
    ),
    *(
        "粤港澳大湾区九市",
        "海关特殊监管区域",
        "珠府〔2019〕42号",
        "关于印发方案的通知",
        "（2项）",
        "领域",
        "投资便利化领域（10项）",
        "已完成。",
    ),
    *("正在推进", "佛山市顺德区", "掌上海关", "0", "1", "99999", "½", "①", "㈠", "Ⅳ", "一", "十百", "两百零", ""),
)
HEADERS = (
    *(
        "序号",
        "事项",
        "主要内容",
        "牵头单位",
        "责任单位（列首位的为牵头单位）",
        "配合单位",
        "完成时限",
        "备注",
        "领域",
        "工作任务",
        "具体举措",
    ),
    *("推广范围", "主要做法", "工作措施", "进展情况", "统筹单位", "改革措施", "牵头", "配合", "注：", "单位"),
)
VOCABULARY = (*BODIES, *ROLES, *LABELS, *MARKS, *ORDINALS, *WORDS, *HEADERS)


class Provider(Protocol):
    """What is used of atheris.FuzzedDataProvider."""

    def ConsumeIntInRange(self, low: int, high: int, /) -> int: ...  # noqa: N802
    def ConsumeUnicodeNoSurrogates(self, count: int, /) -> str: ...  # noqa: N802
    def remaining_bytes(self) -> int: ...


def pick(data: Provider, words: tuple[str, ...]) -> str:
    """A word of a list."""
    return words[data.ConsumeIntInRange(0, len(words) - 1)]


def clause(data: Provider, most: int = 12) -> str:
    """Names, parts and separators in any order, now and then with characters of no list."""
    kinds = (BODIES, BODIES, ROLES, MARKS, LABELS, VOCABULARY)
    said = ""
    for _ in range(data.ConsumeIntInRange(0, most)):
        kind = data.ConsumeIntInRange(0, len(kinds))
        said += _strange(data) if kind == len(kinds) else pick(data, kinds[kind])
    return said


def _strange(data: Provider) -> str:
    """Any characters but controls, which no text holds."""
    return "".join(char for char in data.ConsumeUnicodeNoSurrogates(3) if char.isprintable())


def sentence(data: Provider) -> str:
    """A title, words and perhaps a clause in brackets."""
    said = pick(data, WORDS) + pick(data, ("。", "：", "，", "\n", "")) + pick(data, VOCABULARY)
    opened, closed = pick(data, ("（", "〔", "【", "(", "")), pick(data, ("）", "〕", "】", ")", ""))
    return said + opened + pick(data, LABELS) + clause(data) + closed


def prose(data: Provider) -> str:
    """Numbered paragraphs, some of them labels or plain lines."""
    lines = [pick(data, WORDS)]
    while data.remaining_bytes() and len(lines) < 40:
        kind = data.ConsumeIntInRange(0, 5)
        bold = "**" if kind == 4 else ""
        if kind == 5:
            lines.append(pick(data, LABELS) + clause(data))
        else:
            lines.append(bold + (pick(data, ORDINALS) if kind else "") + sentence(data) + bold)
    return "\n".join(lines)


def rows(data: Provider) -> list[list[str]]:
    """A table: a header of known names, numbered rows, and rows that don't fit."""
    width = data.ConsumeIntInRange(1, 8)
    head = [pick(data, HEADERS) for _ in range(width)]
    found = [head]
    while data.remaining_bytes() and len(found) < 30:
        kind = data.ConsumeIntInRange(0, 9)
        if kind == 0:
            found.append(head)
        elif kind == 1:
            found.append([pick(data, ORDINALS) + pick(data, WORDS)])
        else:
            cells = [str(len(found))] + [clause(data, 5) if kind % 2 else pick(data, WORDS) for _ in range(width - 1)]
            found.append(cells[: width - (kind == 2)])
    return found


def as_pipes(table: list[list[str]]) -> str:
    """A table in Markdown's notation."""
    return "\n".join("| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in table)


def as_tabs(table: list[list[str]]) -> str:
    """A table with tabs between cells."""
    return "\n".join("\t".join(row) for row in table)


def as_cell_lines(table: list[list[str]]) -> str:
    """A table with one cell a line, a tab before each."""
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in table)


def as_csv(table: list[list[str]]) -> str:
    """A table with commas."""
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table)


def as_html(table: list[list[str]]) -> str:
    """A table as a page, its first cells spanning rows where they hold a zone's count of characters."""
    cells = ("".join(f"<td rowspan={len(c) % 3 or 1} colspan={len(c) % 2 + 1}>{c}" for c in row) for row in table)
    return "<table>" + "".join(f"<tr>{row}" for row in cells) + "</table>"


NOTATIONS: tuple[tuple[str, Callable[[list[list[str]]], str]], ...] = (
    (".txt", as_pipes),
    (".md", as_tabs),
    (".txt", as_cell_lines),
    (".csv", as_csv),
    (".html", as_html),
)
