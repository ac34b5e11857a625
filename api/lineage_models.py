"""What the API answers about lineage; each kind has its own rule of evidence, said in queries/lineage.py."""

from __future__ import annotations

from pydantic import Field

from api.models import (
    CLAIM,
    Comparable,
    DocumentItem,
    Evidence,
    Issued,
    Listed,
    MeasureId,
    MechanismUse,
    Model,
    Score,
    Target,
    said,
)


class Statement(Evidence):
    """What a row says of its lineage; it is kept as said and judged by nobody."""

    measure: MeasureId
    title: str = said("Title of the measure.")
    document: str = said("Its document.", "zhuhai-2020")
    place: str | None = said("Area that its document was issued for.", "珠海市")
    issued: Issued
    origins: tuple[str, ...] = said("Places that the row names as origin.", ["广州市黄埔区"])
    mechanisms: tuple[str, ...] = said("Ids of the objects and instruments that it names.", ["ip-securitisation"])
    kind: str = said("first, learns_from, upgrades or refers_to.", "first")
    area: str | None = said("Place that the statement names.", "深圳市")
    qualifier: str | None = said("Word that claims to be first.", "首款")
    extent: str | None = said("How far the claim reaches, as printed.", "全国")
    practice: str | None = said("What it learned from, upgrades or refers to, as called there.", "开办企业一窗通")


class FirstClaim(Model):
    """A claim of being first, beside its rivals; none is preferred."""

    statement: Statement
    claimed_for: tuple[str, ...] = said("Places that the claim is about.", ["广州市黄埔区"])
    rivals: tuple[str, ...] = said("Measures of other places with such a claim.", ["shenzhen-2020/179"])


class FirstClaims(Model):
    """All claims of being first."""

    total: int = said("How many there are.", 6)
    items: tuple[FirstClaim, ...]


class Hop(Model):
    """One step. A stated one has its words and no confidence, a candidate the score of its link and no words."""

    kind: str = said("originated_in, learns_from, asserted_replicated_in, replicates …, or candidate.", "originated_in")
    source: str = said("Where it starts: id of a measure, or name of a place.", "深圳市")
    target: str = said("Where it ends.", "zhuhai-2020/1-9")
    stated: bool = said("Whether words say so.", example=True)
    confidence: float | None = said("Score of the link, of a candidate.", 0.96)
    source_issued: Issued
    target_issued: Issued
    quote: str | None = said("The words.", "深圳市")
    document: str | None = said("Document that holds them.", "zhuhai-2020")
    field: str | None = said("Column that they stand in.", "主要做法")
    line: int | None = said("Line in the document's text, from 1.", 112)
    start: int | None = said("First byte.", 7000)
    end: int | None = said("Byte after the last.", 7009)
    claim_id: str = said("The claim.", CLAIM)


class Path(Model):
    """Hops in the direction of the lineage."""

    hops: tuple[Hop, ...]
    confidence: float = said("Product of the scores; 1 where all is stated.", 0.96)


class Diffusion(Model):
    """Paths to a measure and from it."""

    measure: MeasureId
    title: str = said("Its title.")
    issued: Issued
    ancestors: tuple[Path, ...]
    descendants: tuple[Path, ...]
    statements: tuple[Statement, ...]


class MechanismDiffusion(Model):
    """Who names a mechanism, dated documents first; the order says nothing of who had it from whom."""

    mechanism: str = said("Id or name asked for.", "秒批")
    uses: tuple[MechanismUse, ...]
    hops: tuple[Hop, ...]


class PairLineage(Model):
    """What is known of the lineage between two measures; unordered unless something evidences an order."""

    a: MeasureId
    b: MeasureId
    score: float | None = said("Score of the link; null where the pair was not accepted.", 0.54)
    kind: str = said("Kind of lineage, comparable, or none.", "originated_in")
    direction: str = said("a_to_b, b_to_a or unordered.", "a_to_b")
    source: str | None = said("The earlier measure; null where unordered.", "shenzhen-2020/35")
    target: str | None = said("The later one.", "zhuhai-2020/1-4")
    why: str = said("Why this is the answer.")
    evidence: tuple[Hop, ...]


class AssertedAdoption(Evidence):
    """A place of which a document says that it has the measure already."""

    measure: MeasureId
    title: str = said("Its title.")
    document: str = said("Its document.", "guangdong-8")
    area: str = said("The place.", "深圳市")


class Candidate(Comparable):
    """A measure of the place that was compared."""

    accepted: bool = said("Whether the score reaches the line of acceptance.", example=True)


class Asserted(Model):
    """An asserted adoption and the measures that may be it."""

    claim: AssertedAdoption
    candidates: tuple[Candidate, ...]


class AssertedList(Model):
    """All asserted adoptions."""

    total: int = said("How many there are.", 5)
    items: tuple[Asserted, ...]


