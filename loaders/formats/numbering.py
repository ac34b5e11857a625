"""The numbers that Word sets before paragraphs by itself: 一、 （二） 3. and 序号 columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from loaders.formats.counting import by_digits, chinese, circled, letter, roman
from loaders.formats.package import attribute, child, children, number

PLACE = re.compile(r"%([1-9])")
COUNTS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": str,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": by_digits,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "upperLetter": letter,
    "lowerLetter": lambda value: letter(value).lower(),
    "upperRoman": lambda value: roman(value).upper(),
    "lowerRoman": roman,
}
"""How a level counts; one that is not here (bullets) says nothing."""


@dataclass(frozen=True)
class _Level:
    start: int
    count: str
    pattern: str
    """What is printed: %1 stands for the number of the first level."""


class Numbering:
    """Counts through a document; `root` is its numbering part, None where it has none."""

    def __init__(self, root: etree._Element | None) -> None:
        abstract = {attribute(one, "abstractNumId"): one for one in children(root, "abstractNum")}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list: dict[str, str] = {}
        self._last: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._restart: dict[tuple[str, int], int] = {}
        for num in children(root, "num"):
            key = attribute(num, "numId") or ""
            shared = attribute(child(num, "abstractNumId"), "val")
            levels = {number(one, "ilvl"): _level(one) for one in children(abstract.get(shared), "lvl")}
            for change in children(num, "lvlOverride"):
                at = number(change, "ilvl")
                inner, start = child(change, "lvl"), child(change, "startOverride")
                if inner is not None:
                    levels[at] = _level(inner)
                if start is not None:
                    self._restart[key, at] = number(start, "val", 1)
            self._levels[key] = levels
            self._list[key] = shared or key

    def next(self, key: str, at: int) -> str:
        """The number of the next paragraph of a list at a level, as printed; empty where none is printed.

        Lists of one definition count on from each other, unless one says where it starts.
        """
        level = self._levels.get(key, {}).get(at)
        if level is None:
            return ""
        last = self._last.setdefault(self._list[key], {})
        if (key, at) in self._restart and (key, at) not in self._begun:
            last[at] = self._restart[key, at]
        else:
            last[at] = last[at] + 1 if at in last else level.start
        self._begun.add((key, at))
        for deeper in [one for one in last if one > at]:
            del last[deeper]
        if level.count not in COUNTS:
            return ""

        def said(match: re.Match[str]) -> str:
            other = int(match.group(1)) - 1
            its = self._levels[key].get(other, level)
            return COUNTS.get(its.count, str)(last.get(other, its.start))

        return PLACE.sub(said, level.pattern)


def _level(element: etree._Element) -> _Level:
    return _Level(
        number(child(element, "start"), "val", 1),
        attribute(child(element, "numFmt"), "val") or "decimal",
        attribute(child(element, "lvlText"), "val") or "",
    )
