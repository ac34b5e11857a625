"""Fits the weights of links to judged pairs, and says how far they hold beyond them.

`python -m benchmarks.train_links GOLD DOCUMENT… [--model FOLDER] [--write] [--ablations]`

GOLD is a folder as `graph.links.evaluation` reads it, DOCUMENTs are the files that its ids speak of.  Pairs of anchors
that GOLD does not file come from the project's own reading (`ontology/reference/judgements.sssom.tsv`, what its voices come
to); no anchor is in both halves.  With --write the weights that ship with the project are written anew, with the figures in their head.

Each feature is standardised, then weighted by logistic regression with a quadratic penalty; targets are soft, by the
mean grade of the readers.  Every figure comes from pairs that the weights were not fitted to: anchors are dealt into
eight parts, six times, and each part is scored by weights fitted to the others, with a line of acceptance chosen on the
others too; or each pair of documents, or each topic (the domain of the measure that a pair is not filed under, else of
the other), is left out in turn.  The halves are measured apart, after ± the spread over the deals.  Log-odds are then
brought in line with how often such pairs were true (Platt), which is one factor and one constant, so that shares still
add up to them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.written import PARTLY, SAME, TOPIC, grade, topics
from graph.judgements.answers import answers
from graph.judgements.sssom import read as read_judgements
from graph.links.encoder import Encoder, encoder_in
from graph.links.evaluation import Evaluation, Gold, evaluate, read_gold
from graph.links.features import Floats, MeasureText, function_of
from graph.links.link import linker_for
from graph.links.scorer import scorers
from loaders.read import read_document
from ontology.domains import match_domain
from ontology.model import Measure, Verdict

TARGETS = {0.0: 0.0, 0.5: 0.05, 1.0: 0.15, 1.5: 0.5, 2.0: 1.0, 2.5: 1.0, 3.0: 1.0}
WITH_MODEL = (
    "phrases",
    "title_concepts",
    "title_part",
    "instruments",
    "clause_concepts",
    "title_clause",
    "meaning",
    "agencies",
)
SETS = {
    "with_tuned_model": WITH_MODEL,
    "with_model": WITH_MODEL,
    "without_model": (
        "words",
        "title_concepts",
        "title_part",
        "instruments",
        "clause_concepts",
        "title_content",
        "agencies",
    ),
}
WRITTEN_TARGETS = {0.0: 0.0, TOPIC: 0.1, PARTLY: 0.6, SAME: 1.0}
WRITTEN = 0.1
"""What a pair of written measures weighs against one that was judged."""
USUAL = {"without_model": 1600}
"""See `graph.links.density`; words alone tell less surely how much documents have in common than 400 candidates allow for."""
PENALTY = 0.01
PARTS, DEALS = 8, 6
BETA = 2 / 3
"""What recall weighs against precision where the line of acceptance is chosen: a wrong link costs trust."""
GRADES = {"same": 3.0, "comparable": 2.0, "related": 1.0}
VERDICTS = {Verdict.SAME: 3.0, Verdict.COMPARABLE: 2.0, Verdict.RELATED: 1.0, Verdict.DIFFERENT: 0.0}
JUDGEMENTS = Path(__file__).parent.parent / "ontology" / "reference" / "judgements.sssom.tsv"


@dataclass(frozen=True)
class Judged:
    """Candidate pairs, with what was said of them."""

    pairs: list[tuple[str, str]]
    values: dict[str, Floats]
    halves: dict[str, Gold]
    """Name → the pairs of some anchors, as they were judged."""
    topics: list[str]
    written: dict[str, Floats]
    """Every feature of pairs of measures that were written for training, on topics that the encoder did not learn from."""
    written_targets: Floats

    @cached_property
    def gold(self) -> Gold:
        """All halves together."""
        grades = {pair: found for half in self.halves.values() for pair, found in half.grades.items()}
        return Gold(grades, frozenset().union(*(half.anchors for half in self.halves.values())))

    @property
    def grades(self) -> Floats:
        """The mean grade of each."""
        return np.array([self.gold.mean(pair) for pair in self.pairs])

    @property
    def sure(self) -> np.ndarray:
        """Which of them readers agreed on."""
        return np.array([not self.gold.unsure(pair) for pair in self.pairs])

    @property
    def true(self) -> np.ndarray:
        """Which of them every reader held comparable."""
        return np.array([self.gold.true(pair) for pair in self.pairs])

    def table(self, names: Sequence[str]) -> Floats:
        """Shape (pairs, features); what could not be had is 0."""
        return _table(self.values, names)

    def fit(self, names: Sequence[str], used: np.ndarray) -> tuple[Floats, float]:
        """Weights of the features as they are, and the intercept, from some of the judged pairs and all written ones."""
        table = np.vstack([self.table(names)[used], _table(self.written, names)])
        targets = np.array([TARGETS[grade] for grade in self.grades[used]])
        share = np.concatenate([np.ones(len(targets)), np.full(len(self.written_targets), WRITTEN)])
        return fit(table, np.concatenate([targets, self.written_targets]), share)

    def evaluations(self, scores: Floats, accepted: np.ndarray) -> dict[str, Evaluation]:
        """The figures of scores for each half."""
        said = zip(self.pairs, scores.tolist(), accepted.tolist(), strict=True)
        links = [{"a": a, "b": b, "score": s, "accepted": ok} for (a, b), s, ok in said]
        return {name: evaluate(links, half) for name, half in self.halves.items()}


def _table(values: dict[str, Floats], names: Sequence[str]) -> Floats:
    return np.nan_to_num(np.stack([values[name] for name in names], axis=1))


def main() -> None:
    """Prints the figures and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--model", type=Path, help="folder of the embedding model; without it only words are fitted")
    parser.add_argument("--kept", type=Path, help="file that keeps vectors between runs")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ablations", action="store_true")
    given = parser.parse_args()
    encoders: dict[str, Encoder | None] = {"without_model": None}
    if given.model is not None:
        encoders["with_model"] = encoder_in(given.model, given.kept, plain=True)
        tuned = encoder_in(given.model, given.kept)
        if tuned is not None and tuned.tuned:
            encoders["with_tuned_model"] = tuned
    gold = read_gold(given.gold)
    fitted = []
    for name, features in SETS.items():
        if name not in encoders:
            continue
        print(f"== {name}")
        judged = judged_pairs(given.documents, gold, encoders[name])
        figures = report(judged, features, "all features")
        if given.ablations:
            for one in features:
                report(judged, [other for other in features if other != one], f"without {one}")
            for one in judged.values:
                if one not in features and not np.isnan(judged.values[one]).all():
                    report(judged, [*features, one], f"and {one}")
        fitted.append(toml(name, judged, features, figures))
    if given.write:
        if len(fitted) < len(SETS):
            parser.error("--write needs a --model that texts of our own have tuned: all sets of weights are written")
        target = Path(__file__).parent.parent / "graph" / "links" / "weights.toml"
        target.write_text(HEAD + "\n".join(fitted), "utf-8")


