"""Inline markup left over in the cells of text files: tags and bold marks."""

from __future__ import annotations

import re

from loaders.text import Text

TAG = re.compile(r"</?(?:b|br|strong|em|i|u|p|div|span|font|sup|sub)(?:\s[^<>]*)?/?>", re.IGNORECASE)
BOLD = re.compile(r"<(b|strong)(?:\s[^<>]*)?>(.*?)</\1\s*>|\*\*(?!\s)(.+?)(?<!\s)\*\*", re.IGNORECASE | re.DOTALL)


def strip_markup(text: Text) -> tuple[Text, tuple[str, ...]]:
    """The text without tags and bold marks, and the marks that were left out, in order.

    What stood in bold stays marked as bold.  A `<br>` is a break made by the page and joins without a space
    (市住房<br>建设局); the paragraphs of `<p>` stand on lines of their own in the source already.
    """
    value = text.value
    if "<" not in value and "**" not in value:
        return text, ()
    bold: list[tuple[int, int]] = []
    dropped: set[int] = set()
    marks: list[tuple[int, str]] = []
    for match in BOLD.finditer(value):
        group = 2 if match.group(1) else 3
        bold.append(match.span(group))
        if group == 3:
            a, b = match.span(group)
            dropped |= {*range(match.start(), a), *range(b, match.end())}
            marks += [(match.start(), "**"), (b, "**")]
    for match in TAG.finditer(value):
        dropped |= set(range(*match.span()))
        marks.append((match.start(), match.group()))
    if not dropped:
        return text, ()
    marked = Text(text.source, value, text.at, text.anchor, (*text.bold, *bold))
    clean = marked.keep(i for i in range(len(value)) if i not in dropped)
    return clean, tuple(mark for _, mark in sorted(marks))
