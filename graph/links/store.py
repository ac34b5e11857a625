"""Links of everything that a store holds, made and stored as one named graph."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from rdflib import URIRef

from graph.links import reference as rarity
from graph.links import standing
from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, MeasureText, function_of
from graph.links.kept import Kept, basis, read, write
from graph.links.link import link, linker_for, links_of
from graph.links.linker import Linker
from graph.links.reference import SETTLED, Reference
from graph.links.runs import amended, released, run_of
from graph.links.scorer import Weights, scorer_for
from graph.links.standing import Standing
from graph.projection import project
from graph.release import Release
from graph.store import Change, Store
from graph.triples import Triples
from ontology.identifiers import LINKS, graph_iri, measure_iri, reader_iri
from ontology.model import Link, LinkRun
from ontology.reference import reader_version

LINKER = "links.npz"
"""What linking found, in a file beside that of the reference."""
STANDING = "links.json"
"""What the links of a small store were made from, in a file beside that."""
MEASURES = """
MATCH (m:Measure)-[:FROM]->(d:Document)
RETURN m.id AS id, d.id AS document, m.title AS title, m.content AS content
ORDER BY id
"""
FUNCTIONS = """
MATCH (m:Measure)-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(b)
OPTIONAL MATCH (b)-[:JURISDICTION]->(a:Area)
RETURN DISTINCT m.id AS id, b.name AS name, a.name AS area
ORDER BY id, name, area
"""


@dataclass(frozen=True)
class Linked:
    """What linking made: pairs compared, pairs accepted, and what storing them changed."""

    compared: int
    accepted: int
    change: Change


def measure_texts(store: Store) -> tuple[MeasureText, ...]:
    """The texts of all measures in the store, with the functions of their bodies, by id."""
    functions: dict[str, set[str]] = defaultdict(set)
    for measure, name, area in store.read(FUNCTIONS).rows:
        functions[str(measure)].add(function_of(str(name), None if area is None else str(area)))
    return tuple(
        MeasureText(str(key), str(document), str(title), str(content), tuple(sorted(functions[str(key)])))
        for key, document, title, content in store.read(MEASURES).rows
    )


class Maker(Protocol):
    """What makes links: `graph.links.link.link`, or the same on Spark."""

    def __call__(
        self,
        texts: Sequence[MeasureText],
        encoder: Encoder | None,
        scorer: Weights | None = None,
        reference: Reference | None = None,
    ) -> tuple[Link, ...]:
        """The links of texts."""
        ...


def link_store(
    store: Store,
    release: Release,
    encoder: Encoder | None,
    kept: Path | None = None,
    make: Maker | None = None,
    *,
    anew: bool = False,
) -> Linked:
    """Makes the links of all measures and stores them; links that stand already are not written again.

    `kept` is the file of the reference that rarity goes by in a large store, beside which is kept what linking found,
    so that the next time only texts that came, changed or went are linked; of a small store all are linked when one of
    them changed.  None keeps nothing.  `anew` and `make`, which then makes them, make all links whatever was kept.
    """
    texts = measure_texts(store)
    reference = reference_for(texts, encoder, kept)
    run = run_of(texts, scorer_for(encoder), encoder)
    if kept is None or make is not None:
        return _stored(store, release, texts, run, (make or link)(texts, encoder, reference=reference))[0]
    if reference is not None:
        return _onward(store, release, encoder, texts, run, reference, kept.with_name(LINKER), anew=anew)
    file, inputs = kept.with_name(STANDING), f"{basis(scorer_for(encoder), encoder, None)} {run.inputs_sha256}"
    if not anew and (found := _standing(file, inputs, store, release)):
        return Linked(found.compared, found.accepted, Change())
    done, put, pushed = _stored(store, release, texts, run, link(texts, encoder))
    standing.write(file, Standing(inputs, put, pushed, done.compared, done.accepted))
    return done


def _stored(
    store: Store, release: Release, texts: Sequence[MeasureText], run: LinkRun, links: Sequence[Link]
) -> tuple[Linked, str, str]:
    """Stores all links; what that did, sha256 of their file in the release, and digest of their rows."""
    data = released(links, release, run)
    change, pushed = _put(store, release, texts, data)
    return _linked(links, change), hashlib.sha256(data).hexdigest(), pushed


def _onward(
    store: Store,
    release: Release,
    encoder: Encoder | None,
    texts: Sequence[MeasureText],
    run: LinkRun,
    reference: Reference,
    file: Path,
    *,
    anew: bool,
) -> Linked:
    """Links on from what a file keeps of the last time."""
    before = None if anew else read(file, texts, scorer_for(encoder), encoder, reference)
    size = 0 if before is None else len(before.linker.texts)
    linker, links = linked(texts, encoder, reference, before)
    held = _sha256(release)
    if before is None or held != before.released:
        data = released(links, release, run)
    elif links == before.links and store.sources().get(str(graph_iri(LINKS))) == before.pushed:
        if before.gone or len(linker.texts) > size:
            write(file, replace(before, gone=0))
        return _linked(links, Change())
    else:
        data = amended(release.path(LINKS).read_bytes(), before.links, links, run)
    change, pushed = _put(store, release, texts, data)
    write(file, Kept(linker, links, hashlib.sha256(data).hexdigest(), pushed))
    return _linked(links, change)


def linked(
    texts: Sequence[MeasureText], encoder: Encoder | None, reference: Reference, before: Kept | None
) -> tuple[Linker, tuple[Link, ...]]:
    """The links of texts, of which some may be linked already; one that is as it was is not made again."""
    if before is None or 2 * len(before.linker) < max(len(before.linker.texts), len(texts)):
        linker = linker_for(encoder, reference=reference)
        linker.add(texts)
        return linker, links_of(linker)
    linker = before.linker
    new = [one for one in texts if one.id not in linker.places]
    linker.add(new)
    return linker, links_of(linker, before.links, {one.id for one in new})


def _standing(file: Path, inputs: str, store: Store, release: Release) -> Standing | None:
    """What a file says of the links, if they go by these inputs and release and store hold them as they were put there."""
    found = standing.read(file)
    if found is None or (found.inputs, found.released) != (inputs, _sha256(release)):
        return None
    return found if found.pushed == store.sources().get(str(graph_iri(LINKS))) else None


def _put(store: Store, release: Release, texts: Sequence[MeasureText], data: bytes) -> tuple[Change, str]:
    """Stores the links, given as N-Triples, in store and release; gives the digest of their rows too."""
    described: dict[URIRef, str] = {measure_iri(one.id): "Measure" for one in texts}
    described[reader_iri(reader_version())] = "Reader"
    rows = project(Triples(graph_iri(LINKS), data), described)
    change = store.push(rows)
    release.put(LINKS, data)
    return change, rows.digest


def _linked(links: Sequence[Link], change: Change) -> Linked:
    return Linked(len(links), sum(one.accepted for one in links), change)


def _sha256(release: Release) -> str | None:
    path = release.path(LINKS)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def reference_for(texts: Sequence[MeasureText], encoder: Encoder | None, kept: Path | None) -> Reference | None:
    """What rarity goes by: what is kept while it holds, else these texts, which are kept then.

    None where texts are few, or nothing is to be kept: then it goes by all texts each time.
    """
    if kept is None or len(texts) < SETTLED:
        return None
    found = rarity.read(kept)
    if found is None or not found.holds_for(len(texts), None if encoder is None else encoder.name):
        found = FeatureSpace(texts, encoder).told()
        rarity.write(kept, found)
    return found