def compared(texts: Sequence[MeasureText], encoder: Encoder | None) -> tuple[list[tuple[str, str]], dict[str, Floats]]:
    """The candidates of texts, with every feature."""
    linker = linker_for(encoder, scorers()["without_model"])  # candidates go by words and mechanisms alone
    linker.add(texts)
    pairs, _ = linker.candidates()
    space, _ = linker.space_of(pairs)
    names = sorted({name for names in SETS.values() for name in names})
    ids = [one.id for one in space.texts]
    found = [(ids[i], ids[j]) for i, j in zip(pairs.first, pairs.second, strict=True)]
    return found, space.values(pairs, names)


def written_pairs(encoder: Encoder | None) -> tuple[dict[str, Floats], Floats]:
    """The candidates among the written measures of topics held out, and what each is to be; a voice is a document."""
    texts = {f"{one.voice}/{n}": one for n, one in enumerate(one for topic in topics()[1] for one in topic)}
    pairs, values = compared(
        [MeasureText(name, name[0], one.title, one.content) for name, one in texts.items()], encoder
    )
    return values, np.array([WRITTEN_TARGETS[grade(texts[a], texts[b])] for a, b in pairs])


def judged_pairs(documents: Sequence[Path], gold: Gold, encoder: Encoder | None) -> Judged:
    """The candidates of documents that gold files, with every feature, and the written ones."""
    measures = [one for path in documents for one in read_document(path).record.measures]
    found, values = compared([measure_text(one) for one in measures], encoder)
    ids = sorted(one.id for one in measures)
    halves = {"readers": gold, "own reading": own_reading(gold, ids)}
    for name, half in halves.items():
        true = {pair for pair in half.grades if half.true(pair) and half.anchor(*pair) in half.anchors}
        print(f"{name}: {len(half.anchors)} anchors, {len(true & set(found))} of {len(true)} true pairs are candidates")
    domains = {one.id: topic(one.domain) for one in measures}
    written = written_pairs(encoder)
    everything = Judged(found, values, halves, [], *written)
    places = [n for n, pair in enumerate(found) if everything.gold.anchor(*pair) is not None]
    kept = [found[n] for n in places]
    fields = [domains[other(everything.gold, pair)] or domains[everything.gold.anchor(*pair) or ""] for pair in kept]
    return Judged(kept, {name: column[places] for name, column in values.items()}, halves, fields, *written)


