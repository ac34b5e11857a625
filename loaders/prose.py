"""Measures written as numbered prose.

    1.强化智能算力供给。打造绿色协同算力…（省发展改革委牵头负责，省工业和信息化厅、财政厅配合）

A paragraph's ordinal gives its level.  The styles are ranked by the order in which the document nests them, so
（一） is a domain in one document and a measure in another.  A measure is a leaf that names responsible bodies: in a
bracket (（责任单位：…）, 〔…〕, （…按职责分工负责）) or on a line of its own after it.  Its domain is the nearest
heading above.  Sections that only govern the document (附则, 组织保障, 工作要求 …) hold no measures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from loaders.blocks import Block, Paragraph
from loaders.bodies import BARE_LABEL, LABEL
from loaders.clauses import WHEN_LABEL, due_of, find_clauses, names_only, without_clauses
from loaders.layouts import Column, Header, Leads, leads_by_note, leads_by_rule
from loaders.numerals import chinese_number
from loaders.rows import Row
from loaders.text import Text, join, tidy
from ontology.model import Role

NUMERAL = "一二三四五六七八九十百零〇"
STYLES: Final = {
    "division": re.compile(rf"^第([{NUMERAL}]+)(?:部分|篇|编)[\s、.．：:]*"),
    "chapter": re.compile(rf"^第([{NUMERAL}]+)章[\s、.．]*"),
    "section": re.compile(rf"^第([{NUMERAL}]+)节[\s、.．：:]*"),
    "article": re.compile(rf"^第([{NUMERAL}]+|\d+)条[\s、.．：:]*"),
    "part": re.compile(rf"^([{NUMERAL}]+)[、.．]\s*"),
    "bracketed": re.compile(rf"^[（(]([{NUMERAL}]+)[）)]\s*"),
    "task": re.compile(rf"^(?:任务|行动|工程)([{NUMERAL}]+|\d{{1,2}})[：:、.．\s]+"),
    "step": re.compile(rf"^(?:措施|举措|事项)([{NUMERAL}]+|\d{{1,2}})[：:、.．\s]+"),
    "number": re.compile(r"^(\d{1,3})\s*(?:[.．、](?!\d)|\s)\s*"),
    "small": re.compile(r"^[（(](\d{1,3})[）)]\s*"),
    "half": re.compile(r"^(\d{1,3})[）)]\s*"),
}
UNNUMBERED: Final = "unnumbered"
_GOVERNING = (
    r"附\s*则|附\s*件|组织(?:保障|实施|领导)|保障(?:措施|机制)|(?:有关|工作|相关|组织)?要求|"
    r"(?:总体|工作|发展|主要)(?:目标|要求|思路|安排)|(?:指导|基本)(?:思想|原则)|适用(?:范围|对象)|名词解释|"
    r"其他(?:事项|说明)?|施行(?:日期|时间|说明)|实施(?:日期|时间|期限)|(?:政策)?解读"
)
DECOY: Final = re.compile(
    rf"(?:加强|强化|健全|完善|严格)?(?:{_GOVERNING})(?:[和与及、]?(?:{_GOVERNING}|[^，。]{{1,4}}))?\s*(?=$|[。：:；;，,（(\n])"
)
"""A heading that only governs the document: 附则, 加强组织领导, 工作要求; never 组织实施重大专项."""
LENTICULAR = re.compile(r"^【([^【】]{2,40})】")
"""第一条【办公空间】…: a title in brackets of its own."""
SHORT_SENTENCE = re.compile(r"^[^。，；：\n]{4,25}。(?=.)")
"""A paragraph without a number that opens so, and names bodies, is a measure of its own."""
TITLE_END = re.compile(r"[。！？；;：:]|\n")

HEADINGS: Final = tuple(f"heading {level}" for level in range(1, 7))
RANKS: Final = (*HEADINGS, *STYLES, UNNUMBERED)
"""Styles from the highest to the lowest, for those that a document has not nested yet."""
TITLE_WORD: Final = re.compile(r"(?:通知|方案|措施|意见|办法|规定|细则|计划|举措|清单|条)(?:[（(][^（()）]*[)）])?$")
LINE_DECOY: Final = re.compile(
    r"(?:保障措施|组织(?:保障|实施|领导)|附\s*则|(?:工作|总体|有关)要求|保障机制|(?:政策)?解读)[：:]?"
)
LINE_TASKS: Final = re.compile(r"(?:主要|重点|工作|改革|政策|具体)*(?:任务|举措|措施|内容)[：:]?")
"""Lines without a number that open what only governs the document, and the measures again."""

COLUMNS: Final = (
    Column(0, "序号", "number", None),
    Column(1, "标题", "measure", None),
    Column(2, "内容", "content", None),
    Column(3, "责任单位", None, Role.RESPONSIBLE),
    Column(4, "完成时限", "deadline", None),
)


@dataclass
class Item:
    """A numbered paragraph with what stands below it up to the next item of its level or above."""

    style: str
    number: int
    ordinal: Text
    head: Text
    """Its first paragraph without the ordinal."""
    parent: Item | None
    children: list[Item] = field(default_factory=list)
    body: list[Text] = field(default_factory=list)
    """Further paragraphs without an ordinal."""

    @property
    def decoy(self) -> bool:
        """Whether it, or a heading above it, only governs the document."""
        return bool(DECOY.match(self.head.value)) or (self.parent is not None and self.parent.decoy)

    @cached_property
    def clauses(self) -> list[Text]:
        """The clauses of responsible bodies in its own paragraphs; where it has none, in those of its children."""
        own = [clause for text in (self.head, *self.body) for clause in find_clauses(text)]
        return own or [clause for child in self.children for clause in child.clauses]

    @property
    def due(self) -> list[Text]:
        """What its clauses and lines say of the time."""
        lines = [text for text in self.body if WHEN_LABEL.match(text.value)]
        return [due for text in (*self.clauses, *lines) if (due := due_of(text)) is not None]


def read_prose(blocks: Sequence[Block]) -> tuple[Row, ...]:
    """The measures of a document without tables, as rows; none where no numbered paragraph names bodies."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    measures = _among(_outline(paragraphs))
    rules = [clause.value for item in measures for clause in item.clauses]
    leads = leads_by_rule(rules) or leads_by_note(paragraph.text.value for paragraph in paragraphs)
    header = _header(leads, dated=any(item.due for item in measures))
    return tuple(
        _row(item, number, list_number, header)
        for item, (number, list_number) in zip(measures, _numbering(measures), strict=True)
    )


