"""The things that documents state, as frozen records.

Absent values: `None` means that the document does not state the value; an empty tuple means that a list was
looked for and is empty.  Nothing here is ever a guess: where a value was inferred, the record says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text rendition: bytes `start` to `end` (half-open), on 1-based `line`.

    For a text file the rendition is the file itself; for a container format (.docx, .xlsx, .pdf) it is the
    UTF-8 text that the format reader wrote and that is archived beside the original.
    """

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document exactly as they stand there, and where they stand."""

    text: str
    span: Span
    field: str
    """The column or part of the document that the words were taken from, as printed (牵头单位)."""


class Severity(StrEnum):
    """How bad a problem is: an error stops the load of its document, the others are reported only."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a document: where, what was found, what was wanted, what to do."""

    document: str
    line: int | None
    """1-based; None where the whole file is meant."""
    message: str
    cell: str | None = None
    """The row and column in the reader's words (row 12, 牵头单位); None where no cell is meant."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = self.document if self.line is None else f"{self.document}, line {self.line}"
        return f"{place}{'' if self.cell is None else f', {self.cell}'}: {self.message}"


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that a reader made on the way from the print to the record, with both sides kept."""

    rule: str
    """The rule's name, e.g. `domain-carried-down`."""
    before: str
    after: str
    span: Span
    measure: str | None = None
    """The measure it concerns; None where no measure is concerned (a repeated header)."""
    uncertain: bool = False
    """True where the print admits another reading, which then is `before`."""


class Role(StrEnum):
    """What a body does for a measure."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COORDINATING = "coordinating"
    COOPERATING = "cooperating"


class BodyKind(StrEnum):
    """What kind of body a name stands for."""

    AGENCY = "Agency"
    ENTERPRISE = "Enterprise"
    AGENCY_CLASS = "AgencyClass"
    COLLABORATION = "Collaboration"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that carries measures: identified by jurisdiction and canonical name, never by a short name."""

    name: str
    """The canonical name with its jurisdiction (深圳市市场监督管理局); for a class, the name as printed."""
    jurisdiction: str | None
    """The area (深圳市); None where it could not be told: the name then is `ambiguous`."""
    kind: BodyKind = BodyKind.AGENCY
    ambiguous: bool = False
    """True where the name fits several bodies or none that is known; such a body is never merged."""
    known: bool = True
    """True where the reference data holds the body; False where its name was completed by rule."""


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One body in one role for one measure, with the words that say so."""

    body: Body
    role: Role
    printed: str
    """The name as printed, a shared prefix restored (省财政厅 from 省科技厅、财政厅)."""
    quote: Quote
    role_quote: Quote | None = None
    """The words that give the role, where they are not the column's heading (统筹, 配合)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a measure is to be copied to."""

    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    zone_type: str | None
    """A type of zone that narrows `includes` (海关特殊监管区域); None where the whole area is meant."""
    quote: Quote
    exclusion_reason: str | None = None
    """Why areas are left out, as printed (深圳市已复制推广); None where no reason is printed."""
    already_adopted: tuple[str, ...] = ()
    """Excluded areas that the print says have adopted the measure already."""


