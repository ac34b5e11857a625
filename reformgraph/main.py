"""The main job: documents are read, validated, stored and linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from graph.judgements.store import Judged, settle
from graph.links.encoder import Encoder, encoder_in
from graph.links.store import Linked, link_store
from graph.proposals.store import settle as settle_proposals
from graph.release import Release
from graph.settings import Settings
from graph.store import Change, Store, open_store
from loaders import ledger
from loaders.archive import Archive
from loaders.load import Loaded, store_all
from loaders.prepare import Progress, prepare
from loaders.read import document_id
from ontology.identifiers import graph_iri
from ontology.model import Problem
from ontology.validation import Violation

LEDGER = "documents.json"
"""The file, in the data folder, of what documents came to when they were loaded."""
RARITY = "rarity.npz"
"""The file, in the data folder, of what rarity goes by in a large store."""


@dataclass(frozen=True)
class Outcome:
    """What a load did. `linked` is None where no links were asked for."""

    loaded: tuple[Loaded, ...]
    warnings: tuple[Problem | Violation, ...]
    linked: Linked | None
    judged: Judged
    """The judgements of people that the graph holds, and those that wait for a measure."""
    model: str | None
    """The embedding model that links were made with; None where there is none on this machine."""


def load(
    paths: Sequence[Path],
    settings: Settings | None = None,
    *,
    links: bool = True,
    progress: Progress | None = None,
    processes: int = 1,
    anew: bool = False,
) -> Outcome:
    """Loads documents, and links all that the store then holds.

    What has not changed is neither read nor linked again, unless all is to be done `anew`. So many `processes` read
    them (see `prepare`).
    Raises `DocumentsError` where a document cannot be read or is not valid (nothing is stored then), `StoreError`
    where the store cannot be reached.
    """
    settings = settings or Settings()
    release, archive = Release(settings.data / "release"), Archive(settings.data / "archive")
    documents = ledger.read(settings.data / LEDGER)
    same = {} if anew else ledger.unchanged(paths, documents, release, archive)
    with prepare(paths, progress, processes=processes, known=same) as batch, open_store(settings) as store:
        held = store.sources() if same else {}
        lost = [path for path, one in same.items() if held.get(str(graph_iri(one.id))) != one.rows]
        every = {one.id: Loaded(one, Change()) for path, one in same.items() if path not in lost}
        if progress is not None:
            for name in every:
                progress("push", name)
        with prepare(lost, processes=processes) as again:
            stored = store_all(chain(batch, again), store, archive, release, progress)
        every |= {one.name: one for one in stored}
        documents |= {name: one.known for name, one in every.items()}
        ledger.write(settings.data / LEDGER, (one for name, one in documents.items() if release.path(name).exists()))
        loaded = tuple(every[document_id(path)] for path in paths)
        return _settled(loaded, store, release, settings, links=links, anew=anew, progress=progress)


def _settled(
    loaded: tuple[Loaded, ...],
    store: Store,
    release: Release,
    settings: Settings,
    *,
    links: bool,
    anew: bool,
    progress: Progress | None,
) -> Outcome:
    judged = settle(store, release)
    settle_proposals(store, release)
    encoder = encoder_of(settings)
    linked = None
    if links:
        if progress is not None:
            progress("link", "all measures")
        linked = link_store(store, release, encoder, settings.data / RARITY, anew=anew)
    warnings = tuple(warning for one in loaded for warning in one.known.warnings)
    return Outcome(loaded, warnings, linked, judged, None if encoder is None else encoder.name)


def link(settings: Settings | None = None, *, spark: str | None = None) -> Linked:
    """Links anew all that the store holds; `spark` is the address of an Apache Spark that does the work.

    Raises `QueryError` where Spark is missing or cannot be reached, `StoreError` where the store cannot.
    """
    settings = settings or Settings()
    release, kept = Release(settings.data / "release"), settings.data / RARITY
    with open_store(settings) as store:
        encoder = encoder_of(settings)
        if spark is None:
            return link_store(store, release, encoder, kept, anew=True)
        from graph.links.spark import context, link_on_spark

        with context(spark) as found:
            return link_store(store, release, encoder, kept, partial(link_on_spark, found))


def encoder_of(settings: Settings) -> Encoder | None:
    """The encoder that this machine holds; None where the model was not fetched."""
    return encoder_in(settings.model_folder, settings.data / "vectors.npz")
