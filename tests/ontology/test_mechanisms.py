"""The scheme of mechanisms holds together, and texts are searched for it rightly, whole and in linear time."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import SKOS, URIRef

from ontology.errors import OntologyError
from ontology.facts import Facts
from ontology.identifiers import mechanism_iri
from ontology.mechanisms import (
    BETWEEN,
    DROPPED,
    GAP,
    Mechanism,
    _word,
    find_mechanisms,
    folded,
    mechanism,
    mechanisms,
)
from ontology.model import MechanismKind
from ontology.reference import reference_graph

OFFICIAL = Path(os.environ.get("REFORMGRAPH_DOCUMENTS") or Path(__file__).parents[3] / "shared" / "documents")
WORDS = sorted({name for one in mechanisms() for name in (*one.names, *one.not_within)})


def named(text: str) -> set[str]:
    return {one.id for _, _, one in find_mechanisms(text)}


def test_the_scheme_is_large_and_of_three_kinds() -> None:
    counts = Counter(one.kind for one in mechanisms())
    assert sum(counts.values()) >= 250
    assert counts[MechanismKind.OBJECT] >= 150
    assert counts[MechanismKind.INSTRUMENT] >= 120
    assert counts[MechanismKind.GOAL] >= 20


def test_every_concept_has_a_name_in_both_languages_and_one_id() -> None:
    facts = Facts("mechanisms")
    for one in mechanisms():
        assert re.search(r"[\u4e00-\u9fff]", one.name), one.id
        assert re.fullmatch(r"[A-Z][A-Za-z0-9 ,’'()–-]+", one.english), one.english
        assert re.fullmatch(r"[a-z0-9-]+", one.id)
        assert mechanism_iri(one.id) == one.iri
        assert facts.one(str(one.iri), "rg:id") == one.id
    assert len({one.name for one in mechanisms()}) == len({one.english for one in mechanisms()}) == len(mechanisms())


def test_no_word_names_two_concepts() -> None:
    words = Counter(folded(text) for one in mechanisms() for text in (*one.names, *one.patterns))
    assert [word for word, count in words.items() if count > 1] == []


def test_broader_concepts_are_of_the_same_kind_and_without_cycles() -> None:
    def above(one: Mechanism, below: tuple[str, ...] = ()) -> None:
        assert one.id not in below, (*below, one.id)
        for name in one.broader:
            broader = mechanism(name)
            assert broader is not None, name
            assert broader.kind is one.kind, (one.id, name)
            above(broader, (*below, one.id))

    for one in mechanisms():
        above(one)


def test_the_reference_graph_carries_the_scheme() -> None:
    graph = reference_graph()
    assert (mechanism_iri("exit-platform"), SKOS.broader, mechanism_iri("one-stop-platform")) in graph
    assert sum(len(set(graph.objects(one.iri, SKOS.broader))) for one in mechanisms()) == sum(
        len(one.broader) for one in mechanisms()
    )


def test_notes_stand_in_both_languages() -> None:
    graph = reference_graph()
    for subject in set(graph.subjects(SKOS.scopeNote)):
        assert isinstance(subject, URIRef)
        languages = [getattr(note, "language", None) for note in graph.objects(subject, SKOS.scopeNote)]
        assert sorted(map(str, languages)) == ["en", "zh"], subject


def test_each_concept_is_found_by_each_of_its_words() -> None:
    """But for objects' names in front of 局 and the like, which no word of the scheme ends with."""
    for one in mechanisms():
        for name in one.names:
            assert one.id in named(f"，{name}，"), (one.id, name)
        for pattern in one.patterns:
            assert one.id in named(f"，{pattern.replace(GAP, '某个')}，"), (one.id, pattern)


