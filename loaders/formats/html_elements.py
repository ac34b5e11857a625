"""Walking through a web page: what is shown, what is bold, which tables only place other things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree

SKIPPED = {
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "object", "iframe", "svg", "math",
    "select", "textarea", "rt", "rp", "audio", "video", "canvas",
}  # fmt: skip
BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)

Event = Literal["start", "end", "text", "table"]


def walk(root: etree._Element, *, into_tables: bool = False) -> Iterator[tuple[Event, str, etree._Element]]:
    """Shown text and elements under `root` in order; a table inside it is one event, or an element like others."""
    stack: list[tuple[etree._Element, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        tag = element.tag
        if done:
            yield "end", tag, element
        else:
            if tag == "table" and not into_tables:
                if not is_hidden(element):
                    yield "table", tag, element
            elif tag not in SKIPPED and not is_hidden(element):
                yield "start", tag, element
                yield "text", element.text or "", element
                stack.append((element, True))
                stack.extend((one, False) for one in reversed(element))
                continue
        if element is not root and element.tail:
            yield "text", element.tail, element


def is_hidden(element: etree._Element) -> bool:
    """Whether a browser shows nothing of an element; only what stands in the element itself is looked at."""
    return element.get("hidden") is not None or bool(HIDDEN.search(element.get("style") or ""))


def is_bold(element: etree._Element, tag: str, *, above: bool) -> bool:
    """Whether text in an element is bold: as its style says, else by its name, else as above it."""
    weight = WEIGHT.search(element.get("style") or "")
    if weight:
        return weight.group(1).lower() not in ("normal", "100", "200", "300", "400", "500")
    return above or tag in BOLD


def table_rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """The rows of a table as lists of cells, through whatever stands between, not through inner tables."""
    loose: list[etree._Element] = []
    stack = list(reversed(table))
    while stack:
        element = stack.pop()
        if element.tag == "tr" and not is_hidden(element):
            yield [one for one in nearest(element, ("td", "th")) if not is_hidden(one)]
        elif element.tag in ("td", "th"):
            loose.append(element)
        elif element.tag not in ("table", "tr", "caption") and not is_hidden(element):
            stack.extend(reversed(element))
    if loose:
        yield loose


def nearest(root: etree._Element, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The nearest elements with one of the tags, not inside each other nor inside an inner table."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if element.tag in tags:
            yield element
        elif element.tag != "table":
            stack.extend(reversed(element))


def is_layout(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    """Whether a table only places things.

    It does if it says so, is one column, or most of its text stands in other tables or in one cell beside them.
    """
    if table.get("role") == "presentation" or all(len(row) <= 1 for row in rows):
        return True
    inner = [(cell, list(nearest(cell, ("table",)))) for row in rows for cell in row]
    if not any(tables for _, tables in inner):
        return False
    half = _length(table) / 2
    in_tables = sum(_length(one) for _, tables in inner for one in tables)
    return in_tables > half or any(tables and _length(cell) > half for cell, tables in inner)


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())
