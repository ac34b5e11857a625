"""The clauses of a paragraph that name responsible bodies, and what else such a clause says.

…（责任单位：市科技局，市财政局；完成时限：2025年6月底前）        a bracket, with a label
…（市发展改革委牵头，市财政局等部门配合，持续推进）              a bracket that ends with a part given to bodies
…优惠电价。牵头单位：省发展改革委；配合单位：省电力公司           after the last sentence
…给出结论。市住房城乡建设委牵头，市自然资源和规划局配合。         a last sentence of nothing but bodies and parts
责任单位：市行政审批局                                          a line of its own
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Final

from loaders.bodies import LABEL, LABEL_IN_PROSE, LIST_END, VERB
from loaders.layouts import COMMA_LEADS, FIRST_LEADS, STAR_LEADS
from loaders.text import Text
from ontology.reference import find_areas

BRACKETS: Final = {"（": "）", "(": ")", "〔": "〕", "[": "]", "［": "］", "【": "】"}
CLOSERS: Final = {"）": "（(", ")": "（(", "〕": "〔", "]": "[", "］": "［", "】": "【"}
BODY: Final = re.compile(
    r"(?:厅|局|委|办|院|府|部|会|队|行|司|团|中心|单位|部门|区|县|市|社区|企业|机构|（[^（）]*）)$"
)
BARE_BODY: Final = re.compile(
    r"^(?:[省市区县州]|各|有关|相关|国家|中国|人行|自治区).{1,24}"
    r"(?:[厅局委办院部会联队站校]|办公室|政府|中心|公司|集团|银行|分行|海关|高校|部门|单位)$"
)
GOVERNS: Final = re.compile(
    r"下同|以下(?:均|各)|不再(?:重复)?列|不再重复|前为牵头|标\*|名单中|(?:排名?|名?列|居)?(?:第一|首)(?:位|个|名)"
)
WHEN_LABEL: Final = re.compile(
    r"^(?:计划)?(?:完成|办理|落实|推进|实施|办结)?(?:时限|时间|期限|日期)(?:节点|要求|安排|进度)?\s*(?:为|是)?[：:]\s*"
)
WHEN: Final = re.compile(
    r"^(?:力争|确保|原则上)?(?:在|于|到)?(?:(?:(?:19|20)\d{2}|今|明|当)年|\d{1,2}月底?前)[^、（(]{0,20}$"
    r"|^(?:长期|持续|常态化|全年|每年)(?:坚持|推进|实施|开展|落实|推动)*$"
)
PERSON: Final = re.compile(r"^(?:责任|牵头|分管|主管|包保|联系)(?:[省市区县])?(?:领导|人|电话)\s*[：:]")
PARTS: Final = "；;。，,"
SENTENCE_END: Final = "。！？"
MAX_CLAUSE: Final = 400


def find_clauses(text: Text) -> list[Text]:
    """What stands inside the brackets (or on the line) that name responsible bodies, in order."""
    if LABEL.match(text.value):
        return [text]
    return [text.part(a + 1, b - 1) for a, b in _spans(text.value)]


def without_clauses(text: Text) -> Text:
    """A paragraph without its clauses; empty where it is nothing else."""
    if LABEL.match(text.value):
        return text.part(len(text))
    spans = _spans(text.value)
    dropped = {i for a, b in spans for i in range(a, b)}
    return text if not dropped else text.keep(i for i in range(len(text)) if i not in dropped).strip()


def names_only(clause: Text) -> Text:
    """A clause without the sentences that govern later clauses (…，下同; 以下均…不再列出), dates and persons."""
    starts = [
        match.start()
        for rule in (GOVERNS, FIRST_LEADS, COMMA_LEADS, STAR_LEADS)
        if (match := rule.search(clause.value))
    ]
    if starts:
        cut = max(clause.value.rfind(mark, 0, min(starts)) for mark in PARTS)
        clause = clause.part(0, cut) if cut > 0 else clause.part(0, 0)
    other = [span for span in _parts(clause.value) if _is_other(clause.value[slice(*span)])]
    if not other:
        return clause
    dropped = {i for a, b in other for i in range(a, b + 1)}
    return clause.keep(i for i in range(len(clause)) if i not in dropped).strip(PARTS + " ")


def due_of(clause: Text) -> Text | None:
    """The words of a clause, or of a line, that say when; None where none do."""
    for a, b in _parts(clause.value):
        part = clause.part(a, b).strip()
        label = WHEN_LABEL.match(part.value)
        if label and label.end() < len(part):
            return part.part(label.end())
        if WHEN.match(part.value):
            return part
    return None


def _is_other(part: str) -> bool:
    """Whether a part of a clause says when, or names a person, and so no body."""
    value = part.strip()
    return bool(WHEN_LABEL.match(value) or WHEN.match(value) or PERSON.match(value))


def _parts(value: str, marks: str = PARTS) -> list[tuple[int, int]]:
    """What stands between the marks outside brackets, half-open; blank parts are left out."""
    found, depth, start = [], 0, 0
    for i, char in enumerate(value):
        if char in BRACKETS:
            depth += 1
        elif char in CLOSERS:
            depth = max(0, depth - 1)
        elif char in marks and depth == 0:
            found.append((start, i))
            start = i + 1
    return [(a, b) for a, b in [*found, (start, len(value))] if value[a:b].strip()]


def _spans(value: str) -> list[tuple[int, int]]:
    """Where clauses stand in a paragraph, half-open, with the one character on each side that encloses them.

    At the end of the paragraph nothing need enclose them: then the span reaches one beyond it.
    """
    brackets = list(_brackets(value))
    end = len(value.rstrip(" 。；"))
    found = [
        (a, b)
        for a, b in brackets
        if _is_clause(value[a + 1 : b - 1]) or (b >= end and _is_bare_list(value[a + 1 : b - 1]))
    ]
    start = _open_end(value, brackets)
    if start is not None:
        found = [(a, b) for a, b in found if b <= start] + [(start - 1, len(value) + 1)]
    return found


def _open_end(value: str, brackets: list[tuple[int, int]]) -> int | None:
    """Where the clause begins that ends the paragraph without a bracket; None where there is none."""
    start: int | None = None
    for a, b in reversed(_parts(value, SENTENCE_END)):
        sentence = value[a:b]
        if LABEL.match(sentence) or _is_other(sentence):
            start = a
            continue
        label = next((m for m in LABEL_IN_PROSE.finditer(sentence) if not _is_inside(a + m.start(), brackets)), None)
        if label is not None:
            return (a + label.start()) or None
        if start is None and _is_role_sentence(sentence):
            return a or None
        break
    if not start:
        return None
    return start if any(LABEL.match(value, start + a) for a, _ in _parts(value[start:], SENTENCE_END)) else None


def _is_inside(at: int, brackets: list[tuple[int, int]]) -> bool:
    nearest = bisect.bisect_left(brackets, (at, 0)) - 1
    return nearest >= 0 and at < brackets[nearest][1]


def _is_role_sentence(sentence: str) -> bool:
    """市住房城乡建设委牵头，市自然资源和规划局配合: bodies and the parts they play, and no other word."""
    value = sentence.strip(" 。").removeprefix("由")
    return len(value) <= MAX_CLAUSE and bool(VERB.search(value)) and _all_bodies(value)


def _is_bare_list(inside: str) -> bool:
    """（市科技局、市财政局，各区政府） at the end of a paragraph: nothing but names of bodies."""
    return len(inside) <= MAX_CLAUSE and _all_bodies(inside)


def _all_bodies(value: str) -> bool:
    names = rough_names(re.sub(r"[（(][^（()）]*[)）]", "", value))
    return bool(names) and all(BARE_BODY.match(name) or (find_areas(name)[:1] and BODY.search(name)) for name in names)


def _brackets(value: str) -> Iterator[tuple[int, int]]:
    """Outermost brackets (half-open, brackets included); one that opens a label and never closes ends with the text."""
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
    if stack and LABEL.match(value, stack[0][1] + 1):
        yield stack[0][1], len(value) + 1


def _is_clause(inside: str) -> bool:
    if not 2 < len(inside) <= MAX_CLAUSE:
        return False
    parts = [inside[a:b] for a, b in _parts(inside)]
    stripped = "，".join(part for part in parts if not _is_other(part)).strip(" *＊。")
    if len(stripped) < 3:
        return False
    if LABEL.match(stripped):
        return True
    if not VERB.search(stripped):
        return False
    names = rough_names(stripped)
    return bool(names) and all(len(name) <= 30 for name in names) and any(map(_is_body, names))


def rough_names(value: str) -> list[str]:
    """Rough names of a clause, enough to tell bodies from other words."""
    parts = (VERB.sub("", part.strip()) for part in re.split(r"[、，,；;]", value))
    return [LIST_END.sub("", part).strip() for part in parts if part.strip()]


def _is_body(name: str) -> bool:
    return bool(BODY.search(name)) or bool(find_areas(name))