def _row(item: Item, number: int, list_number: int | None, header: Header) -> Row:
    title, content = _title_and_content(item)
    nothing = item.head.part(len(item.head))
    kept = [names for clause in item.clauses if (names := names_only(clause))]
    cells = [item.ordinal, title, content, join(kept, "；") if kept else nothing]
    if len(header.columns) > len(cells):
        cells.append(join(item.due, "；") if item.due else nothing)
    heading = item.parent.head if item.parent is not None else None
    return Row(number, header, tuple(cells), 0, _heading(heading), None, list_number)


def _header(leads: Leads | None, *, dated: bool) -> Header:
    """The columns of prose; one of deadlines only where a measure states one."""
    columns = tuple(
        replace(column, leads=leads) if column.role else column for column in COLUMNS[: len(COLUMNS) - (not dated)]
    )
    return Header(columns, tuple(column.name for column in columns), 1)


def _heading(text: Text | None) -> Text | None:
    if text is None:
        return None
    end = re.search(r"[。\n]", text.value)
    return text.part(0, end.start() if end else len(text)).strip(" 。：:")


# -- outline ---------------------------------------------------------------------------------------------------


def _outline(paragraphs: Sequence[Paragraph]) -> list[Item]:
    """Items nested by the order in which their styles first appear below one another."""
    outline = _Outline(_levels(paragraphs))
    for paragraph in paragraphs:
        text = tidy(paragraph.text)
        if text:
            outline.add(text, paragraph.heading)
    _fold(outline.roots)
    return outline.roots


