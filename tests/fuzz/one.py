"""One target in a process of its own: `python -m tests.fuzz.one TARGET [libFuzzer's arguments]`."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["loaders", "ontology.reference"]):
    from loaders.pipeline import read_texts
    from tests.fuzz.targets import TARGETS

if __name__ == "__main__":
    next(iter(read_texts(["x"])))  # spaCy is imported now, outside the limit for one input
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
