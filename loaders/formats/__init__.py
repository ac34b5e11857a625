"""File formats: each turns bytes into blocks of text, nothing more."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from loaders.blocks import Blocks
from loaders.formats import plain, refusals
from loaders.source import Source, read_bytes, text_source
from ontology.errors import DocumentError
from ontology.model import Problem

Reader = Callable[[str, bytes], tuple[Source, Blocks]]


def _plain(name: str, data: bytes) -> tuple[Source, Blocks]:
    source = text_source(name, data)
    return source, plain.read(source)


def _in(module: str) -> Reader:
    """The reader of a module, which is imported with the first file that needs it."""

    def read(name: str, data: bytes) -> tuple[Source, Blocks]:
        reader: Reader = import_module(f"loaders.formats.{module}").read
        return reader(name, data)

    return read


READERS: dict[str, Reader] = {
    **dict.fromkeys((".txt", ".md", ".text", ".markdown"), _plain),
    **dict.fromkeys((".html", ".htm"), _in("html")),
    **dict.fromkeys((".csv", ".tsv"), _in("csv")),
    ".docx": _in("docx"),
    ".xlsx": _in("xlsx"),
    ".pdf": _in("pdf"),
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".xls", ".et", ".ods"), _in("office")),
}
"""A reader for each file ending. A format is added here and nowhere else."""

REFUSALS: dict[str, Reader] = dict.fromkeys(refusals.REASONS, refusals.read)
"""Endings that users try and that cannot be read: each gets the reason and the way out."""


def read_file(path: Path) -> tuple[Source, Blocks]:
    """A file's source and blocks.

    Raises `DocumentError` where the file cannot be read or its ending is none of `READERS`.
    """
    data = read_bytes(path)
    ending = path.suffix.lower()
    reader = READERS.get(ending) or REFUSALS.get(ending)
    if reader is None:
        endings = " ".join(sorted(READERS))
        raise DocumentError(
            path.name,
            [Problem(path.name, None, f"files ending in “{path.suffix}” are not read ({len(data):,} bytes); "
                                      f"read are {endings}")],
        )  # fmt: skip
    return reader(path.name, data)
