"""What several judgements of one pair come to, and where judgements contradict one another.

Each person has one voice for a pair: the latest judgement that they have not withdrawn, by its time, the undated
first.  `unsure` is no voice.  A pair is comparable where more voices say so than not.  Where voices stand on both
sides the pair is disputed, and stays unaccepted when they are even.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontology.judgement_triples import order
from ontology.model import Judgement, Verdict

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """The judged answer of one pair, and the judgements that it rests on."""

    a: str
    b: str
    verdict: Verdict | None
    """What the greater number holds, of several verdicts the commonest, then the latest; None where they are even."""
    accepted: bool
    disputed: bool
    """Whether voices stand on both sides."""
    voices: tuple[Judgement, ...]
    """One for each person, in the order of time."""


def by_pair(judgements: Iterable[Judgement]) -> dict[Pair, list[Judgement]]:
    """Judgements by their pair, each list in the order of time."""
    found: dict[Pair, list[Judgement]] = defaultdict(list)
    for one in sorted(judgements, key=order):
        found[one.a, one.b].append(one)
    return dict(found)


def answers(judgements: Iterable[Judgement]) -> dict[Pair, JudgedPair]:
    """The judged answer of every pair on which somebody has decided."""
    found = {pair: _answer(pair, several) for pair, several in by_pair(judgements).items()}
    return {pair: one for pair, one in found.items() if one is not None}


def _answer(pair: Pair, judgements: Iterable[Judgement]) -> JudgedPair | None:
    latest = {one.by: one for one in judgements if one.withdrawn is None}
    voices = sorted((one for one in latest.values() if one.verdict is not Verdict.UNSURE), key=order)
    if not voices:
        return None
    sides = Counter(one.verdict.accepts for one in voices)
    accepted, disputed = sides[True] > sides[False], len(sides) == 2
    if sides[True] == sides[False]:
        return JudgedPair(*pair, None, accepted=False, disputed=True, voices=tuple(voices))
    winning = [one.verdict for one in voices if one.verdict.accepts is accepted]
    count = Counter(winning)
    verdict = max(enumerate(winning), key=lambda item: (count[item[1]], item[0]))[1]
    return JudgedPair(*pair, verdict, accepted, disputed, tuple(voices))


def contradictions(judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """Where judgements do not go together, in words, sorted.

    One pair with several verdicts, of several people or of one person over time; and a pair that was judged not
    comparable although a chain of pairs judged the same joins its two measures.
    """
    held = [one for one in judgements if one.withdrawn is None and one.verdict is not Verdict.UNSURE]
    found = []
    for (a, b), several in by_pair(held).items():
        if len({one.verdict for one in several}) > 1:
            said = ", ".join(
                f"{one.verdict} ({one.by}{'' if one.when is None else ', ' + one.when})" for one in several
            )
            found.append(f"{a} and {b} are judged otherwise too: {said}")
    settled = answers(held)
    same: dict[str, set[str]] = defaultdict(set)
    for (a, b), one in settled.items():
        if one.verdict is Verdict.SAME:
            same[a].add(b)
            same[b].add(a)
    for (a, b), one in settled.items():
        if one.verdict in (Verdict.RELATED, Verdict.DIFFERENT):
            chain = _chain(same, a, b)
            if chain:
                found.append(
                    f"{a} and {b} are judged {one.verdict}, yet each of these is judged the same as the next: "
                    f"{' = '.join(chain)}"
                )
    return tuple(sorted(found))


def _chain(same: Mapping[str, set[str]], start: str, end: str) -> list[str]:
    """The shortest way from one measure to another over pairs judged the same; empty where there is none."""
    before: dict[str, str | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            way: list[str] = []
            step: str | None = end
            while step is not None:
                way.append(step)
                step = before[step]
            return way[::-1]
        for there in sorted(same.get(here, ())):
            if there not in before:
                before[there] = here
                waiting.append(there)
    return []
