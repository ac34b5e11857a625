"""A cell or clause of bodies becomes single names with roles.

What has to be told apart, each with a printed example:

* separators mix:                  广州、深圳、珠海出入境边防检查总站，省商务厅
* a shared ending:                 广州、深圳、珠海出入境边防检查总站 (three stations)
* a shared beginning:              省工业和信息化厅、财政厅、政务和数据局 (three departments of the province)
* separators inside a name:        各县（市、区）政府; 市、区市场监管领域相关部门; 各区、县（市）政府
* verbs that give roles:           市住房城乡建设局统筹，市自然资源局、珠海供电局配合
* duty clauses, also in the middle: 各行业主管部门按职责分工分别负责、市市场监管局
* list endings:                    市公安局、各区政府(新区管委会)等
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from loaders.layouts import Leads
from loaders.text import Text, join
from ontology.model import Role
from ontology.reference import find_areas

SEPARATORS = "、，,；;/／\n"
OPEN, CLOSE = "（([〔【《“", "）)]〕】》”"
NOTHING = re.compile(r"^[—–\-－/／无\s]*$")

LEVEL = "省市区县州镇乡旗"
INNER = re.compile(rf"^各?(?:[{LEVEL}]|级)+$")
"""A piece that is no name but the first half of one: 市 (、区市场监管…), 各区 (、县（市）政府)."""
GOVERNMENT = re.compile(
    rf"^[{LEVEL}（()）、]*(?:级)?(?:人民)?(?:政府|管委会|管理委员会|党委|有关部门|相关部门|主管部门)"
)
PREFIX = re.compile(r"^(省|自治区|市|区|县)(?!级|属|直|场监|场和|块链)(?=.{2,})")
DEPARTMENT = re.compile(r"(?:厅|局|委|办|办公室|委员会|院|总队|中心)$")
GENERAL = re.compile(r"^(?:各|有关|相关|国家|中国|全国|其他|金融|行业)")

LIST_END = re.compile(r"等(?:[省市区县])?(?:[直级])?(?:各)?(?:有关|相关)?(?:部门|单位|部门和单位)?$")
STAR = re.compile(r"^[*＊★]+")
_RANK = r"(?:主要|具体|第一|共同|工作|[省市区县][级直])?"
_PART = (
    r"(?P<what>牵头|主办|主责|责任|承办|负责|主管|实施|落实|承担|组织|配合|协办|协助|协作|参与|参加|支持|协同|统筹)"
    r"(?:责任|落实|实施|[省市区县][级直])?(?:单位|部门|机构|主体)"
    r"(?:[（(](?:单位|部门)[)）]|(?:[和及、]|以及)(?:单位|部门|分工))?\s*(?:为|是)?\s*[：:]\s*"
)
LABEL = re.compile(rf"{_RANK}(?:{_PART}|(?P<bare>牵头|主办|配合|协办)\s*[：:]\s*)")
"""责任单位：, 市级牵头部门：, 配合：. It stands before the names that it gives a role to."""
LABEL_IN_PROSE = re.compile(_RANK + _PART)
"""A label that no other sentence holds: 配合：alone may be one of its verbs."""
BARE_LABEL = re.compile(r"(?:牵头|主办|责任|承办|负责|主管|实施|配合|协办|参与)(?:责任)?(?:单位|部门|机构|主体)[：:]?")
"""责任单位 as a heading of its own."""
VERB = re.compile(
    r"(?P<duty>(?:按|依|根据|按照)(?:照|据)?(?:各自)?(?:部门)?职责(?:分工)?(?:分别|共同|抓好|做好|推进)?"
    r"(?:组织实施|负责|落实|推进|配合|实施)?)$"
    r"|(?P<lead>(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?)?(?:负责)?(?:总)?牵头(?:负责|组织|统筹|实施|落实|推进|协调|抓总|会同)*)$"
    r"|(?P<coordinate>(?:总体|负责)?统筹(?:协调|推进|指导|负责)*)$"
    r"|(?P<support>(?:分别|共同|密切|协同|积极)?(?:配合|协助|协办|参与|支持)(?:实施|落实|推进|做好|负责)*)$"
    r"|(?P<responsible>(?:分别|共同|具体|分工|联合)*负责(?:组织|落实|实施|推进)*"
    r"|(?:组织|具体|抓好|共同|分别|联合)*(?:实施|落实))$"
)
WITH = re.compile(r"(?:并|联合)?会同")
FROM = re.compile(r"^由(?=[省市区县州各国])")
ENDS_NAME = "厅局委办院府会行司团部校队站关"
AND = re.compile(
    rf"(?<=[{ENDS_NAME}心门位])(?<!部门)(?<!单位)(?:以及|[和及与])(?!其)(?=[^和及与]{{2,}}(?:[{ENDS_NAME}]|中心|部门|单位|银行|集团)|各[省市区县州])"
)
"""和 between two names: 市财政局和省电力公司, never 发展和改革, 部门和单位."""

ROLE_OF_LABEL = {
    **dict.fromkeys(("牵头", "主办", "主责"), Role.LEAD),
    **dict.fromkeys(("责任", "承办", "负责", "主管", "实施", "落实", "承担", "组织"), Role.RESPONSIBLE),
    **dict.fromkeys(("配合", "协办", "协助", "协作", "参与", "参加", "支持", "协同"), Role.COOPERATING),
    "统筹": Role.COORDINATING,
}


@dataclass(frozen=True)
class NamedBody:
    """One name in a role. `printed` has shared parts restored; `text` are the words that stand there."""

    printed: str
    text: Text
    role: Role
    words: Text | None
    """The verb or label that gives the role; None where only the column or clause does."""


@dataclass
class _Piece:
    text: Text
    separator: str
    """What stands before it: one of `SEPARATORS`, or empty for the first."""
    printed: str = ""
    role: Role | None = None
    words: Text | None = None
    starred: bool = False


def split_bodies(
    cell: Text, role: Role, *, duty: Role | None = None, leads: Leads | None = None
) -> tuple[NamedBody, ...]:
    """The bodies of a cell, in printed order; empty for a blank cell or one that says “none” (—, 无).

    `role` is what the column or clause gives to a body without a verb of its own; `duty` what 按职责分工负责 gives
    (None: the same).  `leads` is a rule that the document states once, or None.
    """
    if NOTHING.match(cell.value):
        return ()
    pieces = _with_roles(_pieces(cell), role, duty or role)
    pieces = _shared_endings(_joined(pieces))
    _shared_beginnings(pieces)
    if leads is not None:
        _lead_by_place(pieces, role, leads)
    found = []
    for piece in pieces:
        if piece.printed and not NOTHING.match(piece.printed):
            found.append(NamedBody(piece.printed, piece.text, piece.role or role, piece.words))
    return tuple(found)


def _pieces(cell: Text) -> list[_Piece]:
    """The cell cut at separators that stand outside brackets."""
    pieces: list[_Piece] = []
    depth, start, before = 0, 0, ""
    for i, char in enumerate(cell.value):
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
        elif char in SEPARATORS and depth == 0:
            if i > start:
                pieces.append(_Piece(cell.part(start, i).strip(), before))
            start, before = i + 1, char
    pieces.append(_Piece(cell.part(start).strip(" 。.\t\n"), before))
    return [piece for piece in pieces if piece.text]


def _with_roles(pieces: list[_Piece], role: Role, duty: Role) -> list[_Piece]:
    """Verbs and labels taken off the names and turned into roles.

    A label holds for all names up to the next label.  A verb holds for its own name and those before it back to
    the verb before (珠海供电局、珠海水控集团配合).
    """
    cut = [one for piece in pieces for part in _at_labels(piece) for one in _at_with(part)]
    since: list[_Piece] = []
    labelled: tuple[Role, Text] | None = None
    support_after: Text | None = None
    out: list[_Piece] = []
    for piece in cut:
        text, starred = _without_opener(piece.text)
        label = LABEL.match(text.value)
        if label:
            labelled = (ROLE_OF_LABEL[label["what"] or label["bare"]], text.part(0, label.end()))
            since, support_after = [], None
            text, starred = _without_opener(text.part(label.end()))
        if piece.separator == "会同":
            since = []
            support_after = piece.words
        verb = VERB.search(text.value)
        if verb and verb.start() == 0 and not since:
            verb = None
        words = text.part(verb.start()) if verb else None
        text = (text.part(0, verb.start()) if verb else text).strip()
        text = _without_list_end(text)
        piece.text, piece.printed, piece.words, piece.starred = text, text.value, None, starred
        if labelled:
            piece.role, piece.words = labelled
        if support_after is not None:
            piece.role, piece.words = Role.COOPERATING, support_after
        since.append(piece)
        if verb and words is not None:
            said = _role_of(verb, role, duty)
            with_others = support_after is not None and verb.lastgroup in ("responsible", "duty")
            for one in since:
                if not with_others:
                    one.role, one.words = said, words
            since, support_after = [], None
        if text:
            out.append(piece)
    return out


def _at_labels(piece: _Piece) -> Iterator[_Piece]:
    """牵头单位：市税务局 配合单位：市财政局 is cut before its labels, 市财政局和省电力公司 at 和."""
    value = piece.text.value
    depth = list(accumulate(((char in OPEN) - (char in CLOSE) for char in value), initial=0))
    marks = [match.span() for match in AND.finditer(value) if depth[match.start()] <= 0]
    marks += [(match.start(), match.start()) for match in LABEL.finditer(value) if match.start()]
    start, separator = 0, piece.separator
    for a, b in sorted(marks):
        if a > start:
            yield _Piece(piece.text.part(start, a).strip(), separator)
            start, separator = b, "、" if b > a else "；"
    yield _Piece(piece.text.part(start), separator)


def _at_with(piece: _Piece) -> list[_Piece]:
    """市发展改革局会同市财政局 is two names, the second cooperating; so is 会同市财政局 after a comma."""
    match = WITH.search(piece.text.value)
    if not match or 0 < match.start() < 2:
        return [piece]
    after = piece.text.part(match.end())
    if not after:
        return [piece]
    second = _Piece(after, "会同", words=piece.text.part(*match.span()))
    return [_Piece(piece.text.part(0, match.start()), piece.separator), second] if match.start() else [second]


def _role_of(verb: re.Match[str], role: Role, duty: Role) -> Role:
    kind = verb.lastgroup
    if kind == "duty":
        return duty
    if kind == "lead":
        return Role.LEAD
    if kind == "coordinate":
        return Role.COORDINATING
    if kind == "support":
        return Role.COOPERATING
    return role


def _without_list_end(text: Text) -> Text:
    match = LIST_END.search(text.value)
    return text.part(0, match.start()) if match and match.start() > 1 else text


def _without_opener(text: Text) -> tuple[Text, bool]:
    """A name without the star or 由 before it, and whether it had a star."""
    star, origin = STAR.match(text.value), FROM.match(text.value)
    opener = star or origin
    return (text.part(opener.end()), star is not None) if opener else (text, False)


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Halves of one name put together again: 市、区市场监管领域相关部门; 各区、县（市）政府."""
    out: list[_Piece] = []
    for piece in pieces:
        half = out[-1] if out else None
        if half is not None and piece.separator == "、" and INNER.match(half.printed):
            single = len(half.printed) == 1
            if (single and piece.printed[0] in LEVEL) or GOVERNMENT.match(piece.printed):
                text = join([half.text, piece.text], "、")
                out[-1] = _Piece(text, half.separator, half.printed + "、" + piece.printed, piece.role, piece.words)
                continue
        out.append(piece)
    return out


