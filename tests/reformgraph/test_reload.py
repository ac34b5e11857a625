"""Loading again reads what changed and nothing else, and comes to what reading everything comes to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

import reformgraph.main
from graph.release import Release
from graph.settings import Settings
from graph.store import Change, Store
from loaders import ledger
from loaders.read import ReadDocument, read_document
from ontology.errors import DocumentsError
from ontology.identifiers import graph_iri
from reformgraph.main import LEDGER, Outcome

SAMPLE = Path(__file__).parents[2] / "sample"
NAMES = ("guangdong-8", "zhuhai-2020", "guangdong-10")


class Corpus:
    """Three documents in a folder, and which of them a load reads."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.store = store
        self.paths = [folder / f"{name}.txt" for name in NAMES]
        for path in self.paths:
            shutil.copy(SAMPLE / path.name, path)
        self.settings = Settings(data=folder / "data")
        self.release = Release(self.settings.data / "release")
        self.read: list[str] = []

    def load(self, *, anew: bool = False) -> Outcome:
        self.read.clear()
        return reformgraph.main.load(self.paths, self.settings, links=False, anew=anew)


@pytest.fixture
def corpus(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    made = Corpus(tmp_path, store)

    def noted(path: Path) -> ReadDocument:
        made.read.append(path.stem)
        return read_document(path)

    monkeypatch.setattr("loaders.prepare.read_document", noted)
    monkeypatch.setattr("reformgraph.main.open_store", lambda settings: nullcontext(store))
    return made


def test_what_has_not_changed_is_not_read_again(corpus: Corpus) -> None:
    first = corpus.load()
    assert corpus.read == [*NAMES]
    assert [one.name for one in first.loaded] == [*NAMES]
    assert first.warnings
    again = corpus.load()
    assert corpus.read == []
    assert [one.known for one in again.loaded] == [one.known for one in first.loaded]
    assert {one.change for one in again.loaded} == {Change()}
    assert again.warnings == first.warnings
    assert corpus.load(anew=True) == again
    assert corpus.read == [*NAMES]
    del corpus.paths[1:]
    corpus.load(anew=True)
    assert corpus.read == [NAMES[0]]
    corpus.paths.extend(corpus.paths[0].with_name(f"{name}.txt") for name in NAMES[1:])
    assert [one.name for one in corpus.load().loaded] == [*NAMES]
    assert corpus.read == []


def test_a_corrected_document_is_read_alone(corpus: Corpus) -> None:
    corpus.load()
    path = corpus.paths[1]
    path.write_text(path.read_text("utf-8").replace("增值税", "消费税"), "utf-8")
    change = {one.name: one.change for one in corpus.load().loaded}
    assert corpus.read == ["zhuhai-2020"]
    assert change["zhuhai-2020"].nodes_written > 0
    assert change["guangdong-8"] == change["guangdong-10"] == Change()
    sources = corpus.store.sources()
    (corpus.settings.data / LEDGER).unlink()
    corpus.load()
    assert corpus.read == [*NAMES]
    assert corpus.store.sources() == sources


def _other_name(corpus: Corpus) -> None:
    corpus.paths[0] = corpus.paths[0].rename(corpus.paths[0].with_suffix(".TXT"))


def _other_triples(corpus: Corpus) -> None:
    corpus.release.path(NAMES[0]).write_bytes(b"")


def _no_archive(corpus: Corpus) -> None:
    shutil.rmtree(corpus.settings.data / "archive")


def _not_in_the_store(corpus: Corpus) -> None:
    corpus.store.remove(str(graph_iri(NAMES[0])))


def _torn(corpus: Corpus) -> None:
    path = corpus.settings.data / LEDGER
    path.write_bytes(path.read_bytes()[:-3])


@pytest.mark.parametrize(
    ("happens", "read"),
    [
        (_other_name, [NAMES[0]]),
        (_other_triples, [NAMES[0]]),
        (_no_archive, [*NAMES]),
        (_not_in_the_store, [NAMES[0]]),
        (_torn, [*NAMES]),
    ],
)
def test_what_is_not_as_it_was_is_read_again(
    corpus: Corpus, happens: Callable[[Corpus], None], read: list[str]
) -> None:
    corpus.load()
    sources = corpus.store.sources()
    triples = {name: corpus.release.path(name).read_bytes() for name in NAMES}
    happens(corpus)
    assert [one.name for one in corpus.load().loaded] == [*NAMES]
    assert corpus.read == read
    assert corpus.store.sources() == sources
    assert {name: corpus.release.path(name).read_bytes() for name in NAMES} == triples
    corpus.load()
    assert corpus.read == []


def test_what_other_software_read_is_read_again(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.load()
    monkeypatch.setattr(ledger, "software", lambda: "another")
    corpus.load()
    assert corpus.read == [*NAMES]


def test_one_broken_document_leaves_all_as_it_was(corpus: Corpus) -> None:
    corpus.load()
    sources = corpus.store.sources()
    corpus.paths[1].write_text("序号\t事项\t牵头单位\n3\t甲\t省公安厅\n", "utf-8")
    corpus.paths.append(shutil.copytree(SAMPLE, corpus.settings.data / "twins") / "guangdong-10.txt")
    with pytest.raises(DocumentsError) as raised:
        corpus.load()
    assert [getattr(error, "document", None) for error in raised.value.errors] == [
        "zhuhai-2020.txt",
        "guangdong-10.txt",
    ]
    assert corpus.store.sources() == sources
