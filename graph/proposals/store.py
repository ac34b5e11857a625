"""Proposals as they are kept: one named graph in store and release, which nothing but these functions touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.annotations import keep
from graph.judgements.review import Candidate, candidates
from graph.judgements.store import held as judged
from graph.judgements.store import measures_in, now
from graph.proposals.judge import Judge, Text, prompt_sha256
from graph.release import Release
from graph.settings import Settings
from graph.store import Change, Store
from ontology.annotations import PROPOSAL
from ontology.errors import JudgeError, NotFoundError
from ontology.identifiers import PROPOSALS
from ontology.model import Proposal
from ontology.proposal_triples import proposals_graph, proposals_in


@dataclass(frozen=True)
class Proposed:
    """What a model was asked and said."""

    new: tuple[Proposal, ...]
    """Stored, all of them."""
    held: int
    """Proposals in the graph now."""
    failed: JudgeError | None
    """Why the rest was not asked; None where nothing went wrong."""


def judge_of(settings: Settings) -> Judge:
    """The judge that is set. Raises `JudgeError` where none is, or where two are."""
    if settings.judge_url is not None and settings.judge_cross_encoder is not None:
        raise JudgeError("two judges are set, REFORMGRAPH_JUDGE_URL and REFORMGRAPH_JUDGE_CROSS_ENCODER; take one out")
    if settings.judge_cross_encoder is not None:
        from graph.proposals.cross_encoder import cross_encoder

        return cross_encoder(settings.judge_cross_encoder, settings.model_folder.parent)
    if settings.judge_url is None:
        raise JudgeError(
            "no judge is set, and nothing was sent; set REFORMGRAPH_JUDGE_URL and REFORMGRAPH_JUDGE_MODEL for an "
            "OpenAI-compatible endpoint, or REFORMGRAPH_JUDGE_CROSS_ENCODER for a cross-encoder"
        )
    if settings.judge_model is None:
        raise JudgeError("REFORMGRAPH_JUDGE_URL is set without REFORMGRAPH_JUDGE_MODEL; name the model")
    from graph.proposals.endpoint import Endpoint

    return Endpoint(settings.judge_url, settings.judge_model, settings.judge_key, settings.judge_seconds)


def held(release: Release) -> tuple[Proposal, ...]:
    """All proposals in the graph, by pair, model and time."""
    return proposals_in(release.triples(PROPOSALS)) if PROPOSALS in release.names() else ()


def waiting(store: Store, release: Release, judge: Judge) -> Iterator[tuple[Candidate, str]]:
    """The pairs that a judge has not been asked about as they stand, the most telling first, and the prompt's digest."""
    known = {(one.a, one.b, one.prompt_sha256) for one in held(release) if one.by == judge.name}
    for one in candidates(store, judged(release)):
        digest = prompt_sha256(judge, *texts(one))
        if (one.a.id, one.b.id, digest) not in known:
            yield one, digest


def texts(one: Candidate) -> tuple[Text, Text]:
    """Both measures of a pair as a judge reads them."""
    a, b = (Text(side.id, side.title, side.content) for side in (one.a, one.b))
    return a, b


def propose(
    store: Store,
    release: Release,
    judge: Judge,
    limit: int,
    tell: Callable[[Proposal], None] | None = None,
) -> Proposed:
    """Asks a judge about the pairs of which a judgement would tell most, and stores what it says in one step at the end.

    Where an answer cannot be had nothing more is asked; the whole answers before it are stored.
    """
    new: list[Proposal] = []
    failed: JudgeError | None = None
    try:
        for one, digest in waiting(store, release, judge):
            if len(new) >= limit:
                break
            opinion = judge.ask(*texts(one))
            new.append(Proposal(one.a.id, one.b.id, opinion.verdict, judge.name, digest, opinion.reason, now()))
            if tell is not None:
                tell(new[-1])
    except JudgeError as error:
        failed = error
    finally:  # whoever is interrupted has asked, and perhaps paid, for these
        if new:
            again = {(one.a, one.b, one.by) for one in new}
            others = [one for one in held(release) if (one.a, one.b, one.by) not in again]
            keep(store, release, proposals_graph([*others, *new]), PROPOSAL)
    return Proposed(tuple(new), len(held(release)), failed)


def remove(store: Store, release: Release, by: str | None = None) -> int:
    """Takes out all proposals, or those of one model; gives how many. Raises `NotFoundError` where there are none."""
    every = held(release)
    kept = [one for one in every if by is not None and one.by != by]
    if len(kept) == len(every):
        models = sorted({one.by for one in every})
        whose = f" by {by}; there are those of {', '.join(models)}" if models and by is not None else ""
        raise NotFoundError(f"there are no proposals{whose}")
    keep(store, release, proposals_graph(kept), PROPOSAL)
    return len(every) - len(kept)


def settle(store: Store, release: Release) -> Change:
    """Takes out proposals of measures that are not loaded any more: a model can be asked again."""
    every = held(release)
    loaded = measures_in(store) if every else set()
    kept = [one for one in every if {one.a, one.b} <= loaded]
    return keep(store, release, proposals_graph(kept), PROPOSAL) if len(kept) < len(every) else Change()
