"""The lines drawn on a page become grids of cells: a line missing between two slots makes them one cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from loaders.formats.grid import NUMBER
from loaders.formats.pdf_lines import Line, lines_of, paragraphs
from loaders.formats.pdf_pages import Glyph, Rule

NEAR = 2.5
"""Lines nearer than this many points are one line, drawn cell by cell."""
GAP = 3.5
"""A line goes on after a gap up to this many points (dashes, corners)."""
MAX_LINES = 2_000
MAX_SLOTS = 100_000
"""Finer grids are hatching or squared paper, not tables."""
MOST_PADDING = 12.0


@dataclass
class PrintedCell:
    """A cell of one page: the slots it covers (half-open), its place, and its lines."""

    top: int
    bottom: int
    left: int
    right: int
    x0: float
    x1: float
    lines: list[list[Line]] = field(default_factory=list)
    """Paragraphs of lines."""

    @property
    def text(self) -> str:
        """Without any white space."""
        return "".join("".join(line.text for part in self.lines for line in part).split())


@dataclass
class PrintedTable:
    """A grid on a page, or what has been joined of several: `height` rows and the columns' borders."""

    cells: list[PrintedCell]
    height: int
    columns: list[float]
    y0: float
    y1: float
    numbers: int | None = None
    """The column in which numbers stand; None while none is known."""
    merging: set[int] = field(default_factory=set)
    """Columns in which a cell covers several rows."""
    learned: bool = False
    """Whether its own first page was looked at for these two."""

    def row(self, index: int) -> list[PrintedCell]:
        """The cells that cover a row, from the left."""
        return sorted((c for c in self.cells if c.top <= index < c.bottom), key=lambda c: c.left)


def find_tables(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[PrintedTable], list[Glyph]]:
    """The tables of a page from top to bottom, and the glyphs that stand in none."""
    tables = []
    rest = list(glyphs)
    for level, upright in _groups(_merged(rules, level=True), _merged(rules, level=False)):
        grid = _Grid.of(level, upright)
        if grid is None:
            continue
        inside = [glyph for glyph in rest if grid.holds(glyph)]
        if inside:
            tables += _split(grid.table(inside))
            rest = [glyph for glyph in rest if not grid.holds(glyph)]
    return sorted(tables, key=lambda table: table.y0), rest


def _split(table: PrintedTable) -> list[PrintedTable]:
    """Tables that stand so close that their lines touch, parted where a header with other columns begins."""
    cuts = [0]
    borders: set[int] = set()
    for i in range(table.height):
        row = table.row(i)
        own = {cell.left for cell in row[1:]}
        other = bool(borders and own) and not (own <= borders or borders <= own)
        names = [cell.text for cell in row if cell.text]
        header = len(names) > 1 and not any(NUMBER.fullmatch(name) for name in names)
        if other and header and all(cell.top == i for cell in row):
            cuts.append(i)
            borders = own
        borders |= own
    return [_between(table, top, bottom) for top, bottom in pairwise([*cuts, table.height])]


def _between(table: PrintedTable, top: int, bottom: int) -> PrintedTable:
    """Some rows of a table with those columns only that begin in them."""
    own = [cell for cell in table.cells if top <= cell.top < bottom]
    lefts = sorted({cell.left for cell in own})
    cells = [
        replace(
            cell,
            top=cell.top - top,
            bottom=cell.bottom - top,
            left=bisect_left(lefts, cell.left),
            right=bisect_left(lefts, cell.right),
        )
        for cell in own
    ]
    columns = [*(table.columns[left] for left in lefts), table.columns[-1]]
    return PrintedTable(cells, bottom - top, columns, table.y0, table.y1)


# -- lines -----------------------------------------------------------------------------------------------------


