"""What searches over the sample must find, and in which order; asked in test_numbered.py, where the sample is loaded."""

from __future__ import annotations

import itertools
import shutil

import pytest

from graph.store import Store
from ontology.errors import QueryError
from queries import search as searching
from queries.search import Hit, SearchResult, index_of, search

LONG = "“零窗口、全业务”税费服务模式，" * 313


def ids(found: SearchResult) -> list[str]:
    return [one.id for one in found.hits]


def marked(hit: Hit) -> set[str]:
    return {hit.texts[one.field][one.start : one.end] for one in hit.highlights}


def assert_searches(store: Store) -> None:
    """All of them; takes a document out at the end."""
    assert_order(store)
    assert_forms_of_words(store)
    assert_filters_and_pages(store)
    assert_traps(store)
    assert_the_index_follows_the_documents(store)


def assert_order(store: Store) -> None:
    """A name that is the query, then titles that hold it, then names of bodies and mechanisms, then texts."""
    found = search(store, "秒批", limit=100)
    assert ids(found)[0] == "automatic-approval"
    titled = [one for one in found.hits if one.kind == "measure" and "秒批" in one.label]
    assert {one.id for one in titled} >= {"shenzhen-2020/4", "shenzhen-2020/157", "shenzhen-2020/48", "zhuhai-2020/1-9"}
    measures = [one for one in found.hits if one.kind == "measure"]
    assert measures[: len(titled)] == titled
    together = search(store, "企业开办", limit=100).hits
    whole = ["企业开办" in "".join(one.texts.values()).replace("“", "") for one in together]
    assert whole.index(False) >= whole.count(True) > 0
    assert ids(search(store, "珠海市", limit=3))[0] == "440400"
    assert ids(search(store, "深圳市市场监督管理局", kinds=["agency"], limit=1)) == ["深圳市市场监督管理局"]
    assert ids(search(store, "零窗口", limit=1)) == ["guangdong-8/3"]
    assert ids(search(store, "小微企业用电极速报装服务", limit=1)) == ["zhuhai-2020/1-4"]


def assert_forms_of_words(store: Store) -> None:
    for traditional, simplified in (
        ("電子營業執照", "电子营业执照"),
        ("深圳市稅務局", "深圳市税务局"),
        ("開辦企業", "开办企业"),
    ):
        assert search(store, traditional, limit=50) == search(store, simplified, limit=50)
        assert search(store, traditional).total > 0
    assert search(store, "ＡＩ") == search(store, "ai") == search(store, "AI")
    hit = search(store, "電子營業執照", kinds=["measure"], limit=1).hits[0]
    assert marked(hit) == {"电子营业执照"}
    found = search(store, "szsscjd", kinds=["agency"])
    assert ids(found) == ["深圳市市场监督管理局"]
    assert marked(found.hits[0]) == {"深圳市市场监督"}
    assert search(store, "qxfypdzx").total == 0
    one = search(store, "税", kinds=["measure"], limit=200)
    assert one.total == len(one.hits) > 30
    assert all("税" in text for hit in one.hits for text in [*marked(hit)])


def assert_filters_and_pages(store: Store) -> None:
    everything = search(store, "服务", limit=500)
    assert everything.total == len(everything.hits)
    parts = [search(store, "服务", limit=7, offset=skip) for skip in range(0, everything.total + 7, 7)]
    assert {one.total for one in parts} == {everything.total}
    assert [*itertools.chain.from_iterable(map(ids, parts))] == ids(everything)
    measures = search(store, "服务", kinds=["measure"], document="zhuhai-2020", limit=200)
    assert {one.document for one in measures.hits} == {"zhuhai-2020"}
    assert measures.total == len(measures.hits) < everything.total
    assert search(store, "服务", kinds=["measure", "agency"], limit=0).hits == ()
    assert search(store, "服务", kinds=[]).total == 0
    assert search(store, "一窗通 珠海", kinds=["measure"]).total == 1
    assert search(store, "服务", document="nowhere").total == 0
    with pytest.raises(QueryError, match="no kind “measures”; there are measure, agency"):
        search(store, "服务", kinds=["measures"])


def assert_traps(store: Store) -> None:
    nothing = SearchResult(total=0, hits=())
    for text in (
        "",
        " \n\t",
        "，。！？",
        "“”",
        "'",
        '"',
        "\\",
        "*",
        "?",
        "((",
        "[",
        "\u202e",
        "\x00",
        "🚢",
        "不存在的词语",
        "^",
        "|",
        "-",
    ):
        assert search(store, text) == nothing, text
    for text in (
        "title:税",
        "税 OR 1=1",
        "税') OR ('",
        "税 AND NOT 税",
        "+税 -税",
        "税~2",
        "税^9",
        "/税.*/",
        "税 }) DETACH DELETE n //",
    ):
        assert search(store, text).total <= search(store, "税").total, text
    assert search(store, "税^").hits == search(store, "税").hits
    assert len(LONG) >= 5000
    assert ids(search(store, LONG, limit=1)) == ["guangdong-8/3"]
    assert search(store, "税 " * 2500, limit=1).total == search(store, "税").total
    assert search(store, "x" * 5000) == nothing


def assert_the_index_follows_the_documents(store: Store) -> None:
    folder = store.folder / "search"
    shutil.rmtree(folder, ignore_errors=True)  # other tests of this engine may have left theirs
    searching._OPEN.clear()
    first = index_of(store)
    made = [*folder.iterdir()]
    assert len(made) == 1
    assert index_of(store) is first
    before = search(store, "横琴")
    searching._OPEN.clear()
    assert index_of(store) is not first
    assert search(store, "横琴") == before
    assert [*folder.iterdir()] == made
    assert search(store, "横琴", document="zhuhai-2020").total > 0
    store.remove("https://w3id.org/reformgraph/graph/zhuhai-2020")
    assert search(store, "横琴", document="zhuhai-2020").total == 0
    assert [*folder.iterdir()] != made
    assert len([*folder.iterdir()]) == 2
