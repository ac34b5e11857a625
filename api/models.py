"""What the API answers: the contract that OpenAPI publishes, with an example of each."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

CLAIM = "https://w3id.org/reformgraph/id/claim/213581f24f80a8088ade"


def said(description: str, example: Any = None) -> Any:
    """A field with what it says and an example."""
    return Field(description=description, examples=None if example is None else [example])


class Model(BaseModel):
    """A part of an answer. null: the document does not state the value."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(Model):
    """Words of a document and where they stand."""

    quote: str = said("The words exactly as they stand in the document.", "深圳市")
    field: str = said("Column or part of the document that the words were taken from, as printed.", "主要做法")
    line: int = said("Line in the document's text, from 1.", 42)
    start: int = said("First byte in the document's text.", 1280)
    end: int = said("Byte after the last.", 1289)
    claim_id: str = said("The claim that these words support.", CLAIM)


Issued = Annotated[str, Field(description="Date of issue, or “undated”.", examples=["2020-03-03", "undated"])]
MeasureId = Annotated[str, Field(description="Id of a measure.", examples=["zhuhai-2020/1-4"])]
Score = Annotated[float, Field(ge=0, le=1, description="How likely readers would find the two comparable.")]


class MeasureItem(Model):
    """A measure in a list."""

    id: MeasureId
    document: str = said("Id of the document.", "zhuhai-2020")
    number: int = said("Number in the document, or in its list.", 4)
    list_number: int | None = said("Number of the list, where the document has several.", 1)
    title: str = said("Title as printed.", "小微企业用电极速报装服务")
    domain: str | None = said("Domain in the document's own division.", "获得电力和用水用气")
    place: str | None = said("Area that the document was issued for.", "珠海市")
    status: str | None = said("completed, in_progress, or null.", "in_progress")
    force: str | None = said("replicate, reference, or null.", "replicate")
    deadline: str | None = said("ISO 8601, as precise as the print.", "2020-06")
    leads: tuple[str, ...] = said("Bodies that lead, in the order of print.")
    bodies: tuple[str, ...] = said("Other bodies, in the order of print.")


class Listed(Model):
    """A page of a list. The cursor leads through one release: in another, the list is to be begun anew."""

    total: int = said("How many fit.", 22)
    next: str | None = said("Cursor of the page that follows; null on the last.")


class MeasurePage(Listed):
    """Some of the measures that fit."""

    items: tuple[MeasureItem, ...]


class MeasureFacts(Model):
    """What one measure says."""

    iri: str = said("Name of the measure.", "https://w3id.org/reformgraph/id/measure/zhuhai-2020/1-4")
    id: MeasureId
    document: str = said("Id of the document.", "zhuhai-2020")
    document_title: str | None = said("Title of the document.")
    number: int = said("Number in the document, or in its list.", 4)
    list_number: int | None = said("Number of the list, where the document has several.", 1)
    list_title: str | None = said("Title of the list.")
    title: str = said("Title as printed.", "小微企业用电极速报装服务")
    content: str = said("What is to be done.")
    work_measures: str | None = said("How the adopter means to do it (工作措施).")
    remark: str | None = said("Remark as printed (备注).", "正在推进。")
    domain: str | None = said("Domain in the document's own division.", "获得电力和用水用气")
    domain_as_printed: str | None = said("Domain by the letter of the print, where the reading differs.")
    place: str | None = said("Area that the document was issued for.", "珠海市")
    place_code: str | None = said("Code of that area (GB/T 2260).", "440400")
    issued: Issued
    status: str | None = said("completed, in_progress, or null.", "in_progress")
    force: str | None = said("replicate, reference, or null.", "replicate")
    deadline: str | None = said("ISO 8601, as precise as the print.", "2020-06")
    deadline_text: str | None = said("Deadline as printed.", "2020年6月")
    precision: str | None = said("day, month, year, or null.", "month")
    ongoing: bool | None = said("Whether the work goes on without an end.", example=False)
    line: int | None = said("Line on which the row begins.", 120)


