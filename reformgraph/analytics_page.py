"""Figures over the whole graph, as a page of the docs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from graph.store import Store
from queries.analytics import ANALYSES, Broker, Connector, Junction, Likeness, Spread
from reformgraph.answers import rows_of
from reformgraph.charts import bars, matrix
from reformgraph.webpage import heading, page, paragraph, table

MOST: Final = 15
"""Bars and rows that are shown of one analysis."""


def analytics_page(store: Store) -> str:
    """The page as HTML."""
    parts = []
    for name, analysis in ANALYSES.items():
        found = analysis.ask(store)
        rows = rows_of(found[:MOST], nested=False)
        parts += [heading(analysis.title), paragraph(analysis.definition)]
        parts.append(CHARTS[name](found) if found else paragraph("Nothing that is loaded gives any."))
        parts.append(table(rows.columns, rows.rows))
        if len(found) > MOST:
            parts.append(
                paragraph(f"{MOST} of {len(found)}; all of them: reformgraph analyse {name} --limit {len(found)}")
            )
    return page("Analytics", *parts)


def _brokers(found: Sequence[Broker]) -> str:
    shown = found[:MOST]
    values = [one.betweenness for one in shown]
    return bars([one.agency for one in shown], values, "betweenness (share of shortest ways)", "Brokers of joint leads")


def _spread(found: Sequence[Spread]) -> str:
    shown = found[:MOST]
    names = [f"{one.city} ({one.speed})" for one in shown]
    return bars(
        names, [one.measures for one in shown], "measures of other cities", "Reach of practices, and their speed"
    )


def _likeness(found: Sequence[Likeness]) -> str:
    places = sorted({name for one in found for name in (one.a, one.b)})
    known = {frozenset((one.a, one.b)): one.similarity for one in found}
    values = [[1.0 if a == b else known[frozenset((a, b))] for b in places] for a in places]
    return matrix(places, values, "Likeness of places by their mechanisms (cosine)")


def _junctions(found: Sequence[Junction]) -> str:
    shown = found[:MOST]
    names = [f"{one.city}{' (bridge)' if one.bridge else ''}" for one in shown]
    return bars(names, [one.hub for one in shown], "share of all measures given", "Hubs and bridges of lineage")


def _connectors(found: Sequence[Connector]) -> str:
    shown = found[:MOST]
    names = [f"{one.title} ({one.measure})" for one in shown]
    return bars(
        names, [one.betweenness for one in shown], "betweenness (share of shortest ways)", "Connecting measures"
    )


CHARTS: Final[dict[str, Callable[[Sequence[Any]], str]]] = {
    "brokers": _brokers,
    "spread": _spread,
    "likeness": _likeness,
    "junctions": _junctions,
    "connectors": _connectors,
}
