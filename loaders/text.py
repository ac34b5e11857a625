"""Text that remembers where each of its characters stands in the source.

Cleaning only ever leaves characters out, or joins pieces; so each character that is left still knows its place,
and any part of a cleaned cell can be quoted from the archived bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from loaders.source import NEWLINE, Source
from ontology.model import Quote, Span

ASCII_WORD = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True)
class Text:
    """A string and, for each character, its index in `source.text`.

    `anchor` is where an empty text stands.  `bold` are half-open ranges of `value` that the source sets in bold.
    """

    source: Source = field(repr=False)
    value: str
    at: Sequence[int] = field(repr=False)
    anchor: int
    bold: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        return self.value

    def __len__(self) -> int:
        return len(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def part(self, start: int, end: int | None = None) -> Text:
        """Characters `start` to `end` (half-open, counted in `value`)."""
        end = len(self.value) if end is None else end
        at = self.at[start:end]
        anchor = self.at[start] if start < len(self.at) else (self.at[-1] + 1 if len(self.at) else self.anchor)
        bold = tuple((max(a, start) - start, min(b, end) - start) for a, b in self.bold if a < end and b > start)
        return Text(self.source, self.value[start:end], at, anchor, bold)

    def strip(self, characters: str | None = None) -> Text:
        """Without white space (or the characters named) at both ends."""
        left = len(self.value) - len(self.value.lstrip(characters))
        right = len(self.value.rstrip(characters))
        return self.part(left, max(left, right))

    def keep(self, indices: Iterable[int]) -> Text:
        """Only the characters at these rising indices of `value`."""
        kept = list(indices)
        place = {old: new for new, old in enumerate(kept)}
        bold = []
        for a, b in self.bold:
            inside = [place[i] for i in range(a, b) if i in place]
            if inside:
                bold.append((inside[0], inside[-1] + 1))
        value = "".join(self.value[i] for i in kept)
        return Text(self.source, value, [self.at[i] for i in kept], self.anchor, tuple(bold))

    def without(self, pattern: re.Pattern[str]) -> Text:
        """Without every match of the pattern."""
        dropped = {i for match in pattern.finditer(self.value) for i in range(*match.span())}
        return self if not dropped else self.keep(i for i in range(len(self.value)) if i not in dropped)

    def lines(self) -> Iterator[Text]:
        """Its lines, without the line ends."""
        start = 0
        for match in NEWLINE.finditer(self.value):
            yield self.part(start, match.start())
            start = match.end()
        yield self.part(start)

    @property
    def span(self) -> Span:
        """The stretch of the source from the first to the last character; empty at the anchor for empty text."""
        if not self.at:
            return self.source.span(self.anchor, self.anchor)
        return self.source.span(self.at[0], self.at[-1] + 1)

    @property
    def line(self) -> int:
        """The 1-based line of the source that it begins on."""
        return self.source.line(self.at[0] if self.at else self.anchor)

    def quote(self, field: str) -> Quote:
        """The words as they stand in the source, markup and white space included, from `field`."""
        start, end = (self.at[0], self.at[-1] + 1) if self.at else (self.anchor, self.anchor)
        return Quote(self.source.text[start:end], self.source.span(start, end), field)


def whole(source: Source, start: int = 0, end: int | None = None) -> Text:
    """Characters `start` to `end` of a source's text, as they are."""
    end = len(source.text) if end is None else end
    return Text(source, source.text[start:end], range(start, end), start)


def join(parts: Sequence[Text], separator: str = "\n") -> Text:
    """Texts one after another; each separator takes the place of the character before it."""
    value: list[str] = []
    at: list[int] = []
    bold: list[tuple[int, int]] = []
    for number, part in enumerate(parts):
        if number and separator:
            place = at[-1] if at else part.anchor
            value.append(separator)
            at.extend([place] * len(separator))
        shift = len(at)
        bold.extend((a + shift, b + shift) for a, b in part.bold)
        value.append(part.value)
        at.extend(part.at)
    first = parts[0]
    return Text(first.source, "".join(value), at, first.anchor, tuple(bold))


def tidy(text: Text) -> Text:
    """Without white space that means nothing in Chinese, paragraphs kept as one line each.

    A space stays only between two Latin letters or digits (`One Person Company`); 2020 年 6 月底 loses its spaces.
    """
    paragraphs = []
    for line in text.lines():
        stripped = line.strip()
        value = stripped.value
        kept = [
            i
            for i, char in enumerate(value)
            if not char.isspace() or (ASCII_WORD.match(value[i - 1]) and ASCII_WORD.match(value[i + 1 : i + 2] or ""))
        ]
        if kept:
            paragraphs.append(stripped if len(kept) == len(value) else stripped.keep(kept))
    return join(paragraphs) if paragraphs else text.strip()