class Cell(Model):
    """A cell of the row, and where its raw text stands."""

    number: int = said("Position in the row, from 1.", 2)
    column: str = said("Heading of the column, as printed.", "改革措施")
    text: str = said("Text, cleaned of markup.")
    line: int = said("Line in the document's text, from 1.", 121)
    start: int = said("First byte in the document's text.", 4100)
    end: int = said("Byte after the last.", 4136)


class Body(Evidence):
    """A body in a role, with the words that say so."""

    iri: str = said("Name of the body in the graph.")
    name: str = said("Canonical name.", "珠海市发展和改革局")
    kind: str = said("Agency, Enterprise, AgencyClass or Collaboration.", "Agency")
    jurisdiction: str | None = said("Area of its authority; null where it could not be told.", "珠海市")
    ambiguous: bool = said("Whether the name could not be placed; such a body is never merged.", example=False)
    role: str = said("lead, responsible, coordinating or cooperating.", "coordinating")
    printed: str = said("Name as printed, a shared prefix restored.", "市发展改革局")
    role_words: str | None = said("Words that give the role, where the column does not.", "统筹")


class Scope(Evidence):
    """Where a measure is to be copied to."""

    includes: tuple[str, ...] = said("Areas included.", ["广东省"])
    excludes: tuple[str, ...] = said("Areas left out.", ["深圳市"])
    zone_type: str | None = said("Type of zone that it is narrowed to.", "海关特殊监管区域")
    exclusion_reason: str | None = said("Why areas are left out, as printed.", "深圳市已复制推广")
    raw_text: str = said("Scope as printed.")


class PlaceClaim(Evidence):
    """A place that the row names."""

    area: str = said("Name of the area.", "深圳市")
    code: str | None = said("Its code (GB/T 2260).", "440300")


class Instrument(Evidence):
    """A titled text, a document number or a law to be made that the row names."""

    title: str = said("As printed.", "《优化营商环境条例》")
    use: str | None = said("BASED_ON, PLANS_TO_CREATE or PLANS_TO_AMEND: an intention, never an effect.", "BASED_ON")
    form: str | None = said("list or certificate, where the title tells it.", "list")


class Target(Evidence):
    """A figure that the row sets."""

    metric: str | None = said("What is measured, as printed.", "项目审批总时限")
    baseline: float | None = said("Where it starts from, where stated.", 15.0)
    value: float | None = said("The figure to be reached; null where a change alone is stated.", 10.0)
    change: float | None = said("By how much, where that alone is stated.")
    unit: str = said("Unit of the figures.", "工作日")
    bound: str | None = said("at_least or at_most; null where the figure itself is meant.", "at_most")


class Mechanism(Evidence):
    """A mechanism that the row names."""

    mechanism: str = said("Id of the mechanism.", "automatic-approval")
    name: str = said("Its Chinese name.", "秒批")
    name_en: str | None = said("Its English name.", "automatic approval in seconds")
    kind: str = said("object, instrument or goal.", "instrument")


class Fact(Evidence):
    """The words for a plain fact."""

    fact: str = said("IN_DOMAIN, HAS_DEADLINE or HAS_STATUS.", "HAS_STATUS")
    value: str | None = said("What the words say.", "in_progress")


class Measure(Model):
    """A measure with all that hangs on it."""

    facts: MeasureFacts
    cells: tuple[Cell, ...] = said("The row's cells from left to right.")
    bodies: tuple[Body, ...] = said("Who carries it, in the order of print.")
    scope: Scope | None = said("Where it is to be copied to.")
    origins: tuple[PlaceClaim, ...] = said("Where the row says that the practice comes from.")
    adoptions: tuple[PlaceClaim, ...] = said("Places that the document says have it already.")
    instruments: tuple[Instrument, ...] = said("Texts that the row names, and what it means to do with them.")
    targets: tuple[Target, ...] = said("Figures that the row sets, in the order of print.")
    mechanisms: tuple[Mechanism, ...] = said("What the reform is about, how it is done and what for.")
    evidence: tuple[Fact, ...] = said("The words for domain, deadline and status.")


class Feature(Model):
    """One feature of a link."""

    name: str = said("Name of the feature.", "phrases")
    value: float | None = said("Between 0 and 1; null where it could not be had.", 0.72)
    share: float = said("Its part of the log-odds of the score.", 1.9)


