"""Linking that goes on from what was kept: the same links as linking all anew, whatever came, changed and went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.links import synthetic
from graph.links import kept
from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, MeasureText
from graph.links.kept import Kept
from graph.links.link import link, linker_for, links_of
from graph.links.linker import Linker
from graph.links.reference import Reference
from graph.links.scorer import scorer_for
from graph.links.store import LINKER, STANDING, link_store, linked
from graph.release import Release
from graph.store import Change, Store
from loaders.archive import Archive
from loaders.load import store_all
from loaders.prepare import prepare
from ontology.identifiers import LINKS, graph_iri
from ontology.model import Link
from tests.graph.test_links import Letters

TEXTS = tuple(synthetic(64, documents=5))
SAMPLE = Path(__file__).parents[2] / "sample"
NAMES = ("guangdong-8", "guangdong-10", "zhuhai-2020")

Steps = list[tuple[list[int], list[int]]]
"""What comes and what goes: numbers of texts; one that comes again comes with other words."""

steps = st.lists(
    st.tuples(st.lists(st.integers(0, 39), max_size=12), st.lists(st.integers(0, 39), max_size=6)),
    min_size=1,
    max_size=5,
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocking at work although there are few texts: much is common, lists are full."""
    monkeypatch.setattr("graph.links.features.RARE", 12)
    monkeypatch.setattr("graph.links.neighbours.FIRST", 8)
    monkeypatch.setattr("graph.links.linker.NEAREST", 6)


REFERENCE = FeatureSpace(TEXTS[:30], None).told()


def after(held: dict[str, MeasureText], come: Sequence[int], go: Sequence[int]) -> dict[str, MeasureText]:
    """What is there after a step."""
    gone = {TEXTS[n].id for n in go}
    found = {key: one for key, one in held.items() if key not in gone}
    for n in come:
        one = TEXTS[n]
        words = TEXTS[(n + 20) % len(TEXTS)].content
        found[one.id] = replace(one, content=words) if found.get(one.id) == one else one
    return found


def outcome(linker: Linker) -> list[tuple[str, str, float]]:
    ids = [one.id for one in linker.texts]
    return [
        (ids[i], ids[j], value)
        for pairs, odds in (linker.candidates(), linker.kept())
        for i, j, value in zip(pairs.first.tolist(), pairs.second.tolist(), odds.tolist(), strict=True)
    ]


@given(steps)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_comes_changes_and_goes_leaves_the_links_of_linking_at_once(way: Steps) -> None:
    linker = linker_for(None, reference=REFERENCE)
    held: dict[str, MeasureText] = {}
    for come, go in way:
        now = after(held, come, go)
        linker.remove([key for key, one in held.items() if now.get(key) != one])
        linker.add([one for key, one in now.items() if held.get(key) != one])
        held = now
    whole = linker_for(None, reference=REFERENCE)
    whole.add(list(held.values()))
    assert outcome(linker) == outcome(whole)
    assert links_of(linker) == links_of(whole)


def go_on(
    file: Path, texts: Sequence[MeasureText], encoder: Encoder | None, reference: Reference
) -> tuple[Kept | None, tuple[Link, ...]]:
    """One process: what was kept is read, gone on from, and kept again."""
    before = kept.read(file, texts, scorer_for(encoder), encoder, reference)
    linker, links = linked(texts, encoder, reference, before)
    kept.write(file, Kept(linker, links, "", ""))
    return before, links


@given(steps)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_processes_that_go_on_from_each_other_make_the_links_of_one(tmp_path: Path, way: Steps) -> None:
    held: dict[str, MeasureText] = {}
    for come, go in way:
        held = after(held, come, go)
        _, links = go_on(tmp_path / "links.npz", list(held.values()), None, REFERENCE)
        assert links == link(list(held.values()), None, reference=REFERENCE)


def test_with_a_model_too(tmp_path: Path) -> None:
    encoder = Letters()
    reference = FeatureSpace(TEXTS[:16], encoder).told()
    for texts in (TEXTS[:18], TEXTS[2:20]):
        before, links = go_on(tmp_path / "links.npz", texts, encoder, reference)
        assert links == link(texts, encoder, reference=reference)
    assert before is not None
    assert before.gone == 2


