"""Questions about what people judged."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.judgements.answers import Pair, answers, by_pair
from graph.store import Store
from ontology.model import Judgement, Verdict
from queries.measures import links_of_measure, one_of
from queries.proposals import proposals_of
from queries.results import JudgementRow, JudgementSummary, Linked, Links, Page, Voice
from queries.run import EVERY, ask, page, records


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPair:
    """All that people said of a pair, and what it comes to; `accepted` is None where nobody has decided.

    `said` holds every judgement that was not withdrawn, in the order of time: unsure ones too, and earlier ones of one
    person. `verdict` is None where nobody has decided or where they are even.
    """

    a: str
    b: str
    verdict: str | None
    accepted: bool | None
    disputed: bool
    said: tuple[Voice, ...]


def find_judgements(
    store: Store,
    *,
    measure: str | None = None,
    verdict: str | None = None,
    by: str | None = None,
    skip: int = 0,
    limit: int = 50,
) -> Page[JudgementRow]:
    """Give the judgements that fit all given filters, by pair. Raises `QueryError` for an unknown verdict."""
    one_of("verdict", verdict, tuple(Verdict))
    filters = {"measure": measure, "verdict": verdict, "by": by}
    return page(store, "judgements", JudgementRow, filters, skip=skip, limit=limit)


def judged_links_of_measure(
    store: Store, measure: str, *, candidates: bool = False, skip: int = 0, limit: int = 50
) -> Links:
    """Give what a measure is comparable to, as `links_of_measure` does, with what people hold of each pair and models propose."""
    links = links_of_measure(store, measure, candidates=candidates, skip=skip, limit=limit)
    summaries, proposed = summaries_of(store, measure), proposals_of(store, measure)

    def beside(one: Linked) -> Linked:
        a, b = sorted((measure, one.measure))
        return replace(one, judgement=summaries.get((a, b)), proposals=proposed.get((a, b), ()))

    return replace(links, items=tuple(map(beside, links.items)))


def summaries_of(store: Store, measure: str) -> dict[Pair, JudgementSummary]:
    """What people hold of the pairs of a measure, where somebody has decided; pairs in the order of ids."""
    settled = answers(_all(store, measure))
    return {
        pair: JudgementSummary(
            verdict=None if one.verdict is None else str(one.verdict),
            accepted=one.accepted,
            disputed=one.disputed,
            voices=tuple(map(_voice, one.voices)),
        )
        for pair, one in settled.items()
    }


def judged_pairs(store: Store, measure: str | None = None) -> tuple[JudgedPair, ...]:
    """Every pair of which somebody said something, or those of one measure; in the order of ids."""
    every = _all(store, measure)
    settled = answers(every)

    def judged(pair: Pair, several: list[Judgement]) -> JudgedPair:
        one, said = settled.get(pair), tuple(map(_voice, several))
        if one is None:
            return JudgedPair(a=pair[0], b=pair[1], verdict=None, accepted=None, disputed=False, said=said)
        verdict = None if one.verdict is None else str(one.verdict)
        return JudgedPair(
            a=pair[0], b=pair[1], verdict=verdict, accepted=one.accepted, disputed=one.disputed, said=said
        )

    return tuple(judged(pair, several) for pair, several in sorted(by_pair(every).items()))


def _all(store: Store, measure: str | None) -> tuple[Judgement, ...]:
    rows = records(ask(store, "judgements", measure=measure, skip=0, limit=EVERY), JudgementRow)
    return tuple(Judgement(one.a, one.b, Verdict(one.verdict), one.by, one.when, one.reason) for one in rows)


def _voice(one: Judgement) -> Voice:
    return Voice(verdict=str(one.verdict), by=one.by, when=one.when, reason=one.reason)