def own_reading(gold: Gold, ids: Sequence[str]) -> Gold:
    """What the project's own readers came to on pairs that gold does not file, with all their anchors."""
    documents = {one.split("/")[0] for one in gold.anchors}
    anchors = frozenset(one for one in ids if one.split("/")[0] in documents) - gold.anchors
    judged = answers(read_judgements(JUDGEMENTS))
    grades = {
        pair: (VERDICTS[one.verdict],)
        for pair, one in judged.items()
        if one.verdict is not None and gold.anchor(*pair) in anchors
    }
    return Gold(grades, anchors)


def topic(domain: str | None) -> str:
    """The harmonised domain of a document's domain, or its own name; empty where there is none."""
    matched = None if domain is None else match_domain(domain)
    return (domain or "") if matched is None else matched.id


def other(gold: Gold, pair: tuple[str, str]) -> str:
    """The measure that a pair is not filed under."""
    return pair[0] if gold.anchor(*pair) == pair[1] else pair[1]


def measure_text(measure: Measure) -> MeasureText:
    """A measure as the store would give it."""
    bodies = {one.body for one in measure.responsibilities}
    functions = sorted({function_of(body.name, body.jurisdiction) for body in bodies})
    return MeasureText(measure.id, measure.document, measure.title, measure.content, tuple(functions))


def fit(table: Floats, targets: Floats, share: Floats) -> tuple[Floats, float]:
    """Weights of the features as they are, and the intercept; `share` is what each pair weighs."""
    scaler = StandardScaler().fit(table)
    scaled = scaler.transform(table)
    twice = np.vstack([scaled, scaled])
    labels = np.repeat([1, 0], len(scaled))
    model = LogisticRegression(C=PENALTY, max_iter=1000)
    model.fit(twice, labels, sample_weight=np.concatenate([targets * share, (1 - targets) * share]))
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def held_out(judged: Judged, features: Sequence[str], parts: np.ndarray) -> Floats:
    """The log-odds of each pair by weights that were fitted to the other parts."""
    table = judged.table(features)
    odds = np.zeros(len(table))
    for part in np.unique(parts):
        own = parts == part
        weights, intercept = judged.fit(features, ~own)
        odds[own] = table[own] @ weights + intercept
    return odds


def platt(odds: Floats, labels: np.ndarray) -> tuple[float, float]:
    """The factor and constant that bring log-odds in line with how often such pairs are true."""
    model = LogisticRegression(C=1e6).fit(odds[:, None], labels)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def line_of(odds: Floats, labels: np.ndarray, beta: float = 1.0) -> float:
    """The log-odds from which F (recall weighing `beta` times as much as precision) is expected to be best, by probabilities.

    The line where F1 was best among so few true pairs would be a matter of chance.
    """
    factor, constant = platt(odds, labels)
    ranked = np.sort(odds)[::-1]
    sure = expit(factor * ranked + constant)
    expected = (1 + beta**2) * np.cumsum(sure) / (np.arange(1, len(sure) + 1) + beta**2 * sure.sum())
    return float(ranked[int(expected.argmax())])


def accepted_by_others(judged: Judged, odds: Floats, parts: np.ndarray) -> np.ndarray:
    """What is accepted where each part's line is chosen on the other parts."""
    accepted = np.zeros(len(odds), bool)
    for part in np.unique(parts):
        own = parts == part
        others = ~own & judged.sure
        accepted[own] = odds[own] >= line_of(odds[others], judged.true[others], BETA)
    return accepted


def deals(judged: Judged) -> list[np.ndarray]:
    """Anchors dealt into parts, so that those with true pairs are spread evenly."""
    anchors = [judged.gold.anchor(*pair) or "" for pair in judged.pairs]
    names = sorted(set(anchors))
    true = dict.fromkeys(names, 0)
    for anchor, ok in zip(anchors, judged.true, strict=True):
        true[anchor] += int(ok)
    found = []
    for seed in range(DEALS):
        order = np.random.default_rng(seed).permutation(len(names))
        ranked = sorted(order.tolist(), key=lambda n: -true[names[n]])
        part = {names[n]: place % PARTS for place, n in enumerate(ranked)}
        found.append(np.array([part[anchor] for anchor in anchors]))
    return found


