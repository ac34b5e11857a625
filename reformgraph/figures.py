"""Figures of an evaluation as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from graph.links.evaluation import Agreement, Evaluation


def evaluation_text(found: Evaluation) -> str:
    """All figures, a table each."""
    lines = [
        _agreement("all", found.overall),
        f"AP {found.average_precision:.3f}  nDCG@10 {found.ndcg:.3f}  Brier {found.brier:.4f}",
        "",
        *(_agreement(name, one) for name, one in found.documents.items()),
        "",
        "mean grade  judged  accepted",
        *(f"{grade:>10}  {judged:>6}  {accepted:>8}" for grade, (judged, accepted) in found.grades.items()),
        "",
        "score        pairs  mean score  true",
        *(f"{b.low:.2f} – {b.high:.2f}  {b.pairs:>5}  {b.score:>10.2f}  {b.true:.2f}" for b in found.calibration),
        "",
        "accepted wrongly, the surest first",
        *_errors(found.wrong),
        "",
        "missed, the lowest score first",
        *_errors(found.missed),
    ]
    return "\n".join(lines)


def _agreement(name: str, one: Agreement) -> str:
    figures = (
        f"{label} {_number(value)}" for label, value in (("P", one.precision), ("R", one.recall), ("F1", one.f1))
    )
    return f"{name}: accepted {one.accepted}, true {one.true}, hit {one.hit}; {'  '.join(figures)}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _errors(errors: Iterable[tuple[str, str, float, float]]) -> Iterable[str]:
    return (f"  {a}  {b}  score {score:.2f}, grade {grade:.1f}" for a, b, score, grade in errors)
