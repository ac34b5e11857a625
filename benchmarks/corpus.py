"""Synthetic documents of reform measures, as many as are asked for: the same seed gives the same documents.

Texts, bodies and places are drawn from the reference data with the skew of real tables: a few objects and instruments
are in many rows, a few cities issue most documents, a few agencies of a city lead most of its measures. Documents come
in blocks of five cities, one after another in time. A fifth of the practices of a block goes through all five, each row
naming the city before as its origin (lineage of depth four), another fifth through three; the rest stand alone. Nothing
of it says anything about any real city.

A row has the statements of a lean table: title, content, a domain, one to three bodies, a mechanism, and by chance a
scope, a deadline, a status, an origin, a statement of lineage. That is some 110 triples a measure; real tables, with all
their cells, targets and mechanisms, have some 280.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from rdflib import Graph

from benchmarks.corpus_rows import document_rows, link_rows
from graph.rows import Rows
from ontology.domains import domain_names
from ontology.link_triples import links_graph
from ontology.mechanisms import Mechanism, mechanisms
from ontology.model import (
    Cell,
    Deadline,
    DocumentRecord,
    FeatureShare,
    Grade,
    LineageKind,
    LineageStatement,
    Link,
    Measure,
    MechanismKind,
    MechanismMention,
    Origin,
    Quote,
    Responsibility,
    Role,
    Scope,
    Span,
    StatedStatus,
    Status,
)
from ontology.reference import Area, areas, functions, place_body
from ontology.triples import document_graph

BLOCK = 5
"""Documents between which practices travel and links are made."""
SHORTEST, LONGEST = 100, 150
"""Measures of a document."""
T = TypeVar("T")


@dataclass(frozen=True)
class Skewed(Generic[T]):
    """Things to draw, the n-th with a weight of 1/n."""

    things: Sequence[T]

    @cached_property
    def _weights(self) -> list[float]:
        return [*accumulate(1 / n for n in range(1, len(self.things) + 1))]

    def draw(self, chance: Random) -> T:
        """One of them."""
        return self.things[bisect(self._weights, chance.random() * self._weights[-1])]


@dataclass(frozen=True)
class Vocabulary:
    """What is drawn from."""

    cities: Skewed[Area]
    domains: Skewed[str]
    functions: Skewed[str]
    named: Mapping[MechanismKind, Skewed[Mechanism]]


@cache
def vocabulary() -> Vocabulary:
    """Cities of Guangdong first, then the other prefectures; the rest in an order of its own."""
    chance = Random(0)
    cities = [one for one in areas() if one.level == "prefecture"]
    cities.sort(key=lambda one: (one.name not in ("深圳市", "广州市", "珠海市"), one.code[:2] != "44", one.code))
    kinds = {kind: [one for one in mechanisms() if one.kind is kind] for kind in MechanismKind}
    domains, names = sorted(domain_names())[:60], sorted(one.name for one in functions())
    for drawn in (domains, names, *kinds.values()):
        chance.shuffle(drawn)  # type: ignore[arg-type]
    return Vocabulary(
        Skewed(cities), Skewed(domains), Skewed(names), {kind: Skewed(found) for kind, found in kinds.items()}
    )


@dataclass(frozen=True)
class Practice:
    """What a row is about, whoever does it."""

    object: Mechanism
    means: Mechanism
    goal: Mechanism
    domain: str
    days: int


@dataclass(frozen=True)
class Corpus:
    """So many measures in documents of 100 to 150."""

    measures: int
    seed: int = 13

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Measures of each document."""
        chance, found, left = Random(self.seed), [], self.measures
        while left > 0:
            found.append(min(left, chance.randint(SHORTEST, LONGEST)))
            left -= found[-1]
        return tuple(found)

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-len(self.sizes) // BLOCK)

    def graphs(self, block: int) -> Iterator[tuple[str, Graph]]:
        """The named graphs of a block: its documents, and the links between them."""
        for number in self._documents(block):
            yield _name(number), document_graph(self.document(number))
        yield f"links-{block:05}", links_graph(self.links(block))

    def rows(self, block: int) -> Iterator[Rows]:
        """The same as rows, written down at once; tests hold that `project` gives the same of the graphs."""
        for number in self._documents(block):
            yield document_rows(self.document(number))
        yield link_rows(f"links-{block:05}", self.links(block))

    def links(self, block: int) -> tuple[Link, ...]:
        """Practices that travelled are held to be alike; some others were compared and rejected."""
        chance = Random(f"{self.seed}/links/{block}")
        found = []
        for number in self._documents(block):
            for place in range(1, self.sizes[number] + 1):
                if self._came_here(number, place):
                    found.append(_link(chance, f"{_name(number - 1)}/{place}", f"{_name(number)}/{place}", alike=True))
                elif number % BLOCK and place <= self.sizes[number - 1] and chance.random() < 0.4:
                    found.append(_link(chance, f"{_name(number - 1)}/{place}", f"{_name(number)}/{place}", alike=False))
        return tuple(found)

    def document(self, number: int) -> DocumentRecord:
        """One document."""
        city, year = self._cities(number // BLOCK)[number % BLOCK], 2013 + 2 * (number % BLOCK)
        chance = Random(f"{self.seed}/document/{number}")
        page = _Page()
        digest = hashlib.sha256(f"{self.seed}/{number}".encode()).hexdigest()
        return DocumentRecord(
            id=_name(number),
            title=f"{city.name}{year}年优化营商环境改革任务清单（合成第{number}号）",
            sha256=digest,
            rendition_sha256=digest,
            encoding="utf-8",
            place=city.name,
            place_basis="title",
            issued=f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            measures=tuple(
                self._measure(number, place, city, year, page) for place in range(1, self.sizes[number] + 1)
            ),
            issuer=f"{city.name}人民政府",
        )

    def _documents(self, block: int) -> range:
        return range(block * BLOCK, min((block + 1) * BLOCK, len(self.sizes)))

    def _cities(self, block: int) -> list[Area]:
        """Five different cities."""
        chance, found = Random(f"{self.seed}/cities/{block}"), dict[Area, None]()
        while len(found) < BLOCK:
            found[vocabulary().cities.draw(chance)] = None
        return [*found]

    def _came_here(self, number: int, place: int) -> bool:
        """Whether a row carries on what the document before it has in the same place."""
        hops = {0: BLOCK - 1, 1: 2}.get(place % 5, 0)
        return 0 < number % BLOCK <= hops and all(
            place <= self.sizes[one] for one in range(number - number % BLOCK, number)
        )

    def _practice(self, number: int, place: int) -> Practice:
        origin = number
        while self._came_here(origin, place):
            origin -= 1
        chance, words = Random(f"{self.seed}/practice/{origin}/{place}"), vocabulary()
        found = [words.named[kind].draw(chance) for kind in MechanismKind]
        return Practice(found[0], found[1], found[2], words.domains.draw(chance), chance.randint(1, 30))

    def _measure(self, number: int, place: int, city: Area, year: int, page: _Page) -> Measure:
        chance, one = Random(f"{self.seed}/{number}/{place}"), self._practice(number, place)
        before = self._cities(number // BLOCK)[number % BLOCK - 1] if self._came_here(number, place) else None
        title = f"{chance.choice(VERBS)}{one.object.name}“{one.means.name}”"
        learned = "" if before is None else f"借鉴{before.name}经验，"
        content = (
            f"{learned}在{one.object.name}领域实行{one.means.name}，{chance.choice(STEPS)}，"
            f"办理时限压缩至{one.days}个工作日以内，实现{one.goal.name}。"
        )
        title_cell, content_cell = page.cell("改革事项", title), page.cell("主要内容", content)
        lineage: tuple[LineageStatement, ...] = ()
        if before is not None and chance.random() < 0.5:
            words = _part(content_cell, f"借鉴{before.name}经验")
            lineage = (LineageStatement(LineageKind.LEARNS_FROM, before.name, None, None, None, words),)
        return Measure(
            document=_name(number),
            number=place,
            title=title,
            content=content,
            cells=(title_cell, content_cell),
            line=title_cell.span.line,
            domain=one.domain,
            responsibilities=tuple(_bodies(chance, city, page)),
            scope=_scope(chance, city, page),
            deadline=_deadline(chance, year, page),
            status=_status(chance, page),
            origins=() if before is None else (Origin(before.name, _part(content_cell, before.name)),),
            mechanisms=(MechanismMention(one.means.id, one.means.kind, _part(content_cell, one.means.name)),),
            lineage=lineage,
        )


VERBS = ("推行", "深化", "优化", "全面实施", "探索", "规范", "创新", "升级", "试点", "拓展")
STEPS = (
    "一次申请、并联审批、统一出证",
    "申请材料减少一半，能共享的不再提交",
    "线上线下同一标准办理",
    "设专窗受理，专人全程跟办",
    "建立清单并向社会公布，动态调整",
    "由牵头单位会同有关单位制定细则",
    "数据由部门之间核验，群众不跑动",
    "对守信主体先办后补",
)


class _Page:
    """Remembers where each text stands, a text a line."""

    def __init__(self) -> None:
        self.at = self.line = 0

    def quote(self, field: str, text: str) -> Quote:
        self.line += 1
        start, end = self.at, self.at + len(text.encode())
        self.at = end + 1
        return Quote(text, Span(start, end, self.line), field)

    def cell(self, column: str, text: str) -> Cell:
        quote = self.quote(column, text)
        return Cell(column, text, quote.span)


def _name(number: int) -> str:
    return f"synthetic-{number:05}"


def _part(cell: Cell, words: str) -> Quote:
    start = cell.span.start + len(cell.text[: cell.text.index(words)].encode())
    return Quote(words, Span(start, start + len(words.encode()), cell.span.line), cell.column)


@lru_cache(4096)
def _body(function: str, city: Area) -> Responsibility:
    printed = f"{city.name}{function}局"
    return Responsibility(place_body(printed, city, "synthetic"), Role.LEAD, printed, Quote(printed, Span(0, 0, 0), ""))


def _bodies(chance: Random, city: Area, page: _Page) -> Iterator[Responsibility]:
    """A lead, and up to two who cooperate."""
    seen = set()
    for role in (Role.LEAD, *[Role.COOPERATING] * chance.choice((0, 0, 0, 1, 2))):
        one = _body(vocabulary().functions.draw(chance), city)
        if one.body not in seen:
            seen.add(one.body)
            field = "牵头单位" if role is Role.LEAD else "配合单位"
            yield replace(one, role=role, quote=page.quote(field, one.printed))


def _scope(chance: Random, city: Area, page: _Page) -> Scope | None:
    """Half of the rows have one; one in ten of these leaves another city out that has the measure already."""
    if chance.random() < 0.5:
        return None
    if chance.random() < 0.9:
        return Scope((city.name,), (), None, page.quote("推广范围", "全市"))
    province = city.parent or city
    other = vocabulary().cities.draw(chance)
    words = page.quote("推广范围", f"{province.name}（{other.name}已复制推广）")
    return Scope((province.name,), (other.name,), None, words, f"{other.name}已复制推广", (other.name,))


def _deadline(chance: Random, year: int, page: _Page) -> Deadline | None:
    drawn = chance.random()
    if drawn < 0.5:
        return None
    if drawn < 0.6:
        return Deadline(None, None, True, page.quote("完成时限", "持续推进"))
    month = chance.randint(1, 12)
    return Deadline(f"{year}-{month:02}", "month", False, page.quote("完成时限", f"{year}年{month}月"))


def _status(chance: Random, page: _Page) -> StatedStatus | None:
    drawn = chance.random()
    if drawn < 0.7:
        return None
    if drawn < 0.9:
        return StatedStatus(Status.COMPLETED, page.quote("进展", "已完成"))
    return StatedStatus(Status.IN_PROGRESS, page.quote("进展", "正在推进"))


def _link(chance: Random, a: str, b: str, *, alike: bool) -> Link:
    score = round(chance.uniform(0.6, 0.98) if alike else chance.uniform(0.05, 0.45), 3)
    grade = Grade.SAME if score > 0.85 else Grade.COMPARABLE if score > 0.5 else Grade.RELATED if score > 0.3 else None
    features = tuple(
        FeatureShare(name, round(chance.random(), 3), round(score * weight, 3))
        for name, weight in (("phrases", 2.1), ("words", 1.3), ("agencies", 0.6))
    )
    return Link(a, b, score, alike, features, ("办理时限", "并联审批"), "synthetic", grade)
