"""Places, functions and known bodies: what the reference data says, and the look-ups that rest on it.

A place is found where its name can mean nothing else.  A full name (深圳市) and a short name that stands for
one place alone (深圳) count anywhere; a county's short name only beside the area around it (深圳南山), that
of a smaller prefecture also where it opens a list (襄阳、宜昌).  A full name that several counties of China
share (南山区, 白云区) counts beside its city only.  Whoever knows which area a text is about passes it as
`within`; names inside that area then count on their own.

A body is (jurisdiction, canonical name).  A name is completed by what is known of its jurisdiction, then by
the templates of its function, then by rule; without a place it stays as printed and is ambiguous.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from typing import Final

from rdflib import RDF, Graph, Literal, URIRef

from ontology.facts import SOURCE, TYPE, Facts, parse, rdf_term, text_of
from ontology.identifiers import ID, REFERENCE, graph_iri, reader_iri
from ontology.model import Body, BodyKind
from ontology.vocabulary import NAMESPACE, RG

FILES: Final = ("areas", "functions", "agencies")
SCHEMES: Final = ("mechanisms", "domains", "changes")
"""Part of the reference graph too; the first two are read by `ontology.mechanisms` and `ontology.domains`."""

# --- records -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Area:
    """A place of the reference data; two are equal if their IRIs are."""

    iri: URIRef
    code: str = field(compare=False)
    """GB/T 2260; for a functional zone the name in its IRI."""
    name: str = field(compare=False)
    short: str = field(compare=False)
    """Without the word for its kind (深圳, 内蒙古); the name itself where nothing remains of it otherwise."""
    level: str = field(compare=False)
    """country, province, prefecture, county or zone."""
    parent: Area | None = field(compare=False, repr=False)
    aliases: tuple[str, ...] = field(compare=False, repr=False)
    """Names that mean this place wherever they stand."""
    near_aliases: tuple[str, ...] = field(compare=False, repr=False)
    """Short names that mean it beside the area around it only."""
    shared: bool = field(compare=False, repr=False)
    """True where another county has the same full name."""
    english: str | None = field(compare=False, repr=False)
    """None where no English name is held."""

    @cached_property
    def ancestors(self) -> tuple[Area, ...]:
        """The areas around it, the nearest first."""
        return () if self.parent is None else (self.parent, *self.parent.ancestors)

    def contains(self, other: Area) -> bool:
        """Say whether `other` is this area or lies within it."""
        return self == other or self in other.ancestors

    @cached_property
    def city(self) -> Area | None:
        """The prefecture or municipality around it; None where it stands directly under a province."""
        return next((a for a in self.ancestors if a.level == "prefecture" or _is_municipality(a)), None)

    @cached_property
    def qualified_name(self) -> str:
        """The name that is unique in China: 佛山市顺德区, 温州市苍南县, 珠海市横琴新区, 深圳市."""
        if self.level not in ("county", "zone") or self.city is None or self.name.startswith(self.city.short):
            return self.name
        return self.city.name + self.name

    @cached_property
    def formal_name(self) -> str:
        """The name that the full names of its bodies begin with: a county's stands alone (苍南县财政局)."""
        alone = self.level == "county" and not self.name.endswith("区") and not self.shared
        return self.name if alone else self.qualified_name


@dataclass(frozen=True)
class Region:
    """A region made of areas."""

    iri: URIRef
    name: str
    names: tuple[str, ...]
    """The name and its other names."""
    members: tuple[Area, ...]
    """In the order of their codes."""


@dataclass(frozen=True)
class ZoneType:
    """A type of zone; not a place."""

    iri: URIRef
    name: str
    names: tuple[str, ...]
    """The name and its other names."""


@dataclass(frozen=True)
class Function:
    """What bodies of one kind do, with their short names and the templates of their full names."""

    iri: URIRef
    name: str
    english: str
    aliases: tuple[str, ...]
    templates: Mapping[str, tuple[str, ...]] = field(compare=False, repr=False)
    """By level (province, prefecture, county); under `any` those that serve at every level."""
    printed_templates: tuple[str, ...] = field(compare=False, repr=False)
    """Short forms with the place inside them."""

    def templates_for(self, where: Area) -> tuple[str, ...]:
        """List the templates that a body of this function in `where` can be named by."""
        level = "county" if where.level == "zone" else where.level
        return (*self.templates.get(level, ()), *self.templates.get("any", ()))


