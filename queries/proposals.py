"""Questions about what models propose."""

from __future__ import annotations

from collections import defaultdict

from graph.store import Store
from ontology.model import Verdict
from queries.measures import one_of
from queries.results import Page, ProposalRow
from queries.run import EVERY, ask, page, records


def find_proposals(
    store: Store,
    *,
    measure: str | None = None,
    verdict: str | None = None,
    by: str | None = None,
    skip: int = 0,
    limit: int = 50,
) -> Page[ProposalRow]:
    """Give the proposals that fit all given filters, by pair. Raises `QueryError` for an unknown verdict."""
    one_of("verdict", verdict, tuple(Verdict))
    filters = {"measure": measure, "verdict": verdict, "by": by}
    return page(store, "proposals", ProposalRow, filters, skip=skip, limit=limit)


def proposals_of(store: Store, measure: str | None = None) -> dict[tuple[str, str], tuple[ProposalRow, ...]]:
    """Give what models propose of the pairs of a measure, or of all (None); pairs in the order of ids."""
    found: dict[tuple[str, str], tuple[ProposalRow, ...]] = defaultdict(tuple)
    for one in records(ask(store, "proposals", measure=measure, skip=0, limit=EVERY), ProposalRow):
        found[one.a, one.b] += (one,)
    return found
