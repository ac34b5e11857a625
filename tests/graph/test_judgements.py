"""Judgements: exchanged without loss, undone exactly, untouched by scores, and contradicted in the open."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.export import judged_links
from graph.judgements import sssom
from graph.judgements import store as judgements
from graph.judgements.answers import answers, by_pair, contradictions
from graph.judgements.review import candidates
from graph.judgements.sssom import judgement
from graph.judgements.store import ASIDE, add, held, settle, undo
from graph.lifting import left_out, lift_store
from graph.links.store import link_store
from graph.release import Release, canonical
from graph.store import Change, Store
from ontology.errors import DocumentError, NotFoundError, QueryError
from ontology.identifiers import JUDGEMENTS, graph_iri, measure_iri
from ontology.judgement_triples import iri_of, judgements_graph, judgements_in, order
from ontology.model import Judgement, Verdict
from ontology.validation import validate
from tests.toy import push_toy

A, B, C, D = "guangdong-toy/1", "shenzhen-toy/2", "zhuhai-toy/1-1", "zhuhai-toy/1-2"
MEASURES = ("甲-8/1", "b/2", "b/1-3", "c d/10")
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Cf")), max_size=12)
times = st.none() | st.dates().map(str) | st.datetimes().map(lambda t: t.isoformat(timespec="seconds") + "+00:00")


@st.composite
def made(draw: st.DrawFn) -> Judgement:
    one, other = draw(st.permutations(MEASURES))[:2]
    when = draw(times.filter(lambda t: t is None or len(t) in (10, 25)))
    withdrawn = draw(st.none() | st.just("2026-03-01T10:00:00+00:00"))
    by = draw(words.filter(lambda text: text.strip()))
    return judgement(one, other, draw(st.sampled_from(Verdict)), by, when, draw(words), withdrawn)


def say(a: str, b: str, verdict: str, by: str = "x", when: str | None = None, reason: str = "so") -> Judgement:
    return judgement(a, b, Verdict(verdict), by, when, reason)


def everything(store: Store, release: Release) -> tuple[object, ...]:
    nodes = store.read("MATCH (n) WHERE n.iri <> 'push' RETURN n.iri, properties(n) ORDER BY n.iri").rows
    edges = store.read("MATCH (a)-[r]->(b) RETURN type(r), r.key, properties(r) ORDER BY r.key").rows
    return nodes, edges, {name: release.path(name).read_bytes() for name in release.names()}


@pytest.fixture
def release(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.setattr(judgements, "shipped", tuple)
    push_toy(store)
    return Release(tmp_path / "release")


# --- exchange ------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(st.lists(made(), max_size=6, unique_by=iri_of))
def test_sssom_and_rdf_give_back_what_they_were_given(several: list[Judgement]) -> None:
    wanted = tuple(sorted(several, key=order))
    text = sssom.write(several)
    assert sssom.parse(text, "x.tsv") == wanted
    assert sssom.write(sssom.parse(text, "x.tsv")) == text
    graph = judgements_graph(several)
    assert judgements_in(graph) == wanted
    ends = {measure_iri(one): "Measure" for one in MEASURES}
    assert len(left_out(graph, ends)) == 0
    assert validate(graph, JUDGEMENTS).violations == ()


def test_a_table_of_another_tool_is_read() -> None:
    text = (
        "\ufeff#curie_map:\r\n# m: https://w3id.org/reformgraph/id/measure/\r\n# skos: http://www.w3.org/2004/02/skos/core#\r\n"
        "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tauthor_id\r\n"
        "m:b/1-2\t标题\tskos:exactMatch\tm:%E7%94%B2/3\tsemapv:ManualMappingCuration\torcid:1\r\n\r\n"
    ).removeprefix("\ufeff")
    assert sssom.parse(text, "x") == (Judgement("b/1-2", "甲/3", Verdict.SAME, "orcid:1"),)


def test_everything_that_is_wrong_is_named_by_line_and_column(tmp_path: Path) -> None:
    head = "\t".join(sssom.COLUMNS)
    good = sssom.write([say("a/1", "b/2", "same")]).splitlines()[-1]
    rows = [
        good.replace("skos:exactMatch", "skos:broadMatch"),
        good.replace("measure:b/2", "measure:a/1"),
        good.replace("measure:a/1", "nothing"),
        good.replace("ManualMappingCuration", "LexicalMatching").replace("\tx\t", "\t\t"),
        good.replace("\tx\t\t", "\tx\t2026-02-30\t"),
        good.replace("\tx\t\t", "\tx\t2026-02-03\t") + "\t2026-02-04T10:00:00Z",
        good + "\t\t\t\t\t",
    ]
    path = tmp_path / "bad.tsv"
    path.write_text("\n".join([head, *rows]), "utf-8")
    with pytest.raises(DocumentError) as caught:
        sssom.read(path)
    said = str(caught.value).splitlines()
    places = [
        (2, "predicate_id"),
        (3, "object_id"),
        (4, "subject_id"),
        (5, "author_label"),
        (5, "mapping_justification"),
    ]
    places += [(6, "mapping_date")]
    for line, column in places:
        assert any(one.startswith(f"bad.tsv, line {line}, {column}: ") for one in said), (line, column, said)
    assert any("line 8: has" in one for one in said)
    for text in ("", "# only: comments", "a\tb\n"):
        with pytest.raises(DocumentError):
            sssom.parse(text, "x")


# --- the graph -----------------------------------------------------------------------------------


def test_an_undo_restores_the_graph_exactly(store: Store, release: Release) -> None:
    before = everything(store, release)
    add(store, release, [say(A, B, "same")])
    first = everything(store, release)
    assert store.read("MATCH (a)-[j:JUDGED]->(b) RETURN a.id, j.verdict, j.by, j.reason, b.id").rows == (
        (A, "same", "x", "so", B),
    )
    add(store, release, [say(B, A, "different", "y", "2026-01-02")])
    with pytest.raises(QueryError, match="x, y"):
        undo(store, release, A, B)
    assert undo(store, release, B, A, by="y")[0].verdict is Verdict.DIFFERENT
    assert everything(store, release) == first
    undo(store, release, A, B)
    assert everything(store, release) == before
    with pytest.raises(NotFoundError):
        undo(store, release, A, B)


def test_a_store_gives_judgements_back_as_triples(store: Store, release: Release) -> None:
    several = [
        say(A, B, "same"),
        say(A, B, "related", "y", "2026-01-02"),
        say(A, C, "unsure", "x", "2026-01-02T10:00:00+00:00"),
    ]
    add(store, release, several)
    (found,) = (graph for graph in lift_store(store) if graph.identifier == graph_iri(JUDGEMENTS))
    assert canonical(found) == canonical(judgements_graph(several)) == release.path(JUDGEMENTS).read_bytes()


def test_linking_anew_leaves_judgements_and_links_say_them(store: Store, release: Release) -> None:
    link_store(store, release, None)
    machine = {(str(one["a"]), str(one["b"])): one for one in judged_links(store, release, judged=False)}
    yes, no = (
        next(k for k, v in machine.items() if v["accepted"]),
        next(k for k, v in machine.items() if not v["accepted"]),
    )
    add(store, release, [say(*yes, "different"), say(*no, "same"), say(A, "guangdong-toy/2", "related")])
    kept = release.path(JUDGEMENTS).read_bytes()
    assert link_store(store, release, None).change == Change()
    assert release.path(JUDGEMENTS).read_bytes() == kept
    plain = {(str(one["a"]), str(one["b"])): one for one in judged_links(store, release, judged=False)}
    assert plain.keys() == machine.keys()
    for pair, one in plain.items():
        assert (one["score"], one["accepted"]) == (machine[pair]["score"], machine[pair]["accepted"])
        assert (one["judgement"] is not None) == (pair in (yes, no))
    judged = {(str(one["a"]), str(one["b"])): one for one in judged_links(store, release, judged=True)}
    assert judged[yes]["accepted"] is False
    assert judged[no]["accepted"] is True
    assert judged.keys() - plain.keys() == {(A, "guangdong-toy/2")}
    assert {(one.a.id, one.b.id) for one in candidates(store, held(release))} == machine.keys() - {yes, no}


def test_nothing_is_stored_where_a_measure_is_not_loaded(store: Store, release: Release) -> None:
    with pytest.raises(NotFoundError, match="nowhere/1, nowhere/2"):
        add(store, release, [say(A, B, "same"), say(A, "nowhere/2", "same"), say(B, "nowhere/1", "same")])
    assert held(release) == ()


def test_judgements_wait_for_their_measures(
    store: Store, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    come = (say(A, B, "same", "reader"), say(A, "nowhere/2", "same", "reader"))
    monkeypatch.setattr(judgements, "shipped", lambda: come)
    done = settle(store, release)
    assert (done.held, done.absent) == (1, 1)
    mine = say(A, C, "comparable")
    add(store, release, [mine])
    undo(store, release, A, B)
    assert settle(store, release).change == Change()
    (withdrawn,) = (one for one in held(release) if one.b == B)
    assert replace(withdrawn, withdrawn=None) == come[0]
    assert withdrawn.withdrawn is not None
    assert answers(held(release)).keys() == {(A, C)}
    store.remove(str(graph_iri("zhuhai-toy")))
    settle(store, release)
    assert {one.b for one in held(release)} == {B}
    assert sssom.read(tmp_path / ASIDE) == (mine,)
    push_toy(store)
    settle(store, release)
    assert mine in held(release)
    assert not (tmp_path / ASIDE).exists()


# --- answers -------------------------------------------------------------------------------------


def test_each_person_has_one_voice_the_latest() -> None:
    said = [
        say(A, B, "same", "x", "2026-01-01"),
        say(A, B, "related", "x", "2026-02-01"),
        say(A, B, "comparable", "y"),
        say(A, B, "unsure", "z"),
    ]
    (even,) = answers(said).values()
    assert (even.verdict, even.accepted, even.disputed, len(even.voices)) == (None, False, True, 2)
    (more,) = answers([*said, say(A, B, "same", "w", "2025-01-01")]).values()
    assert (more.verdict, more.accepted, more.disputed) == (Verdict.SAME, True, True)
    assert answers([say(A, B, "unsure")]) == {}
    assert answers([replace(said[0], withdrawn="2026-03-01T00:00:00+00:00")]) == {}


@settings(deadline=None, max_examples=40)
@given(st.lists(made(), max_size=6, unique_by=iri_of))
def test_answers_do_not_depend_on_the_order(several: list[Judgement]) -> None:
    assert answers(several) == answers(several[::-1])
    assert contradictions(several) == contradictions(several[::-1])


@pytest.mark.parametrize("last", range(3))
def test_a_contradiction_along_a_chain_is_told_and_not_refused(store: Store, release: Release, last: int) -> None:
    three = [say(A, B, "same"), say(B, C, "same"), say(A, C, "different")]
    *first, final = [*three[:last], *three[last + 1 :], three[last]]
    assert add(store, release, first).contradictions == ()
    (told,) = add(store, release, [final]).contradictions
    assert f"{A} = {B} = {C}" in told
    assert len(held(release)) == 3
    assert add(store, release, [say(C, D, "related")]).contradictions == ()


def test_another_verdict_on_a_pair_is_told(store: Store, release: Release) -> None:
    add(store, release, [say(A, B, "same")])
    assert add(store, release, [say(A, B, "unsure", "y")]).contradictions == ()
    (told,) = add(store, release, [say(A, B, "related", "z", "2026-01-02")]).contradictions
    assert "same (x)" in told
    assert "related (z, 2026-01-02)" in told


# --- what comes with the project -----------------------------------------------------------------


def test_shipped_judgements_are_whole() -> None:
    several = judgements.shipped()
    assert len(several) > 600
    assert len({iri_of(one) for one in several}) == len(several)
    assert sssom.parse(sssom.write(several), "x") == tuple(sorted(several, key=order))
    assert {one.a.split("/")[0] for one in several} | {one.b.split("/")[0] for one in several} == {
        *("guangdong-8", "guangdong-10", "qianhai-4", "zhuhai-2020", "shenzhen-2020")
    }
    for one in several:
        assert one.a.split("/")[0] != one.b.split("/")[0]
        assert one.reason
    same = itertools.filterfalse(lambda told: "judged the same" not in told, contradictions(several))
    assert list(same) == []


def test_what_the_project_read_twice_is_decided() -> None:
    own = [one for one in judgements.shipped() if one.by in ("project reader", "second project reader")]
    voices = by_pair(judgements.shipped())
    for pair, several in by_pair(own).items():
        verdicts = {one.verdict for one in several}
        third = [one.verdict for one in voices[pair] if one.by == "project adjudicator"]
        settled = answers(voices[pair])[pair]
        assert bool(third) == (len(verdicts) > 1)
        assert settled.verdict in (third or verdicts)
        assert settled.disputed == (len({one.accepts for one in verdicts}) > 1)