@dataclass(frozen=True)
class KnownBody:
    """A body with facts of its own."""

    iri: URIRef
    name: str
    kind: BodyKind
    jurisdiction: Area
    aliases: tuple[str, ...]
    """Valid within the jurisdiction, unless they name a place themselves."""
    function: Function | None
    """None where no function is stated."""
    serves: tuple[Area, ...]
    parent: URIRef | None
    """The body above it; None where none is stated."""
    renamed_to: URIRef | None
    """The body that carries on under a later name; None where none is stated."""
    sources: tuple[str, ...]

    @property
    def body(self) -> Body:
        """The body as measures refer to it."""
        return Body(self.name, self.jurisdiction.qualified_name, self.kind)


# --- look-ups ------------------------------------------------------------------------------------


def areas() -> tuple[Area, ...]:
    """List every area held, in the order of their codes; functional zones last."""
    return tuple(_data().areas.values())


def area(name_or_code: str) -> Area | None:
    """Look up the one area held of this code, name or other name; None where none or several have it."""
    found = _data().named.get(name_or_code, ())
    return found[0] if len(found) == 1 else None


def regions() -> tuple[Region, ...]:
    """List the regions made of areas, longer names first: 粤港澳大湾区九市 before 粤港澳大湾区."""
    return _data().regions


def zone_types() -> tuple[ZoneType, ...]:
    """List the types of zones."""
    return _data().zone_types


def functions() -> tuple[Function, ...]:
    """List what bodies do, in the order of their ids."""
    return _data().functions


def known_bodies() -> tuple[KnownBody, ...]:
    """List the bodies with facts of their own, by jurisdiction and name."""
    return tuple(_data().bodies.values())


def known_body(name: str) -> KnownBody | None:
    """Look up a known body by its canonical name; None where the reference data holds none."""
    return _data().bodies.get(name)


@cache
def reference_graph() -> Graph:
    """Give the reference data and the concepts of status and force as RDF; shared, so not to be changed."""
    graph = Graph(identifier=graph_iri(REFERENCE))
    for name in (*FILES, *SCHEMES):
        for quad in parse(f"reference/{name}.ttl"):
            graph.add((rdf_term(quad.subject), rdf_term(quad.predicate), rdf_term(quad.object)))
    for one in areas():
        graph.add((one.iri, RG.qualifiedName, Literal(one.qualified_name)))
    quads = list(parse("reform.ttl"))
    wanted = {NAMESPACE + "Status", NAMESPACE + "Force", NAMESPACE + "ReadingRule"}
    concepts = {q.subject for q in quads if q.predicate.value == TYPE and text_of(q.object) in wanted}
    for quad in quads:
        if quad.subject in concepts:
            graph.add((rdf_term(quad.subject), rdf_term(quad.predicate), rdf_term(quad.object)))
    reader = reader_iri(reader_version())
    graph.add((reader, RDF.type, RG.Reader))
    graph.add((reader, RG.version, Literal(reader_version())))
    return graph


@cache
def reader_version() -> str:
    """The version of this software, which claims name as their reader's."""
    return version("reformgraph")


# --- places in texts ---------------------------------------------------------------------------

NO_PLACE: Final = (
    *("上海关", "上海事", "上海合作组织", "中山大学", "中山装", "北京时间", "南沙群岛", "广东话"),
    *("江西岸", "河北岸", "河南岸", "湖北岸", "湖南岸"),
)
"""Words that hold a place's name and mean no place (掌上海关)."""
RIVERS: Final = "珠长黄运淮沿滨临"
AFTER_RIVER: Final = frozenset({"江西", "江门", "河南", "河北", "海南", "湖南", "湖北"})
"""珠江西岸 is not in 江西, 长江门户 not 江门."""
TAIL: Final = {"市": "场", "区": "域块间位别划"}
"""深圳市场 is not 深圳市, 南海区域 not 南海区."""
OPENERS: Final = "、，,；;。：:（([〔《“\n\t 　"
BRACKET: Final = re.compile(r"[（(]([^（）()]{2,12})[)）]")


class _Use(Enum):
    """Where a name counts."""

    ANYWHERE = 1
    OPENING = 2
    BESIDE = 3


