"""How well links agree with pairs that readers judged.

Gold is a folder with `pairs.jsonl` (a, b, and the grades of the readers: 3 same, 2 comparable, 1 related, 0 not) and
`anchors.txt` (the measures under which pairs are filed).  A pair is filed under the first of its measures whose document
has anchors, and counts only where that measure is an anchor.  True is what every reader graded 2 or more; what one graded
so and another did not is left out of precision, recall and average precision, and counts by its mean in nDCG.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import orjson
from sklearn.metrics import average_precision_score, brier_score_loss, dcg_score

from graph.judgements.answers import answers
from ontology.errors import QueryError
from ontology.model import Judgement, Verdict

Pair = tuple[str, str]
COMPARABLE: Final = 2
BINS: Final = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
HARDEST: Final = 10


@dataclass(frozen=True)
class Gold:
    """Judged pairs, by ids in order."""

    grades: Mapping[Pair, tuple[float, ...]]
    anchors: frozenset[str]

    def anchor(self, a: str, b: str) -> str | None:
        """The measure that a pair is filed under; None where no document of the two has anchors."""
        return min((one for one in (a, b) if _document(one) in self._documents), default=None)

    @cached_property
    def _documents(self) -> frozenset[str]:
        return frozenset(_document(one) for one in self.anchors)

    def true(self, pair: Pair) -> bool:
        """Whether every reader held the two comparable."""
        return min(self.grades.get(pair, (0,))) >= COMPARABLE

    def unsure(self, pair: Pair) -> bool:
        """Whether readers disagreed on it."""
        grades = self.grades.get(pair, (0,))
        return max(grades) >= COMPARABLE > min(grades)

    def mean(self, pair: Pair) -> float:
        """The mean grade; 0 for a pair that nobody listed."""
        grades = self.grades.get(pair, (0,))
        return sum(grades) / len(grades)


@dataclass(frozen=True)
class Said:
    """What the machine says of a pair."""

    score: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and F1 of the accepted pairs; None where there is nothing to divide by."""

    accepted: int
    true: int
    hit: int

    @property
    def precision(self) -> float | None:
        """The share of the accepted that is true."""
        return self.hit / self.accepted if self.accepted else None

    @property
    def recall(self) -> float | None:
        """The share of the true that is accepted."""
        return self.hit / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return 2 * self.hit / (self.accepted + self.true) if self.accepted + self.true else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs with scores from `low` to `high`: how many, their mean score, and the share that is true."""

    low: float
    high: float
    pairs: int
    score: float
    true: float


@dataclass(frozen=True)
class Evaluation:
    """All figures."""

    overall: Agreement
    average_precision: float
    ndcg: float
    brier: float
    documents: Mapping[str, Agreement]
    grades: Mapping[str, tuple[int, int]]
    """Mean grade → pairs judged so, and how many of them were accepted."""
    calibration: tuple[Bin, ...]
    wrong: tuple[tuple[str, str, float, float], ...]
    """Accepted and not true, the surest first: both ids, score, mean grade."""
    missed: tuple[tuple[str, str, float, float], ...]
    """True and not accepted, the lowest score first."""

    def json(self) -> dict[str, object]:
        """All figures as JSON takes them."""
        return {
            "overall": _figures(self.overall),
            "average_precision": self.average_precision,
            "ndcg_at_10": self.ndcg,
            "brier": self.brier,
            "documents": {name: _figures(one) for name, one in self.documents.items()},
            "grades": {name: {"judged": n, "accepted": k} for name, (n, k) in self.grades.items()},
            "calibration": self.calibration,
            "wrong": [_error(one) for one in self.wrong],
            "missed": [_error(one) for one in self.missed],
        }


def read_gold(folder: Path) -> Gold:
    """Reads a folder of judged pairs.

    Raises `QueryError` where a file is missing or a line is not a judged pair.
    """
    pairs, anchors = folder / "pairs.jsonl", folder / "anchors.txt"
    try:
        lines = pairs.read_bytes().splitlines()
        held = frozenset(anchors.read_text("utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{folder} cannot be read ({error}); wanted are pairs.jsonl (a, b, grades) and anchors.txt (one id a line)"
        ) from error
    grades: dict[Pair, tuple[float, ...]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = orjson.loads(line)
            grades[_ordered(str(one["a"]), str(one["b"]))] = tuple(float(grade) for grade in one["grades"])
            if not one["grades"]:
                raise ValueError("no grades")
        except (ValueError, KeyError, TypeError) as error:
            raise QueryError(
                f'{pairs}, line {number}: wanted is {{"a": id, "b": id, "grades": [0 to 3, …]}}'
            ) from error
    gold = Gold(grades, held)
    if not any(gold.true(pair) and gold.anchor(*pair) in held for pair in grades):
        raise QueryError(f"{folder}: no pair filed under an anchor is graded {COMPARABLE} or more by every reader")
    return gold


GRADES: Final = {Verdict.SAME: 3.0, Verdict.COMPARABLE: 2.0, Verdict.RELATED: 1.0, Verdict.DIFFERENT: 0.0}


def gold_of(judgements: Iterable[Judgement]) -> Gold:
    """Gold made of judgements: one grade for each person's latest verdict; *unsure* is no verdict.

    Every measure that is judged with another is an anchor, so a pair of which neither measure was judged counts for
    nothing, and one that nobody judged beside judged ones counts as not comparable. Raises `QueryError` where nobody
    judged a pair comparable.
    """
    grades = {pair: tuple(GRADES[voice.verdict] for voice in one.voices) for pair, one in answers(judgements).items()}
    gold = Gold(grades, frozenset(name for pair in grades for name in pair))
    if not any(gold.true(pair) for pair in grades):
        raise QueryError("nobody has judged a pair comparable; there is nothing to compare links with")
    return gold


def evaluate(links: Iterable[Mapping[str, object]], gold: Gold) -> Evaluation:
    """Compares links (a, b, score, accepted) with gold; pairs that gold does not file are left out."""
    said: dict[Pair, Said] = {}
    for one in links:
        pair = _ordered(str(one["a"]), str(one["b"]))
        if _document(pair[0]) != _document(pair[1]) and gold.anchor(*pair) in gold.anchors:
            said[pair] = Said(float(str(one["score"])), bool(one["accepted"]))
    true = {pair for pair in gold.grades if gold.true(pair) and gold.anchor(*pair) in gold.anchors}
    sure = {pair: one for pair, one in said.items() if not gold.unsure(pair)}
    accepted = {pair for pair, one in sure.items() if one.accepted}
    scores = np.array([one.score for one in sure.values()])
    labels = np.array([pair in true for pair in sure])
    found = average_precision_score(labels, scores) if labels.any() else 0.0
    wrong = sorted(accepted - true, key=lambda pair: (-said[pair].score, pair))
    missed = sorted(true - accepted, key=lambda pair: (said[pair].score if pair in said else 0.0, pair))
    return Evaluation(
        _agreement(accepted, true),
        float(found * labels.sum() / len(true)),
        _ndcg(said, gold),
        float(brier_score_loss(labels, scores)) if len(labels) else float("nan"),
        _by_documents(accepted, true),
        _by_grade(said, gold),
        _calibration(scores, labels),
        tuple(_entry(pair, said, gold) for pair in wrong[:HARDEST]),
        tuple(_entry(pair, said, gold) for pair in missed[:HARDEST]),
    )


def _ndcg(said: Mapping[Pair, Said], gold: Gold) -> float:
    """The mean over anchors that have a comparable measure; gain 2^grade − 1, ten places."""
    judged: dict[str, dict[Pair, float]] = defaultdict(dict)
    for pair in gold.grades:
        anchor = gold.anchor(*pair)
        if anchor in gold.anchors and anchor is not None:
            judged[anchor][pair] = 2 ** gold.mean(pair) - 1
    ranked: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(said, key=lambda pair: -said[pair].score):
        ranked[gold.anchor(*pair) or ""].append(pair)
    found = []
    for anchor, gains in sorted(judged.items()):
        if any(gold.true(pair) for pair in gains):
            best = sorted(gains.values(), reverse=True)
            found.append(_dcg([gains.get(pair, 0.0) for pair in ranked[anchor]]) / _dcg(best))
    return float(np.mean(found))


def _dcg(gains: Sequence[float]) -> float:
    """Of gains in the order of the ranking."""
    places = [*gains, 0.0, 0.0]  # the library wants two places at least
    return float(dcg_score([places], [range(len(places), 0, -1)], k=10, ignore_ties=True))


def _calibration(scores: np.ndarray, labels: np.ndarray) -> tuple[Bin, ...]:
    found = []
    for low, high in zip(BINS[:-1], BINS[1:], strict=True):
        own = (scores >= low) & ((scores < high) | (high == BINS[-1]))
        if own.any():
            found.append(Bin(low, high, int(own.sum()), float(scores[own].mean()), float(labels[own].mean())))
    return tuple(found)


def _by_documents(accepted: set[Pair], true: set[Pair]) -> dict[str, Agreement]:
    names = sorted({_documents(pair) for pair in accepted | true})
    return {
        name: _agreement({p for p in accepted if _documents(p) == name}, {p for p in true if _documents(p) == name})
        for name in names
    }


def _by_grade(said: Mapping[Pair, Said], gold: Gold) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for pair in gold.grades:
        if gold.anchor(*pair) in gold.anchors:
            name = f"{gold.mean(pair):.1f}"
            judged, accepted = found.get(name, (0, 0))
            found[name] = (judged + 1, accepted + (pair in said and said[pair].accepted))
    return dict(sorted(found.items(), reverse=True))


def _agreement(accepted: set[Pair], true: set[Pair]) -> Agreement:
    return Agreement(len(accepted), len(true), len(accepted & true))


def _figures(one: Agreement) -> dict[str, float | None]:
    return {
        "accepted": one.accepted,
        "true": one.true,
        "hit": one.hit,
        "precision": one.precision,
        "recall": one.recall,
        "f1": one.f1,
    }


def _entry(pair: Pair, said: Mapping[Pair, Said], gold: Gold) -> tuple[str, str, float, float]:
    return (*pair, said[pair].score if pair in said else 0.0, gold.mean(pair))


def _error(one: tuple[str, str, float, float]) -> dict[str, object]:
    return dict(zip(("a", "b", "score", "grade"), one, strict=True))


def _ordered(a: str, b: str) -> Pair:
    return (a, b) if a <= b else (b, a)


def _document(measure: str) -> str:
    return measure.split("/")[0]


def _documents(pair: Pair) -> str:
    return " – ".join(sorted(map(_document, pair)))