def _shared_endings(pieces: list[_Piece]) -> list[_Piece]:
    """广州、深圳、珠海出入境边防检查总站: bare places before a name that begins with a place share its ending."""
    for last, piece in enumerate(pieces):
        hits = find_areas(piece.printed)
        if not hits or hits[0][0] != 0 or hits[0][1] == len(piece.printed):
            continue
        ending = piece.printed[len(hits[0][2].short) :] if piece.printed.startswith(hits[0][2].short) else ""
        ending = ending or piece.printed[hits[0][1] :]
        first = last
        while first and pieces[first].separator == "、" and _is_place(pieces[first - 1].printed):
            first -= 1
        for one in pieces[first:last]:
            shared = one.printed[-1] if ending.startswith(one.printed[-1]) else ""
            one.printed = one.printed.removesuffix(shared) + ending
    return pieces


def _lead_by_place(pieces: Sequence[_Piece], role: Role, leads: Leads) -> None:
    """Names without a role of their own lead where they stand first, before the first comma, or under a star."""
    for number, piece in enumerate(pieces):
        if leads == "star" and not piece.starred:
            continue
        if number and (leads == "first" or (leads == "comma" and piece.separator in "，,")):
            return
        if piece.role in (None, role):
            piece.role = Role.LEAD


def _is_place(value: str) -> bool:
    hits = find_areas(value)
    return len(hits) == 1 and hits[0][:2] == (0, len(value))


def _shared_beginnings(pieces: Sequence[_Piece]) -> None:
    """省科技厅、财政厅: a department without 省 or 市 takes that of the name before it, up to a comma."""
    prefix = ""
    for piece in pieces:
        if piece.separator != "、":
            prefix = ""
        match = PREFIX.match(piece.printed)
        if match:
            prefix = match.group(1)
        elif find_areas(piece.printed) or GENERAL.match(piece.printed):
            continue
        elif prefix and DEPARTMENT.search(piece.printed):
            piece.printed = prefix + piece.printed