def find_areas(text: str, within: Area | None = None) -> list[tuple[int, int, Area]]:
    """Find the places that a text names: (start, end, area), left to right, longest names, none overlapping.

    Places that stand in one another and side by side are one hit with the finest of them (佛山市顺德区,
    珠海横琴, 广州市黄埔区（广州开发区）).  Names inside names of bodies are for the caller to set aside.
    """
    found: list[tuple[int, int, Area]] = []
    index = _data().index
    at = 0
    while at < len(text) - 1:
        names = index.get(text[at : at + 2])
        if names is None:
            at += 1
            continue
        around = found[-1][2] if found and found[-1][1] == at else None
        end, hit = _hit(text, at, names, around, within)
        if hit is not None:
            start = at
            if around is not None and around != hit and around.contains(hit):
                start = found.pop()[0]
            end = _with_bracket(text, end, hit)
            found.append((start, end, hit))
        at = end
    return found


def _hit(
    text: str, at: int, names: tuple[str, ...], around: Area | None, within: Area | None
) -> tuple[int, Area | None]:
    """Say where to go on, and which place the longest name at `at` means."""
    meanings = _data().meanings
    for name in names:
        if not text.startswith(name, at):
            continue
        end = at + len(name)
        if name in NO_PLACE:
            return end, None
        if text[end : end + 1] and text[end] in TAIL.get(name[-1], ""):
            continue
        if name in AFTER_RIVER and at and text[at - 1] in RIVERS:
            continue
        opening = at == 0 or text[at - 1] in OPENERS
        hit = _meant(meanings[name], around, within, opening=opening)
        if hit is not None:
            return end, hit
    return at + 1, None


def _meant(
    meanings: tuple[tuple[Area, _Use], ...], around: Area | None, within: Area | None, *, opening: bool
) -> Area | None:
    """Tell the one area that a name means here; None where none or several can be meant.

    The country is no context: not all of its counties are held.
    """
    for context in (around, within):
        if context is None or context.level == "country":
            continue
        inside = [one for one, _ in meanings if one != context and context.contains(one)]
        if len(inside) == 1:
            return inside[0]
    alone = [o for o, use in meanings if use is _Use.ANYWHERE or (use is _Use.OPENING and opening)]
    return alone[0] if len(alone) == 1 else None


def _with_bracket(text: str, end: int, hit: Area) -> int:
    """Take in a bracket that names a zone of the same place: 黄埔区（广州开发区）."""
    bracket = BRACKET.match(text, end)
    other = area(bracket[1]) if bracket else None
    if bracket is None or other is None or other.level != "zone" or not hit.contains(other):
        return end
    return bracket.end()


# --- bodies ------------------------------------------------------------------------------------

LEVEL: Final = re.compile(r"^(自治区|省|市(?!场)|州|盟|区(?!块|域|间|位)|县(?!域)|旗)(?=.)")
CLASS: Final = re.compile(
    r"^(?:[我本]?(?:省|市|区|县|州))?(?:级)?(?:各|有关|相关)"
    r"|^(?:地市|市县|市州|县市|县区|区县|镇街|街镇|[市区县]（[市区县]）[市区县]?)(?:人民)?(?:政府|管委会|$)"
    r"|(?:企业|机构|单位|部门|社区|园区)$|两级"
)
"""Bodies named by their kind: 各区政府（新区管委会）, 有关市级部门, 金融企业, 市联席会议成员单位."""
COLLABORATION: Final = re.compile(r"(?:联席会议|领导小组|指挥部|专班|工作组|联盟)$")
ENTERPRISE: Final = re.compile(r"(?:集团|公司|供电局|资本|电网|(?<!人民)银行|(?<!人民)银行.{1,8}[分支]行)$")
CENTRAL: Final = re.compile(r"^(?:中国|国家|全国|中央|中共中央|中华|最高|国务院)")
NAME_PLATE: Final = re.compile(r"[（(][^（）()]*[)）]$")
"""县委组织部（人才办）: a second name plate of the same body."""
PLACE_END: Final = re.compile(r"[市县区州旗]")
ZONE_WORD: Final = re.compile(r"(?:开发|高新|经开|功能|园|新|保税|自贸|合作|示范|试验|实验|度假|服务|景|社|小|城)区$")
ABROAD: Final = re.compile(r"^(?:世界|联合国|亚洲)")
SPACE: Final = re.compile(r"\s+")
SLOT: Final = re.compile(r"\{(area|short|level)\}")
LEVELS: Final = {
    **dict.fromkeys(("省", "自治区"), ("province",)),
    **dict.fromkeys(("州", "盟"), ("prefecture",)),
    **dict.fromkeys(("县", "旗"), ("county",)),
    "市": ("province", "prefecture", "county"),
    "区": ("county", "zone"),
}
"""The levels that a word for a kind of area can mean; 重庆市 is a province."""


