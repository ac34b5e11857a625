"""Targets that a text sets in figures: what is measured, from where, to where, in which unit.

A clause (what stands between two marks) is read at a time, with patterns of bounded reach; so time grows with the
length of the text alone.  Five forms are known:

    由5个工作日压缩至3个工作日      from 5 to 3
    压缩到5个工作日、不少于100项    to a figure
    精简30%以上                     by a figure
    1天内办结                       within a time
    90%的事项可在区级大厅办理       a share

Money that is paid out and years are no targets; a figure that the text reports as reached (已达69个) is none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.numerals import chinese_number
from ontology.model import Bound

CLAUSE = re.compile(r"[^，。；！？\n]+")
LONGEST = 300
"""A clause is read this many characters at a time, so that a line without marks costs no more than others."""

DIGITS = r"\d{1,9}(?:\.\d{1,4})?"
WORDS = r"[一二两三四五六七八九十百]{1,4}"
TIME = r"个?(?:工作日|自然日)|[天日]|个?小时|分钟|个?月"
COUNT = r"个环节|环节|个百分点|百分点|[项份次张套倍家户]|个"
MONEY = r"万美元|亿元|万元|美元|元"
UNIT = rf"(?:[%％]|{TIME}|{MONEY}|{COUNT})"
FIGURE = rf"(?:(?P<range>{DIGITS}[-—~～])?(?P<to>{DIGITS}|{WORDS}(?={TIME}))(?P<unit>{UNIT}))"
"""Words for numbers count only with times: 一次, 两项 and the like are mostly turns of speech."""
REDUCE = r"压缩|压减|缩短|缩减|精简|减少|降低|下降|减(?=[至到为])|降(?=[至到为])|压降|简化"
RAISE = r"提高|提升|增加|增长|扩大|扩展|扩至|新增|上升"
LIMIT = r"(?:不超过|不高于|不多于|不少于|不低于|最多|至少)?"
EDGE = r"(?P<edge>之内|以内|内|以下|以上|左右)?"

CHANGE = re.compile(
    rf"(?P<from>{DIGITS}|{WORDS}(?={TIME}))(?P<from_unit>{UNIT})(?P<noun>[^由从]{{0,10}}?)(?P<verb>{REDUCE}|{RAISE}|优化|调整|变)?"
    rf"(?:至|到|为|成)(?P<limit>{LIMIT})(?P<range>{DIGITS}[-—~～])?(?P<to>{DIGITS}|{WORDS}(?={TIME}))(?P<unit>{UNIT})?{EDGE}"
)
TO = re.compile(
    rf"(?P<verb>{REDUCE}|{RAISE}|优化|控制|加急)(?P<object>.{{0,30}}?)(?P<limit>至|到|为|成|在|不超过|不高于|不多于|不少于|不低于)"
    rf"{FIGURE}{EDGE}"
)
BY = re.compile(
    rf"(?P<verb>{REDUCE}|{RAISE})(?P<object>.{{0,12}}?)"
    rf"(?:(?P<to>{DIGITS})(?P<unit>[%％]|{TIME}|{COUNT})|(?P<half>一半))(?P<edge>以上|以下|左右)?(?!之?内|以内)"
)
WITHIN = re.compile(
    rf"(?:在|于)?第?(?P<to>{DIGITS}|{WORDS})(?P<unit>{TIME})(?P<edge>之内|以内|内)?(?:即可|可|就能|能|实现)?"
    r"[^，。；由从]{0,4}?(?P<verb>办结|办理完[毕成]|审批完毕|办完|接电|通水|通气|核准|办好|拿证|领证|出证|审结|发证|完成|予以|开展)"
)
LEVEL = re.compile(
    rf"(?P<verb>达到|达|实现|覆盖|限时|限|不少于|不低于|不超过|控制在|建成|培育|推出|(?<=时限)至|(?<=时间)至)(?P<limit>{LIMIT})"
    rf"(?P<to>{DIGITS})(?P<unit>[%％]|{TIME}|{COUNT}){EDGE}"
)
SHARE = re.compile(rf"(?P<verb>)(?P<to>{DIGITS})(?P<unit>[%％])(?=(?:的)?[^，。；]{{0,12}}?(?:可|化解|办理|达到))")
FORMS = (CHANGE, TO, BY, WITHIN, LEVEL, SHARE)

AFTER_YEAR = re.compile(r"\d年$")
PAID = re.compile(r"给予|补助|补贴|奖励|资助|贴息|扶持|租金|优惠期")
REACHED = re.compile(r"(?:已经?|目前|现有|现已|共|累计)[^、（(]{0,16}$")
LEADING = re.compile(
    r"^(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{4}年(?:\d{1,2}月)?底?前?|力争|确保|将|把|使|对|实现|推动|进一步|全面|是|并|再|的|由|从|在|按)+"
)
TRAILING = re.compile(r"(?:由原来的?|从原来的?|由现行的?|由|从|原来的|平均|均|再|将|至|到|在|于|的)$")
AT_LEAST = {"不少于", "不低于", "至少", "以上"}
AT_MOST = {"不超过", "不高于", "不多于", "最多", "以内", "之内", "内", "以下"}
OPENED = re.compile(r"[“（(《][^”）)》]*$")
NAMED_AFTER = {"建成", "培育", "推出"}
LONGEST_METRIC = 40


@dataclass(frozen=True, slots=True)
class Figures:
    """A target found in a text: characters `start` to `end` (half-open)."""

    start: int
    end: int
    metric: str | None
    """What is measured, as the clause puts it; None where the clause names nothing."""
    baseline: float | None
    value: float | None
    change: float | None
    unit: str
    bound: Bound | None


def find_targets(text: str) -> list[Figures]:
    """The targets of a text, in order."""
    return [found for start, end in _clauses(text) for found in _in_clause(text, start, end)]


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    for match in CLAUSE.finditer(text):
        for start in range(match.start(), match.end(), LONGEST):
            yield start, min(start + LONGEST, match.end())


def _in_clause(text: str, start: int, end: int) -> list[Figures]:
    clause = text[start:end]
    matches: list[tuple[re.Pattern[str], re.Match[str]]] = []
    for form in FORMS:
        for match in form.finditer(clause):
            if not any(m.start() < match.end() and match.start() < m.end() for _, m in matches):
                matches.append((form, match))
    found = []
    last = 0
    for form, match in sorted(matches, key=lambda one: one[1].start()):
        one = _figures(form, match, clause, last, start)
        last = match.end()
        if one is not None:
            found.append(one)
    return found


def _figures(form: re.Pattern[str], match: re.Match[str], clause: str, last: int, start: int) -> Figures | None:
    """The figures of a match; `last` is where the target before it in the clause ends."""
    groups = match.groupdict()
    before = clause[last : match.start()]
    value = 50.0 if groups.get("half") else _number(groups["to"])
    unit = "%" if groups.get("half") else _unit(groups["unit"] or groups.get("from_unit"))
    baseline = None
    if form is CHANGE:
        baseline = _number(groups["from"])
        units = {_unit(groups["from_unit"]), unit}
        if (
            baseline is None
            or (groups["verb"] is None and not before)
            or (len(units) > 1 and units != {"天", "工作日"})
        ):
            return None
    elif REACHED.search(before) or AFTER_YEAR.search(before) or PAID.search(clause):
        return None
    if value is None or unit is None:
        return None
    return Figures(
        start + match.start(),
        start + match.end(),
        _metric(form, groups, before, clause[match.end() :]),
        baseline,
        None if form is BY else value,
        value if form is BY else None,
        unit,
        _bound(form, groups),
    )


def _metric(form: re.Pattern[str], groups: dict[str, str | None], before: str, after: str) -> str | None:
    """The words of the clause before the figure, or between verb and figure, or after it."""
    subject = OPENED.sub("", before).lstrip("、和及与")
    subject = TRAILING.sub("", TRAILING.sub("", LEADING.sub("", subject)))
    inside = groups.get("object") or ""
    if form is WITHIN:
        words = subject + (groups["verb"] or "") + after.partition("、")[0]
    elif form is CHANGE:
        words = (subject + (groups["noun"] or ""))[-LONGEST_METRIC:]
    elif inside:
        words = inside.removesuffix("由").removesuffix("从")
    elif subject and groups["verb"] not in NAMED_AFTER:
        words = subject[-LONGEST_METRIC:]
    else:
        words = after.lstrip("的") if form in (LEVEL, SHARE) else ""
    words = words[:LONGEST_METRIC].strip("（）()、")
    return (words if words.count("“") == words.count("”") else words.strip("“”")) or None


def _bound(form: re.Pattern[str], groups: dict[str, str | None]) -> Bound | None:
    words = {groups.get("limit") or "", groups.get("edge") or "", groups.get("verb") or ""}
    if words & AT_LEAST:
        return Bound.AT_LEAST
    if words & AT_MOST or form is WITHIN or groups.get("range"):
        return Bound.AT_MOST
    return None


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    chinese = chinese_number(text)
    if chinese is not None:
        return float(chinese)
    try:
        return float(text)
    except ValueError:
        return None


def _unit(text: str | None) -> str | None:
    """The unit without its measure word: 个工作日 is 工作日, 日 is 天."""
    if text is None:
        return None
    plain = text.removeprefix("个") or text
    return {"日": "天", "％": "%"}.get(plain, plain)
