"""Mechanisms of reform: the scheme of reference/mechanisms.ttl, and where texts name its concepts.

White space, quotation marks, full width and capitals make no difference, so a word is found where a line break
or a quotation mark stands inside it (开办企业“一窗通”).  Of two hits of one kind where one lies within the other,
the longer one counts: 注销一窗通 is not 一窗通; a pattern, whose words stand apart, hides nothing.  Hits of
different kinds may lie in each other: 知识产权证券化 is an instrument, and names the object 知识产权.  A hit that
begins within words of its concept's rg:notWithin, and does not reach beyond them from the same start, does not
count.

An object's name that is the first part of a body's (市场监管部门, 税务局) names the body and does not count.

Each place of a text is looked at once, and what can be found there has a bounded length: time is linear.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from rdflib import URIRef

from ontology.errors import OntologyError
from ontology.facts import SOURCE, Facts
from ontology.identifiers import ID
from ontology.model import MechanismKind
from ontology.vocabulary import RG

KINDS: Final = {
    str(RG.objectKind): MechanismKind.OBJECT,
    str(RG.instrumentKind): MechanismKind.INSTRUMENT,
    str(RG.goalKind): MechanismKind.GOAL,
}
GAP: Final = "…"
BETWEEN: Final = r"[^，。；：！？、（）,;:!?()]{0,8}?"
"""What … stands for: up to eight characters of one clause, as few as will do."""
QUOTES: Final = "“”‘’\"'「」『』《》〈〉"
DROPPED: Final = frozenset(QUOTES) | {chr(n) for n in range(sys.maxunicode + 1) if chr(n).isspace()}
FOLD: Final[dict[int, str | None]] = {
    **{ord(one): None for one in DROPPED},
    **{n: chr(n + 32) for n in range(ord("A"), ord("Z") + 1)},
    **{n: chr(n - 0xFEE0).lower() for n in range(0xFF01, 0xFF5F) if chr(n - 0xFEE0).isalnum()},
    ord("＋"): "+",
}

BODY: Final = re.compile(r"(?:行政|主管|监督|管理|监管|保障){0,2}(?:总局|局|部门|机关)")
"""What makes the name of a body of the name of an object."""

LATIN: Final = re.compile("[A-Za-z0-9]{2}")

Hit = tuple[int, int, "Mechanism"]
"""Start and end (half-open, in characters of the text as given), and the mechanism named there."""


@dataclass(frozen=True)
class Mechanism:
    """A concept of the scheme; two are equal if their IRIs are."""

    iri: URIRef
    kind: MechanismKind = field(compare=False)
    name: str = field(compare=False)
    english: str = field(compare=False)
    names: tuple[str, ...] = field(compare=False, repr=False)
    """The name and its other names."""
    patterns: tuple[str, ...] = field(compare=False, repr=False)
    """Words with others in between, marked by …."""
    not_within: tuple[str, ...] = field(compare=False, repr=False)
    """Names and patterns in which its own names do not count."""
    broader: tuple[str, ...] = field(compare=False, repr=False)
    """The ids of the concepts right above it."""
    note: str | None = field(compare=False, repr=False)
    """What separates it from its neighbours, in Chinese; None where nothing needs to be said."""
    sources: tuple[str, ...] = field(compare=False, repr=False)
    """National texts that lay it down or speak of it; not always the first."""

    @property
    def id(self) -> str:
        """The last part of the IRI (automatic-approval)."""
        return self.iri.removeprefix(ID + "mechanism/")


def mechanisms() -> tuple[Mechanism, ...]:
    """List every concept, in the order of the file: objects, instruments, goals, each by id."""
    return tuple(_scheme().values())


def mechanism(identifier: str) -> Mechanism | None:
    """Look up a concept by its id; None where the scheme holds none."""
    return _scheme().get(identifier)


def folded(text: str) -> str:
    """Give a text as words are compared: no white space or quotation marks, no full width, no capitals."""
    return text.translate(FOLD)


def find_mechanisms(text: str) -> tuple[Hit, ...]:
    """Find what mechanisms a text names, by start and then end."""
    plain = folded(text)
    hits = _find(plain)
    if len(plain) != len(text):
        at = [i for i, char in enumerate(text) if char not in DROPPED]
        hits = ((at[start], at[end - 1] + 1, found) for start, end, found in hits)
    return tuple(hit for hit in hits if not (_runs_on(text, hit[0]) or _runs_on(text, hit[1])))


def _runs_on(text: str, at: int) -> bool:
    """Whether a Latin word goes on across a place: AI is not in EMAIL."""
    return bool(LATIN.match(text, at - 1)) if 0 < at < len(text) else False


@dataclass(frozen=True, slots=True)
class _Word:
    """Something to look for: a word, or a pattern where the words between vary."""

    text: str
    pattern: re.Pattern[str] | None
    mechanism: Mechanism
    shuts: bool
    """True for words in which the mechanism's own do not count."""

    def match(self, plain: str, at: int) -> re.Match[str] | None:
        """Where the pattern stands, if it begins at `at`."""
        return None if self.pattern is None else self.pattern.match(plain, at)


