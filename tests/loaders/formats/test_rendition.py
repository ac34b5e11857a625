"""Words are written once, in order, and know their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.blocks import Paragraph, Table
from loaders.formats.rendition import Rendition, Words, joined, words
from ontology.errors import DocumentError

RUNS = st.lists(st.tuples(st.text(st.characters(codec=None), max_size=12), st.booleans()), max_size=6)


@given(RUNS)
def test_words_can_be_written_and_are_words_of_themselves(runs: list[tuple[str, bool]]) -> None:
    made = words(runs)
    made.value.encode()
    assert words([(made.value, False)]).value == made.value
    assert all(line == line.strip() and line for line in made.value.split("\n") if made.value)
    assert all(0 <= a < b <= len(made.value) for a, b in made.bold)


@given(RUNS)
def test_words_are_bold_exactly_where_a_run_is(runs: list[tuple[str, bool]]) -> None:
    made = words(runs)
    bold = "".join("".join(made.value[a:b].split()) for a, b in made.bold)
    want = words([(value, False) for value, is_bold in runs if is_bold]).value
    assert bold == "".join(want.split())


@given(st.lists(st.lists(RUNS, min_size=1, max_size=4), min_size=1, max_size=4), RUNS)
def test_texts_slice_back_from_the_rendition(
    rows: list[list[list[tuple[str, bool]]]], title: list[tuple[str, bool]]
) -> None:
    out = Rendition("a.docx", b"")
    out.paragraph(words(title))
    out.table([[words(cell) for cell in row] for row in rows])
    source, blocks = out.finish()
    for block in blocks.blocks:
        for text in [block.text] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]:
            assert source.slice(text.span) == text.value


def test_a_merged_cell_is_written_once_and_is_the_same_text_in_each_row() -> None:
    out = Rendition("a.docx", b"")
    domain = words([("商事登记", False)])
    out.table([[words([("1", False)]), domain], [words([("2", False)]), domain]])
    source, blocks = out.finish()
    (table,) = blocks.blocks
    assert isinstance(table, Table)
    assert table.rows[0][1] is table.rows[1][1]
    assert source.text == "\t1\n\t商事登记\n\n\t2\n\t\n\n"


def test_joined_parts_are_paragraphs_and_stay_bold() -> None:
    made = joined([Words("甲。乙", ((0, 2),)), Words(""), Words("丙", ((0, 1),))])
    assert (made.value, made.bold) == ("甲。乙\n丙", ((0, 2), (4, 5)))


def test_a_document_without_any_text_is_refused() -> None:
    out = Rendition("a.docx", b"")
    out.paragraph(Words(""))
    with pytest.raises(DocumentError, match=r"a\.docx: the file holds no text"):
        out.finish()
