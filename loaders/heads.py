"""What a document says of itself before its measures: title, issuer, date, place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.blocks import Block, Paragraph, Table
from loaders.layouts import Layout
from loaders.text import Text, tidy
from ontology.reference import Area, find_areas

DATE_LINE = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")
ITEM = re.compile(
    r"^(?:第[一二三四五六七八九十百]+条|(?:任务|行动|工程|措施|举措|事项)(?:[一二三四五六七八九十]+|\d{1,2})[：:、.．]|\d{1,3}[.．、](?!\d)|【)"
)
BODIES = re.compile(r"(?:牵头|责任|负责|主管|配合)(?:责任)?(?:单位|部门)[：:]")
ATTACHMENT = re.compile(r"^附件?[錄录]?\s*\d*[：:]?$")
SENTENCE_END = ("。", "；", "：", "，", ":", "、", "）", ")")
TITLE_LENGTH = 120


@dataclass(frozen=True)
class Head:
    """Title, issuer and date as printed; each None where the document does not state it."""

    title: str | None
    issuer: str | None
    issued: str | None


def read_head(blocks: Sequence[Block], layout: Layout) -> Head:
    """The head of a document: the paragraphs before its first table, or before its first numbered paragraph."""
    first = next((i for i, block in enumerate(blocks) if isinstance(block, Table)), None)
    if first is None:
        first = next((i for i, block in enumerate(blocks) if _opens_prose(block, layout)), len(blocks))
    before = [(block, tidy(block.text)) for block in blocks[:first] if isinstance(block, Paragraph)]
    issuer, issued = _signature([text.value for _, text in before])
    return Head(_title(before, layout), issuer, issued)


def _opens_prose(block: Block, layout: Layout) -> bool:
    """Whether a paragraph is the first numbered one, or names bodies: there the head ends."""
    if not isinstance(block, Paragraph):
        return False
    value = tidy(block.text).value
    return layout.heading(value) is not None or bool(ITEM.match(value)) or bool(BODIES.search(value))


def _title(before: Sequence[tuple[Paragraph, Text]], layout: Layout) -> str | None:
    """The last marked heading above the first table, else the nearest line that looks like a title.

    List headings are no titles; torn lines are joined.

    A line is torn where 《 has not closed yet, or where the line above stands directly on it.
    """
    lines = [(p, t) for p, t in before if not _is_section(t.value, layout)]
    marked = [t for p, t in lines if p.heading is not None and _may_be_title(t.value)]
    if marked:
        return marked[-1].value
    parts: list[Text] = []
    for _, text in reversed(lines):
        if not parts:
            if not _may_be_title(text.value):
                continue
            parts = [text]
            continue
        value = "".join(part.value for part in parts)
        torn = value.count("《") < value.count("》")
        if (
            ATTACHMENT.match(text.value)
            or not (torn or text.line == parts[0].line - 1)
            or not _may_be_title(text.value)
        ):
            break
        parts.insert(0, text)
    return "".join(part.value for part in parts) or None


def _is_section(value: str, layout: Layout) -> bool:
    return layout.heading(value) is not None


def _may_be_title(value: str) -> bool:
    return 4 <= len(value) <= TITLE_LENGTH and not value.endswith(SENTENCE_END) and not ATTACHMENT.match(value)


def _signature(lines: Sequence[str]) -> tuple[str | None, str | None]:
    for i, line in enumerate(lines):
        match = DATE_LINE.match(line)
        if match:
            issuer = lines[i - 1] if i and len(lines[i - 1]) <= 40 and not lines[i - 1].endswith("。") else None
            return issuer, f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return None, None


def place_of(head: Head, bodies: Iterable[str]) -> tuple[Area | None, str | None]:
    """The area whose authorities issued the document, and where that was read from.

    The finest area that the title names; else the issuer's; else the one city (or province) that all bodies with
    a place in their names agree on (珠海税务局, 珠海供电局, 拱北海关).  (None, None) where none of these says.
    """
    for basis, words in (("title", head.title), ("issuer", head.issuer)):
        found = _finest(words or "")
        if found is not None:
            return found, basis
    named = {_administrative(hit) for name in bodies for _, _, hit in find_areas(name)[:1]}
    cities = {one for one in named if one is not None and one.level in ("prefecture", "county")}
    if len(cities) == 1:
        return cities.pop(), "bodies"
    return None, None


def _finest(words: str) -> Area | None:
    chain: Area | None = None
    for _, _, hit in find_areas(words):
        one = _administrative(hit)
        if one is not None and (chain is None or chain.contains(one)):
            chain = one
    return chain


def _administrative(one: Area) -> Area | None:
    """The area itself, or for a functional zone the administrative area around it."""
    return next((a for a in (one, *one.ancestors) if a.level != "zone"), None)
