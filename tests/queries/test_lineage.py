"""The questions of lineage over the five documents of the sample, and a few links, on both engines.

Links are given here and not computed, so that no model and no weight plays a part in what is expected.
"""

from __future__ import annotations

import random
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from graph.projection import labels_of, node_labels, project
from graph.rows import Rows
from graph.store import Store
from loaders.read import read_document
from ontology.errors import NotFoundError, QueryError
from ontology.identifiers import measure_iri
from ontology.link_triples import links_graph
from ontology.model import Link
from ontology.reference import reference_graph
from ontology.triples import document_graph
from queries.adaptation import adaptation
from queries.counterparts import counterparts
from queries.families import communities_of, families
from queries.gaps import find_gaps
from queries.lineage import diffusion, diffusion_of_mechanism, first_claims, pair_lineage
from queries.origins import asserted_adoptions, missing_ancestors, origins

SAMPLE = Path(__file__).parents[2] / "sample"
DOCUMENTS = ("qianhai-4", "guangdong-8", "guangdong-10", "shenzhen-2020", "zhuhai-2020")
PAIRS = (
    ("guangdong-8/1", "zhuhai-2020/1-7", 0.5),
    ("guangdong-8/5", "qianhai-4/2", 0.6),
    ("qianhai-4/8", "zhuhai-2020/2-1", 0.9),
    ("qianhai-4/8", "shenzhen-2020/3", 0.7),
    ("shenzhen-2020/35", "zhuhai-2020/1-4", 0.8),
    ("shenzhen-2020/157", "zhuhai-2020/1-9", 0.9),
    ("shenzhen-2020/179", "zhuhai-2020/2-3", 0.9),
    ("qianhai-4/40", "shenzhen-2020/99", 0.4),
)


@cache
def rows() -> tuple[Rows, ...]:
    reference = reference_graph()
    elsewhere = labels_of(reference)
    records = [read_document(SAMPLE / f"{name}.txt").record for name in DOCUMENTS]
    measures = {measure_iri(one.id): "Measure" for record in records for one in record.measures}
    links = [Link(a, b, score, True, (), (), "given") for a, b, score in PAIRS]
    documents = [project(document_graph(one), elsewhere) for one in records]
    return (project(reference, {}), *documents, project(links_graph(links), measures))


@pytest.fixture
def five(request: pytest.FixtureRequest, _session_store: Store) -> Store:
    if _session_store.sources() != {one.source: one.digest for one in rows()}:
        store: Store = request.getfixturevalue("store")
        store.ensure_schema(node_labels())
        for one in rows():
            store.push(one)
    return _session_store


def test_claims_of_being_first_stand_beside_their_rivals(five: Store) -> None:
    found = {(one.statement.measure, one.statement.quote): one for one in first_claims(five)}
    assert {measure for measure, _ in found} == {
        "qianhai-4/4", "qianhai-4/17", "shenzhen-2020/179", "zhuhai-2020/1-7", "zhuhai-2020/2-3",
    }  # fmt: skip
    theirs, ours = found["zhuhai-2020/2-3", "全国首款"], found["shenzhen-2020/179", "全国首个"]
    assert (theirs.claimed_for, theirs.rivals) == (("广州市黄埔区",), ("shenzhen-2020/179",))
    assert (ours.claimed_for, ours.rivals) == (("深圳市",), ("zhuhai-2020/2-3",))
    zhuhai = found["zhuhai-2020/1-7", "率先在全国"]
    assert (zhuhai.statement.extent, zhuhai.claimed_for, zhuhai.rivals) == ("全国", ("珠海市",), ())


def test_paths_have_evidence_at_every_hop(five: Store) -> None:
    found = diffusion(five, "zhuhai-2020/1-9")
    paths = [[(hop.kind, hop.source, hop.quote) for hop in path.hops] for path in found.ancestors]
    assert paths == [
        [("originated_in", "广州市黄埔区", "广州市黄埔区（广州开发区）")],
        [("candidate", "shenzhen-2020/157", None), ("originated_in", "深圳市", "深圳市")],
    ]
    assert [path.confidence for path in found.ancestors] == [1.0, 0.9]
    assert found.ancestors[1].hops[0].source_issued == "2020-01-20"
    assert found.issued == "undated"
    back = diffusion(five, "shenzhen-2020/157").descendants
    assert [hop.target for hop in back[0].hops] == ["zhuhai-2020/1-9", "zhuhai-2020/1-9"]
    assert [hop.kind for hop in diffusion(five, "guangdong-8/5").descendants[0].hops] == ["asserted_replicated_in"]


