"""Which run made each link: a link that a later run finds again as it was stays the earlier run's.

So linking what has not changed writes nothing, although a run has a time.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import orjson
from rdflib import RDF, Graph, URIRef

from graph.links.encoder import Encoder
from graph.links.features import MeasureText
from graph.links.scorer import Weights
from graph.release import Release, canonical
from ontology.identifiers import LINKS
from ontology.link_triples import links_graph, run_graph, run_iri
from ontology.model import Link, LinkRun
from ontology.triple_lines import subject_of
from ontology.vocabulary import RG

MADE_IN = f" <{RG.madeIn}> ".encode()
TYPE = f" <{RDF.type}> <{RG.Link}> ".encode()
RUN = f" <{RDF.type}> <{RG.LinkRun}> ".encode()
Lines = Mapping[bytes, frozenset[bytes]]


def run_of(texts: Sequence[MeasureText], scorer: Weights, encoder: Encoder | None) -> LinkRun:
    """A run that ends now."""
    weights = orjson.dumps(asdict(scorer), option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    inputs = hashlib.sha256()
    for one in sorted(texts, key=lambda text: text.id):
        inputs.update(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE))
    return LinkRun(
        scorer.name,
        hashlib.sha256(weights).hexdigest(),
        None if encoder is None else encoder.name,
        inputs.hexdigest(),
        tuple(sorted({one.document for one in texts})),
        datetime.now(UTC).replace(microsecond=0).isoformat(),
    )


def released(links: Sequence[Link], release: Release, run: LinkRun) -> bytes:
    """The graph of links, each with the run that made it, as `canonical` N-Triples."""
    graph = links_graph(links)
    if links:
        add_runs(graph, release, run)
    return canonical(graph)


def add_runs(graph: Graph, release: Release, run: LinkRun) -> None:
    """Says of each link in a graph by which run it was made, and what there is to say of these runs.

    It is `run`, unless the release holds the same link, made by the same software, weights and model.
    """
    new = run_graph(run)
    old = _held(release)
    alike = {subject for subject, lines in old.items() if _software(lines, subject) == _software_of(new, run)}
    made: dict[URIRef, URIRef] = {}
    for subject, lines in _by_subject(canonical(graph).splitlines()).items():
        claim = URIRef(subject.decode())
        if (claim, RDF.type, RG.Link) in graph:
            made[claim] = _earlier(lines, old.get(subject, frozenset()), alike) or run_iri(run)
    for claim, iri in made.items():
        graph.add((claim, RG.madeIn, iri))
    for iri in set(made.values()):
        if iri == run_iri(run):
            graph += new
        else:
            graph.parse(data=b"\n".join(old[str(iri).encode()]) + b"\n", format="nt")


def amended(data: bytes, before: Sequence[Link], after: Sequence[Link], run: LinkRun) -> bytes:
    """The graph of links as it is after some of them changed, from what it was, which the same software made.

    The same as `released` gives, at the cost of what changed.
    """
    old, new = set(before), set(after)
    gone = set(canonical(links_graph(old - new)).splitlines())
    graph = links_graph(new - old)
    for claim in graph.subjects(RDF.type, RG.Link):
        graph.add((claim, RG.madeIn, run_iri(run)))
    if len(graph):
        graph += run_graph(run)
    claims = {subject_of(line) for line in gone if TYPE in line}
    left = {
        line for line in data.splitlines() if line not in gone and not (MADE_IN in line and subject_of(line) in claims)
    }
    left |= set(canonical(graph).splitlines())
    used = {line.partition(MADE_IN)[2][1:].partition(b">")[0] for line in left if MADE_IN in line}
    unused = {subject_of(line) for line in left if RUN in line} - used
    if unused:
        left = {line for line in left if subject_of(line) not in unused}
    return b"\n".join(sorted(left - {b""})) + b"\n"


def _held(release: Release) -> Lines:
    """The lines of the links that are held, by subject; empty where there are none yet."""
    path = release.path(LINKS)
    return _by_subject(path.read_bytes().splitlines()) if path.exists() else {}


def _by_subject(lines: Iterable[bytes]) -> Lines:
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for line in lines:
        found[subject_of(line)].add(line)
    return {subject: frozenset(several) for subject, several in found.items()}


def _earlier(new: frozenset[bytes], old: frozenset[bytes], alike: set[bytes]) -> URIRef | None:
    """The run that made a link before, where it says the same; None where it does not."""
    made = [line for line in old if MADE_IN in line]
    if len(made) != 1 or old.difference(made) != new:
        return None
    run = made[0].partition(MADE_IN)[2][1:].partition(b">")[0]
    return URIRef(run.decode()) if run in alike else None


def _software_of(graph: Graph, run: LinkRun) -> frozenset[bytes]:
    iri = str(run_iri(run)).encode()
    return _software(_by_subject(canonical(graph).splitlines())[iri], iri)


def _software(lines: frozenset[bytes], subject: bytes) -> frozenset[bytes]:
    """What a run's lines say of software, weights and model, without the subject; empty for what is no run."""
    said = (RG.runBy, RG.weightsSha256, RG.embeddingModel)
    heads = tuple(b"<" + subject + b"> <" + str(one).encode() + b"> " for one in said)
    return frozenset(line[len(subject) + 2 :] for line in lines if line.startswith(heads))
