"""What a file format gives: paragraphs and tables, in reading order, with nothing yet understood."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.text import Text
from ontology.model import Repair


@dataclass(frozen=True)
class Paragraph:
    """A line or paragraph outside any table. `heading` is its level where the format marks headings, else None."""

    text: Text
    heading: int | None = None


@dataclass(frozen=True)
class Table:
    """A grid of cells, row by row; rows may differ in length. A cell's paragraphs are its lines."""

    rows: tuple[tuple[Text, ...], ...]
    line: int


Block = Paragraph | Table


@dataclass(frozen=True)
class Blocks:
    """A document's blocks and what the format reader had to mend to get them."""

    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
