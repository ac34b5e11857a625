"""Comparable measures across documents: candidates, scores, and what each score is made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.special import expit, logit

from graph.links.density import DOCUMENTS, raises
from graph.links.encoder import Encoder
from graph.links.features import FeatureSpace, Floats, MeasureText, Pairs
from graph.links.linker import Linker
from graph.links.reference import Reference
from graph.links.scorer import Weights, scorer_for
from ontology.model import FeatureShare, Link, Removal, Rival, Separation


def link(
    texts: Sequence[MeasureText],
    encoder: Encoder | None,
    scorer: Weights | None = None,
    reference: Reference | None = None,
) -> tuple[Link, ...]:
    """Links between measures of different documents, the accepted ones and the rejected candidates, by id.

    Candidates are each measure's `NEIGHBOURS` best-scored measures of other documents.  Without an encoder the
    score is made from words and mechanisms alone.  Rarity goes by `reference`, or by the texts themselves.
    """
    if len({one.document for one in texts}) < 2:
        return ()
    linker = linker_for(encoder, scorer, reference)
    linker.add(texts)
    return links_of(linker)


def linker_for(encoder: Encoder | None, scorer: Weights | None = None, reference: Reference | None = None) -> Linker:
    """One that holds nothing yet."""
    return Linker(encoder, scorer or scorer_for(encoder), reference)


def links_of(linker: Linker, known: Sequence[Link] = (), new: Collection[str] = ()) -> tuple[Link, ...]:
    """All links of what a linker holds, by id; one that is known is not made again, save between texts that are new."""
    pairs, _ = linker.kept()
    if not len(pairs):
        return ()
    names = [one.id for one in linker.texts]
    ids = [(names[i], names[j]) for i, j in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)]
    held = {(one.a, one.b): one for one in known if one.a not in new and one.b not in new}
    made = np.flatnonzero([pair not in held for pair in ids])
    if len(made):
        space, local = linker.space_of(Pairs(pairs.first[made], pairs.second[made]))
        links = explained(space, local, linker.scorer, linker.encoder)
        held |= {(one.a, one.b): one for one in links}
    raised = _raised(linker, pairs).tolist()
    return with_rivals([in_documents(held[pair], more, linker.scorer) for pair, more in zip(ids, raised, strict=True)])


def _raised(linker: Linker, pairs: Pairs) -> Floats:
    """By how much the log-odds of some candidates are too low, as all candidates tell it."""
    candidates, odds = linker.candidates()
    documents = np.array([linker.groups.get(one.document, -1) for one in linker.texts], np.int64)
    raised = raises(
        documents[candidates.first], documents[candidates.second], odds, linker.scorer.share, linker.scorer.usual
    )
    keys, wanted = (one.first << 32 | one.second for one in (candidates, pairs))
    order = np.argsort(keys)
    found: Floats = raised[order[np.searchsorted(keys, wanted, sorter=order)]]
    return found


def in_documents(link: Link, raised: float, scorer: Weights) -> Link:
    """A link with what its two documents tell: by how much its log-odds are too low."""
    share = FeatureShare(DOCUMENTS, round(float(expit(logit(scorer.share) + raised)), 6), round(raised, 6))
    if share in link.features:
        return link
    shares = (*(one for one in link.features if one.name != DOCUMENTS), share)
    score = _score(shares, scorer)
    grade = scorer.grade(score)
    taken = None if grade is None else removal(shares, scorer)
    return replace(
        link, features=shares, score=score, accepted=score >= scorer.line, grade=grade, removal=taken, rival=None
    )


def explained(space: FeatureSpace, pairs: Pairs, scorer: Weights, encoder: Encoder | None) -> list[Link]:
    """Links of pairs that are kept, with all that speaks for each, save what their documents tell and rivals."""
    values = space.values(pairs, tuple(scorer.weights))
    rule = f"{scorer.name}; {encoder.name}" if encoder is not None else scorer.name
    return [
        _link(space, pairs, n, {name: column[n] for name, column in values.items()}, scorer, rule)
        for n in range(len(pairs))
    ]


def _link(space: FeatureSpace, pairs: Pairs, n: int, values: Mapping[str, float], scorer: Weights, rule: str) -> Link:
    shares = []
    for name, weight in scorer.weights.items():
        value = None if np.isnan(values[name]) else round(float(values[name]), 6)
        shares.append(FeatureShare(name, value, 0.0 if value is None else round(weight * value, 6)))
    score = _score(shares, scorer)
    grade = scorer.grade(score)
    i, j = int(pairs.first[n]), int(pairs.second[n])
    return Link(
        space.texts[i].id,
        space.texts[j].id,
        score,
        score >= scorer.line,
        tuple(shares),
        space.shared_words(i, j),
        rule,
        grade,
        space.aligned(i, j),
        removal=None if grade is None else removal(shares, scorer),
    )


def removal(shares: Sequence[FeatureShare], scorer: Weights) -> Removal | None:
    """The smallest set of features without which the pair would have another grade; None where none is left to take.

    No weight is below 0, so that taking the greatest share first needs the fewest.
    """
    before = scorer.grade(_score(shares, scorer))
    left = sorted(shares, key=lambda one: (-one.share, one.name))
    taken: list[str] = []
    while left and left[0].share > 0:
        taken.append(left.pop(0).name)
        score = _score(left, scorer)
        if scorer.grade(score) is not before:
            return Removal(tuple(taken), score, scorer.grade(score))
    return None


def _score(shares: Sequence[FeatureShare], scorer: Weights) -> float:
    return round(float(expit(scorer.intercept + sum(one.share for one in shares))), 6)


def with_rivals(links: Sequence[Link]) -> tuple[Link, ...]:
    """Each accepted link with the best rejected one that shares a measure with it."""
    rejected: dict[str, Link] = {}
    for one in sorted(links, key=lambda one: (-one.score, one.a, one.b)):
        if not one.accepted:
            rejected.setdefault(one.a, one)
            rejected.setdefault(one.b, one)
    return tuple(replace(one, rival=_rival(one, rejected)) if one.accepted else one for one in links)


def _rival(link: Link, rejected: Mapping[str, Link]) -> Rival | None:
    beside = [(other, to) for to in (link.a, link.b) if (other := rejected.get(to)) is not None]
    if not beside:
        return None
    other, to = max(beside, key=lambda pair: (pair[0].score, pair[1]))
    leads = sorted(
        ((own.share - its.share, own.name) for own, its in zip(link.features, other.features, strict=True)),
        reverse=True,
    )
    measure = other.b if other.a == to else other.a
    separates = tuple(Separation(name, round(lead, 6)) for lead, name in leads if lead > 0)
    return Rival(measure, to, other.score, leads[0][1], round(leads[0][0], 6), separates)
