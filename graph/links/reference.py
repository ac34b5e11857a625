"""What rarity goes by: counts and means of the texts that a store held at some time.

With a reference, a feature of two texts goes by these two alone: links of texts that come later are the same as if
all had been there at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.links.encoder import Vectors

SETTLED = 1000
"""So many texts tell rarity well enough to keep it; below, it goes by all texts each time."""
GROWTH = 2
"""A reference is taken anew when there are so many times more texts than it counted, or fewer."""


@dataclass(frozen=True)
class Phrasing:
    """Phrases of the reference."""

    texts: int
    held: Mapping[str, int]
    """How many texts hold each phrase."""
    mean: Vectors
    common: Vectors
    """The directions that all phrases have in common, shape (3, 512)."""


@dataclass(frozen=True)
class Meanings:
    """Means of the vectors of titles and clauses, and the phrases."""

    titles: Vectors
    clauses: Vectors
    phrasing: Phrasing


@dataclass(frozen=True)
class Reference:
    """Counts of texts: how many there were, and how many of them held each gram, mechanism and function."""

    texts: int
    grams: Mapping[str, int]
    mechanisms: Mapping[str, int]
    functions: Mapping[str, int]
    meanings: Meanings | None = None
    """None where there was no model."""

    def holds_for(self, texts: int) -> bool:
        """Whether it may still be used where there are so many texts."""
        return self.texts >= SETTLED and self.texts / GROWTH <= texts <= self.texts * GROWTH


def together(parts: Sequence[Reference]) -> Reference:
    """What texts tell that were counted in parts, without a model."""
    return Reference(
        sum(one.texts for one in parts),
        sum((Counter(one.grams) for one in parts), Counter()),
        sum((Counter(one.mechanisms) for one in parts), Counter()),
        sum((Counter(one.functions) for one in parts), Counter()),
    )