def place_body(printed: str, place: Area | None, document: str) -> Body:
    """Tell the body that a name printed in a document means.

    `place` is the area whose authorities issued the document: 市市场监管局, 市场监管局 are its bureau.  A
    name that holds a place keeps it (深圳海关).  Where the place cannot be told, the name is ambiguous and has
    no jurisdiction; it is then one body within `document` only, and its IRI keeps it apart by that.
    """
    del document  # the result does not hang on it
    name = SPACE.sub("", printed)
    body = _place_body(name, place)
    return replace(body, name=name) if body.ambiguous else body


@lru_cache(maxsize=8192)
def _place_body(name: str, place: Area | None) -> Body:
    data = _data()
    if not name:
        return _ambiguous(name)
    known = data.unplaced.get(name)
    if known is not None:
        return known.body
    where, rest = _own_place(name, place)
    if CLASS.search(name) or CLASS.search(rest):
        return _class(name, where, place)
    patterned = _patterned(name, place)
    if patterned is not None:
        return patterned
    if where is not None:
        return _named(rest, where, own=True) or _unlisted(name, rest, where)
    bare = None if place is None else _named(name, place)
    if bare is not None:
        return bare
    if CENTRAL.match(name):
        return _central(name)
    level = None if name in data.by_alias else LEVEL.match(name)
    where, rest = (place, name) if level is None else (_at_level(place, level[1]), name[level.end() :])
    if where is None or ABROAD.match(name) or _begins_elsewhere(rest):
        return _ambiguous(name, _kind(name))
    return _named(rest, where) or _unlisted(name, rest, where)


def _unlisted(name: str, rest: str, where: Area) -> Body:
    """Complete a name by rule; one that begins with a short name (珠海水控集团) stays as printed."""
    if len(rest) < 2:  # 省局 may be any bureau
        return _ambiguous(name)
    before = name[: len(name) - len(rest)]
    stays = before.endswith(where.short) and before not in (where.name, where.qualified_name)
    full = name if stays else where.formal_name + rest
    return Body(full, where.qualified_name, _kind(rest), known=False)


def _ambiguous(name: str, kind: BodyKind = BodyKind.AGENCY) -> Body:
    return Body(name, None, kind, ambiguous=True, known=False)


def _kind(name: str) -> BodyKind:
    plain = NAME_PLATE.sub("", name)
    if COLLABORATION.search(plain):
        return BodyKind.COLLABORATION
    return BodyKind.ENTERPRISE if ENTERPRISE.search(plain) else BodyKind.AGENCY


def _class(name: str, where: Area | None, place: Area | None) -> Body:
    """Keep a class as printed; its jurisdiction is its own place, the level it names, or the document's."""
    if where is None:
        level = LEVEL.match(name)
        inside = level is not None and re.match(r"各|有关|相关", name[level.end() :]) is not None
        where = _at_level(place, level[1]) if level is not None and inside else place
    jurisdiction = None if where is None else where.qualified_name
    return Body(name, jurisdiction, BodyKind.AGENCY_CLASS, ambiguous=where is None, known=False)


def _own_place(name: str, place: Area | None) -> tuple[Area | None, str]:
    """Split off the place that a name begins with; (None, name) where it begins with none.

    In a document of 深圳市, 南山区政府 is the government of its 南山区.
    """
    hits = find_areas(name, place)
    if not hits or hits[0][0] != 0 or hits[0][2].level == "country":
        return None, name
    return hits[0][2], name[hits[0][1] :]


def _begins_elsewhere(name: str) -> bool:
    """Say whether a name begins with a place that is not held, or that several places share (义乌市财政局)."""
    by_alias = _data().by_alias
    heads = ((name[: m.end()], name[m.end() :]) for m in PLACE_END.finditer(name))
    return any(
        len(head) > 2 and not ZONE_WORD.search(head) and (rest in by_alias or CLASS.search(rest) is not None)
        for head, rest in heads
    )


def _central(name: str) -> Body:
    """Make a body of the centre, or of the one place that the name holds (中国移动南充分公司)."""
    places = {hit for _, _, hit in find_areas(name) if hit.level != "country"}
    where = places.pop().qualified_name if len(places) == 1 else "中国"
    return Body(name, where, _kind(name), known=False)


