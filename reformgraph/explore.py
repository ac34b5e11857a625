"""The explorer as one page of its own, for a file or a notebook."""

from __future__ import annotations

from graph.store import Store
from queries.atlas import atlas
from queries.measures import measure_facts
from viz.content import Language
from viz.pages import explorer_page

LIMIT = 2000
"""Measures in a page, unless more are asked for."""


def explore(
    store: Store,
    *,
    document: str | None = None,
    measure: str | None = None,
    limit: int = LIMIT,
    language: Language = "en",
) -> str:
    """Give the explorer over a store as HTML that needs no server and asks none for anything.

    With `document` it has only that document and what is comparable; with `measure` it opens at its neighbourhood.
    Raises `NotFoundError`.
    """
    focus = None if measure is None else measure_facts(store, measure).id
    found = atlas(store, document=document, focus=focus, limit=limit)
    return explorer_page(found, view="lanes" if focus is None else "near", focus=focus, language=language)