Verdict = Literal["same", "comparable", "related", "different", "unsure"]
"""`same` and `comparable` say that two measures are comparable; `related` and `different` that they are not."""


class Voice(Model):
    """What one person holds of a pair of measures."""

    verdict: Verdict = said("What the person holds.", "comparable")
    by: str = said("The name under which the person judged.", "project reader")
    when: str | None = said("Date, or time in UTC; null where it is not known.", "2026-03-01")
    reason: str | None = said("Why; null where no reason was given.")


class PairJudgement(Model):
    """What people hold of a pair of measures: the greater number, each person counting once."""

    verdict: Verdict | None = said("What the greater number holds; null where people are even.", "comparable")
    accepted: bool = said("Whether the two are comparable by it; false where people are even.", example=True)
    disputed: bool = said("Whether people stand on both sides.", example=False)
    voices: tuple[Voice, ...] = said("The latest judgement of each person.")


class Judgement(Voice):
    """A judgement of a pair of measures by one person."""

    a: MeasureId
    a_title: str = said("Title of the first measure.")
    b: MeasureId
    b_title: str = said("Title of the second measure.")
    claim_id: str = said("The judgement itself.", "https://w3id.org/reformgraph/id/judgement/5f0c1d2e3a4b5c6d7e8f")


class JudgementPage(Listed):
    """Judgements by pair; a judgement is of two measures, without direction."""

    items: tuple[Judgement, ...]


class Proposal(Model):
    """What a model proposes of a pair of measures: no judgement, and never counted as one."""

    a: MeasureId
    a_title: str = said("Title of the first measure.")
    b: MeasureId
    b_title: str = said("Title of the second measure.")
    verdict: Verdict = said("What the model proposes.", "comparable")
    by: str = said("The model, as it was set.", "qwen2.5:7b")
    when: str = said("Time in UTC.", "2026-03-01T09:30:00+00:00")
    reason: str = said("Why, in the model's words.")
    prompt_sha256: str = said("Digest of all that the model was given.")
    claim_id: str = said("The proposal itself.", "https://w3id.org/reformgraph/id/proposal/5f0c1d2e3a4b5c6d7e8f")


class ProposalPage(Listed):
    """Proposals by pair; a proposal is about two measures, without direction."""

    items: tuple[Proposal, ...]


class Link(Model):
    """Another measure that was compared with this one."""

    measure: MeasureId
    title: str = said("Title of the other measure.")
    document: str = said("Its document.", "shenzhen-2020")
    place: str | None = said("Area that its document was issued for.", "深圳市")
    issued: Issued
    score: Score
    accepted: bool = said("Whether the score reaches the line of acceptance.", example=True)
    features: tuple[Feature, ...] = said("What the score is made of.")
    shared_words: tuple[str, ...] = said("Words that both texts hold.", ["用电", "报装"])
    rule: str = said("Weights and model that made the score.")
    claim_id: str = said("The claim that the two are comparable.", CLAIM)
    judgement: PairJudgement | None = said("What people hold of the pair; null where nobody has decided.")
    proposals: tuple[Proposal, ...] = said("What models propose of the pair, which counts for nothing.")


class Links(Listed):
    """Links of a measure. Comparable has no direction and says nothing about which came first."""

    accepted: int = said("How many pairs were accepted.", 3)
    candidates: int = said("How many pairs were compared and not accepted.", 7)
    items: tuple[Link, ...]


class Comparable(Model):
    """A comparable measure held of a place; that it is the one meant is stated nowhere."""

    measure: MeasureId
    title: str = said("Its title.")
    document: str = said("Its document.", "shenzhen-2020")
    place: str | None = said("Area that its document was issued for.", "深圳市")
    issued: Issued
    score: Score
    claim_id: str = said("The link.", CLAIM)


class NamedBy(Evidence):
    """A comparable measure whose row names this measure's place as its origin."""

    measure: MeasureId
    title: str = said("Its title.")
    document: str = said("Its document.", "zhuhai-2020")
    place: str | None = said("Area that its document was issued for.", "珠海市")
    issued: Issued
    score: Score
    link_claim_id: str = said("The link.", CLAIM)
    area: str = said("Area that it names.", "深圳市")