def _at_level(place: Area | None, word: str) -> Area | None:
    """Tell what 省, 市, 区 … means in a document of `place`: itself or the nearest around it of that kind."""
    for one in () if place is None else (place, *place.ancestors):
        if one.name.endswith(word) and one.level in LEVELS[word]:
            return one
    return None


def _patterned(name: str, place: Area | None) -> Body | None:
    """Read a name that holds its place inside: 人行南充市分行, 国家税务总局深圳市税务局, 团市委."""
    plain = name.removesuffix("机关")
    for pattern, short_only, function in _data().patterns:
        match = pattern.match(plain)
        if match is None:
            continue
        if "level" in match.groupdict():
            where = _at_level(place, match["level"])
            if where is None:
                return _ambiguous(name)
        else:
            where = area(match["place"])
            if where is None or (short_only and match["place"] != where.short):
                continue
        without = plain[: match.start("at")] + plain[match.end("at") :]
        found = _of_function(without, function, where, own=True)
        return found or Body(name, where.qualified_name, known=False)
    return None


def _named(rest: str, where: Area, *, own: bool = False) -> Body | None:
    """Tell the body of `where` that a name without its place means; None where no body or function says.

    `own` says that the place was printed: then a body named after another place (拱北海关) is not meant.
    """
    data = _data()
    known = data.local.get((where, rest)) or data.bodies.get(where.formal_name + rest)
    if known is not None:
        return known.body
    for alias in dict.fromkeys((rest, NAME_PLATE.sub("", rest), rest.removesuffix("机关"))):
        function = data.by_alias.get(alias)
        if function is not None:
            return _of_function(alias, function, where, own=own)
    return None


def _of_function(short: str, function: Function, where: Area, *, own: bool) -> Body | None:
    """Tell the body of a function in an area by what is printed of its name; None where several names fit.

    The bodies that are known come first: in 深圳市 科技局 is the 科技创新局.  Where it fits several of them (海关
    in 广州市), it is ambiguous.
    """
    cores = {one.name: _core(one) for one in _data().by_function.get((where, function), ())}
    known = {n: core for n, core in cores.items() if _abbreviates(short, core) and not (own and n == core)}
    best = _nearest(known, short)
    if best is not None:
        return _data().bodies[best].body
    if known:
        return _ambiguous(short)
    full = {
        t.format(area=where.formal_name, short=where.short): SLOT.sub("", t)
        for t in function.templates_for(where)
        if _abbreviates(short, SLOT.sub("", t))
    }
    name = _nearest(full, short)
    if name is None:
        return None
    listed = _data().bodies.get(name)
    if listed is not None:
        return listed.body
    sure = (where, function) not in _data().by_function
    return Body(name, where.qualified_name, _kind(name), known=sure)


def _core(body: KnownBody) -> str:
    """Take the place out of a known body's name; one that does not hold it (拱北海关) stays."""
    for name in (body.jurisdiction.formal_name, body.jurisdiction.name, body.jurisdiction.short):
        if name in body.name:
            return body.name.replace(name, "", 1)
    return body.name


def _nearest(cores: Mapping[str, str], short: str) -> str | None:
    """Choose the name whose core is `short`, else that with the longest common ending; None for a tie."""
    ranked = sorted(cores, key=lambda name: _closeness(cores[name], short), reverse=True)
    if len(ranked) > 1 and _closeness(cores[ranked[0]], short) == _closeness(cores[ranked[1]], short):
        return None
    return ranked[0] if ranked else None


def _closeness(full: str, short: str) -> tuple[bool, int]:
    pairs = zip(reversed(full), reversed(short), strict=False)
    return full == short, next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(full), len(short)))


def _abbreviates(short: str, full: str) -> bool:
    """Say whether `short` is `full` with characters left out (发改委, 发展和改革委员会)."""
    rest = iter(full)
    return all(char in rest for char in short)