def report(judged: Judged, features: Sequence[str], name: str) -> list[str]:
    """Prints and gives the figures of a set of features, a line for each way of holding out."""
    print(name)
    documents = np.unique([f"{a.split('/')[0]} {b.split('/')[0]}" for a, b in judged.pairs], return_inverse=True)[1]
    topics = np.unique(judged.topics, return_inverse=True)[1]
    ways = {"anchor": deals(judged), "pair of documents": [documents], "topic": [topics]}
    lines = []
    for way, all_parts in ways.items():
        found: dict[str, list[tuple[float, ...]]] = {half: [] for half in judged.halves}
        for parts in all_parts:
            odds = held_out(judged, features, parts)
            for half, one in judged.evaluations(expit(odds), accepted_by_others(judged, odds, parts)).items():
                overall = one.overall
                figures = (
                    overall.precision or 0,
                    overall.recall or 0,
                    overall.f1 or 0,
                    one.average_precision,
                    one.ndcg,
                )
                found[half].append(figures)
        texts = []
        for half, rows in found.items():
            p, r, f1, ap, ndcg = np.mean(rows, axis=0)
            spread = f"±{np.std(rows, axis=0)[2]:.2f}" if len(rows) > 1 else ""
            texts.append(f"{half} P {p:.2f} R {r:.2f} F1 {f1:.2f}{spread} AP {ap:.2f} nDCG@10 {ndcg:.2f}")
        lines.append(f"by {way}: {'; '.join(texts)}")
        print(f"  {lines[-1]}", flush=True)
    return lines


def toml(name: str, judged: Judged, features: Sequence[str], figures: Sequence[str]) -> str:
    """A scorer fitted to everything, its probabilities and lines set by pairs held out."""
    odds = np.mean([held_out(judged, features, parts) for parts in deals(judged)], axis=0)
    sure = judged.sure
    factor, constant = platt(odds[sure], judged.true[sure])
    weights, intercept = judged.fit(features, np.ones(len(odds), bool))
    calibrated = factor * odds + constant
    line = float(expit(line_of(calibrated[sure], judged.true[sure], BETA)))
    related = min(line, float(expit(line_of(calibrated, judged.grades >= GRADES["related"]))))
    same = max(line, float(expit(line_of(calibrated, judged.grades >= GRADES["same"]))))
    lines = [f"[{name}]", *(f"# Held out {one}." for one in figures)]
    lines += [f"intercept = {factor * intercept + constant:.4f}", f"line = {line:.3f}"]
    lines += [f"share = {judged.true[sure].mean():.4f}", f"usual = {USUAL.get(name, 400)}", f"[{name}.grades]"]
    lines += [f"same = {same:.3f}", f"comparable = {line:.3f}", f"related = {related:.3f}", f"[{name}.weights]"]
    lines += [f"{one} = {factor * weight:.4f}" for one, weight in zip(features, weights, strict=True)]
    return "\n".join(lines) + "\n"


HEAD = """# Weights of the features, as fitted by `python -m benchmarks.train_links`, which says how and can be run again.
#
# Pairs of measures of different documents, filed under measures whose comparable measures were judged: those of one half
# by two readers independently, those of the other by the project's own readers.  Beside them stand, at a tenth of the
# weight, pairs of measures written for training, on topics that no encoder learned from (benchmarks/training).  Ridge
# logistic regression; target 1 where a pair was found comparable, 0.5 where one of two readers found it so, 0.15 for the
# same topic with another instrument, 0.05 where one of two held that, 0 elsewhere.  Scores are brought in line with how
# often pairs held out were true.  `line` and `grades` are the lowest scores that are accepted and graded so, by pairs held
# out: `line` where F is expected to be best with precision weighing more than recall, the others where F1 is.  Very few
# pairs were graded the same, so that line is rough.  `share` and `usual` are what graph/links/density.py goes by.  Only
# weights and line are held out: words of mechanisms and features were chosen with both halves in view, so these figures
# flatter measures that nobody has read (decisions/0012-scoring.md).  The tuned model learned from texts that say nothing
# of any judged pair (decisions/0026-other-topics.md).

"""

if __name__ == "__main__":
    main()
