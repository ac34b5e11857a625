"""A document printed for checking: each measure with the words that each field came from."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.read import ReadDocument
from ontology.model import LineageStatement, Measure, Quote, Target


def explained(document: ReadDocument) -> str:
    """The whole document, as text for a person: fields, words, lines; repairs and warnings at the end."""
    record = document.record
    head = [
        f"{record.id}: {record.title or 'no title found'}",
        f"  place {record.place or 'not stated'} (from {record.place_basis or 'nothing'}), issued {record.issued or 'not stated'}",
        f"  sha256 {record.sha256}, {record.encoding}, {len(record.measures)} measures",
    ]
    lines = [*head]
    for measure in record.measures:
        lines += ["", *_measure(measure)]
    if record.repairs:
        lines += ["", "Repairs"]
        lines += [
            f"  line {one.span.line}: {one.rule}: “{_short(one.before)}” → “{_short(one.after)}”"
            f"{' (uncertain: both readings are kept)' if one.uncertain else ''}"
            for one in record.repairs
        ]
    if record.warnings:
        lines += ["", "Warnings", *(f"  {warning}" for warning in record.warnings)]
    return "\n".join(lines) + "\n"


def _measure(measure: Measure) -> Iterator[str]:
    yield f"{measure.id}  {measure.title}  (line {measure.line})"
    yield f"  content: {_short(measure.content)}"
    if measure.domain is not None:
        printed = f", by the print {measure.domain_as_printed}" if measure.domain_as_printed else ""
        yield f"  domain: {measure.domain}{printed}{_words(measure.domain_quote)}"
    for one in measure.responsibilities:
        doubt = " (ambiguous)" if one.body.ambiguous else ""
        role = f", role from “{one.role_quote.text}”" if one.role_quote else ""
        yield f"  {one.role}: {one.body.name}{doubt}{_words(one.quote)}{role}"
    if measure.scope is not None:
        scope = measure.scope
        left_out = f" without {'、'.join(scope.excludes)}" if scope.excludes else ""
        zone = f", only {scope.zone_type}" if scope.zone_type else ""
        yield f"  scope: {'、'.join(scope.includes)}{left_out}{zone}{_words(scope.quote)}"
    if measure.deadline is not None:
        ongoing = " (ongoing)" if measure.deadline.ongoing else ""
        yield f"  deadline: {measure.deadline.value or 'no date'}{ongoing}{_words(measure.deadline.quote)}"
    if measure.status is not None:
        yield f"  status: {measure.status.value}{_words(measure.status.quote)}"
    for origin in measure.origins:
        yield f"  origin: {origin.area}{_words(origin.quote)}"
    for cited in measure.instruments:
        marks = ", ".join(str(mark) for mark in (cited.use, cited.form) if mark is not None)
        yield f"  {'cites' if cited.use is None else cited.use}: {cited.title}{f' ({marks})' if marks else ''}{_words(cited.quote)}"
    for target in measure.targets:
        yield f"  target: {_target(target)}{_words(target.quote)}"
    for stated in measure.lineage:
        yield f"  {_lineage(stated)}{_words(stated.quote)}"


def _target(target: Target) -> str:
    """A target in words: 审批时限 15 → 10 工作日 at most."""
    start = "" if target.baseline is None else f"{target.baseline:g} → "
    figure = f"by {target.change:g}" if target.value is None else f"{start}{target.value:g}"
    bound = "" if target.bound is None else f" {str(target.bound).replace('_', ' ')}"
    return f"{target.metric or 'unnamed'} {figure} {target.unit}{bound}"


def _lineage(stated: LineageStatement) -> str:
    """A statement of lineage in words: claims to be first: 全国 首款."""
    kind = str(stated.kind).replace("_", " ").replace("first", "claims to be first")
    named = [one for one in (stated.area, stated.extent, stated.qualifier, stated.practice) if one is not None]
    return f"{kind}: {' '.join(named)}"


def _words(quote: Quote | None) -> str:
    return "" if quote is None else f" ← {quote.field}, line {quote.span.line}: “{_short(quote.text)}”"


def _short(text: str, most: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