# --- loading -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Data:
    areas: Mapping[str, Area]
    named: Mapping[str, tuple[Area, ...]]
    """Every name, qualified name and code → the areas that have it."""
    meanings: Mapping[str, tuple[tuple[Area, _Use], ...]]
    """Every name that texts are searched for → what it can mean and where it counts."""
    index: Mapping[str, tuple[str, ...]]
    """The first two characters → the names that begin so, longest first."""
    regions: tuple[Region, ...]
    zone_types: tuple[ZoneType, ...]
    functions: tuple[Function, ...]
    by_alias: Mapping[str, Function]
    patterns: tuple[tuple[re.Pattern[str], bool, Function], ...]
    """Names with a place inside: pattern, whether only the short name fits, function."""
    bodies: Mapping[str, KnownBody]
    unplaced: Mapping[str, KnownBody]
    """Names that mean one body in any document."""
    local: Mapping[tuple[Area, str], KnownBody]
    """Short names within a jurisdiction."""
    by_function: Mapping[tuple[Area, Function], tuple[KnownBody, ...]]


@cache
def _data() -> _Data:
    places, duties, holders = (Facts(name) for name in FILES)
    by_iri = _areas(places)
    meanings = _meanings(by_iri.values())
    index: dict[str, list[str]] = defaultdict(list)
    for name in sorted({*meanings, *NO_PLACE}, key=lambda name: (-len(name), name)):
        index[name[:2]].append(name)
    named: dict[str, dict[Area, None]] = defaultdict(dict)
    for one in by_iri.values():
        for name in (one.code, one.name, one.qualified_name, *one.aliases, *one.near_aliases):
            named[name][one] = None
    functions = tuple(_function(duties, iri) for iri in duties.of("AgencyFunction"))
    bodies = _bodies(holders, by_iri, {str(one.iri): one for one in functions})
    by_function: dict[tuple[Area, Function], tuple[KnownBody, ...]] = {}
    for body in bodies:
        if body.function is not None:
            key = (body.jurisdiction, body.function)
            by_function[key] = (*by_function.get(key, ()), body)
    return _Data(
        areas={one.code: one for one in by_iri.values()},
        named={name: tuple(found) for name, found in named.items()},
        meanings=meanings,
        index={start: tuple(names) for start, names in index.items()},
        regions=_regions(places, by_iri),
        zone_types=_zone_types(places),
        functions=functions,
        by_alias={alias: one for one in functions for alias in one.aliases},
        patterns=tuple(_patterns(functions)),
        bodies={body.name: body for body in bodies},
        unplaced=_unplaced(bodies, meanings),
        local={(body.jurisdiction, alias): body for body in bodies for alias in body.aliases},
        by_function=by_function,
    )


def _areas(facts: Facts) -> dict[str, Area]:
    made: dict[str, Area] = {}

    def make(iri: str) -> Area:
        if iri not in made:
            parent = facts.one(iri, "rg:within")
            name, level = facts.name(iri), facts.one(iri, "rg:areaLevel") or ""
            made[iri] = Area(
                URIRef(iri),
                facts.one(iri, "skos:notation") or iri.removeprefix(ID + "area/"),
                name,
                _short(name, level),
                level,
                None if parent is None else make(parent),
                facts.all(iri, "skos:altLabel"),
                facts.all(iri, "skos:hiddenLabel"),
                facts.one(iri, "rg:sharedName") == "true",
                facts.one(iri, "skos:prefLabel", "en"),
            )
        return made[iri]

    return {iri: make(iri) for iri in facts.of("Area", "FunctionalZone")}


PEOPLES: Final = (
    *("土家族", "布依族", "哈尼族", "景颇族", "傈僳族", "蒙古族", "朝鲜族", "哈萨克", "柯尔克孜", "维吾尔"),
    *("壮族", "瑶族", "回族", "藏族", "羌族", "彝族", "苗族", "侗族", "傣族", "白族", "黎族", "蒙古"),
)
AUTONOMOUS: Final = re.compile(rf"(?<=..)(?:{'|'.join(PEOPLES)})*(?:自治[区州县]|特别行政区)$")
KIND: Final = re.compile(r"(?<=..)(?:地区|林区|省|市|盟|区|县)$")


def _short(name: str, level: str) -> str:
    """深圳市 → 深圳, 恩施土家族苗族自治州 → 恩施, 罗湖区 → 罗湖; 城区 and zones stay as they are."""
    if level in ("country", "zone"):
        return name
    short = AUTONOMOUS.sub("", name)
    return short if short != name else KIND.sub("", name)


def _is_municipality(one: Area) -> bool:
    return one.level == "province" and one.name.endswith("市")