class OriginClaim(Evidence):
    """A place that a row names as origin."""

    measure: MeasureId
    title: str = said("Its title.")
    document: str = said("Its document.", "zhuhai-2020")
    place: str | None = said("Area that its document was issued for.", "珠海市")
    issued: Issued
    area: str = said("The place.", "广州市黄埔区")
    city: str = said("City that it lies in.", "广州市")
    held: tuple[str, ...] = said("Documents held of that city.", ["shenzhen-2020"])


class MissingAncestor(Model):
    """A city of which measures are said to come, and no document is held."""

    city: str = said("Name of the city.", "广州市")
    measures: tuple[str, ...] = said("Measures that name it.", ["zhuhai-2020/1-2"])
    claims: tuple[OriginClaim, ...]


class MissingList(Model):
    """All such cities, those named most first."""

    total: int = said("How many there are.", 6)
    items: tuple[MissingAncestor, ...]


class Flow(Model):
    """Measures that came from one city to another."""

    origin: str = said("City of origin.", "深圳市")
    adopter: str | None = said("City that adopts.", "珠海市")
    count: int = said("How many measures.", 8)
    measures: tuple[str, ...] = said("Their ids.", ["zhuhai-2020/1-3"])
    came_home: bool = said("Whether both are the same city.", example=False)


class Origins(Model):
    """The origin–adopter matrix."""

    flows: tuple[Flow, ...]
    boomerangs: tuple[OriginClaim, ...] = said("Claims of an origin in the adopter's own city.")
    claims: tuple[OriginClaim, ...]


class ScopedMeasure(Model):
    """A measure with its scope; no words where its document states none."""

    measure: MeasureId
    title: str = said("Its title.")
    document: str = said("Its document.", "guangdong-8")
    place: str | None = said("Area that its document was issued for.", "广东省")
    issued: Issued
    includes: tuple[str, ...] = said("Areas included.", ["广东省"])
    excludes: tuple[str, ...] = said("Areas left out.", ["深圳市"])
    zone_type: str | None = said("Type of zone that it is narrowed to.", "海关特殊监管区域")
    exclusion_reason: str | None = said("Why areas are left out, as printed.")
    quote: str | None = said("Scope as printed.")
    field: str | None = said("Column.", "复制推广范围")
    line: int | None = said("Line in the document's text, from 1.", 12)
    start: int | None = said("First byte.", 1362)
    end: int | None = said("Byte after the last.", 1425)
    claim_id: str | None = said("The claim.", CLAIM)


class Gap(Model):
    """What is known of one measure in one city; comparable rows alone are no evidence."""

    measure: ScopedMeasure
    answer: str = said("evidenced, asserted_only or not_evidenced.", "not_evidenced")
    bound: str = said("Whether the scope binds the city: yes, no, conditional or not_stated.", "conditional")
    why: str = said("Why this is the answer.")
    evidence: tuple[Hop, ...]
    rows: tuple[Comparable, ...] = said("Comparable rows of the city.")


class Gaps(Model):
    """The answers for one city; never “not adopted”."""

    place: str = said("The city.", "珠海市")
    counts: dict[str, int] = said("How many of each answer, alone and by scope.", {"not_evidenced": 20})
    items: tuple[Gap, ...]
    searched: tuple[DocumentItem, ...] = said("Documents held of the city.")


class Number(Model):
    """A number with its unit."""

    value: str = said("The number.", "200")
    unit: str = said("Its unit.", "千伏安")
    clause: str = said("Clause that it stands in.")


class NamedMechanism(Model):
    """A mechanism and the words that name it."""

    mechanism: str = said("Id.", "one-window")
    name: str = said("Name.", "一窗受理")
    kind: str = said("object, instrument or goal.", "instrument")
    quote: str = said("The words.", "一口受理")


class Aligned(Model):
    """Clauses of both sides, set side by side."""

    origin: str | None = said("Clause of the origin's practice.")
    adopter: str | None = said("Clause of the adopter's work measures.")
    likeness: float = Field(ge=0, le=1, description="Share of two-character pieces in common.", examples=[0.29])


class Side(Model):
    """One side, with what only it has."""

    column: str = said("Column.", "主要做法")
    line: int = said("Line in the document's text, from 1.", 53)
    start: int = said("First byte.", 4000)
    end: int = said("Byte after the last.", 4400)
    figures: tuple[Number, ...]
    mechanisms: tuple[NamedMechanism, ...]
    targets: tuple[Target, ...]


class Adaptation(Model):
    """What the origin did against what the adopter does, in words."""

    measure: MeasureId
    title: str = said("Its title.")
    place: str | None = said("The adopter.", "珠海市")
    origins: tuple[OriginClaim, ...]
    origin: Side
    adopter: Side
    kept_figures: tuple[Number, ...]
    kept_mechanisms: tuple[NamedMechanism, ...]
    clauses: tuple[Aligned, ...]


class SharedMeasure(Evidence):
    """Two comparable measures, one carried by each body; the words name the counterpart."""

    name: str = said("The counterpart.", "珠海市市场监督管理局")
    jurisdiction: str = said("Its area.", "珠海市")
    own_measure: MeasureId
    own_role: str = said("Role of the body asked about.", "lead")
    measure: MeasureId
    title: str = said("Title of the counterpart's measure.")
    role: str = said("Role of the counterpart.", "responsible")
    score: Score
    link_claim_id: str = said("The link.", CLAIM)


