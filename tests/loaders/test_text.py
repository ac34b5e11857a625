"""Text that knows its places."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from loaders.markup import strip_markup
from loaders.source import text_source
from loaders.text import Text, join, tidy, whole


def text_of(value: str) -> Text:
    return whole(text_source("a.txt", value.encode()))


WORDS = st.text(st.sampled_from("改革ab12 \t\n，。<>/pbr*"), min_size=1, max_size=40).filter(
    lambda value: value.strip() != ""
)


def test_tidy_drops_space_around_digits_and_keeps_it_between_latin_words() -> None:
    assert tidy(text_of(" 2020 年 6 月底 \n\n One Person  Company 模式 ")).value == "2020年6月底\nOne PersonCompany模式"
    assert tidy(text_of("One Person Company")).value == "One Person Company"


def test_quote_gives_the_words_as_they_stand() -> None:
    cell = tidy(text_of("x，2020 年 6 月底")).part(2, 9)
    assert cell.value == "2020年6月"
    assert cell.quote("完成时限").text == "2020 年 6 月"


def test_strip_markup_keeps_bold_and_names_what_it_left_out() -> None:
    text, marks = strip_markup(text_of("<b>秒批。</b> 市住房<br>建设局 <p>一</p> 5<6 **粗** 3 * 4"))
    assert text.value == "秒批。 市住房建设局 一 5<6 粗 3 * 4"
    assert marks == ("<b>", "</b>", "<br>", "<p>", "</p>", "**", "**")
    assert [text.value[a:b] for a, b in text.bold] == ["秒批。", "粗"]


@given(WORDS)
def test_cleaning_is_idempotent_and_every_character_keeps_its_place(value: str) -> None:
    source = text_of(value)
    clean = tidy(strip_markup(source)[0])
    assert tidy(clean).value == clean.value
    for char, at in zip(clean.value, clean.at, strict=True):
        assert char in (source.source.text[at], "\n")


@given(WORDS, WORDS, st.data())
def test_parts_and_joins_quote_their_own_bytes(first: str, second: str, data: st.DataObject) -> None:
    source = text_of(first + second)
    both = join([source.part(0, len(first)), source.part(len(first))], "")
    assert both.value == source.value
    start = data.draw(st.integers(0, len(both)))
    end = data.draw(st.integers(start, len(both)))
    part = both.part(start, end)
    quote = part.quote("x")
    assert source.source.slice(quote.span) == quote.text == part.value


def test_without_leaves_out_matches() -> None:
    assert text_of("一、投资").without(re.compile("^一、")).value == "投资"
