"""Whole documents in layouts of the genre, each with what a careful clerk reads in it.

`layouts/` holds a document and, under the same name, the measures expected of it: title, domain, and the bodies of
each role as printed, with the parts that a list shares restored.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loaders.read import read_document
from ontology.model import Role

FOLDER = Path(__file__).parent / "layouts"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_layout_is_read_as_a_clerk_reads_it(path: Path) -> None:
    read = read_document(path)
    found = []
    for measure in read.record.measures:
        one: dict[str, object] = {"title": measure.title, "domain": measure.domain}
        for role in Role:
            bodies = [given.printed for given in measure.responsibilities if given.role is role]
            if bodies:
                one[role.value] = bodies
        found.append(one)
        for given in measure.responsibilities:
            assert read.source.slice(given.quote.span) == given.quote.text
    assert found == json.loads(path.with_suffix(".json").read_text("utf-8"))