class PlaceStep(Model):
    """A place that the row names, and comparable measures held of it, which may be none."""

    claim: PlaceClaim
    comparable: tuple[Comparable, ...]


class Lineage(Model):
    """What rows state about where a measure came from and where it went; nothing is inferred."""

    measure: MeasureId
    document: str = said("Id of the document.", "zhuhai-2020")
    place: str | None = said("Area that the document was issued for.", "珠海市")
    issued: Issued
    origins: tuple[PlaceStep, ...] = said("Places that the row names as origin.")
    adoptions: tuple[PlaceStep, ...] = said("Places that the document says have it already.")
    scope: Scope | None = said("Where it is to be copied to.")
    conditional_on: str | None = said("Type of zone that `covered` applies to alone.", "海关特殊监管区域")
    covered: tuple[Comparable, ...] = said("Comparable measures of places that the scope covers.")
    named_by: tuple[NamedBy, ...] = said("Comparable measures that name this place as their origin.")


class AgencyItem(Model):
    """A body and what it carries."""

    iri: str = said("Name of the body in the graph.")
    name: str = said("Canonical name.", "深圳市市场监督管理局")
    kind: str = said("Agency, Enterprise, AgencyClass or Collaboration.", "Agency")
    jurisdiction: str | None = said("Area of its authority.", "深圳市")
    ambiguous: bool = said("Whether the name could not be placed.", example=False)
    measures: int = said("Measures that it carries.", 52)
    lead: int = said("Measures that it leads.", 40)
    responsible: int = said("Measures that it is responsible for.", 6)
    coordinating: int = said("Measures that it coordinates.", 0)
    cooperating: int = said("Measures in which it cooperates.", 6)


class AgencyPage(Listed):
    """Some of the bodies that fit, the busiest first."""

    items: tuple[AgencyItem, ...]


class NamedAgency(AgencyItem):
    """A body by the name asked for."""

    aliases: tuple[str, ...] = said("Other names.", ["市场监管局"])
    renamed_to: str | None = said("The body that carries on under a new name.")


class CarriedMeasure(Evidence):
    """A measure that a body carries, with the words that say so."""

    agency: str = said("The body's name in the graph.")
    measure: MeasureId
    title: str = said("Title of the measure.")
    document: str = said("Its document.", "shenzhen-2020")
    role: str = said("lead, responsible, coordinating or cooperating.", "lead")
    printed: str = said("Name as printed.", "市市场监管局")
    role_words: str | None = said("Words that give the role, where the column does not.")


class Agency(Listed):
    """Bodies of one name, which are never merged, and some of what they carry."""

    name: str = said("Name asked for.", "深圳市市场监督管理局")
    bodies: tuple[NamedAgency, ...]
    items: tuple[CarriedMeasure, ...]


class DocumentItem(Model):
    """A document."""

    iri: str = said("Name of the document in the graph.")
    id: str = said("Id.", "shenzhen-2020")
    title: str | None = said("Title as printed.")
    issuer: str | None = said("Issuer as printed.")
    issued: Issued
    place: str | None = said("Area that it was issued for.", "深圳市")
    place_code: str | None = said("Code of that area (GB/T 2260).", "440300")
    place_basis: str | None = said("Where the place was read from: title, issuer or bodies.", "title")
    sha256: str = said("Digest of the file.")
    rendition_sha256: str | None = said("Digest of the text that positions count in.")
    encoding: str | None = said("Character encoding of a text file.", "utf-8")
    measures: int = said("Measures that it states.", 210)


class DocumentList(Listed):
    """All documents."""

    items: tuple[DocumentItem, ...]


class Part(Model):
    """A domain of a document, within a list where it has several."""

    list_number: int | None = said("Number of the list.", 1)
    list_title: str | None = said("Title of the list.")
    force: str | None = said("replicate, reference, or null.", "replicate")
    domain: str | None = said("Name of the domain.", "开办企业")
    measures: int = said("Measures in it.", 5)