@pytest.mark.parametrize(
    ("text", "meant", "not_meant"),
    [
        ("升级“开办企业一窗通”平台", "start-up-platform", "exit-platform"),
        ("登录“一窗通”平台填报", "start-up-platform", "one-window"),
        ("建设“企业注销一窗通”平台", "exit-platform", "start-up-platform"),
        ("建设注销的“一窗通”", "exit-platform", "start-up-platform"),
        ("打造“一窗通办、内部流转”的大前台", "one-window", "start-up-platform"),
        ("推行一网通办", "online-service", "cross-region-service"),
        ("不动产质押办理", "property-registration", "movable-collateral"),
        ("动产质押", "movable-collateral", "property-registration"),
        ("全面推广电子营业执照", "e-business-licence", "business-licence"),
        ("推行证照分离", "permit-separation", "joint-licensing"),
        ("证照主题联办", "joint-licensing", "permit-separation"),
        ("国际贸易“单一窗口”", "trade-single-window", "one-window"),
        ("区块链电子发票", "blockchain-invoices", "e-invoices"),
        ("符合条件的企业“秒批”", "automatic-approval", "automatic-filing"),
        ("由市场监管部门核准", "third-party", "market-supervision"),
        ("由市税务局办理网上申报", "online-service", "tax"),
        ("对出口货物申报建立信用管理", "credit-supervision", "construction-permits"),
        ("扩大联合奖惩应用", "joint-credit-sanctions", "credit-incentive"),
        ("对电子证据公证", "evidence-preservation", "e-certificates"),
        ("推进诉前委派律师调解", "mediation-linkage", "online-dispute-resolution"),
        ("一站式服务", "one-stop-service", "one-window"),
        ("专利优先审查推荐", "patent-pre-examination", "pre-review"),
        ("清理规范涉企收费", "charge-regulation", "fee-cut"),
    ],
)
def test_senses_are_told_apart(text: str, meant: str, not_meant: str) -> None:
    found = named(text)
    assert not_meant not in found
    assert meant in found or meant == "third-party"


def test_words_are_found_across_white_space_and_quotation_marks() -> None:
    text = "全面推行“双随机、\n 一公开”监管，以“信 易＋”激励，用ＡＰＰ 办理"
    found = {one.id: text[start:end] for start, end, one in find_mechanisms(text)}
    assert found["random-inspection"] == "双随机、\n 一公开"
    assert found["credit-incentive"] == "信 易＋"
    assert found["mobile-service"] == "ＡＰＰ"


def test_a_latin_word_counts_whole_only() -> None:
    assert named("AI赋能") == {"artificial-intelligence"}
    assert "artificial-intelligence" not in named("EMAIL通知")
    assert "mobile-service" in named("用AI APP办")


def test_kinds_may_lie_in_each_other() -> None:
    assert {"ip", "ip-securitisation"} <= named("开展知识产权证券化试点")


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text("，。 \n“”（）企业登记Aa1一窗", max_size=6)), max_size=12))
@settings(max_examples=200, deadline=None)
def test_every_hit_slices_back(parts: list[str]) -> None:
    text = "".join(parts)
    last = (0, 0)
    for start, end, one in find_mechanisms(text):
        words = text[start:end]
        assert words[0] not in DROPPED
        assert words[-1] not in DROPPED
        plain = folded(words)
        patterns = (BETWEEN.join(map(re.escape, folded(p).split(GAP))) for p in one.patterns)
        assert plain in map(folded, one.names) or any(re.fullmatch(p, plain) for p in patterns)
        assert (start, end) >= last
        last = (start, end)


@pytest.mark.parametrize(
    "unit", ["知识产权", "建立", "企业注销一窗通，", "一", "开办 ", "AI", "推进不动产登记“秒批”。"]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            find_mechanisms(text)
            best = min(best, time.perf_counter() - start)
        return best

    find_mechanisms(unit)
    size = 6_000 // len(unit)
    assert seconds(unit * size * 8) < 8 * 3 * seconds(unit * size) + 0.05


def test_a_pattern_needs_words_to_begin_and_to_end_with() -> None:
    one = mechanisms()[0]
    for text in ("某…登记", "登记…", "一"):
        with pytest.raises(OntologyError, match="must begin with two characters"):
            _word(text, one)


@pytest.mark.official
@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="no official texts: name their folder in REFORMGRAPH_DOCUMENTS")
def test_nearly_every_official_measure_names_object_and_instrument() -> None:
    from loaders.read import read_document

    both = total = 0
    for path in sorted(OFFICIAL.glob("*.txt")):
        for measure in read_document(path).record.measures:
            kinds = {one.kind for one in measure.mechanisms}
            both += {MechanismKind.OBJECT, MechanismKind.INSTRUMENT} <= kinds
            total += 1
    assert both >= 0.85 * total
