"""The main job: documents are read, validated, stored and linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.judgements.store import Judged, settle
from graph.links.encoder import Encoder, encoder_in
from graph.links.store import Linked, link_store
from graph.proposals.store import settle as settle_proposals
from graph.release import Release
from graph.settings import Settings
from graph.store import Store, open_store
from loaders.archive import Archive
from loaders.batch import Batch
from loaders.load import Loaded, store_all
from loaders.prepare import Progress, prepare
from ontology.model import Problem
from ontology.validation import Violation

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
) -> Outcome:
    """Loads documents, and links all that the store then holds.

    So many `processes` read them (see `prepare`).
    Raises `DocumentsError` where a document cannot be read or is not valid (nothing is stored then), `StoreError`
    where the store cannot be reached.
    """
    settings = settings or Settings()
    with prepare(paths, progress, processes=processes) as batch, open_store(settings) as store:
        return _store(batch, store, settings, links=links, progress=progress)


def _store(batch: Batch, store: Store, settings: Settings, *, links: bool, progress: Progress | None) -> Outcome:
    release = Release(settings.data / "release")
    loaded = store_all(batch, store, Archive(settings.data / "archive"), release, progress)
    judged = settle(store, release)
    settle_proposals(store, release)
    encoder = encoder_of(settings)
    linked = None
    if links:
        if progress is not None:
            progress("link", "all measures")
        linked = link_store(store, release, encoder, settings.data / RARITY)
    warnings = tuple(warning for one in batch for warning in one.warnings)
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