def _merged(rules: Iterable[Rule], *, level: bool) -> list[Rule]:
    """Lines at nearly the same place put together, and those that touch end to end."""
    ordered = sorted((rule for rule in rules if rule.level is level), key=lambda rule: rule.at)
    bundles: list[list[Rule]] = []
    for rule in ordered:
        if bundles and rule.at - bundles[-1][0].at <= NEAR:
            bundles[-1].append(rule)
        else:
            bundles.append([rule])
    found = []
    for bundle in bundles:
        at = sum(rule.at for rule in bundle) / len(bundle)
        bundle.sort(key=lambda rule: rule.start)
        start, end = bundle[0].start, bundle[0].end
        for rule in bundle[1:]:
            if rule.start > end + GAP:
                found.append(Rule(level, at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        found.append(Rule(level, at, start, end))
    return [rule for rule in found if rule.end - rule.start > GAP][:MAX_LINES]


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch, as separate grids."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, bar in enumerate(upright):
        for i, line in enumerate(level):
            across = line.start - GAP <= bar.at <= line.end + GAP
            if across and bar.start - GAP <= line.at <= bar.end + GAP:
                parent[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(level):
        groups[root(i)][0].append(line)
    for j, bar in enumerate(upright):
        groups[root(len(level) + j)][1].append(bar)
    return [(h, v) for h, v in groups.values() if (len(h) > 1 and v) or (h and len(v) > 2)]


@dataclass
class _Grid:
    level: list[Rule]
    upright: list[Rule]
    xs: list[float]
    ys: list[float]

    @classmethod
    def of(cls, level: list[Rule], upright: list[Rule]) -> _Grid | None:
        """The grid of crossing lines; sides that are left open are closed. None where it has no two cells."""
        xs = _places([rule.at for rule in upright], [end for rule in level for end in (rule.start, rule.end)])
        ys = _places([rule.at for rule in level], [end for rule in upright for end in (rule.start, rule.end)])
        if len(xs) < 2 or len(ys) < 2 or not 2 <= (len(xs) - 1) * (len(ys) - 1) <= MAX_SLOTS:
            return None
        return cls(level, upright, xs, ys)

    def holds(self, glyph: Glyph) -> bool:
        """Whether the middle of a glyph stands in the grid."""
        x, y = _middle(glyph)
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def table(self, glyphs: Sequence[Glyph]) -> PrintedTable:
        """The grid as cells with the text in them."""
        cells = self._cells()
        slot = {
            (r, c): cell for cell in cells for r in range(cell.top, cell.bottom) for c in range(cell.left, cell.right)
        }
        held: dict[int, list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            x, y = _middle(glyph)
            r = min(max(0, bisect_right(self.ys, y) - 1), len(self.ys) - 2)
            c = min(max(0, bisect_right(self.xs, x) - 1), len(self.xs) - 2)
            held[id(slot[r, c])].append(glyph)
        lines = {id(cell): lines_of(held[id(cell)]) for cell in cells}
        gaps = [line.x0 - cell.x0 for cell in cells for line in lines[id(cell)]]
        padding = min(max(0.0, min(gaps, default=0.0)), MOST_PADDING)
        for cell in cells:
            cell.lines = paragraphs(lines[id(cell)], cell.x0 + padding, cell.x1 - padding)
        return PrintedTable(cells, len(self.ys) - 1, self.xs, self.ys[0], self.ys[-1])

    def _cells(self) -> list[PrintedCell]:
        """Slots joined where no line parts them; a shape that is no rectangle stays in slots."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        open_right = self._open(self.upright, self.xs, self.ys)
        open_below = self._open(self.level, self.ys, self.xs)
        seen: set[tuple[int, int]] = set()
        cells = []
        for r in range(rows):
            for c in range(columns):
                if (r, c) in seen:
                    continue
                right = c + 1
                while right < columns and (right, r) in open_right and (r, right) not in seen:
                    right += 1
                bottom = r + 1
                while bottom < rows and self._goes_on(open_right, open_below, bottom, c, right):
                    bottom += 1
                seen |= {(i, j) for i in range(r, bottom) for j in range(c, right)}
                cells.append(PrintedCell(r, bottom, c, right, self.xs[c], self.xs[right]))
        return cells

    @staticmethod
    def _open(rules: Sequence[Rule], borders: Sequence[float], across: Sequence[float]) -> set[tuple[int, int]]:
        """(border, slot across) pairs at which no line is drawn."""
        drawn: dict[int, list[Rule]] = defaultdict(list)
        for rule in rules:
            near = min(range(len(borders)), key=lambda i: abs(borders[i] - rule.at))
            drawn[near].append(rule)
        middles = [(a + b) / 2 for a, b in zip(across, across[1:], strict=False)]
        return {
            (border, i)
            for border in range(len(borders))
            for i, middle in enumerate(middles)
            if not any(rule.start <= middle <= rule.end for rule in drawn[border])
        }

    @staticmethod
    def _goes_on(
        open_right: set[tuple[int, int]], open_below: set[tuple[int, int]], row: int, left: int, right: int
    ) -> bool:
        joined = all((row, c) in open_below for c in range(left, right))
        return joined and all((c, row) in open_right for c in range(left + 1, right))


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.x0 + glyph.x1) / 2, glyph.y - 0.3 * glyph.size


def _places(own: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Where borders stand, and one more on either side if the crossing lines reach out beyond them."""
    found = sorted(set(own))
    if min(ends) < found[0] - 2 * GAP:
        found.insert(0, min(ends))
    if max(ends) > found[-1] + 2 * GAP:
        found.append(max(ends))
    return found
