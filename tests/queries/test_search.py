"""How words are compared in a search, and where what was found stands; searches over the sample are in test_numbered.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.fulltext.words import folded, initial_spans, initials, pieces, spans, wanted
from graph.store import Store
from queries import search as searching
from queries.search import search


def test_a_folder_that_cannot_be_written_costs_only_time(
    toy: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "search").write_text("in the way")
    monkeypatch.setattr(Store, "folder", tmp_path)
    assert [one.id for one in search(toy, "注销", kinds=["measure"]).hits] == ["shenzhen-toy/1"]
    assert (tmp_path / "search").read_text() == "in the way"
    searching._OPEN.clear()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("税", ["税"]),
        ("开办企业", ["开办", "办企", "企业", "业"]),
        ("“一窗通”2.0平台", ["一窗", "窗通", "通", "2", "0", "平台", "台"]),
        ("ＡＩ＋政务", ["ai", "政务", "务"]),
        ("《條例》", ["条例", "例"]),
    ],
)
def test_pieces(text: str, found: list[str]) -> None:
    assert pieces(text) == found


def test_a_query_is_words_of_pieces() -> None:
    assert [one.pieces for one in wanted("开办企业 税\u3000AI办")] == [("开办", "办企", "企业"), ("税",), ("ai", "办")]
    assert [one.is_open for one in wanted("开办企业 税 AI办 kv")] == [False, True, True, True]
    assert wanted("，。 ——") == []


@pytest.mark.parametrize("text", ["電子營業執照", "ＡＢＣ％（）", "ﬁ㎡½…", "İß🚢", "乾坤著名後裏"])
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("扩大“秒批”范围", "秒批", ["秒批"]),
        ("企业“一窗通”平台", "企业一窗通", ["企业“一窗通"]),
        ("開辦企業", "开办", ["開辦"]),
        ("EMAIL与AI", "ai", ["AI"]),
        ("税费与税", "税", ["税", "税"]),
        ("企业开办流程", "开办企业", ["企业开办"]),
        ("甲乙", "", []),
        ("甲乙", "。", []),
        ("退税", "税^", ["税"]),
        ("“零窗口、全业务”，窗口", "零窗口、全业务", ["零窗口、全业务"]),
        ("窗口与业务", "零窗口、全业务", ["窗口", "业务"]),
    ],
)
def test_spans(text: str, query: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, query)] == found


def test_initials() -> None:
    assert "".join(initials("重庆市“长安”银行5G")) == "cqscayh5g"
    assert [*initial_spans("深圳市“税务”局", "ssw")] == [(2, 6)]
    assert initial_spans("深圳市", "") == []