def _levels(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The levels of headings without a number that part a document; the level of a lone heading is a title's."""
    counts = Counter(
        paragraph.heading
        for paragraph in paragraphs
        if paragraph.heading is not None and not TITLE_WORD.search(paragraph.text.value.strip())
    )
    return frozenset(level for level, count in counts.items() if count > 1)


@dataclass
class _Outline:
    """The outline as far as it was read."""

    levels: frozenset[int]
    roots: list[Item] = field(default_factory=list)
    path: list[Item] = field(default_factory=list)
    """The items that are open, each below the one before."""
    last: dict[str, int] = field(default_factory=dict)
    """The last number of each style under the open root."""
    label: Text | None = None
    """责任单位 on a line of its own: the names stand on the next."""

    def add(self, text: Text, heading: int | None) -> None:
        """Takes in the next paragraph."""
        found = _ordinal(text)
        if found is not None and self._continues(*found[:2]):
            style, number, end = found
            head = text.part(end)
            if BARE_LABEL.fullmatch(head.value) or (style != "chapter" and LABEL.match(head.value)):
                self._close(style)
                self._paragraph(head)
            else:
                self._open(style, number, text.part(0, end), head)
        elif self._is_heading(text.value, heading):
            self._open(HEADINGS[(heading or 1) - 1], len(self.roots) + 1, text.part(0, 0), text)
        elif (SHORT_SENTENCE.match(text.value) or LENTICULAR.match(text.value)) and find_clauses(text):
            self._close(UNNUMBERED)
            siblings = self.path[-1].children if self.path else self.roots
            self._open(UNNUMBERED, len(siblings) + 1, text.part(0, 0), text)
        else:
            self._paragraph(text)

    def _is_heading(self, value: str, heading: int | None) -> bool:
        if heading in self.levels and not TITLE_WORD.search(value):
            return True
        after_decoy = bool(self.path) and self.path[0].style in HEADINGS and self.path[0].decoy
        return bool(LINE_DECOY.fullmatch(value)) or (after_decoy and bool(LINE_TASKS.fullmatch(value)))

    def _open(self, style: str, number: int, ordinal: Text, head: Text) -> None:
        self._close(style)
        self.label = None
        parent = self.path[-1] if self.path else None
        item = Item(style, number, ordinal, head, parent)
        if parent is None:
            self.roots.append(item)
            self.last.clear()
        else:
            parent.children.append(item)
        self.path.append(item)
        self.last[style] = number

    def _paragraph(self, text: Text) -> None:
        """A paragraph without a number, below what is open."""
        if not self.path:
            return
        if self.label is not None:
            text, self.label = join([self.label, text], "：").strip("：:"), None
        body = self.path[-1].body
        if BARE_LABEL.fullmatch(text.value):
            self.label = text.strip("：:")
        elif body and body[-1].value.endswith(("、", "，")) and LABEL.match(body[-1].value):
            body[-1] = join([body[-1], text], "")
        else:
            body.append(text)

    def _close(self, style: str) -> None:
        """Closes what an item of `style` ends: an open one of its style and all below it, else all of lower rank."""
        if any(item.style == style for item in self.path):
            while self.path.pop().style != style:
                pass
        else:
            while self.path and RANKS.index(self.path[-1].style) > RANKS.index(style):
                self.path.pop()

    def _continues(self, style: str, number: int) -> bool:
        """Whether the number fits: it goes on from the last of its style, or begins at 1.

        A date or a figure at the head of a line (2026年…) does not; a paragraph that quotes a list may.
        """
        last = self.last.get(style)
        return style != "number" or number == 1 or last is None or last < number <= last + 3


def _fold(roots: Sequence[Item]) -> None:
    """Gives a lone unnumbered paragraph back to its heading, unless the document has them in numbers elsewhere.

    第一条 办公空间支持, and below it one paragraph that names bodies, is one measure.
    """
    parents = [item for item in _walk(roots) if any(child.style == UNNUMBERED for child in item.children)]
    if any(len(item.children) > 1 for item in parents):
        return
    for item in parents:
        item.body.append(item.children.pop().head)


def _walk(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.children)


def _ordinal(text: Text) -> tuple[str, int, int] | None:
    """An ordinal's style, number and end, or None."""
    for style, pattern in STYLES.items():
        match = pattern.match(text.value)
        if match:
            digits = match.group(1)
            number = int(digits) if digits.isdigit() else chinese_number(digits)
            return (style, number, match.end()) if number is not None else None
    return None


# -- measures --------------------------------------------------------------------------------------------------


def _among(items: Sequence[Item]) -> list[Item]:
    """The measures among items of one level and below them.

    One that names no bodies is a measure too where it stands between siblings of its style that do.
    """
    found = [_measures(item) for item in items]
    named = [n for n, (item, below) in enumerate(zip(items, found, strict=True)) if below == [item]]
    for n in range(named[0] + 1, named[-1]) if named else ():
        if not found[n] and items[n].style == items[named[0]].style and not items[n].decoy:
            found[n] = [items[n]]
    return [item for below in found for item in below]


def _measures(item: Item) -> list[Item]:
    """The leaves that name bodies; the item itself where the last of its steps names them for all."""
    if item.decoy:
        return []
    below = _among(item.children)
    if below and not _last_names_all(item, below):
        return below
    return [item] if item.clauses else []


def _last_names_all(item: Item, below: Sequence[Item]) -> bool:
    """Whether bodies stand only at the end of the last of several steps: on a line of their own, or all are bare."""
    steps = item.children
    if len(steps) < 2 or list(below) != [steps[-1]] or steps[0].style != steps[-1].style:
        return False
    return not find_clauses(steps[-1].head) or not any(TITLE_END.search(_bare(step)) for step in steps)


def _bare(item: Item) -> str:
    return without_clauses(item.head).value.rstrip("。；;")


def _numbering(measures: Sequence[Item]) -> list[tuple[int, int | None]]:
    """Number and list of each: where numbers repeat, the parent's number tells them apart."""
    numbers = [item.number for item in measures]
    if len(set(numbers)) == len(numbers):
        return [(number, None) for number in numbers]
    keys = [(item.number, item.parent.number if item.parent is not None else None) for item in measures]
    one_style = len({item.style for item in measures}) == 1
    if len(set(keys)) == len(keys) and (one_style or any(item.parent is None for item in measures)):
        return keys
    return [(n, None) for n in range(1, len(measures) + 1)]


def _title_and_content(item: Item) -> tuple[Text, Text]:
    """The title ends at the first full stop of the first paragraph, or with a short first paragraph."""
    head = without_clauses(item.head)
    bracketed = LENTICULAR.match(head.value)
    if bracketed:
        return head.part(*bracketed.span(1)), _rest(item, head.part(bracketed.end()))
    end = TITLE_END.search(head.value)
    cut = end.start() if end else len(head)
    if head.bold and head.bold[0][0] == 0 and head.bold[0][1] > 1:
        cut = min(cut, head.bold[0][1]) if cut > head.bold[0][1] else cut
    title = head.part(0, cut).strip(" 。：:；;")
    rest = head.part(min(cut + 1, len(head))) if cut < len(head) else head.part(len(head), len(head))
    return title, _rest(item, rest) or title


def _rest(item: Item, rest: Text) -> Text:
    """What follows the title: the rest of its paragraph, further paragraphs, and steps below it."""
    texts = [rest, *_lines(item.body), *_steps(item)]
    filled = [text for text in texts if text]
    return join(filled) if filled else rest


def _lines(body: Sequence[Text]) -> Iterator[Text]:
    return (without_clauses(text) for text in body if not WHEN_LABEL.match(text.value))


def _steps(item: Item) -> Iterator[Text]:
    """The paragraphs of all that stands below an item."""
    for child in item.children:
        yield join([child.ordinal, without_clauses(child.head)], "")
        yield from _lines(child.body)
        yield from _steps(child)
