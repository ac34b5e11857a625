"""Answers about lineage in words, with the quotes that carry them."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from queries.gaps import Gaps
from queries.lineage import Diffusion, Hop, PairLineage, Statement


def as_json(found: object) -> str:
    """A record of the queries as JSON."""
    return orjson.dumps(found, option=orjson.OPT_INDENT_2).decode()


def diffusion_in_words(found: Diffusion) -> str:
    """The paths to a measure and from it, a hop a line."""
    lines = [f"{found.measure} {found.title} ({found.issued})"]
    for name, paths in (("from", found.ancestors), ("to", found.descendants)):
        for path in paths:
            lines.append(f"{name}, confidence {path.confidence:.2f}")
            lines += [f"  {_hop(hop)}" for hop in path.hops]
    lines += [f"says: {_statement(one)}" for one in found.statements]
    if len(lines) == 1:
        lines.append("no row states where it came from or went")
    return "\n".join(lines)


def pair_in_words(found: PairLineage) -> str:
    """What is known of the lineage between two measures."""
    score = "not accepted as comparable" if found.score is None else f"comparable, score {found.score:.2f}"
    order = "unordered" if found.source is None else f"{found.source} → {found.target}"
    return "\n".join(
        [f"{found.a} and {found.b}: {score}", f"{found.kind}, {order}: {found.why}"]
        + [f"  {_hop(hop)}" for hop in found.evidence]
    )


def gaps_in_words(found: Gaps) -> str:
    """One line a measure, then the counts and the documents that were searched."""
    return "\n".join(_gaps(found))


def _gaps(found: Gaps) -> Iterator[str]:
    for one in found.items:
        zone = f" on {one.measure.zone_type}" if one.bound == "conditional" else ""
        yield f"{one.measure.measure} {one.measure.title}: {_plain(one.answer)} (scope: {_plain(one.bound)}{zone}); {one.why}"
        yield from (f"  {_hop(hop)}" for hop in one.evidence)
    yield f"{found.place}: " + ", ".join(
        f"{count} {_plain(name)}" for name, count in found.counts.items() if " " not in name
    )
    held = "; ".join(f"{one.id} ({one.issued})" for one in found.searched)
    yield f"searched: {held or 'no document of the place is held'}"


def _hop(hop: Hop) -> str:
    dates = f"({hop.source_issued} → {hop.target_issued})"
    if not hop.stated:
        return f"{hop.source} → {hop.target}: candidate, score {hop.confidence:.2f} {dates}"
    place = f"{hop.document or ''} {hop.field}, line {hop.line}".strip()
    return f"{hop.source} → {hop.target}: {_plain(hop.kind)} {dates} ← {place}: “{hop.quote}”"


def _statement(one: Statement) -> str:
    named = [part for part in (one.area, one.practice) if part is not None]
    return " ".join([_plain(one.kind), *named]) + f" ← {one.field}, line {one.line}: “{one.quote}”"


def _plain(name: str) -> str:
    return name.replace("_", " ")
