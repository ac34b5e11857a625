"""A release validated again at the cost of a change gives the report that a whole validation gives."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SH, SKOS, Graph, Literal, URIRef

from graph.release import Release, canonical
from loaders.read import read_document
from ontology import release_check
from ontology.errors import OntologyError
from ontology.identifiers import body_iri, graph_iri, measure_iri
from ontology.reference import reference_graph
from ontology.release_check import validate_release
from ontology.triple_lines import reach
from ontology.triples import document_graph
from ontology.validation import findings, ordered, shapes, validate
from ontology.vocabulary import RG

SAMPLE = Path(__file__).parents[2] / "sample"
NAMES = ("guangdong-10", "guangdong-8")
GRAPHS = {name: document_graph(read_document(SAMPLE / f"{name}.txt").record) for name in NAMES}
LINES = {name: canonical(graph).splitlines() for name, graph in GRAPHS.items()}
REFERENCE = canonical(reference_graph())


@pytest.fixture
def release(tmp_path: Path) -> Release:
    held = Release(tmp_path / "release")
    held.write(reference_graph())
    for graph in GRAPHS.values():
        held.write(graph)
    return held


def paths(release: Release) -> dict[str, Path]:
    return {name: release.path(name) for name in release.names()}


def test_a_whole_release_is_valid_and_counted_like_its_graphs(release: Release) -> None:
    report = validate_release(paths(release))
    assert report.violations == ()
    graphs = [*GRAPHS.values(), reference_graph()]
    assert report.checked == sum(validate(graph, "x").checked for graph in graphs)


@pytest.mark.parametrize("fast", [True, False], ids=["pyshacl-turbo", "pySHACL"])
def test_one_graph_gives_what_validate_gives(fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = read_document(SAMPLE / "zhuhai-2020.txt").record
    first, second, *others = record.measures
    measures = (replace(first, title="", content=""), replace(second, responsibilities=()), *others)
    graph = document_graph(replace(record, title=None, measures=measures))
    cell = next(iter(graph.subjects(RDF.type, RG.Cell)))
    graph.remove((cell, RG.byteEnd, None))
    held = Release(tmp_path)
    held.write(graph)
    held.write(reference_graph())
    expected = validate(graph, record.id, reference=not fast)
    assert len(expected.violations) == 5
    if not fast:
        monkeypatch.setattr(release_check, "fast", lambda: False)
        monkeypatch.setattr("ontology.validation.fast", lambda: False)
    assert validate_release(paths(held)).violations == expected.violations


EDIT = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["remove", "double", "other value", "nothing", "other end"]),
    st.integers(min_value=0, max_value=10**6),
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(EDIT, min_size=1, max_size=6), min_size=1, max_size=3))
def test_after_any_edits_both_ways_agree(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, int]]]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    files = {"reference": folder / "reference.nt", **{name: folder / f"{name}.nt" for name in NAMES}}
    texts = {name: set(lines) for name, lines in LINES.items()}
    files["reference"].write_bytes(REFERENCE)
    cache = folder / "cache.sqlite"
    for name in NAMES:
        files[name].write_bytes(b"\n".join(sorted(texts[name])) + b"\n")
    assert validate_release(files, cache) == validate_release(files)
    for edits in rounds:
        for name, kind, pick in edits:
            edit(texts[name], kind, pick)
            files[name].write_bytes(b"\n".join(sorted(texts[name])) + b"\n")
        assert validate_release(files, cache) == validate_release(files)


def edit(lines: set[bytes], kind: str, pick: int) -> None:
    """One change of a graph's lines: it may break shapes, ends, ids or nothing."""
    chosen = sorted(lines)[pick % len(lines)]
    subject, predicate, _ = chosen.removesuffix(b" .").split(b" ", 2)
    ends = sorted({line.split(b" ", 2)[2].removesuffix(b" .") for line in lines if line.endswith(b"> .")})
    end = random.Random(pick).choice(ends)
    if kind in ("remove", "other value", "other end"):
        lines.discard(chosen)
    if kind == "double":
        lines.add(b"%s %s %s ." % (subject, predicate, end))
    elif kind == "other value":
        lines.add(b'%s %s "%d" .' % (subject, predicate, pick))
    elif kind == "other end":
        lines.add(b"%s %s %s ." % (subject, predicate, end))


