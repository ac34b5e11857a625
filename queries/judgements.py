"""Questions about what people judged."""

from __future__ import annotations

from dataclasses import replace

from graph.judgements.answers import Pair, answers
from graph.store import Store
from ontology.model import Judgement, Verdict
from queries.measures import links_of_measure, one_of
from queries.proposals import proposals_of
from queries.results import JudgementRow, JudgementSummary, Linked, Links, Page, Voice
from queries.run import ask, number, records

EVERY = 1_000_000


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
    total = number(ask(store, "judgements_total", **filters))
    return Page(total, records(ask(store, "judgements", **filters, skip=skip, limit=limit), JudgementRow))


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
    said = records(ask(store, "judgements", measure=measure, skip=0, limit=EVERY), JudgementRow)
    settled = answers(Judgement(one.a, one.b, Verdict(one.verdict), one.by, one.when, one.reason) for one in said)
    return {
        pair: JudgementSummary(
            verdict=None if one.verdict is None else str(one.verdict),
            accepted=one.accepted,
            disputed=one.disputed,
            voices=tuple(Voice(verdict=str(v.verdict), by=v.by, when=v.when, reason=v.reason) for v in one.voices),
        )
        for pair, one in settled.items()
    }
