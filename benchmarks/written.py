"""The measures that were written for training, see `benchmarks/training/README.md`."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "training"
SAME, PARTLY, TOPIC = 2.0, 1.5, 1.0
"""Grades of two texts: the same mechanism, one in common, the same topic."""
HELD_OUT = 7
"""Each so manieth topic teaches the encoder nothing."""


@dataclass(frozen=True)
class Text:
    """A measure that was written for training."""

    topic: str
    mechanisms: frozenset[str]
    """One, or two of which both are its subject."""
    voice: int
    """A terse plan (0), a list of measures to be copied (1), a report of practice (2), or two mechanisms at once (3)."""
    title: str
    content: str

    @property
    def whole(self) -> str:
        """As the linker reads a measure."""
        return f"{self.title}。{self.content}"


def grade(one: Text, other: Text) -> float:
    """How much two texts have in common; 0 where they are of different topics."""
    if one.topic != other.topic:
        return 0.0
    if one.mechanisms == other.mechanisms:
        return SAME
    return PARTLY if one.mechanisms & other.mechanisms else TOPIC


def topics() -> tuple[list[Sequence[Text]], list[Sequence[Text]]]:
    """The texts topic by topic: those to train with, and those held out."""
    found = _texts()
    names = random.Random(7).sample(sorted(found), len(found))
    return [found[name] for n, name in enumerate(names) if n % HELD_OUT], [found[name] for name in names[::HELD_OUT]]


def _texts() -> Mapping[str, Sequence[Text]]:
    found = defaultdict(list)
    for path in sorted(TEXTS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            several = isinstance(row["mechanism"], list)
            named = frozenset(row["mechanism"] if several else [row["mechanism"]])
            topic = f"{path.stem} {row['topic']}"
            found[topic] += [
                Text(topic, named, 3 if several else voice, one["title"], one["content"])
                for voice, one in enumerate(row["texts"])
            ]
    return found