def test_only_what_changed_is_looked_at(release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache.sqlite"
    validate_release(paths(release), cache)
    seen: list[int] = []

    def counting(data: object, document: str) -> object:
        seen.append(len(data))  # type: ignore[arg-type]
        return findings(data, document)  # type: ignore[arg-type]

    monkeypatch.setattr(release_check, "findings", counting)
    validate_release(paths(release), cache)
    assert seen == []
    graph = Graph(identifier=graph_iri("guangdong-8")) + GRAPHS["guangdong-8"]
    measure = measure_iri("guangdong-8/3")
    graph.remove((measure, RG.title, None))
    changed = Graph(identifier=graph_iri("guangdong-8"))
    changed += graph
    release.write(changed)
    report = validate_release(paths(release), cache)
    assert [one.measure for one in report.violations] == ["guangdong-8/3"]
    assert len(seen) == 1
    assert seen[0] < len(graph) / 5


# --- across graphs -------------------------------------------------------------------------------


def changed_release(release: Release, *triples: tuple[URIRef, URIRef, URIRef | Literal]) -> list[str]:
    graph = Graph(identifier=graph_iri("guangdong-8"))
    graph += GRAPHS["guangdong-8"]
    for triple in triples:
        graph.add(triple)
    release.write(graph)
    return [one.message_en for one in validate_release(paths(release)).errors]


def test_an_end_that_nothing_describes_is_told(release: Release) -> None:
    nowhere = URIRef("https://w3id.org/reformgraph/id/measure/nowhere/1")
    said = changed_release(release, (measure_iri("guangdong-8/1"), RG.comparableTo, nowhere))
    assert said == [
        "leads to something that no graph describes; load the document that does, or add it to the reference data"
    ]
    release.remove("reference")
    assert len(validate_release(paths(release)).errors) > 50


def test_a_measure_described_twice_is_told_in_both_graphs(release: Release) -> None:
    said = changed_release(release, (measure_iri("guangdong-10/1"), RDF.type, RG.ReformMeasure))
    assert sum(one.startswith("two graphs describe the same thing") for one in said) == 2


def test_a_body_that_graphs_describe_differently_is_told(release: Release) -> None:
    known = body_iri("中国人民银行")
    assert (known, RDF.type, RG.Agency) in reference_graph()
    same = [(known, p, o) for p, o in reference_graph().predicate_objects(known)]
    assert changed_release(release, *same) == []  # type: ignore[arg-type]
    said = changed_release(release, *same, (known, SKOS.prefLabel, Literal("央行", lang="zh")))  # type: ignore[arg-type]
    assert any(one.startswith("graphs disagree") for one in said)


def test_an_id_used_twice_is_told(release: Release) -> None:
    said = changed_release(release, (measure_iri("guangdong-8/1"), RG.id, Literal("guangdong-10/1")))
    assert sum(one.startswith("two things of one kind have the same id") for one in said) == 2


# --- traps ---------------------------------------------------------------------------------------


def test_a_removed_graph_is_forgotten(release: Release, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    whole = validate_release(paths(release), cache)
    release.remove("guangdong-8")
    assert validate_release(paths(release), cache) == validate_release(paths(release))
    release.write(GRAPHS["guangdong-8"])
    assert validate_release(paths(release), cache) == whole


def test_other_shapes_drop_the_cache(release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache.sqlite"
    validate_release(paths(release), cache)
    monkeypatch.setattr(release_check, "_key", lambda: "other")
    seen: list[str] = []
    update = release_check._update

    def counting(db: sqlite3.Connection, name: str, stamp: str, data: bytes) -> None:
        seen.append(name)
        update(db, name, stamp, data)

    monkeypatch.setattr(release_check, "_update", counting)
    validate_release(paths(release), cache)
    assert seen == sorted(paths(release))


def test_a_cache_that_is_none_is_told(release: Release, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(b"no database at all, whatever it is called" * 100)
    with pytest.raises(OntologyError, match="delete it and validate again"):
        validate_release(paths(release), cache)


def test_shapes_look_no_further_than_paths_lead() -> None:
    assert reach() == 3
    assert (None, SH.inversePath, None) not in shapes()


def test_a_report_is_the_same_whatever_the_order() -> None:
    record = read_document(SAMPLE / "guangdong-8.txt").record
    graph = document_graph(replace(record, measures=tuple(replace(one, title="") for one in record.measures)))
    report = validate(graph, "x")
    assert len(report.violations) == len(record.measures)
    assert ordered(reversed(report.violations)) == report.violations


def test_a_change_of_the_reference_data_reaches_the_documents(release: Release, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    assert validate_release(paths(release), cache).violations == ()
    path = release.path("reference")
    guangdong = b"<https://w3id.org/reformgraph/id/area/440000> "
    kept = [line for line in REFERENCE.splitlines() if not line.startswith(guangdong)]
    path.write_bytes(b"\n".join(kept) + b"\n")
    report = validate_release(paths(release), cache)
    assert report == validate_release(paths(release))
    assert {one.document for one in report.errors} == {"reference", *NAMES}
    path.write_bytes(REFERENCE)
    assert validate_release(paths(release), cache).violations == ()
