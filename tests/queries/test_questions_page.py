"""The page of questions, over the toy graph."""

from __future__ import annotations

from html import escape

import pytest

from graph.store import Store
from queries.catalogue import catalogue
from queries.page import page


def test_the_page_shows_every_question_with_both_texts_and_answers(toy: Store) -> None:
    text = page(toy)
    for one in catalogue().values():
        assert (f'<section id="{one.name}">' in text) is bool(one.users), one.name
        assert escape(one.description) in text
        for query in (one.cypher, one.sparql or ""):
            assert (escape(query) in text) is bool(one.users) or not query, one.name
    assert "<td>市金融局</td>" in text  # the answer of ambiguous_bodies
    assert "<h2>6, 7. Measures that use a mechanism</h2>" in text


def test_text_of_documents_is_escaped_and_nothing_is_fetched(toy: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.page.ROWS", 100)
    text = page(toy)
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text  # a title, among the measures
    assert " src=" not in text
    assert 'href="http' not in text
