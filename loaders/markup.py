"""Inline markup left over in the cells of text files: tags and bold marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.text import Text

TAG = re.compile(r"</?(?:b|br|strong|em|i|u|p|div|span|font|sup|sub)(?:\s[^<>]*)?/?>", re.IGNORECASE)
MARK = re.compile(r"<(?P<close>/?)(?P<tag>b|strong)(?:\s[^<>]*)?>|\*\*", re.IGNORECASE)


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
    for before, after in _bold(value):
        bold.append((before.end(), after.start()))
        if before.group() == "**":
            dropped |= {*range(*before.span()), *range(*after.span())}
            marks += [(before.start(), "**"), (after.start(), "**")]
    for match in TAG.finditer(value):
        dropped |= set(range(*match.span()))
        marks.append((match.start(), match.group()))
    if not dropped:
        return text, ()
    marked = Text(text.source, value, text.at, text.anchor, (*text.bold, *bold))
    clean = marked.keep(i for i in range(len(value)) if i not in dropped)
    return clean, tuple(mark for _, mark in sorted(marks))


def _bold(value: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The marks around what is bold: <b> up to the first </b>, ** that stands on a word up to one that ends a word."""
    marks = list(MARK.finditer(value))
    last = {_closes(value, mark): n for n, mark in enumerate(marks)}
    opened: re.Match[str] | None = None
    for n, mark in enumerate(marks):
        if opened is None:
            opens = _opens(value, mark)
            opened = mark if opens is not None and last.get(opens, -1) > n else None
        elif _closes(value, mark) == _opens(value, opened) and mark.start() > opened.end():
            yield opened, mark
            opened = None


def _opens(value: str, mark: re.Match[str]) -> str | None:
    """What a mark opens: b, strong or **; None where it opens nothing."""
    if mark["tag"]:
        return None if mark["close"] else mark["tag"].lower()
    return "**" if not value[mark.end() : mark.end() + 1].isspace() else None


def _closes(value: str, mark: re.Match[str]) -> str | None:
    """What a mark closes; None where it closes nothing."""
    if mark["tag"]:
        return mark["tag"].lower() if mark["close"] else None
    return "**" if not value[max(0, mark.start() - 1) : mark.start()].isspace() else None
