"""Measures written as numbered prose.

    1.强化智能算力供给。打造绿色协同算力…（省发展改革委牵头负责，省工业和信息化厅、财政厅配合）

A paragraph's ordinal gives its level.  The styles are ranked by the order in which the document nests them, so
（一） is a domain in one document and a measure in another.  A measure is a leaf that names responsible bodies: in a
bracket (（责任单位：…）, 〔…〕, （…按职责分工负责）) or on a line of its own after it.  Its domain is the nearest
heading above.  Sections that only govern the document (附则, 组织保障, 工作要求 …) hold no measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from loaders.blocks import Block, Paragraph
from loaders.bodies import LABEL
from loaders.layouts import FIRST_LEADS, Column, Header
from loaders.numerals import chinese_number
from loaders.rows import Row
from loaders.text import Text, join, tidy
from ontology.model import Role
from ontology.reference import find_areas

NUMERAL = "一二三四五六七八九十百零〇"
STYLES: Final = {
    "chapter": re.compile(rf"^第([{NUMERAL}]+)章[\s、.．]*"),
    "article": re.compile(rf"^第([{NUMERAL}]+|\d+)条[\s、.．：:]*"),
    "part": re.compile(rf"^([{NUMERAL}]+)[、.．]\s*"),
    "bracketed": re.compile(rf"^[（(]([{NUMERAL}]+)[）)]\s*"),
    "number": re.compile(r"^(\d{1,3})\s*(?:[.．、](?!\d)|\s)\s*"),
    "small": re.compile(r"^[（(](\d{1,3})[）)]\s*"),
}
UNNUMBERED: Final = "unnumbered"
DECOY = re.compile(
    r"^(?:附\s*则|附\s*件|组织(?:保障|实施|领导)|保障(?:措施|机制)|(?:有关|工作|相关|组织)?要求|"
    r"(?:总体|工作|发展|主要)(?:目标|要求|思路|安排)|"
    r"(?:指导|基本)(?:思想|原则)|适用(?:范围|对象)|名词解释|其他(?:事项|说明)?|施行(?:日期|时间|说明)|实施(?:日期|时间|期限))"
)
OPEN_END: Final = re.compile(
    r"[。；;](?=(?:牵头|主办|主责|责任|承办|负责|主管|配合|协办)(?:责任)?(?:单位|部门|机构)[：:][^。]*。?$)"
)
BRACKETS: Final = {"（": "）", "(": ")", "〔": "〕", "[": "]", "［": "］", "【": "】"}
CLOSERS = {"）": "（(", ")": "（(", "〕": "〔", "]": "[", "］": "［", "】": "【"}
SAYS_ROLE = re.compile(
    r"(?:牵头(?:负责|组织|实施|落实)?|配合|协助|按(?:照)?(?:各自)?(?:部门)?职责(?:分工)?(?:分别)?(?:负责|落实|推进)|负责|参与|落实)$"
)
BODY = re.compile(r"(?:厅|局|委|办|院|府|部|会|队|行|司|团|中心|单位|部门|区|县|市|社区|企业|机构|（[^（）]*）)$")
GOVERNS = re.compile(
    r"下同|以下(?:均|各)|不再(?:重复)?列|不再重复|前为牵头|标\*|名单中|(?:排名?|名?列|居)?(?:第一|首)(?:位|个|名)"
)
COMMA_LEADS = re.compile(r"(?:第一个)?逗号(?:之)?前(?:的)?(?:单位|部门)?(?:为|是)牵头")
LENTICULAR = re.compile(r"^【([^【】]{2,40})】")
"""第一条【办公空间】…: a title in brackets of its own."""
SHORT_SENTENCE = re.compile(r"^[^。，；：\n]{4,25}。(?=.)")
"""A paragraph without a number that opens so, and names bodies, is a measure of its own."""
BARE_BODY = re.compile(
    r"^(?:[省市区县州]|各|有关|相关|国家|中国|人行|自治区).{1,24}"
    r"(?:厅|局|委|委员会|办|办公室|院|政府|管委会|中心|公司|集团|部门|单位)$"
)
TITLE_END = re.compile(r"[。！？；;：:]|\n")
MAX_CLAUSE = 400

HEADER: Final = Header(
    (
        Column(0, "序号", "number", None),
        Column(1, "标题", "measure", None),
        Column(2, "内容", "content", None),
        Column(3, "责任单位", None, Role.RESPONSIBLE),
    ),
    ("序号", "标题", "内容", "责任单位"),
    1,
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
        """The clauses of responsible bodies in its own paragraphs."""
        return [clause for text in (self.head, *self.body) for clause in find_clauses(text)]


def read_prose(blocks: Sequence[Block]) -> tuple[Row, ...]:
    """The measures of a document without tables, as rows; none where no numbered paragraph names bodies."""
    roots = _outline([block for block in blocks if isinstance(block, Paragraph)])
    measures = [item for root in roots for item in _measures(root)]
    rules = [clause for item in measures for clause in item.clauses]
    comma = any(COMMA_LEADS.search(clause.value) for clause in rules)
    first_name = any(FIRST_LEADS.search(clause.value) for clause in rules)
    counts = _numbering(measures)
    return tuple(
        _row(item, number, list_number, comma=comma, first=first_name)
        for item, (number, list_number) in zip(measures, counts, strict=True)
    )


def _row(item: Item, number: int, list_number: int | None, *, comma: bool, first: bool) -> Row:
    title, content = _title_and_content(item)
    clauses = [_names_only(clause) for clause in item.clauses]
    kept = [clause for clause in clauses if clause]
    bodies = join(kept, "；") if kept else item.head.part(len(item.head), len(item.head))
    header = HEADER if not (comma or first) else _leading(comma=comma)
    heading = item.parent.head if item.parent is not None else None
    return Row(number, header, (item.ordinal, title, content, bodies), 0, _heading(heading), None, list_number)


def _leading(*, comma: bool) -> Header:
    column = Column(3, "责任单位", None, Role.RESPONSIBLE, "comma" if comma else "first")
    return Header((*HEADER.columns[:3], column), HEADER.cells, 1)


def _heading(text: Text | None) -> Text | None:
    if text is None:
        return None
    end = re.search(r"[。\n]", text.value)
    return text.part(0, end.start() if end else len(text)).strip(" 。：:")


# -- outline ---------------------------------------------------------------------------------------------------


def _outline(paragraphs: Sequence[Paragraph]) -> list[Item]:
    """Items nested by the order in which their styles first appear below one another."""
    roots: list[Item] = []
    path: list[Item] = []
    for paragraph in paragraphs:
        text = tidy(paragraph.text)
        if not text:
            continue
        found = _ordinal(text)
        if found is None or not _continues(path, found[0], found[1]):
            if (SHORT_SENTENCE.match(text.value) or LENTICULAR.match(text.value)) and find_clauses(text):
                _unnumbered(text, roots, path)
            elif path:
                path[-1].body.append(text)
            continue
        style, number, end = found
        _close(path, style)
        parent = path[-1] if path else None
        item = Item(style, number, text.part(0, end), text.part(end), parent)
        (parent.children if parent is not None else roots).append(item)
        path.append(item)
    _fold(roots)
    return roots


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


def _unnumbered(text: Text, roots: list[Item], path: list[Item]) -> None:
    """A paragraph that is a measure without a number, below the heading that is open."""
    _close(path, UNNUMBERED)
    parent = path[-1] if path else None
    siblings = parent.children if parent is not None else roots
    siblings.append(Item(UNNUMBERED, len(siblings) + 1, text.part(0, 0), text, parent))
    path.append(siblings[-1])


def _ordinal(text: Text) -> tuple[str, int, int] | None:
    for style, pattern in STYLES.items():
        match = pattern.match(text.value)
        if match:
            digits = match.group(1)
            number = int(digits) if digits.isdigit() else chinese_number(digits)
            return (style, number, match.end()) if number is not None else None
    return None


def _close(path: list[Item], style: str) -> None:
    """Closes what an item of `style` ends: an open item of its style and all below it, else all of lower rank."""
    rank = [*STYLES, UNNUMBERED]
    if any(item.style == style for item in path):
        while path.pop().style != style:
            pass
    else:
        while path and rank.index(path[-1].style) > rank.index(style):
            path.pop()


def _continues(path: Sequence[Item], style: str, number: int) -> bool:
    """Whether the number fits: it goes on from the last of its style, or begins at 1.

    A date or a figure at the head of a line (2026年…) does not; a paragraph that quotes a list may.
    """
    if style != "number":
        return True
    last = _last(path, style)
    return number == 1 or last is None or last < number <= last + 3


def _last(path: Sequence[Item], style: str) -> int | None:
    root = path[0] if path else None
    found: int | None = None

    def walk(item: Item) -> None:
        nonlocal found
        if item.style == style:
            found = item.number
        for child in item.children:
            walk(child)

    if root is not None:
        walk(root)
    return found


# -- measures --------------------------------------------------------------------------------------------------


def _measures(item: Item) -> Iterator[Item]:
    """The leaves that name bodies, and their unnamed siblings of the same style."""
    if item.decoy:
        return
    below = [one for child in item.children for one in _measures(child)]
    if below:
        yield from below
    elif item.clauses or _child_clauses(item):
        yield item


def _child_clauses(item: Item) -> list[Text]:
    return [clause for child in item.children for clause in child.clauses]


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
    head = _without_clauses(item.head)
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
    texts = [rest, *(_without_clauses(text) for text in item.body if not LABEL.match(text.value))]
    texts += [child.ordinal and join([child.ordinal, _without_clauses(child.head)], "") for child in item.children]
    filled = [text for text in texts if text]
    return join(filled) if filled else rest


# -- clauses ---------------------------------------------------------------------------------------------------


def find_clauses(text: Text) -> list[Text]:
    """What stands inside the brackets (or on the line) that name responsible bodies, in order."""
    if LABEL.match(text.value):
        return [text]
    return [text.part(a + 1, b - 1) for a, b in _clause_spans(text.value)]


def _clause_spans(value: str) -> list[tuple[int, int]]:
    """Where clauses stand in a paragraph, half-open, with what encloses them.

    Without a bracket a clause begins after a full stop and goes on to the end (…优惠电价。牵头单位：省发展改革委).
    """
    open_end = OPEN_END.search(value)
    if open_end and LABEL.match(value[open_end.end() :]):
        return [*_enclosed(value[: open_end.end()]), (open_end.end() - 1, len(value) + 1)]
    return _enclosed(value)


def _enclosed(value: str) -> list[tuple[int, int]]:
    return [
        (a, b)
        for a, b in _brackets(value)
        if _is_clause(value[a + 1 : b - 1]) or (not value[b:].strip(" 。；") and _is_bare_list(value[a + 1 : b - 1]))
    ]


def _is_bare_list(inside: str) -> bool:
    """（市科技局、市财政局，各区政府） at the end of a paragraph: nothing but names of bodies."""
    names = [part.strip() for part in re.split(r"[、，,；;]", re.sub(r"[（(][^（()）]*[)）]", "", inside))]
    return len(inside) <= MAX_CLAUSE and bool(names) and all(BARE_BODY.match(name) for name in names)


def _brackets(value: str) -> Iterator[tuple[int, int]]:
    """Outermost brackets (half-open, brackets included); an unclosed one ends with the paragraph."""
    stack: list[tuple[str, int]] = []
    for i, char in enumerate(value):
        if char in BRACKETS:
            stack.append((char, i))
        elif char in CLOSERS and stack:
            if stack[-1][0] in CLOSERS[char]:
                _, start = stack.pop()
                if not stack:
                    yield start, i + 1
            elif len(stack) > 1 and stack[0][0] in CLOSERS[char]:
                start = stack[0][1]
                stack.clear()
                yield start, i + 1


def _is_clause(inside: str) -> bool:
    stripped = inside.strip(" *＊。")
    if not 2 < len(stripped) <= MAX_CLAUSE:
        return False
    if LABEL.match(stripped):
        return True
    if not SAYS_ROLE.search(stripped):
        return False
    names = split_bodies_of(stripped)
    return bool(names) and all(len(name) <= 30 for name in names) and any(map(_is_body, names))


def split_bodies_of(value: str) -> list[str]:
    """Rough names of a clause, enough to tell bodies from other words."""
    return [SAYS_ROLE.sub("", part).strip() for part in re.split(r"[、，,；;]", value) if part.strip()]


def _is_body(name: str) -> bool:
    return bool(BODY.search(name)) or bool(find_areas(name))


def _names_only(clause: Text) -> Text:
    """A clause without the sentences that govern later clauses (…，下同; 以下均…不再列出)."""
    starts = [match.start() for rule in (GOVERNS, FIRST_LEADS, COMMA_LEADS) if (match := rule.search(clause.value))]
    if not starts:
        return clause
    cut = max(clause.value.rfind(mark, 0, min(starts)) for mark in "；;。，,")
    return clause.part(0, cut) if cut > 0 else clause.part(0, 0)


def _without_clauses(text: Text) -> Text:
    spans = _clause_spans(text.value)
    dropped = {i for a, b in spans for i in range(a, b)}
    return text if not dropped else text.keep(i for i in range(len(text)) if i not in dropped).strip()