def _meanings(places: Iterable[Area]) -> dict[str, tuple[tuple[Area, _Use], ...]]:
    found: dict[str, dict[Area, _Use]] = defaultdict(dict)
    for one in places:
        found[one.name][one] = _Use.BESIDE if one.shared else _Use.ANYWHERE
        for alias in one.aliases:
            found[alias][one] = _Use.ANYWHERE
        for alias in one.near_aliases:
            found[alias][one] = _Use.OPENING if one.level == "prefecture" else _Use.BESIDE
    return {name: tuple(meant.items()) for name, meant in found.items()}


def _names(facts: Facts, iri: str) -> tuple[str, ...]:
    return (facts.name(iri), *facts.all(iri, "skos:altLabel"))


def _zone_types(facts: Facts) -> tuple[ZoneType, ...]:
    return tuple(ZoneType(URIRef(iri), facts.name(iri), _names(facts, iri)) for iri in facts.of("ZoneType"))


def _regions(facts: Facts, by_iri: Mapping[str, Area]) -> tuple[Region, ...]:
    found = []
    for iri in facts.of("NamedRegion"):
        members = [by_iri[one] for one in facts.all(iri, "rg:hasMember", None)]
        members.sort(key=lambda one: one.code)
        found.append(Region(URIRef(iri), facts.name(iri), _names(facts, iri), tuple(members)))
    return tuple(sorted(found, key=lambda one: (-len(one.name), one.name)))


def _function(facts: Facts, iri: str) -> Function:
    levels = {
        "any": "nameTemplate",
        "province": "provinceTemplate",
        "prefecture": "prefectureTemplate",
        "county": "countyTemplate",
    }
    return Function(
        URIRef(iri),
        facts.name(iri),
        facts.one(iri, "skos:prefLabel", "en") or "",
        _names(facts, iri),
        {level: facts.all(iri, f"rg:{term}", None) for level, term in levels.items()},
        facts.all(iri, "rg:printedTemplate", None),
    )


def _patterns(functions: Iterable[Function]) -> Iterator[tuple[re.Pattern[str], bool, Function]]:
    """Turn templates that do not begin with the place into patterns; other names are found by the place."""
    for function in functions:
        inner = [t for level in function.templates.values() for t in level if not t.startswith("{")]
        for template in (*function.printed_templates, *inner):
            slot = SLOT.search(template)
            if slot is None:
                continue
            what = r"(?P<level>自治区|省|市|州|盟|区|县|旗)" if slot[1] == "level" else r"(?P<place>.{2,20}?)"
            before, after = re.escape(template[: slot.start()]), re.escape(template[slot.end() :])
            yield re.compile(f"^{before}(?P<at>{what}){after}$"), slot[1] == "short", function


def _bodies(facts: Facts, by_iri: Mapping[str, Area], duties: Mapping[str, Function]) -> tuple[KnownBody, ...]:
    kinds = {NAMESPACE + kind.value: kind for kind in BodyKind}
    found = []
    for iri in facts.of(*(kind.value for kind in BodyKind)):
        parent, later = facts.one(iri, "rg:subordinateTo"), facts.one(iri, "rg:renamedTo")
        found.append(
            KnownBody(
                URIRef(iri),
                facts.name(iri),
                kinds[facts.one(iri, TYPE) or ""],
                by_iri[facts.one(iri, "rg:jurisdiction") or ""],
                facts.all(iri, "skos:altLabel"),
                duties.get(facts.one(iri, "rg:hasFunction") or ""),
                tuple(by_iri[one] for one in facts.all(iri, "rg:serves", None)),
                None if parent is None else URIRef(parent),
                None if later is None else URIRef(later),
                facts.all(iri, SOURCE),
            )
        )
    return tuple(found)


def _unplaced(bodies: Iterable[KnownBody], meanings: Mapping[str, object]) -> dict[str, KnownBody]:
    """Gather full names, also less 中华人民共和国, and aliases that hold a place or belong to the centre."""
    found: dict[str, KnownBody] = {}
    for body in bodies:
        held = [a for a in body.aliases if body.jurisdiction.level == "country" or _holds_place(a, meanings)]
        for name in (body.name, body.name.removeprefix("中华人民共和国"), *held):
            found.setdefault(name, body)
    return found


def _holds_place(alias: str, meanings: Mapping[str, object]) -> bool:
    size = len(alias)
    return any(alias[i:j] in meanings for i in range(size) for j in range(i + 2, size + 1))
