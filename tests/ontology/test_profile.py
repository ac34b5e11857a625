"""The ontology is OWL 2 DL, as the profile checker of the OWL API finds."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ONTOLOGY = Path(__file__).parents[2] / "ontology" / "reform.ttl"
CLASSPATH = os.environ.get("REFORMGRAPH_TEST_OWLAPI")


def checked(path: Path) -> subprocess.CompletedProcess[str]:
    command = ["java", "-cp", str(CLASSPATH), "Profile", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.skipif(CLASSPATH is None, reason="REFORMGRAPH_TEST_OWLAPI is unset: tests/owl/run prints it")
def test_the_ontology_is_owl_2_dl() -> None:
    done = checked(ONTOLOGY)
    axioms = re.match(r"(\d+) axioms\n", done.stdout)
    assert axioms is not None, done.stderr
    assert int(axioms[1]) > 1500
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(CLASSPATH is None, reason="REFORMGRAPH_TEST_OWLAPI is unset: tests/owl/run prints it")
def test_what_is_not_declared_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    text = ONTOLOGY.read_text("utf-8").replace("prov:Entity a owl:Class .\n", "")
    broken.write_text(text, "utf-8")
    done = checked(broken)
    assert done.returncode == 1
    assert "prov#Entity" in done.stdout