def test_an_upgrade_has_no_invented_ancestor(five: Store) -> None:
    for measure, practice in (("qianhai-4/9", "一口受理"), ("shenzhen-2020/1", "开办企业一窗通")):
        found = diffusion(five, measure)
        assert [(one.kind, one.practice) for one in found.statements] == [("upgrades", practice)]
        assert found.ancestors == ()


def test_learning_names_the_place_and_only_candidates_of_it(five: Store) -> None:
    learned = {
        measure: [(one.area, one.practice) for one in diffusion(five, measure).statements]
        for measure in ("zhuhai-2020/1-2", "zhuhai-2020/2-2", "zhuhai-2020/2-5", "zhuhai-2020/2-6")
    }
    assert learned == {
        "zhuhai-2020/1-2": [("广州市", None)],
        "zhuhai-2020/2-2": [("深圳市", "互联网+网上稽核查")],
        "zhuhai-2020/2-5": [(None, "村级工业园改造升级")],
        "zhuhai-2020/2-6": [("深圳市", None)],
    }


def test_a_mechanism_spreads_by_stated_origins(five: Store) -> None:
    found = diffusion_of_mechanism(five, "秒批")
    hops = {(one.kind, one.source, one.target) for one in found.hops}
    assert {
        ("originated_in", "深圳市", "zhuhai-2020/1-9"),
        ("originated_in", "广州市黄埔区", "zhuhai-2020/1-9"),
    } <= hops
    assert ("candidate", "shenzhen-2020/157", "zhuhai-2020/1-9") in hops
    assert [one.issued for one in found.uses] == sorted(one.issued for one in found.uses)


@pytest.mark.parametrize(
    ("a", "b", "kind", "direction"),
    [
        ("zhuhai-2020/1-4", "shenzhen-2020/35", "originated_in", "a_to_b"),
        ("zhuhai-2020/2-3", "shenzhen-2020/179", "comparable", "unordered"),
        ("zhuhai-2020/2-1", "qianhai-4/8", "comparable", "unordered"),
        ("guangdong-8/5", "qianhai-4/2", "asserted_replicated_in", "unordered"),
        ("guangdong-8/1", "zhuhai-2020/1-7", "comparable", "unordered"),
        ("zhuhai-2020/1-1", "shenzhen-2020/1", "none", "unordered"),
    ],
)
def test_a_direction_needs_evidence(five: Store, a: str, b: str, kind: str, direction: str) -> None:
    for one, other in ((a, b), (b, a)):
        found = pair_lineage(five, one, other)
        assert (found.kind, found.direction) == (kind, direction)
        assert (found.source is None) is (direction == "unordered")
        assert found.why
        assert found.source is None or all(hop.quote for hop in found.evidence)


def test_every_direction_among_the_links_is_evidenced(five: Store) -> None:
    ordered = [found for a, b, _ in PAIRS if (found := pair_lineage(five, a, b)).source is not None]
    assert [(one.source, one.target) for one in ordered] == [
        ("shenzhen-2020/35", "zhuhai-2020/1-4"),
        ("shenzhen-2020/157", "zhuhai-2020/1-9"),
    ]


def test_asserted_adoptions_have_ranked_candidates(five: Store) -> None:
    found = asserted_adoptions(five)
    assert {one.claim.measure for one in found} == {f"guangdong-8/{n}" for n in (3, 4, 5, 6)} | {"guangdong-10/6"}
    assert {one.claim.area for one in found} == {"深圳市"}
    candidates = {one.claim.measure: [other.measure for other in one.candidates] for one in found}
    assert candidates["guangdong-8/5"] == ["qianhai-4/2"]


def test_missing_ancestors_and_boomerangs(five: Store) -> None:
    assert [(one.city, len(one.measures)) for one in missing_ancestors(five)] == [
        ("广州市", 8), ("佛山市", 2), ("东莞市", 1), ("中山市", 1), ("惠州市", 1), ("江门市", 1),
    ]  # fmt: skip
    found = origins(five)
    assert {one.measure for one in found.boomerangs} == {"zhuhai-2020/1-6", "zhuhai-2020/2-10"}
    flows = {(one.origin, one.adopter): one for one in found.flows}
    assert flows["深圳市", "珠海市"].count == 8
    assert flows["珠海市", "珠海市"].came_home
    assert sum(one.count for one in found.flows) == len(found.claims) == 24