DatePrecision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a measure is due."""

    value: str | None
    """ISO 8601 (2020-06-30, 2020-06 or 2020); None where the print gives no date (持续推进)."""
    precision: DatePrecision | None
    ongoing: bool
    """True where the print says that the work goes on without an end (持续推进, 长期)."""
    quote: Quote


class Status(StrEnum):
    """How far a measure is, as its own document reports it."""

    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"


class Force(StrEnum):
    """How strongly a list binds those it is addressed to."""

    REPLICATE = "replicate"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class StatedStatus:
    """A status and the words that report it."""

    value: Status
    quote: Quote


@dataclass(frozen=True, slots=True)
class Origin:
    """A place where the row says that the practice comes from."""

    area: str
    quote: Quote


class LineageKind(StrEnum):
    """What a statement of lineage says."""

    FIRST = "first"
    LEARNS_FROM = "learns_from"
    UPGRADES = "upgrades"
    REFERS_TO = "refers_to"


@dataclass(frozen=True, slots=True)
class LineageStatement:
    """What a row says of its own place in a lineage: a claim with its words, never a fact about the world."""

    kind: LineageKind
    area: str | None
    """The place that it names, by its qualified name; None where it names none."""
    qualifier: str | None
    """The word that claims to be first (首款, 率先); None for the other kinds."""
    extent: str | None
    """How far a claim of being first reaches, as printed (全国); None where the row does not say."""
    practice: str | None
    """What it learned from, upgrades or refers to, as the row calls it; None where it is not called anything."""
    quote: Quote

    @property
    def said(self) -> tuple[str | None, ...]:
        """What it says, without where: two statements of a measure that say the same are one."""
        return (self.kind, self.area, self.qualifier, self.extent, self.practice)


class InstrumentUse(StrEnum):
    """What a measure means to do with an instrument: an intention or a ground, never an effect."""

    BASIS = "basis"
    TO_CREATE = "to_create"
    TO_AMEND = "to_amend"


class InstrumentForm(StrEnum):
    """What kind of text an instrument's title says it is, where that tells it from rules and plans."""

    LIST = "list"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A policy instrument or other titled text that a row names."""

    title: str
    """As printed: 《…》 with its brackets, a document number (珠府〔2019〕42号), or a bare name (深圳市社会信用条例)."""
    quote: Quote
    use: InstrumentUse | None = None
    """None where the row only mentions it."""
    form: InstrumentForm | None = None

    @property
    def printed_as_title(self) -> bool:
        """Whether the print marks it as a title or a number; False for a law named in running text."""
        return self.title.startswith("《") or self.title.endswith("号")


class Bound(StrEnum):
    """On which side of its figure a target lies."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that a row sets: from `baseline` to `value`, or by `change`, in `unit`.

    Where the row stands in the account of somebody's practice (主要做法) the figure is theirs: `quote.field` says so.
    """

    metric: str | None
    """What is measured, as printed (项目审批总时限); None where the clause names nothing."""
    baseline: float | None
    """None where the row does not say where it starts from."""
    value: float | None
    """None where the row states a change alone."""
    change: float | None
    """By how much, whichever way the verb points (精简30%); None where the row states `value`."""
    unit: str
    """As printed, without a measure word: 工作日, 天, %, 项."""
    bound: Bound | None
    """None where the figure itself is meant."""
    quote: Quote

    @property
    def said(self) -> tuple[str | float | None, ...]:
        """What it says, without where: two targets of a measure that say the same are one."""
        return (self.metric, self.baseline, self.value, self.change, self.unit, self.bound)


class MechanismKind(StrEnum):
    """What a mechanism is to a reform: what it is about, how it is done, or what for."""

    OBJECT = "object"
    INSTRUMENT = "instrument"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class MechanismMention:
    """Words of a row that name a mechanism of the reference scheme."""

    concept: str
    """The mechanism's id (automatic-approval)."""
    kind: MechanismKind
    quote: Quote


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: its column as printed, its cleaned text, and where the raw text stands."""

    column: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """One reform measure as one row (or one numbered item) of one document states it."""

    document: str
    number: int
    title: str
    content: str
    cells: tuple[Cell, ...]
    line: int
    list_number: int | None = None
    """1-based number of the list that it stands in; None where the document has one list."""
    list_title: str | None = None
    force: Force | None = None
    """None where the list's title does not say how strongly it binds."""
    domain: str | None = None
    domain_quote: Quote | None = None
    """The heading or cell that names the domain, which may stand rows above; None where `domain` is None."""
    domain_as_printed: str | None = None
    """The domain by the letter of the print where that differs from `domain`; None where both agree."""
    responsibilities: tuple[Responsibility, ...] = ()
    scope: Scope | None = None
    deadline: Deadline | None = None
    status: StatedStatus | None = None
    origins: tuple[Origin, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    targets: tuple[Target, ...] = ()
    mechanisms: tuple[MechanismMention, ...] = ()
    """What title, content and work measures name, in this order: each mechanism's first mention in each."""
    lineage: tuple[LineageStatement, ...] = ()
    work_measures: str | None = None
    remark: str | None = None

    @property
    def key(self) -> str:
        """What stands after the document's name in the id: `12`, or `1-3` where numbering restarts."""
        return str(self.number) if self.list_number is None else f"{self.list_number}-{self.number}"

    @property
    def id(self) -> str:
        """`<document>/<number>`, or `<document>/<list>-<number>` where numbering restarts."""
        return f"{self.document}/{self.key}"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as read: what it is, the bytes it was read from, and the measures that it states."""

    id: str
    title: str | None
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    rendition_sha256: str
    """Of the text rendition that spans count in; equals `sha256` for a text file."""
    encoding: str | None
    """The character encoding of a text file; None for a container format."""
    place: str | None
    """The area whose authorities issued it; None where neither title, issuer nor bodies say."""
    place_basis: str | None
    """Where `place` was read from: `title`, `issuer`, or `bodies` (the responsible bodies agree on it)."""
    issued: str | None
    """ISO 8601 date of issue as printed; None where not stated."""
    measures: tuple[Measure, ...]
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[Problem, ...] = ()
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class FeatureShare:
    """One feature of a link: what was measured, and its share of the score."""

    name: str
    value: float | None
    """Between 0 and 1; None where it could not be had."""
    share: float
    """The part of the log-odds of the score that the feature gives: weight times value."""


class Grade(StrEnum):
    """How far the machine holds two measures to be alike, in the words that readers grade by."""

    SAME = "same"
    """The same measure or its replication."""
    COMPARABLE = "comparable"
    RELATED = "related"
    """The same narrow topic with another instrument."""


@dataclass(frozen=True, slots=True)
class Separation:
    """A feature that speaks more for one pair than for another."""

    name: str
    difference: float
    """By how much, in log-odds; above 0."""


@dataclass(frozen=True, slots=True)
class Removal:
    """The smallest set of features without which a pair would have another grade."""

    features: tuple[str, ...]
    """The greatest share first; of several sets of one size the one with the greatest shares."""
    score: float
    """What the score would be without them."""
    grade: Grade | None
    """The grade of that score; None where not even related is left."""


@dataclass(frozen=True, slots=True)
class Rival:
    """The best of the pairs that were rejected and share a measure with an accepted one."""

    measure: str
    """The measure that was rejected."""
    to: str
    """The measure of the accepted pair that it was compared with."""
    score: float
    feature: str
    """The feature that speaks most for the accepted pair against this one."""
    difference: float
    """By how much, in log-odds."""
    separates: tuple[Separation, ...] = ()
    """Every feature that speaks more for the accepted pair, the most telling first."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two measures of different documents that were compared; `a` comes before `b` in the order of ids."""

    a: str
    b: str
    score: float
    """Between 0 and 1: how likely readers would find the two comparable."""
    accepted: bool
    """Whether the score reaches the line of acceptance."""
    features: tuple[FeatureShare, ...]
    shared_words: tuple[str, ...]
    """Words that both texts hold, the most telling first."""
    rule: str
    """The weights and the model that made the score."""
    grade: Grade | None = None
    """None where the two are not even held to be related, or where nobody asked."""
    clauses: tuple[str, str] | None = None
    """The clause of each that says the same; None where none could be told."""
    rival: Rival | None = None
    """None where the pair was not accepted, or nothing was rejected beside it."""
    removal: Removal | None = None
    """None where the pair has no grade that it could lose."""


@dataclass(frozen=True, slots=True)
class LinkRun:
    """The comparison that made links: what was compared, by which weights and model, and when."""

    weights: str
    """Name of the weights."""
    weights_sha256: str
    """Of the weights themselves, in hexadecimal."""
    model: str | None
    """The embedding model and the first digits of its file's sha256; None where words alone were compared."""
    inputs_sha256: str
    """Of everything that the features are made from, in the order of ids."""
    documents: tuple[str, ...]
    """The documents whose measures were compared, by id."""
    ended: str
    """A time in UTC, to the second, that ends in +00:00."""


class Verdict(StrEnum):
    """What a person holds of two measures; the first two say that they are comparable, the next two that they are not."""

    SAME = "same"
    """The same measure, or its replication."""
    COMPARABLE = "comparable"
    RELATED = "related"
    """The same narrow topic with another instrument."""
    DIFFERENT = "different"
    UNSURE = "unsure"
    """Looked at and left open: counts for neither side."""

    @property
    def accepts(self) -> bool | None:
        """Whether the two are comparable; None where that was left open."""
        return None if self is Verdict.UNSURE else self in (Verdict.SAME, Verdict.COMPARABLE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person holds of two measures; `a` comes before `b` in the order of ids."""

    a: str
    b: str
    verdict: Verdict
    by: str
    """The name under which the person judged."""
    when: str | None = None
    """An ISO date, or a time in UTC that ends in +00:00; None where it is not known."""
    reason: str | None = None
    """In the person's own words; None where none was given."""
    withdrawn: str | None = None
    """When it was withdrawn, a time in UTC; None while it holds."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model proposes of two measures; `a` comes before `b` in the order of ids. It is nobody's judgement."""

    a: str
    b: str
    verdict: Verdict
    by: str
    """The model's name, as it was set."""
    prompt_sha256: str
    """Of all that the model was given, in hexadecimal."""
    reason: str
    when: str
    """A time in UTC, to the second, that ends in +00:00."""
