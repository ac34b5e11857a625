"""`reformgraph validate`: what it says and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import RDF, Graph

from graph.release import Release
from loaders.read import read_document
from ontology.identifiers import graph_iri, measure_iri
from ontology.reference import reference_graph
from ontology.triples import document_graph
from ontology.vocabulary import RG

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    release = Release(tmp_path / "data" / "release")
    release.write(reference_graph())
    release.write(document_graph(read_document(ROOT / "sample" / "guangdong-8.txt").record))
    return tmp_path / "data"


def run(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reformgraph", "validate", "--data", str(data), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def broken(data: Path, *, warning: bool) -> None:
    release = Release(data / "release")
    graph = Graph(identifier=graph_iri("guangdong-8"))
    graph += release.read("guangdong-8")
    measure = measure_iri("guangdong-8/2")
    for predicate in (RG.ledBy, RG.responsibleBody) if warning else (RG.content,):
        for body in list(graph.objects(measure, predicate)):
            claims = [c for c in graph.subjects(RDF.object, body) if (c, RDF.subject, measure) in graph]
            for claim in claims:
                graph.remove((claim, None, None))
            graph.remove((measure, predicate, body))
    release.write(graph)


def test_what_holds_ends_well_and_again(data: Path) -> None:
    first, second, whole = run(data), run(data), run(data, "--all")
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout == whole.stdout
    assert first.stdout.endswith("nodes: 0 errors, 0 others\n")


def test_an_error_is_told_and_ends_badly(data: Path) -> None:
    assert run(data).returncode == 0
    broken(data, warning=False)
    delta, whole = run(data), run(data, "--all")
    assert delta.returncode == whole.returncode == 1
    assert delta.stdout == whole.stdout
    assert "error: guangdong-8, line " in delta.stdout
    assert "guangdong-8/2, 主要内容: a measure needs its content" in delta.stdout


def test_a_warning_alone_ends_well(data: Path) -> None:
    broken(data, warning=True)
    done = run(data)
    assert done.returncode == 0
    assert "warning: guangdong-8" in done.stdout
    assert "0 errors, 1 others" in done.stdout


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 1
    assert "load documents first" in done.stderr
