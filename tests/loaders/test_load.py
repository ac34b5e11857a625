"""The whole way on both engines: documents, triples, store, links, export."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from graph.export import links, measures
from graph.links.density import DOCUMENTS
from graph.links.scorer import scorers
from graph.links.store import link_store
from graph.release import Release
from graph.store import Change, Store
from loaders.archive import Archive
from loaders.load import Loaded, store_all
from loaders.prepare import prepare
from ontology.errors import DocumentsError, NotFoundError
from ontology.records import ScopeRecord, measure_record
from ontology.release_check import validate_release
from queries.run import ask
from reformgraph.readback import read_back

SAMPLE = Path(__file__).parents[2] / "sample"
PATHS = [SAMPLE / f"{name}.txt" for name in ("guangdong-8", "guangdong-10", "zhuhai-2020")]


def load(store: Store, folder: Path, paths: list[Path]) -> tuple[Loaded, ...]:
    with prepare(paths) as batch:
        return store_all(batch, store, Archive(folder / "archive"), Release(folder / "release"))


def column(store: Store, query: str) -> list[object]:
    return [row[0] for row in store.read(query).rows]


def comparable(scope: ScopeRecord | None) -> tuple[list[str], list[str], str | None] | None:
    return None if scope is None else (sorted(scope["includes"]), sorted(scope["excludes"]), scope["zone_type"])


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    load(store, tmp_path, PATHS)
    return store


def test_loading_twice_writes_nothing(loaded: Store, tmp_path: Path) -> None:
    release = Release(tmp_path / "release")
    first = link_store(loaded, release, None)
    assert first.compared > first.accepted > 0
    assert all(one.change == Change() for one in load(loaded, tmp_path, PATHS))
    assert link_store(loaded, release, None).change == Change()


def test_a_corrected_document_replaces_its_own_statements(loaded: Store, tmp_path: Path) -> None:
    leads = "MATCH (m:Measure {id: 'guangdong-8/2'})-[:LEAD]->(a) RETURN a.name ORDER BY a.name"
    everything = "MATCH ()-[r]->() RETURN count(r)"
    before, total = column(loaded, leads), column(loaded, everything)
    assert len(before) == 3
    corrected = tmp_path / "guangdong-8.txt"
    text = PATHS[0].read_text("utf-8")
    corrected.write_text(text.replace("省税务局、深圳市税务局、省公安厅", "省税务局"), "utf-8")
    (change,) = load(loaded, tmp_path, [corrected])
    assert change.change.edges_removed >= 2
    assert column(loaded, leads) == ["国家税务总局广东省税务局"]
    load(loaded, tmp_path, PATHS[:1])
    assert column(loaded, leads) == before
    assert column(loaded, everything) == total


def test_export_gives_back_what_was_read(loaded: Store) -> None:
    with prepare(PATHS) as batch:
        read = {m.id: measure_record(m) for one in batch for m in one.document.record.measures}
    exported = {record["id"]: record for record in measures(loaded)}
    assert exported.keys() == read.keys()
    for key, record in read.items():
        other = exported[key]
        assert sorted(map(str, other["agencies"])) == sorted(map(str, record["agencies"]))
        assert {**other, "agencies": [], "scope": None} == {**record, "agencies": [], "scope": None}
        scopes = [comparable(one["scope"]) for one in (other, record)]
        assert scopes[0] == scopes[1]


def test_questions_of_scope_and_origin_have_their_exact_answers(loaded: Store) -> None:
    left_out = column(
        loaded,
        "MATCH (m:Measure)-[:HAS_SCOPE]->(s:Scope)-[:EXCLUDES]->(:Area {code: '440300'}) "
        "WHERE s.exclusion_reason = '深圳市已复制推广' RETURN m.id ORDER BY m.id",
    )
    assert left_out == ["guangdong-10/6", "guangdong-8/3", "guangdong-8/4", "guangdong-8/5", "guangdong-8/6"]
    origins = loaded.read(
        "MATCH (m:Measure)-[:ORIGINATED_IN]->(a:Area)-[:WITHIN*0..1]->(c:Area {level: 'prefecture'}) "
        "RETURN c.name AS city, count(*) AS n ORDER BY n DESC, city"
    )
    counts = {str(city): int(str(n)) for city, n in origins.rows}
    assert counts["深圳市"] == counts["广州市"] == 8
    assert counts["佛山市"] == counts["珠海市"] == 2
    assert sum(counts.values()) == 24
    nine = column(
        loaded,
        "MATCH (:Measure {id: 'guangdong-10/19'})-[:HAS_SCOPE]->()-[:INCLUDES]->(a:Area) RETURN a.name ORDER BY a.code",
    )
    assert len(nine) == 9
    adopted = column(
        loaded, "MATCH (m:Measure)-[:ASSERTED_REPLICATED_IN]->(a:Area {name: '深圳市'}) RETURN m.id ORDER BY m.id"
    )
    assert adopted == left_out


def test_what_a_store_gives_back_is_valid_and_the_same(loaded: Store, tmp_path: Path) -> None:
    release = Release(tmp_path / "release")
    with read_back(loaded) as graphs:
        assert set(graphs) == set(release.names())
        assert all(path.read_bytes() == release.path(name).read_bytes() for name, path in graphs.items())
        report = validate_release(graphs)
    assert report.errors == ()
    assert report.checked > 3000


def test_figures_names_and_intentions_are_asked_by_name(loaded: Store) -> None:
    targets = ask(loaded, "measure_targets", id="zhuhai-2020/1-4")
    assert [(row[2], row[4], row[5], row[7]) for row in targets.rows] == [
        (2.0, "工作日", "at_most", "主要做法"),
    ]
    (change,) = ask(loaded, "agency_changes", place="广东省").rows[-1:]
    assert change[:2] == ("广东省政务服务数据管理局", "广东省政务服务和数据管理局")
    assert change[4:] == (1, 3)
    assert ask(loaded, "ambiguous_bodies").rows == ()
    assert ask(loaded, "instruments_planned", document="zhuhai-2020").rows == (), "issued in 2019, not planned"


def test_links_keep_score_features_and_rejected_candidates(loaded: Store, tmp_path: Path) -> None:
    linked = link_store(loaded, Release(tmp_path / "release"), None)
    found = list(links(loaded))
    assert len(found) == linked.compared
    assert sum(bool(one["accepted"]) for one in found) == linked.accepted
    for one in found:
        assert str(one["a"]) < str(one["b"])
        features = one["features"]
        assert isinstance(features, list)
        assert {feature["name"] for feature in features} == {*scorers()["without_model"].weights, DOCUMENTS}


def test_the_archive_and_the_release_hold_every_document(loaded: Store, tmp_path: Path) -> None:
    release, archive = Release(tmp_path / "release"), Archive(tmp_path / "archive")
    assert release.names() == ("guangdong-10", "guangdong-8", "reference", "zhuhai-2020")
    for digest in column(loaded, "MATCH (d:Document) RETURN d.sha256"):
        assert archive.get(str(digest)) in [path.read_bytes() for path in PATHS]
    with pytest.raises(NotFoundError):
        archive.get("0" * 64)


def test_nothing_is_stored_where_one_document_is_broken(store: Store, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_text("序号\t事项\t牵头单位\n1\t甲\t省公安厅\n3\t乙\t省公安厅\n", "utf-8")
    with pytest.raises(DocumentsError, match=r"broken\.txt, line 3, row 3: 1 \(line 2\) is followed by 3"):
        load(store, tmp_path, [PATHS[0], broken])
    assert column(store, "MATCH (m:Measure) RETURN count(m)") == [0]


def test_two_documents_of_one_name_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "guangdong-8.txt"
    other.write_bytes(PATHS[0].read_bytes())
    with pytest.raises(DocumentsError, match="has the same id"):
        prepare([PATHS[0], other])


@pytest.mark.parametrize("name", ["links", "reference"])
def test_no_document_takes_the_name_of_a_graph_of_ours(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_bytes(PATHS[0].read_bytes())
    with pytest.raises(DocumentsError, match="rename the file"):
        prepare([path])


def test_a_batch_can_be_walked_again_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with prepare(PATHS) as batch:
        assert len(batch) == 3
        assert [one.document.record.id for one in batch] == [one.document.record.id for one in batch]
    assert list(tmp_path.iterdir()) == []
