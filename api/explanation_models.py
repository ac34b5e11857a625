"""What the API says of why two measures were held comparable or not."""

from __future__ import annotations

from api.models import Feature, MeasureId, Model, PairJudgement, Proposal, Score, said


class TextPlace(Model):
    """Where words stand in a measure."""

    field: str = said("title or content.", "content")
    start: int = said("First character, from 0.", 12)
    end: int = said("Character after the last.", 18)


class ComparedText(Model):
    """One of two measures that were compared."""

    measure: MeasureId
    title: str = said("Its title.")
    content: str = said("Its content.")


class SharedSpan(Model):
    """Words that stand in both texts."""

    text: str = said("The words.", "用电报装")
    a: tuple[TextPlace, ...] = said("Where they stand in the first.")
    b: tuple[TextPlace, ...] = said("Where they stand in the second.")


class Clause(Model):
    """A clause that the other text has its like of."""

    text: str = said("The clause.")
    place: TextPlace | None = said("Where it stands; null where the text has changed since.")


class Lead(Model):
    """A feature that speaks more for a pair than for its rival."""

    name: str = said("Name of the feature.", "phrases")
    difference: float = said("By how much, in log-odds.", 0.84)


class NearestRival(Model):
    """The best rejected measure beside an accepted pair."""

    measure: MeasureId
    title: str = said("Its title.")
    to: str = said("Id of the measure of the pair that it was compared with.", "zhuhai-2020/1-4")
    score: Score
    separates: tuple[Lead, ...] = said("The features that speak more for the pair, the most telling first.")


class SmallestRemoval(Model):
    """The fewest features without which the grade is another one."""

    features: tuple[str, ...] = said("Names of the features, the greatest share first.", ["phrases"])
    score: Score
    grade: str | None = said("The grade that is left; null where not even related is.", "related")


class MadeIn(Model):
    """The run that made a link."""

    run: str = said("Its IRI.", "https://w3id.org/reformgraph/id/link-run/121c5fe5a59a077c5d1f")
    weights: str = said("Name of the weights.", "with_model")
    weights_sha256: str = said("Digest of the weights.")
    model: str | None = said("Embedding model; null where words alone were compared.", "bge-small-zh-v1.5@6b98a9cc0b2e")
    inputs_sha256: str = said("Digest of all texts that were compared.")
    ended: str = said("When it ended, in UTC.", "2026-03-01T09:30:00+00:00")
    documents: tuple[str, ...] = said("Ids of the documents that were compared.")


class Explanation(Model):
    """What the comparison of two measures rests on. The two stand in the order of ids, without direction."""

    a: ComparedText
    b: ComparedText
    score: Score
    accepted: bool = said("Whether the score reaches the line of acceptance.", example=True)
    grade: str | None = said("same, comparable, related; null where the two are not even related.", "comparable")
    base: float = said("Log-odds of a pair without anything in common; the shares are added to it.", -10.38)
    features: tuple[Feature, ...] = said("What the score is made of, the greatest share first.")
    clauses: tuple[Clause, Clause] | None = said(
        "The clause of each that says the same; null where none could be told."
    )
    shared: tuple[SharedSpan, ...] = said("Words that both texts hold, the most telling first.")
    rival: NearestRival | None = said("null where the pair was not accepted, or nothing was rejected beside it.")
    removal: SmallestRemoval | None = said("null where the pair has no grade to lose.")
    run: MadeIn | None = said("The run that made the link; null where it was made before runs were kept.")
    rule: str = said("Weights and model that made the score.")
    claim_id: str = said("The claim that the two are comparable.")
    judgement: PairJudgement | None = said("What people hold of the pair; null where nobody has decided.")
    proposals: tuple[Proposal, ...] = said("What models propose of the pair, which counts for nothing.")
