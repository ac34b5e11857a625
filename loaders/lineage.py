"""What a text says about its lineage: claims of being first, what was learned from whom, upgrades, references.

Four forms are known, each with words that the text itself must hold:

    全国首款、率先在全国、首创        a claim of being first, with how far it reaches
    参考广州市做法                    learned from a place, or from a practice that is named in “”
    “一口受理”升级版、升级“一窗通”    a newer version of something that is named
    复制推广第三批改革经验            a reference to a batch, or to a document number, that is replicated

An intention to be first (力争率先) is no claim; learning from nobody in particular (国内外经验) names no source.  Every
pattern has a bounded reach within one clause, so time grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ontology.model import LineageKind

EXTENT = r"(?P<extent>全国|全省|全市|全区|全球|世界|国内|省内|市内|国际|行业|业内)(?:内|范围内?)?"
COUNTED = r"首(?:个|款|家|例|单|笔|张|部|支|只|项|座|次|批|创|推|发)|第一(?:个|款|家|例|单)"
FIRST = re.compile(
    rf"(?:(?:在|于)?{EXTENT}(?:的)?(?P<word>{COUNTED}|率先)"
    rf"|(?P<lead>率先|首创)(?:(?:在|于)?{EXTENT.replace('extent', 'reach')})?)"
)
NOT_YET = re.compile(r"(?:力争|争取|争当|努力|确保|鼓励|支持|争做)[^，。；！？\n]{0,6}$")
NOT_A_CLAIM = re.compile(r"^(?:精神|垂范|示范)")

MARK = r"，。；！？：:;\n"
LEARN = re.compile(
    rf"(?:借鉴|参考|参照|学习|对标){{1,2}}(?:了)?(?P<from>[^{MARK}]{{1,50}}?)(?:做法|经验|模式|制度|举措|措施){{1,2}}"
)
FOREWORD = re.compile(r"^(?:和?推广|运用|先进|成功|有关|相关)*[“‘]?")
NAME = re.compile(r"“(?P<name>[^“”\n]{2,30})”")
"""A practice as it is called."""

UPGRADE = re.compile(
    r"(?:“(?P<before>[^“”\n]{2,30})”(?:平台|系统|服务|改革|模式)?(?:的)?(?:升级版|[2-9]\.0(?=版|[，。；”）\s]|$)版?)"
    rf"|(?P<plain>[\u4e00-\u9fff]{{2,12}})(?:升级版|[2-9]\.0(?=版|[{MARK}”）]|$)版?)"
    r"|升级“(?P<after>[^“”\n]{2,30})”"
    rf"|在[^{MARK}“”]{{0,20}}“(?P<base>[^“”\n]{{2,30}})”[^{MARK}]{{0,10}}?基础上(?:再|进一步|全面)?升级)"
)

VERB = re.compile(r"^(?:打造|推出|建设|形成|实施|推进)")

BATCH = re.compile(
    rf"(?:复制推广|推广|复制|承接)[^{MARK}]{{0,30}}?(?P<batch>第[一二三四五六七八九十百\d]{{1,4}}批)"
    rf"[^{MARK}]{{0,20}}?(?:经验|举措|事项|清单|做法)"
)
NUMBERED = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{1,8}[〔\[［(（](?:19|20)\d{2}[〕\]］)）](?:第)?\d{1,4}号)"
    rf"[^{MARK}]{{0,20}}?(?:复制推广|复制|推广)"
)

Place = tuple[int, int, str]
"""Start and end of a place's name in the text, and its qualified name."""
JOINED = re.compile(r"[、和及与]|以及")


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement of lineage: characters `start` to `end` (half-open)."""

    start: int
    end: int
    kind: LineageKind
    area: str | None = None
    """The place that it names, by its qualified name; None where it names none."""
    qualifier: str | None = None
    """The word that claims to be first (首款), else None."""
    extent: str | None = None
    """How far a claim of being first reaches, as printed (全国); None where it does not say."""
    practice: str | None = None
    """What it learned from, upgrades or refers to, as called there; None where it is not called anything."""


def find_lineage(text: str, places: Sequence[Place]) -> list[Stated]:
    """The statements of a text, in order; `places` are those that it names, in order."""
    found = [*_firsts(text), *_learned(text, places), *_upgrades(text), *_references(text)]
    return sorted(found, key=lambda one: (one.start, one.end, one.kind, one.area or ""))


def _firsts(text: str) -> Iterator[Stated]:
    for match in FIRST.finditer(text):
        if NOT_YET.search(text, max(0, match.start() - 12), match.start()) or NOT_A_CLAIM.match(text[match.end() :]):
            continue
        yield Stated(
            *match.span(),
            LineageKind.FIRST,
            qualifier=match["word"] or match["lead"],
            extent=match["extent"] or match["reach"],
        )


def _learned(text: str, places: Sequence[Place]) -> Iterator[Stated]:
    for match in LEARN.finditer(text):
        start = match.start("from") + len(FOREWORD.match(match["from"])[0])  # type: ignore[index]
        named = NAME.search(match["from"])
        practice = None if named is None else named["name"]
        areas = list(_joined(text, places, start, match.end("from")))
        # A practice stands for its own place only where it comes first: 借鉴“…”经验.
        if not areas and (named is None or named.start() > 0):
            continue
        sources: list[str | None] = [*areas] or [None]
        for area in sources:
            yield Stated(*match.span(), LineageKind.LEARNS_FROM, area, practice=practice)


def _joined(text: str, places: Sequence[Place], start: int, end: int) -> Iterator[str]:
    """The places from `start` on, joined by 、 or 和."""
    for first, last, name in places:
        if first < start:
            continue
        if first != start or last > end:
            return
        yield name
        joined = JOINED.match(text, last)
        if joined is None:
            return
        start = joined.end()


def _upgrades(text: str) -> Iterator[Stated]:
    for match in UPGRADE.finditer(text):
        name = match["before"] or VERB.sub("", match["plain"] or "") or match["after"] or match["base"]
        yield Stated(*match.span(), LineageKind.UPGRADES, practice=name)


def _references(text: str) -> Iterator[Stated]:
    for pattern, name in ((BATCH, "batch"), (NUMBERED, "number")):
        for match in pattern.finditer(text):
            yield Stated(*match.span(), LineageKind.REFERS_TO, practice=match[name])


def own(found: Iterable[Stated], *, practice: bool) -> list[Stated]:
    """Those that may be this row's own: in the account of somebody's practice only claims of being first are kept."""
    return [one for one in found if one.kind is LineageKind.FIRST or not practice]
