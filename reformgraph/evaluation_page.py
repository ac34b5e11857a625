"""How well links agree with readers, as a page of the docs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.links.evaluation import Agreement, Evaluation
from reformgraph.charts import reliability
from reformgraph.webpage import heading, page, paragraph, table

FIGURES = ("accepted", "true", "hit", "precision", "recall", "F1")


@dataclass(frozen=True)
class Compared:
    """What the page shows."""

    truth: str
    """Which truth the figures were made with, in words."""
    scorer: str
    """Weights and model of the links."""
    machine: Evaluation
    judged: Evaluation
    titles: Mapping[str, str]
    """Of measures, by id."""


def evaluation_page(found: Compared) -> str:
    """The page as HTML."""
    both = (("machine alone", found.machine), ("judged", found.judged))
    points = [(one.score, one.true, one.pairs) for one in found.machine.calibration]
    return page(
        "How well links agree with readers",
        paragraph(f"Truth: {found.truth}"),
        paragraph(f"Links: {found.scorer}"),
        paragraph(
            "“Machine alone” is what the scores accept. “Judged” is what people hold where they have judged, and the "
            "machine's answer elsewhere; where the truth is made of the same judgements, it shows only where they are disputed."
        ),
        heading("All pairs"),
        table(
            ("answer", *FIGURES, "AP", "nDCG@10", "Brier"),
            [(name, *_row(one.overall), one.average_precision, one.ndcg, one.brier) for name, one in both],
        ),
        heading("By pair of documents"),
        table(
            ("documents", *FIGURES, "F1 judged"),
            [
                (name, *_row(one), found.judged.documents[name].f1 if name in found.judged.documents else None)
                for name, one in found.machine.documents.items()
            ],
        ),
        heading("By grade"),
        paragraph("The mean of the readers' grades: 3 same, 2 comparable, 1 related, 0 not comparable."),
        table(
            ("mean grade", "judged", "accepted by the machine", "accepted as judged"),
            [
                (grade, judged, accepted, found.judged.grades.get(grade, (0, 0))[1])
                for grade, (judged, accepted) in found.machine.grades.items()
            ],
        ),
        heading("Calibration"),
        paragraph("A score says how likely readers would find two measures comparable; so often they should."),
        table(
            ("from", "to", "pairs", "mean score", "share that is comparable"),
            [(one.low, one.high, one.pairs, one.score, one.true) for one in found.machine.calibration],
        ),
        reliability(points, "Reliability of scores; at each point the number of pairs"),
        heading("Hardest errors: accepted wrongly, the surest first"),
        _errors(found.machine.wrong, found.titles),
        heading("Hardest errors: missed, the lowest score first"),
        paragraph("A score of 0: neither measure was among the nearest of the other."),
        _errors(found.machine.missed, found.titles),
    )


def _row(one: Agreement) -> tuple[object, ...]:
    return one.accepted, one.true, one.hit, one.precision, one.recall, one.f1


def _errors(errors: Sequence[tuple[str, str, float, float]], titles: Mapping[str, str]) -> str:
    rows = [(a, titles.get(a), b, titles.get(b), score, grade) for a, b, score, grade in errors]
    return table(("a", "title", "b", "title", "score", "mean grade"), rows)