class Repair(Model):
    """One change between the print and the record."""

    rule: str = said("Rule that made it.", "domain-carried-down")
    measure: str | None = said("Measure that it concerns.")
    before: str = said("What stood there.")
    after: str = said("What was made of it.")
    uncertain: bool = said("Whether the print admits another reading, which is `before`.", example=False)
    line: int = said("Line in the document's text, from 1.", 12)
    start: int = said("First byte.", 480)
    end: int = said("Byte after the last.", 492)


class RepairPage(Listed):
    """Some of the repairs of a document."""

    items: tuple[Repair, ...]


class Domain(Model):
    """A domain in a document's own division, and the harmonised domain that it is matched to."""

    harmonised: str | None = said("Name of the harmonised domain; null where none fits.", "纳税")
    harmonised_code: str | None = said("Its code.")
    relation: str | None = said("EXACT_MATCH, CLOSE_MATCH or BROAD_MATCH.", "EXACT_MATCH")
    document: str = said("Id of the document.", "shenzhen-2020")
    domain: str = said("Name of the domain as printed.", "纳税")
    measures: int = said("Measures in it.", 9)


class DomainPage(Listed):
    """Some of the domains that fit."""

    items: tuple[Domain, ...]


class MechanismItem(Model):
    """A concept of the scheme of mechanisms."""

    id: str = said("Id.", "automatic-approval")
    iri: str = said("Name of the concept in the graph.")
    name: str = said("Chinese name.", "秒批")
    name_en: str = said("English name.", "automatic approval in seconds")
    kind: str = said("object, instrument or goal.", "instrument")
    names: tuple[str, ...] = said("The name and its other names.")
    broader: tuple[str, ...] = said("Ids of the concepts right above it.")
    narrower: tuple[str, ...] = said("Ids of the concepts right below it.")
    note: str | None = said("What separates it from its neighbours.")
    measures: int = said("Measures that name it, narrower concepts left out.", 8)


class MechanismPage(Listed):
    """Some of the mechanisms that fit."""

    items: tuple[MechanismItem, ...]


class MechanismUse(Evidence):
    """Words of a measure that name a mechanism."""

    measure: MeasureId
    title: str = said("Its title.")
    document: str = said("Its document.", "shenzhen-2020")
    place: str | None = said("Area that its document was issued for.", "深圳市")
    issued: Issued
    mechanism: str = said("Id of the mechanism.", "automatic-approval")


class MechanismUsePage(Listed):
    """Some of the words that name a mechanism."""

    items: tuple[MechanismUse, ...]


class Document(Model):
    """A document, how it divides its measures, and what was repaired while reading it."""

    facts: DocumentItem
    parts: tuple[Part, ...]
    repairs: tuple[Repair, ...]


class Area(Model):
    """An area and what hangs on it."""

    iri: str = said("Name of the area in the graph.")
    code: str | None = said("Code (GB/T 2260).", "440300")
    name: str = said("Name.", "深圳市")
    name_en: str | None = said("English name.", "Shenzhen")
    level: str | None = said("country, province, prefecture, county or zone.", "prefecture")
    within: str | None = said("Area that it lies in.", "广东省")
    documents: int = said("Documents issued for it.", 2)
    origins: int = said("Measures that name it as origin.", 8)
    adoptions: int = said("Measures that it is said to have already.", 5)
    included: int = said("Scopes that include it.", 0)
    excluded: int = said("Scopes that leave it out.", 5)


class AreaPage(Listed):
    """Some of the areas that fit."""

    items: tuple[Area, ...]


class Count(Model):
    """How many there are of a label or type."""

    element: str = said("node or relationship.", "node")
    name: str = said("Label or type.", "Measure")
    count: int = said("How many.", 291)


class Health(Model):
    """The service answers and so does its store."""

    status: str = said("ok", "ok")
    version: str = said("Version of the service.", "0.1.0")
    counts: tuple[Count, ...]


class Live(Model):
    """The process answers."""

    status: str = said("ok", "ok")
    version: str = said("Version of the service.", "0.1.0")


class Ready(Live):
    """Questions can be answered."""

    release: str = said("The release that is served: 16 hexadecimal digits.", "0123456789abcdef")