class Counterpart(Model):
    """A body of another jurisdiction, with what speaks for it."""

    name: str = said("Its name.", "珠海市市场监督管理局")
    jurisdiction: str = said("Its area.", "珠海市")
    functions: tuple[str, ...] = said("Functions that both have.", ["市场监督管理"])
    measures: tuple[SharedMeasure, ...]


class Counterparts(Model):
    """All counterparts, those of the same function first."""

    total: int = said("How many there are.", 7)
    items: tuple[Counterpart, ...]


class Member(Model):
    """A measure of a family."""

    measure: MeasureId
    title: str = said("Its title.")
    document: str = said("Its document.", "shenzhen-2020")
    place: str | None = said("Area that its document was issued for.", "深圳市")
    issued: Issued
    weight: float = said("Sum of the scores of its links within the family.", 1.4)


class SharedMechanism(Model):
    """An object or instrument that members name."""

    mechanism: str = said("Id.", "automatic-approval")
    name: str = said("Name.", "秒批")
    measures: tuple[str, ...] = said("Members that name it.", ["shenzhen-2020/4", "zhuhai-2020/1-9"])


class Family(Model):
    """A community of comparable measures; its name is empty where members share no mechanism."""

    id: str = said("Its measure with the most weight.", "zhuhai-2020/1-9")
    name: str = said("Its most telling mechanisms.", "秒批、政务服务、人工智能")
    members: tuple[Member, ...]
    mechanisms: tuple[SharedMechanism, ...]
    links: tuple[str, ...] = said("Claims of the links within it.")


class Families(Model):
    """All families, the largest first."""

    total: int = said("How many there are.", 16)
    items: tuple[Family, ...]


class FamilyPage(Listed):
    """Some of the families, the largest first."""

    items: tuple[Family, ...]


class MemberPage(Listed):
    """Some of the measures of a family."""

    items: tuple[Member, ...]


class GapPage(Listed):
    """Some of the answers for one city; never “not adopted”."""

    place: str = said("The city.", "珠海市")
    counts: dict[str, int] = said("How many of each answer, alone and by scope.", {"not_evidenced": 20})
    searched: tuple[DocumentItem, ...] = said("Documents held of the city.")
    items: tuple[Gap, ...]


class MatrixPage(Listed):
    """Some of the flows between cities, the greatest first."""

    items: tuple[Flow, ...]


class ScopeItem(ScopedMeasure):
    """A measure with the scope that it states."""

    bound: str | None = said("Whether it binds the place asked for: yes, no or conditional; null without one.", "yes")


class ScopePage(Listed):
    """Some of the scopes that fit."""

    items: tuple[ScopeItem, ...]


class Pair(Model):
    """Two measures that were accepted as comparable; no direction."""

    a: MeasureId
    a_title: str = said("Title of the first.")
    a_document: str = said("Its document.", "shenzhen-2020")
    a_place: str | None = said("Area that it was issued for.", "深圳市")
    a_issued: Issued
    b: MeasureId
    b_title: str = said("Title of the second.")
    b_document: str = said("Its document.", "zhuhai-2020")
    b_place: str | None = said("Area that it was issued for.", "珠海市")
    b_issued: Issued
    score: Score
    claim_id: str = said("The claim that the two are comparable.", CLAIM)


class PairPage(Listed):
    """Some of the accepted links, the surest first."""

    items: tuple[Pair, ...]


class LineageNode(Model):
    """A measure or a place that lineage leads to."""

    id: str = said("Id of a measure, or name of a place.", "shenzhen-2020/35")
    kind: str = said("measure or place.", "measure")
    depth: int = said("Measures on the way to it, plus one.", 1)
    title: str | None = said("Title of the measure; null for a place.")
    document: str | None = said("Its document.", "shenzhen-2020")
    place: str | None = said("Area that the document was issued for.", "深圳市")
    issued: str | None = said("Date of issue or undated; null for a place.", "2020-03-03")


class LineageGraph(Model):
    """Every measure and place that is reached, the nearest first, and every hop once."""

    measure: MeasureId
    direction: str = said("ancestors or descendants.", "ancestors")
    nodes: tuple[LineageNode, ...]
    hops: tuple[Hop, ...]


class Branch(Model):
    """One node of the tree."""

    number: int = said("Number of the branch, from 0.", 1)
    parent: int | None = said("Number of the branch that it hangs on; null for those beside the measure.", 0)
    node: LineageNode
    hops: tuple[Hop, ...] = said("How it hangs there, in the direction of the lineage.")


class BranchPage(Listed):
    """Some of the branches, parents first; more than 10,000 are not written out."""

    items: tuple[Branch, ...]


class PathPage(Listed):
    """Some of the paths, the surest first; more than 10,000 are not looked for."""

    items: tuple[Path, ...]