def test_gaps_in_zhuhai(five: Store) -> None:
    found = [one for name in ("guangdong-8", "guangdong-10") for one in find_gaps(five, "珠海市", document=name).items]
    assert len(found) == 39
    assert {one.answer for one in found} == {"not_evidenced"}
    assert [one.measure.measure for one in found if one.bound == "conditional"] == ["guangdong-8/12"]
    assert sum(one.bound == "yes" for one in found) == 38
    assert [one.id for one in find_gaps(five, "珠海市", document="guangdong-8").searched] == ["zhuhai-2020"]


def test_gaps_elsewhere(five: Store) -> None:
    shenzhen = find_gaps(five, "深圳市", document="guangdong-8")
    assert [one.measure.measure for one in shenzhen.items if one.answer == "asserted_only"] == [
        f"guangdong-8/{n}" for n in (3, 4, 5, 6)
    ]
    (own,) = find_gaps(five, "珠海市", measure="shenzhen-2020/35").items
    assert (own.answer, [hop.quote for hop in own.evidence]) == ("evidenced", ["深圳市"])
    guangzhou = find_gaps(five, "广州市", document="guangdong-10")
    assert guangzhou.searched == ()
    with pytest.raises(NotFoundError):
        find_gaps(five, "无此市", document="guangdong-8")
    with pytest.raises(QueryError):
        find_gaps(five, "珠海市")


def test_what_zhuhai_changed_in_the_electricity_measure(five: Store) -> None:
    found = adaptation(five, "zhuhai-2020/1-4")
    assert {(one.value, one.unit) for one in found.origin.figures} >= {
        ("2", "工作日"), ("300", "万元"), ("300", "人"), ("5000", "万元"),
    }  # fmt: skip
    assert {(one.value, one.unit) for one in found.adopter.figures} == {("2", "环节"), ("1", "工作日")}
    assert [(one.value, one.unit) for one in found.kept_figures] == [("200", "千伏安")]
    assert "one-window" in {one.mechanism for one in found.adopter.mechanisms}
    assert any(one.origin is not None and one.adopter is not None for one in found.clauses)
    with pytest.raises(QueryError, match="主要做法"):
        adaptation(five, "shenzhen-2020/35")


def test_counterparts_by_function_come_first(five: Store) -> None:
    found = counterparts(five, "深圳市市场监督管理局", place="珠海市")
    assert found[0].name == "珠海市市场监督管理局"
    assert found[0].functions == ("市场监督管理",)
    assert all(one.quote for other in found for one in other.measures)
    with pytest.raises(NotFoundError):
        counterparts(five, "无此局")


def test_families_are_named_by_what_they_share(five: Store) -> None:
    found = families(five)
    assert {one.measure for one in found[0].members} == {"qianhai-4/8", "shenzhen-2020/3", "zhuhai-2020/2-1"}
    assert found[0].id == "qianhai-4/8"
    named = next(one for one in found if one.id == "shenzhen-2020/179")
    assert "知识产权证券化" in named.name


def test_families_do_not_hang_on_the_order_of_links() -> None:
    rng = random.Random(1)
    names = [f"{kind}-{n}/{i}" for kind in "abc" for n in (1, 2) for i in range(8)]
    links = {(a, b): rng.random() for a in names for b in names if a < b and (a[0] == b[0] or rng.random() < 0.05)}
    shuffled = list(links.items())
    rng.shuffle(shuffled)
    assert communities_of(dict(shuffled)) == communities_of(links)


def test_families_are_stable_under_small_changes() -> None:
    """Two links lost and every score moved a little: the best overlap of each family with one of the new, on average."""
    rng = random.Random(2)
    groups = [[f"g{n}-{i % 3}/{i}" for i in range(3 + n % 4)] for n in range(12)]
    names = [name for group in groups for name in group]
    inner = {pair: rng.uniform(0.4, 0.95) for group in groups for pair in combinations(group, 2) if rng.random() < 0.8}
    across = {pair: rng.uniform(0.33, 0.45) for pair in combinations(names, 2) if rng.random() < 0.01}
    links = across | inner
    before = communities_of(links)
    overlaps = []
    for _ in range(30):
        changed = {pair: min(1.0, max(0.0, score + rng.gauss(0, 0.05))) for pair, score in links.items()}
        for lost in rng.sample(sorted(changed), 2):
            del changed[lost]
        after = communities_of(changed)
        overlaps.append(sum(max(len(x & y) / len(x | y) for y in after) for x in before) / len(before))
    assert sum(overlaps) / len(overlaps) >= 0.9
    assert min(overlaps) >= 0.75
