"""How words are compared in a search.

One character stands for one character throughout, so that a place in a folded text is the place in the text itself.
Traditional characters become simplified ones (OpenCC's table, character by character, which is all that is needed for
two texts to find each other), full width becomes half width, capitals become small letters. Quotation marks and white
space between characters do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

DROPPED = "“”‘’\"'《》〈〉「」『』【】"
"""Marks that stand within what people look for, and that they leave out."""
_GONE = dict.fromkeys(map(ord, DROPPED))
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


class _Table(dict[int, str]):
    """What each character is compared as; filled as characters come."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char).casefold()
        found = self[code] = _simplified(plain) if len(plain) == 1 else char
        return found


_TABLE = _Table()


def folded(text: str) -> str:
    """The text as it is compared; of the same length."""
    return text.translate(_TABLE)


def pieces(text: str) -> list[str]:
    """What a text is indexed by, in its order: words of letters and digits, pairs of neighbours of other characters.

    A run of other characters ends with its last character alone, so that each of its characters begins a piece.
    """
    found: list[str] = []
    for run in _RUN.findall(counted(text)):
        if _LATIN.fullmatch(run):
            found.append(run)
        else:
            found += map("".join, pairwise(run))
            found.append(run[-1])
    return found


@dataclass(frozen=True, slots=True)
class Word:
    """What one word of a query asks for."""

    whole: str
    """Its characters, without what does not count."""
    pieces: tuple[str, ...]
    """In their order; its last character alone is left out, since in a text it may go on."""

    @property
    def is_open(self) -> bool:
        """Whether its last piece may be the beginning of a piece of a text."""
        return len(self.pieces[-1]) == 1 or bool(_LATIN.fullmatch(self.pieces[-1]))


def wanted(query: str) -> list[Word]:
    """The words of a query, which white space parts; none where it holds neither letters nor characters."""
    found = []
    for word in folded(query).split():
        runs = _RUN.findall(counted(word))
        asked = pieces(word)
        if runs and len(runs[-1]) > 1 and not _LATIN.fullmatch(runs[-1]):
            asked.pop()
        if asked:
            found.append(Word("".join(runs), tuple(asked)))
    return found


def whole(text: str) -> str:
    """All characters of a text that count, as one."""
    return "".join(_RUN.findall(counted(text)))


def spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where a text holds a query: its words as a whole where they stand so, else their pieces. Half-open, in order."""
    plain, at = _compared(text)
    places: list[tuple[int, int]] = []
    for word in folded(query).split():
        found = [*_places(plain, counted(word))]
        for one in wanted(word) if not found else ():
            for piece in one.pieces:
                if len(piece) > 1 or piece.isascii() or piece == one.whole:
                    found += _places(plain, piece)
        places += found
    return _joined((at[start], at[end - 1] + 1) for start, end in sorted(places))


def initials(text: str) -> list[str]:
    """The first letter of each character's pinyin; other letters and digits as they are, the rest left out."""
    return [letter for letter in _initials(text) if letter]


def initial_spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where the initials of a text hold those of a query."""
    letters = _initials(text)
    at = [place for place, letter in enumerate(letters) if letter]
    plain, asked = "".join(letters), folded(query).replace(" ", "")
    found = [(at[start], at[start + len(asked) - 1] + 1) for start in _starts(plain, asked)]
    return _joined(iter(found))


def _initials(text: str) -> list[str]:
    """One for each character, empty where it has none."""
    from pypinyin import Style, lazy_pinyin

    plain = folded(text)
    found = [char if _LATIN.match(char) else "" for char in plain]
    for run in _HAN.finditer(plain):
        letters = lazy_pinyin(run[0], style=Style.FIRST_LETTER)
        if len(letters) == len(run[0]):
            found[run.start() : run.end()] = [
                letter if len(letter) == 1 and letter.isascii() else "" for letter in letters
            ]
    return found


def counted(text: str) -> str:
    """A text without what does not count."""
    return folded(text).translate(_GONE)


def _compared(text: str) -> tuple[str, list[int]]:
    """The same, and where each of its characters stands."""
    plain = folded(text)
    at = [place for place, char in enumerate(plain) if char not in DROPPED]
    return "".join([plain[place] for place in at]), at


def _places(plain: str, word: str) -> Iterator[tuple[int, int]]:
    for start in _starts(plain, word):
        end = start + len(word)
        if not (_runs_on(plain, start) or _runs_on(plain, end)):
            yield start, end


def _starts(plain: str, word: str) -> Iterator[int]:
    start = plain.find(word) if word else -1
    while start >= 0:
        yield start
        start = plain.find(word, start + 1)


def _runs_on(plain: str, at: int) -> bool:
    """Whether a word of letters and digits goes on across a place: ai is not in email."""
    return 0 < at < len(plain) and bool(_LATIN.match(plain[at - 1]) and _LATIN.match(plain[at]))


def _joined(places: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in places:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _simplified(char: str) -> str:
    plain = _converter().convert(char) if char >= "\u2e80" else char
    return plain if len(plain) == 1 else char


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
