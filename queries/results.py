"""What answers are made of: frozen records whose fields are called like the columns of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import orjson
from pydantic import BeforeValidator

T = TypeVar("T")

UNDATED = "undated"
"""Said where a document states no date of issue; a date is never guessed."""


def _joined(value: Any) -> Any:
    """One text; a claim that two cells support holds a list."""
    return " / ".join(map(str, value)) if isinstance(value, list) else value


def _first(value: Any) -> Any:
    return min(value) if isinstance(value, list) else value


def _dated(value: Any) -> Any:
    return UNDATED if value is None else value


def parsed(value: Any) -> Any:
    """Give what a JSON text says; an empty list where there is none."""
    return orjson.loads(value) if isinstance(value, str) else [] if value is None else value


Text = Annotated[str, BeforeValidator(_joined)]
Place = Annotated[int, BeforeValidator(_first)]
Dated = Annotated[str, BeforeValidator(_dated)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of a document and where they stand: bytes `start` to `end` (half-open), on 1-based `line`."""

    quote: Text
    field: Text
    line: Place
    start: Place
    end: Place
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure in a list of measures."""

    id: str
    document: str
    number: int
    list_number: int | None
    title: str
    domain: str | None
    place: str | None
    status: str | None
    force: str | None
    deadline: str | None
    leads: tuple[str, ...]
    bodies: tuple[str, ...]
    """Those that do not lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFacts:
    """What one measure says. None: the document does not state it."""

    iri: str
    id: str
    document: str
    document_title: str | None
    number: int
    list_number: int | None
    list_title: str | None
    title: str
    content: str
    work_measures: str | None
    remark: str | None
    domain: str | None
    domain_as_printed: str | None
    place: str | None
    place_code: str | None
    issued: Dated
    status: str | None
    force: str | None
    deadline: str | None
    deadline_text: str | None
    precision: str | None
    ongoing: bool | None
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellText:
    """A cell and where its raw text stands."""

    number: int
    column: str
    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier(Evidence):
    """A body in a role for a measure."""

    iri: str
    name: str
    kind: str
    jurisdiction: str | None
    ambiguous: bool
    role: str
    printed: Text
    role_words: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeText(Evidence):
    """Where a measure is to be copied to."""

    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    zone_type: str | None
    exclusion_reason: str | None
    raw_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceClaim(Evidence):
    """A place that a row names, as origin or as one that has the measure already."""

    area: str
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Evidence):
    """A titled text, a document number or a law to be made that a measure names."""

    title: str
    use: str | None
    """BASED_ON, PLANS_TO_CREATE or PLANS_TO_AMEND; None where the measure only mentions it."""
    form: str | None
    """`list` or `certificate`; None for other texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Evidence):
    """A target: a figure that a measure sets."""

    metric: str | None
    baseline: float | None
    value: float | None
    change: float | None
    unit: str
    bound: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Evidence):
    """A mechanism that a measure names."""

    mechanism: str
    name: str
    name_en: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Evidence):
    """The words for a plain fact: IN_DOMAIN, HAS_DEADLINE or HAS_STATUS."""

    fact: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeMeasure:
    """A measure with all that hangs on it."""

    facts: MeasureFacts
    cells: tuple[CellText, ...]
    bodies: tuple[Carrier, ...]
    scope: ScopeText | None
    origins: tuple[PlaceClaim, ...]
    adoptions: tuple[PlaceClaim, ...]
    instruments: tuple[Citation, ...]
    targets: tuple[Figure, ...]
    mechanisms: tuple[Named, ...]
    evidence: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One feature of a link: its value (None where it could not be had) and its share of the score."""

    name: str
    value: float | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """What one person holds of two measures; `when` and `reason` are None where they are not known."""

    a: str
    a_title: str
    b: str
    b_title: str
    verdict: str
    by: str
    when: str | None
    reason: str | None
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """What one model proposes of two measures; `prompt_sha256` is of all that it was given."""

    a: str
    a_title: str
    b: str
    b_title: str
    verdict: str
    by: str
    when: str
    reason: str
    prompt_sha256: Annotated[str, BeforeValidator(str.lower)]
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one person holds of a pair."""

    verdict: str
    by: str
    when: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementSummary:
    """What people hold of a pair; `verdict` is None where they are even."""

    verdict: str | None
    accepted: bool
    disputed: bool
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMeasure:
    """A measure as lists of others show it, with the place and the date of its document."""

    measure: str
    title: str
    document: str
    place: str | None
    issued: Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(OtherMeasure):
    """Another measure that was compared with the one asked for."""

    score: float
    accepted: bool
    features: Annotated[tuple[Share, ...], BeforeValidator(parsed)]
    shared_words: Annotated[tuple[str, ...], BeforeValidator(lambda value: value or ())]
    rule: str
    claim_id: str
    judgement: JudgementSummary | None = None
    """None where nobody has decided."""
    proposals: tuple[ProposalRow, ...] = ()
    """What models propose, which counts for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Links of a measure: a page of them, and how many there are."""

    accepted: int
    candidates: int
    items: tuple[Linked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable(OtherMeasure):
    """A comparable measure of some place; its claim is the link, not a statement about lineage."""

    score: float
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBy(Evidence):
    """A comparable measure whose own row names the place asked about as its origin."""

    measure: str
    title: str
    document: str
    place: str | None
    issued: Dated
    score: float
    link_claim_id: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStep:
    """A place named by the row, and the comparable measures held of it, which may be none."""

    claim: PlaceClaim
    comparable: tuple[Comparable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What the rows state about where a measure came from and where it went; nothing is inferred.

    `conditional_on` is the type of zone that narrows the scope; what `covered` holds then applies only there.
    """

    measure: str
    document: str
    place: str | None
    issued: str
    origins: tuple[PlaceStep, ...]
    adoptions: tuple[PlaceStep, ...]
    scope: ScopeText | None
    conditional_on: str | None
    covered: tuple[Comparable, ...]
    named_by: tuple[NamedBy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """A body and the number of measures that it carries, by role."""

    iri: str
    name: str
    kind: str
    jurisdiction: str | None
    ambiguous: bool
    measures: int
    lead: int
    responsible: int
    coordinating: int
    cooperating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAgency(AgencyRow):
    """A body by that name, with its other names."""

    aliases: tuple[str, ...]
    renamed_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried(Evidence):
    """A measure that a body carries; `agency` is the body's IRI."""

    agency: str
    measure: str
    title: str
    document: str
    role: str
    printed: Text
    role_words: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyMeasures:
    """The bodies of one name and a page of what they carry."""

    name: str
    bodies: tuple[NamedAgency, ...]
    total: int
    items: tuple[Carried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document."""

    iri: str
    id: str
    title: str | None
    issuer: str | None
    issued: Dated
    place: str | None
    place_code: str | None
    place_basis: str | None
    sha256: str
    rendition_sha256: str | None
    encoding: str | None
    measures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A domain of a document, within a list where the document has several."""

    list_number: int | None
    list_title: str | None
    force: str | None
    domain: str | None
    measures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRow:
    """One change between the print and the record."""

    rule: str
    measure: str | None
    before: str
    after: str
    uncertain: bool
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeDocument:
    """A document, how it divides its measures, and what was repaired while reading it."""

    facts: DocumentRow
    parts: tuple[Part, ...]
    repairs: tuple[RepairRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """An area and what hangs on it."""

    iri: str
    code: str | None
    name: str
    name_en: Text | None
    level: str | None
    within: str | None
    documents: int
    origins: int
    adoptions: int
    included: int
    excluded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Number of nodes of a label or of relationships of a type."""

    element: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of `total` items, in order."""

    total: int
    items: Sequence[T]
