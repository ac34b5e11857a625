"""The documentation page holds every term of ours and asks no other machine for anything."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, URIRef

from ontology.page import standards
from ontology.schema import ontology_graph
from ontology.vocabulary import NAMESPACE, RG

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    if find_spec("pylode") is None:
        pytest.skip("pyLODE is not here; it stands in the dependency group docs")
    path = tmp_path_factory.mktemp("docs") / "sub" / "ontology.html"
    subprocess.run([sys.executable, "-m", "ontology.page", str(path)], check=True, capture_output=True, cwd=ROOT)
    return path.read_text("utf-8")


def test_every_term_is_on_the_page_twice(html: str) -> None:
    graph = ontology_graph()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = {t for kind in kinds for t in graph.subjects(RDF.type, kind) if isinstance(t, URIRef)}
    terms = {t for t in terms if t.startswith(NAMESPACE)}
    written, table = unescape(html).split('<section id="standards">')
    assert len(terms) > 100
    assert [t for t in sorted(terms) if f"{t}" not in written] == []
    assert [t for t in sorted(terms) if f"<td>rg:{t.removeprefix(NAMESPACE)}</td>" not in table] == []


def test_the_page_asks_nobody(html: str) -> None:
    for pattern in (r'<(?:script|img|iframe|embed|object)[^>]*\s(?:src|data)="(?!data:)', r'<link[^>]*href="(?!data:)'):
        assert re.findall(pattern, html) == []
    for pattern in (r"@import", r"url\(\s*['\"]?(?!data:)"):
        assert re.findall(pattern, html) == []


def test_standard_terms_are_found_through_our_own() -> None:
    graph = ontology_graph()
    assert standards(graph, RG.inDomain) == [DCTERMS.subject]
    assert standards(graph, RG.Responsibility)[0] == URIRef("http://data.europa.eu/m8g/Participation")
    assert standards(graph, RG.ReplicationScope) == []