def test_what_is_stale_or_damaged_does_not_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "links.npz"
    scorer = scorer_for(None)
    go_on(file, TEXTS[:12], None, REFERENCE)
    good = file.read_bytes()
    assert kept.read(file, TEXTS[:12], scorer, None, REFERENCE) is not None
    assert kept.read(file, TEXTS[:12], replace(scorer, intercept=0.0), None, REFERENCE) is None
    assert kept.read(file, TEXTS[:12], scorer, Letters(), REFERENCE) is None
    assert kept.read(file, TEXTS[:12], scorer, None, FeatureSpace(TEXTS[:29], None).told()) is None
    for n in np.linspace(0, len(good) - 1, 25).astype(int).tolist():
        file.write_bytes(good[:n] + bytes([good[n] ^ 1]) + good[n + 1 :])
        assert kept.read(file, TEXTS[:12], scorer, None, REFERENCE) is None
        file.write_bytes(good[:n])
        assert kept.read(file, TEXTS[:12], scorer, None, REFERENCE) is None
    file.write_bytes(good)
    monkeypatch.setattr(kept, "software", lambda: "another")
    assert kept.read(file, TEXTS[:12], scorer, None, REFERENCE) is None


def without_runs(data: bytes) -> list[bytes]:
    return [line for line in data.splitlines() if b"/link-run/" not in line]


def test_loading_goes_on_from_what_was_linked(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("reference", "store"):
        monkeypatch.setattr(f"graph.links.{module}.SETTLED", 20)
    release, archive, file = Release(tmp_path / "release"), Archive(tmp_path / "archive"), tmp_path / "rarity.npz"
    made: list[int] = []
    explained = __import__("graph.links.link", fromlist=["explained"]).explained

    def counted(*given: object) -> list[Link]:
        found: list[Link] = explained(*given)
        made.append(len(found))
        return found

    monkeypatch.setattr("graph.links.link.explained", counted)

    def load(path: Path) -> None:
        with prepare([path]) as batch:
            store_all(batch, store, archive, release)

    def edited(old: str, new: str) -> Path:
        path = tmp_path / f"{NAMES[0]}.txt"
        path.write_text((SAMPLE / f"{NAMES[0]}.txt").read_text("utf-8").replace(old, new), "utf-8")
        return path

    for name in NAMES:
        load(SAMPLE / f"{name}.txt")
    first = link_store(store, release, None, file)
    assert first.compared > 50
    assert link_store(store, release, None, file).change == Change()
    assert made == [first.compared]
    before = release.path(LINKS).read_bytes()
    load(edited("增值税智能提醒", "消费税人工提示"))
    changed = link_store(store, release, None, file)
    assert 0 < sum(made[1:]) < first.compared / 2
    assert 0 < changed.change.edges_written < first.compared / 2
    amended = without_runs(release.path(LINKS).read_bytes())
    rows = store.sources()
    again = link_store(store, release, None, file, anew=True)
    assert again.change == Change()
    assert without_runs(release.path(LINKS).read_bytes()) == amended
    assert store.sources() == rows
    load(SAMPLE / f"{NAMES[0]}.txt")
    link_store(store, release, None, file)
    assert without_runs(release.path(LINKS).read_bytes()) == without_runs(before)
    file.with_name(LINKER).write_bytes(b"torn")
    made.clear()
    assert link_store(store, release, None, file).change == Change()
    assert made == [first.compared]


def test_a_small_store_is_linked_again_only_where_something_changed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, archive, file = Release(tmp_path / "release"), Archive(tmp_path / "archive"), tmp_path / "rarity.npz"
    made: list[int] = []

    def counted(texts: Sequence[MeasureText], *given: object, **named: object) -> tuple[Link, ...]:
        made.append(len(texts))
        return link(texts, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("graph.links.store.link", counted)

    def load(*names: str) -> None:
        with prepare([SAMPLE / f"{name}.txt" for name in names]) as batch:
            store_all(batch, store, archive, release)

    def linked_again(*, anew: bool = False) -> bool:
        made.clear()
        found = link_store(store, release, None, file, anew=anew)
        assert (found.compared, found.accepted) == (first.compared, first.accepted)
        return bool(made)

    load(*NAMES[:2])
    first = link_store(store, release, None, file)
    assert made == [39]
    assert first.compared > 50
    assert not linked_again()
    assert linked_again(anew=True)
    data = release.path(LINKS).read_bytes()
    release.remove(LINKS)
    assert linked_again()
    assert without_runs(release.path(LINKS).read_bytes()) == without_runs(data)
    store.remove(str(graph_iri(LINKS)))
    assert linked_again()
    assert str(graph_iri(LINKS)) in store.sources()
    good = file.with_name(STANDING).read_bytes()
    for torn in (b"", good[:-2], good.replace(b"compared", b"counted")):
        file.with_name(STANDING).write_bytes(torn)
        assert linked_again()
    monkeypatch.setattr(kept, "software", lambda: "another")
    assert linked_again()
    assert not linked_again()
    load(NAMES[2])
    assert link_store(store, release, None, file).compared > first.compared
    assert made == [61]
