"""Instruments that a text cites, and what the measure means to do with them.

Three ways of naming one are known: a title in 《》, a document number (珠府〔2019〕42号), and a law to be made that is
named without brackets (推动深圳市社会信用条例立法).  What is meant is told by the verb that governs the name in its clause:
根据《…》 gives a basis, 制定《…》 an intention to create, 修订《…》 one to amend.  What the text reports as done (已出台,
制定了, 2019年10月出台) is no intention, and no effect is ever read from one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology.model import InstrumentForm, InstrumentUse

TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)+》")
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［(（](?:19|20)\d{2}[〕\]］)）](?:第)?\d{1,4}号")
LAW = r"(?:条例|办法|规定|规章|细则)"
UNQUOTED_LAW = re.compile(
    rf"(?:启动|推动|推进|加快|开展|研究|做好|就|围绕|对)(?P<name>[\u4e00-\u9fff]{{2,20}}?{LAW})(?:的?(?:着手|开展|启动|进行)?(?:立法|制定|起草))"
)
BREAK = re.compile(r"[。；！？\n]")
REACH = 60
"""Characters before a title in which its verb is looked for."""

CREATE = r"研究制定|制定|制订|出台|起草|草拟|拟订|拟定|编制|印发|发布|颁布|推出|编写|形成"
AMEND = r"修订|修改|修正|修编|完善|更新"
BASIS = r"贯彻|落实|执行|实施|根据|依据|依照|按照|遵照|遵循|对照|依法|为准"
VERB = re.compile(rf"(?P<create>{CREATE})|(?P<amend>{AMEND})|(?P<basis>{BASIS})")
PARTICIPLE = re.compile(rf"(?:新|已|{CREATE}|{AMEND}|实施|执行){{1,4}}的$")
"""新修改实施的《…》 describes the title; it is not what the measure means to do."""
CREATE_AFTER = re.compile(r"^(?:的)?(?:立法|制定|起草|出台|编制|印发)")
AMEND_AFTER = re.compile(
    r"^(?:进行|的|开展|予以|作出?)?(?:拟订|拟定|制订|制定|起草|提出)?(?:修正案|修订|修改|修编|更新)"
)
BASIS_AFTER = re.compile(r"^(?:的)?(?:[^，。；《》]{0,6}(?:基础上|要求|精神|规定|落实)|为依据|为准)")
OTHER_AFTER = re.compile(r"^(?:的)?(?:配套|实施细则|考核|工作方案|实施方案|任务|指引|解读)")
"""Words after a title that make it part of the name of something else."""
DONE = re.compile(r"(?:已经?|曾|于\d{4}年\d{1,2}月|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)[^，。；底前内]{0,4}$")
RUN_ON = re.compile(r"^[、和及与]?$|^以及$|^（[^（）]{0,30}）[、和及与]?$")
"""What may stand between two titles that one verb governs."""

FORMS = (
    (InstrumentForm.LIST, re.compile(r"(?:清单|目录|名录|名单|清册)$")),
    (
        InstrumentForm.CERTIFICATE,
        re.compile(r"(?:证|证书|证明|执照|许可|批准书|决定书|通知书|意见书|登记表|申请表|申报表)$"),
    ),
)
SUFFIX = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(frozen=True, slots=True)
class Cited:
    """An instrument named in a text: characters `start` to `end` (half-open)."""

    start: int
    end: int
    title: str
    """As printed, with its brackets where it has any."""
    use: InstrumentUse | None
    form: InstrumentForm | None


def find_instruments(text: str) -> list[Cited]:
    """The instruments of a text, in order."""
    found: list[Cited] = []
    end_of_last, use_of_last = -1, None
    for match in TITLE.finditer(text):
        between = text[end_of_last : match.start()] if 0 <= match.start() - end_of_last <= REACH else None
        run_on = between is not None and end_of_last >= 0 and RUN_ON.match(between)
        use = use_of_last if run_on else _use(text, match.start(), match.end())
        found.append(Cited(*match.span(), match.group(), use, form_of(match.group())))
        end_of_last, use_of_last = match.end(), use
    titled = {one.end: one.use for one in found}
    found += [
        Cited(*match.span(), match.group(), titled.get(match.start() - 1), None)
        for match in DOCUMENT_NUMBER.finditer(text)
        if not _inside(match.start(), match.end(), found)
    ]
    found += [
        Cited(*match.span("name"), match["name"], InstrumentUse.TO_CREATE, None)
        for match in UNQUOTED_LAW.finditer(text)
        if not _inside(match.start(), match.end(), found)
    ]
    return sorted(found, key=lambda one: one.start)


def form_of(title: str) -> InstrumentForm | None:
    """The form that the last word of a title tells; None where it tells none of those known."""
    name = title.strip("《》")
    while (shorter := SUFFIX.sub("", name)) != name:
        name = shorter
    return next((form for form, ending in FORMS if ending.search(name)), None)


def _use(text: str, start: int, end: int) -> InstrumentUse | None:
    before = text[max(0, start - REACH) : start]
    breaks = list(BREAK.finditer(before))
    before = before[breaks[-1].end() :] if breaks else before
    before = PARTICIPLE.sub("", before.rpartition("，")[2])
    after = text[end : end + 16]
    for pattern, use in ((AMEND_AFTER, InstrumentUse.TO_AMEND), (CREATE_AFTER, InstrumentUse.TO_CREATE)):
        if pattern.match(after):
            return use
    governing = None
    for verb in VERB.finditer(before):
        if not before[verb.end() :].startswith("的"):
            governing = verb
    if governing is None:
        return InstrumentUse.BASIS if BASIS_AFTER.match(after) else None
    if governing["basis"]:
        return InstrumentUse.BASIS
    if "》" in before[governing.end() :]:
        return None
    reported = before[governing.end() :].startswith("了") or DONE.search(before[: governing.start()])
    if reported or OTHER_AFTER.match(after):
        return None
    if BASIS_AFTER.match(after) and not governing["create"]:
        return InstrumentUse.BASIS
    return InstrumentUse.TO_CREATE if governing["create"] else InstrumentUse.TO_AMEND


def _inside(start: int, end: int, found: list[Cited]) -> bool:
    return any(one.start < end and start < one.end for one in found)
