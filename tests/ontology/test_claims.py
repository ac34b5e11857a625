"""Every claim of every document at hand: its quote stands in the archived bytes, where the claim says."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from loaders.archive import Archive
from loaders.formats import READERS
from loaders.read import read_document
from ontology.standards import OA
from ontology.triples import document_graph
from ontology.vocabulary import RG

ROOT = Path(__file__).parents[2]
BESIDE = Path(os.environ.get("REFORMGRAPH_DOCUMENTS", ROOT.parent / "shared" / "documents"))
CLAIMED = (
    *(RG.ledBy, RG.responsibleBody, RG.coordinatedBy, RG.supportedBy),
    *(RG.hasScope, RG.originatedIn, RG.assertedReplicatedIn, RG.hasDeadline, RG.hasStatus, RG.cites),
)
"""Properties that are only ever stated with a claim."""


def documents(folder: Path) -> list[Path]:
    found = folder.rglob("*") if folder.is_dir() else iter(())
    return sorted(path for path in found if path.suffix in READERS and path.stem != "README")


def walk(path: Path, archive: Archive) -> Counter[str]:
    """Re-matches every claim of a document; gives how many were seen, by the property that they claim."""
    document = read_document(path)
    archive.add(document.source)
    graph = document_graph(document.record)
    (node,) = graph.subjects(RDF.type, RG.PolicyDocument)
    data = archive.get(str(graph.value(node, RG.renditionSha256)))
    encoding = graph.value(node, RG.encoding)
    seen: Counter[str] = Counter()
    claimed: set[tuple[Node, Node, Node]] = set()
    for claim in graph.subjects(RDF.subject, None):
        (subject,), (predicate,), (value,) = (graph.objects(claim, p) for p in (RDF.subject, RDF.predicate, RDF.object))
        statement = (subject, predicate, value)
        claimed.add(statement)
        assert statement in graph, claim
        for quote, start, end in quotes(graph, claim, node):
            found = data[start:end].decode("utf-8" if encoding is None else str(encoding))
            assert found == quote, (path.name, claim)
            seen[str(predicate).rpartition("#")[2]] += 1
    unclaimed = [t for p in CLAIMED for t in graph.triples((None, p, None)) if t not in claimed]
    assert unclaimed == [], path.name
    return seen


def quotes(graph: Graph, claim: Node, document: Node) -> list[tuple[str, int, int]]:
    found = []
    for evidence in graph.objects(claim, RG.evidence):
        assert graph.value(evidence, OA.hasSource) == document
        selector = graph.value(evidence, OA.hasSelector)
        assert isinstance(selector, URIRef)
        exact, start, end = (str(graph.value(selector, part)) for part in (OA.exact, OA.start, OA.end))
        found.append((exact, int(start), int(end)))
    assert found, claim
    words = graph.value(claim, RG.roleWords)
    if words is not None:
        start, end = (str(graph.value(claim, part)) for part in (RG.roleStart, RG.roleEnd))
        found.append((str(words), int(start), int(end)))
    return found


def tell(capsys: pytest.CaptureFixture[str], where: str, seen: Counter[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{where}: {seen.total():,} quotes of claims re-matched {dict(sorted(seen.items()))}\n")


def test_every_claim_of_the_sample_is_found_in_the_archived_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = sum((walk(path, Archive(tmp_path)) for path in documents(ROOT / "sample")), Counter[str]())
    tell(capsys, "sample", seen)
    assert seen.total() > 1200
    assert {"ledBy", "hasScope", "hasDeadline", "hasStatus", "originatedIn", "cites"} <= set(seen)


@pytest.mark.official
@pytest.mark.skipif(not documents(BESIDE), reason="no documents beside: name their folder in REFORMGRAPH_DOCUMENTS")
def test_every_claim_of_the_documents_beside_is_found_in_the_archived_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = sum((walk(path, Archive(tmp_path)) for path in documents(BESIDE)), Counter[str]())
    tell(capsys, f"{len(documents(BESIDE))} documents beside the checkout", seen)
    assert seen.total() > 1200
