"""A measure as one JSON object: the exchange form that `reformgraph read` and `export measures` write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from ontology.model import LineageStatement, Measure, MechanismMention, Scope, Target


class BodyRecord(TypedDict):
    """A body in a role."""

    printed: str
    name: str
    role: str


class ScopeRecord(TypedDict):
    """A replication scope; `zone_type` is None where the whole areas are meant."""

    includes: list[str]
    excludes: list[str]
    zone_type: str | None


class PlanRecord(TypedDict):
    """What a measure means to do with an instrument: `basis`, `to_create` or `to_amend`."""

    instrument: str
    use: str


TargetRecord = TypedDict(
    "TargetRecord",
    {
        "metric": str | None,
        "from": float | None,
        "to": float | None,
        "change": float | None,
        "unit": str,
        "bound": str | None,
        "quote": str,
    },
)
"""A figure to be reached, with the words that state it."""


class MechanismRecord(TypedDict):
    """A mechanism's id and kind, and the first words of the measure that name it."""

    id: str
    kind: str
    quote: str


class LineageRecord(TypedDict):
    """What a row says of its lineage: `kind` is first, learns_from, upgrades or refers_to."""

    kind: str
    area: str | None
    qualifier: str | None
    extent: str | None
    practice: str | None
    quote: str


class MeasureRecord(TypedDict):
    """One measure. None means that the document does not state the value."""

    id: str
    title: str
    content: str
    domain: str | None
    status: str | None
    agencies: list[BodyRecord]
    scope: ScopeRecord | None
    deadline: str | None
    origins: list[str]
    instruments: list[str]
    """Titles in 《》 and document numbers."""
    plans: list[PlanRecord]
    targets: list[TargetRecord]
    lineage: list[LineageRecord]
    mechanisms: list[MechanismRecord]
    """In the order of print."""


def measure_record(measure: Measure) -> MeasureRecord:
    """The exchange form of a measure as read."""
    return MeasureRecord(
        id=measure.id,
        title=measure.title,
        content=measure.content,
        domain=measure.domain,
        status=None if measure.status is None else str(measure.status.value),
        agencies=[
            BodyRecord(printed=one.printed, name=one.body.name, role=str(one.role)) for one in measure.responsibilities
        ],
        scope=None if measure.scope is None else _scope(measure.scope),
        deadline=None if measure.deadline is None else measure.deadline.value,
        origins=[one.area for one in measure.origins],
        instruments=[one.title for one in measure.instruments if one.printed_as_title],
        plans=[
            PlanRecord(instrument=one.title, use=str(one.use)) for one in measure.instruments if one.use is not None
        ],
        targets=[_target(one) for one in measure.targets],
        lineage=[_lineage(one) for one in measure.lineage],
        mechanisms=_mechanisms(measure.mechanisms),
    )


def _target(target: Target) -> TargetRecord:
    return {
        "metric": target.metric,
        "from": target.baseline,
        "to": target.value,
        "change": target.change,
        "unit": target.unit,
        "bound": None if target.bound is None else str(target.bound),
        "quote": target.quote.text,
    }


def _lineage(stated: LineageStatement) -> LineageRecord:
    return LineageRecord(
        kind=str(stated.kind),
        area=stated.area,
        qualifier=stated.qualifier,
        extent=stated.extent,
        practice=stated.practice,
        quote=stated.quote.text,
    )


def _mechanisms(mentions: Iterable[MechanismMention]) -> list[MechanismRecord]:
    """The first mention of each mechanism, in the order of print."""
    first: dict[str, MechanismMention] = {}
    for one in mentions:
        first.setdefault(one.concept, one)
    ordered = sorted(first.values(), key=lambda one: (one.quote.span.start, one.quote.span.end, one.kind, one.concept))
    return [MechanismRecord(id=one.concept, kind=str(one.kind), quote=one.quote.text) for one in ordered]


def _scope(scope: Scope) -> ScopeRecord:
    return ScopeRecord(includes=list(scope.includes), excludes=list(scope.excludes), zone_type=scope.zone_type)


class VoiceRecord(TypedDict):
    """What one person holds of a pair; `when` and `reason` are None where they are not known."""

    verdict: str
    by: str
    when: str | None
    reason: str | None


class JudgementRecord(TypedDict):
    """What people hold of a pair; `verdict` is None where they are even, `disputed` says that they stand on both sides."""

    verdict: str | None
    accepted: bool
    disputed: bool
    voices: list[VoiceRecord]