@dataclass(frozen=True, slots=True)
class _Start:
    """All that begins with the same two characters."""

    sizes: tuple[int, ...]
    """The lengths of words, longest first."""
    words: Mapping[str, tuple[_Word, ...]]
    """A word that names one mechanism may be among those that shut others."""
    patterns: tuple[_Word, ...]


def _find(plain: str) -> Iterator[Hit]:
    index = _index()
    reach = dict.fromkeys(MechanismKind, 0)
    shut: dict[Mechanism, int] = {}
    for at in range(len(plain) - 1):
        start = index.get(plain[at : at + 2])
        if start is None:
            continue
        here = [
            (at + size, word)
            for size in start.sizes
            if at + size <= len(plain) and (words := start.words.get(plain[at : at + size])) is not None
            for word in words
        ]
        here += [(match.end(), word) for word in start.patterns if (match := word.match(plain, at))]
        if not here:
            continue
        until = {word.mechanism: end for end, word in sorted(here, key=_by_end) if word.shuts}
        best: dict[MechanismKind | Mechanism, Hit] = {}
        for end, word in here:
            one = word.mechanism
            if word.shuts or shut.get(one, 0) > at or until.get(one, 0) >= end or end <= reach[one.kind]:
                continue
            if one.kind is MechanismKind.OBJECT and BODY.match(plain, end):
                continue
            key = one.kind if word.pattern is None else one
            if key not in best or end > best[key][1]:
                best[key] = (at, end, one)
        for one, end in until.items():
            shut[one] = max(end, shut.get(one, 0))
        for kind in MechanismKind:
            if kind in best:
                reach[kind] = best[kind][1]
                best.pop(best[kind][2], None)
        yield from sorted(best.values(), key=_by_reach)


def _by_end(found: tuple[int, _Word]) -> int:
    return found[0]


def _by_reach(hit: Hit) -> tuple[int, str]:
    return hit[1], hit[2].kind


# --- loading -----------------------------------------------------------------------------------


@cache
def _scheme() -> dict[str, Mechanism]:
    facts = Facts("mechanisms")
    found = (_mechanism(facts, iri) for iri in facts.of("Mechanism"))
    return {one.id: one for one in found}


def _mechanism(facts: Facts, iri: str) -> Mechanism:
    name = facts.name(iri)
    return Mechanism(
        URIRef(iri),
        KINDS[facts.one(iri, "rg:mechanismKind") or ""],
        name,
        facts.one(iri, "skos:prefLabel", "en") or "",
        (name, *facts.all(iri, "skos:altLabel")),
        facts.all(iri, "rg:textPattern", None),
        facts.all(iri, "rg:notWithin", None),
        tuple(one.removeprefix(ID + "mechanism/") for one in facts.all(iri, "skos:broader", None)),
        facts.one(iri, "skos:scopeNote", "zh"),
        facts.all(iri, SOURCE),
    )


@cache
def _index() -> Mapping[str, _Start]:
    """What to look for, by its first two characters.

    Raises `OntologyError` where a word has no two characters to begin with.
    """
    found: dict[str, list[_Word]] = defaultdict(list)
    for one in mechanisms():
        words = [_word(text, one) for text in (*one.names, *one.patterns)]
        for word in (*words, *(_word(text, one, shuts=True) for text in one.not_within)):
            found[word.text[:2]].append(word)
    return {start: _start(words) for start, words in found.items()}


def _start(words: Iterable[_Word]) -> _Start:
    patterns = tuple(word for word in words if word.pattern is not None)
    by_text: dict[str, tuple[_Word, ...]] = {}
    for word in words:
        if word.pattern is None:
            by_text[word.text] = (*by_text.get(word.text, ()), word)
    return _Start(tuple(sorted({len(text) for text in by_text}, reverse=True)), by_text, patterns)


def _word(text: str, one: Mechanism, *, shuts: bool = False) -> _Word:
    plain = folded(text)
    parts = plain.split(GAP)
    if len(parts[0]) < 2 or not all(parts):
        raise OntologyError(
            f"mechanism “{one.id}”: “{text}” must begin with two characters before any {GAP}, and end with words"
        )
    pattern = re.compile(BETWEEN.join(map(re.escape, parts))) if len(parts) > 1 else None
    return _Word(plain, pattern, one, shuts)