class NamedGraph(Model):
    """A named graph of the release."""

    iri: str = said("Its IRI.", "https://w3id.org/reformgraph/graph/zhuhai-2020")
    name: str = said("Its name: a document's id, reference, links or judgements.", "zhuhai-2020")
    digest: str = said("Digest of what it states.")


class ReleasePage(Listed):
    """The release that is served, and some of its named graphs."""

    release: str = said("Its name: another as soon as anything is stated otherwise.", "0123456789abcdef")
    version: str = said("Version of the service.", "0.1.0")
    comparable: tuple[str, ...] = said("Releases that `/changes` can be asked for, the earliest first.")
    items: tuple[NamedGraph, ...]


class Change(Model):
    """A node or relationship that another release states otherwise."""

    change: str = said("added, removed or changed.", "changed")
    element: str = said("node or relationship.", "node")
    kind: str = said("Label or type.", "Measure")
    iri: str | None = said("IRI of a node; null for a relationship.")
    start: str | None = said("IRI of the node that a relationship begins at.")
    end: str | None = said("IRI of the node that it leads to.")
    key: str = said("What tells it from others of its kind.")
    graph: str = said("Named graph that states it.", "https://w3id.org/reformgraph/graph/zhuhai-2020")


class ChangePage(Listed):
    """Some of what changed since a release."""

    since: str = said("The release asked for.", "0123456789abcdef")
    release: str = said("The release that is served.", "fedcba9876543210")
    items: tuple[Change, ...]


class Parameter(Model):
    """A value that a question wants."""

    name: str = said("Its name.", "document")
    type: str = said("text, texts, integer, count or boolean.", "text")
    optional: bool = said("Whether it may be left out.", example=True)
    description: str = said("What it is.")
    example: str = said("An example.", "shenzhen-2020")


class Question(Model):
    """A question of the catalogue."""

    name: str = said("Its name.", "origin_cities")
    title: str = said("Its title.")
    description: str = said("What it answers.")
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...] = said("What it gives.")
    cypher: str = said("Its Cypher.")
    numbers: dict[str, dict[str, Any]] = said("Numbers by which it can be asked, with the parameters of each.")
    users: tuple[str, ...] = said("Who asks it; nobody where the application itself does.", ["researchers"])
    sparql: str | None = said("The same question in SPARQL; null where there is none.")


class QuestionPage(Listed):
    """Some of the questions."""

    items: tuple[Question, ...]


class Rows(Model):
    """Rows under named columns."""

    columns: tuple[str, ...] = said("Names of the columns.", ["origin", "measures"])
    rows: tuple[tuple[Any, ...], ...] = said("The rows.", [["深圳市", 8]])
    truncated: bool = said("Whether a limit left rows out.", example=False)
    notes: tuple[str, ...] = said("Which limit, and what is missing.")


class OneJudgement(Voice):
    """A judgement of two measures, the first before the second in the order of ids."""

    a: MeasureId
    b: MeasureId


class JudgementTaken(Model):
    """A judgement was taken."""

    judgement: OneJudgement
    held: int = said("Judgements in the graph now.", 120)
    contradictions: tuple[str, ...] = said("What was not in contradiction before.")


class JudgementGone(Model):
    """A judgement was taken back."""

    judgement: OneJudgement
    held: int = said("Judgements in the graph now.", 119)


class InvalidPart(Model):
    """One thing that is wrong with a request."""

    where: str = said("Part of the request.", "query.limit")
    code: str = said("What is wrong with it, in a word that stays.", "less-than-equal")
    message: str = said("What is wrong with it, in words.", "Input should be less than or equal to 200")
    wanted: str | None = said("What was wanted.", "le 200")


class Problem(Model):
    """Why a request was not answered (RFC 9457)."""

    type: str = said("Kind of problem.", "https://w3id.org/reformgraph/problem/not-found")
    title: str = said("The kind in words.", "The graph holds nothing by that name")
    status: int = said("HTTP status.", 404)
    code: str = said("Kind of problem in a word that stays.", "not-found")
    detail: str = said("What happened.", "The graph holds no measure “zhuhai-2020/9-9”.")
    instance: str = said("Path asked for.", "/measures/zhuhai-2020/9-9")
    errors: tuple[InvalidPart, ...] = Field((), description="Each thing that is wrong with the request.")
