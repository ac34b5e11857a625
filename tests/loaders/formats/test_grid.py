"""Spans become rows with a cell for each column."""

from __future__ import annotations

from itertools import pairwise

import pytest

from loaders.formats.grid import MAX_SLOTS, Cell, lay_out
from loaders.formats.rendition import Rendition, Words
from ontology.errors import DocumentError

Drawn = tuple[int, int, int, int, str]


def rows(*cells: Drawn) -> list[list[str]]:
    """The texts of the rows laid out from (row, column, height, width, text)."""
    out = Rendition("a.html", b"")
    made = lay_out(out, [Cell(r, c, h, w, Words(text)) for r, c, h, w, text in cells])
    return [[cell.value for cell in row] for row in made]


CASES: dict[str, tuple[list[Drawn], list[list[str]]]] = {
    "a domain over two rows": (
        [(0, 0, 1, 1, "1"), (0, 1, 2, 1, "域"), (0, 2, 1, 1, "甲"), (1, 0, 1, 1, "2"), (1, 2, 1, 1, "乙")],
        [["1", "域", "甲"], ["2", "域", "乙"]],
    ),
    "a heading over the whole width": (
        [
            (0, 0, 1, 1, "序号"),
            (0, 1, 1, 1, "事项"),
            (1, 0, 1, 2, "一、开办企业"),
            (2, 0, 1, 1, "1"),
            (2, 1, 1, 1, "甲"),
        ],
        [["序号", "事项"], ["一、开办企业"], ["1", "甲"]],
    ),
    "a heading over most of the width, nothing beside it": (
        [(0, 0, 1, 1, "序号"), (0, 1, 1, 1, "事项"), (0, 2, 1, 1, "单位"), (1, 0, 1, 2, "一、开办企业")],
        [["序号", "事项", "单位"], ["一、开办企业"]],
    ),
    "columns that no cell begins at do not count": (
        [(0, 0, 1, 3, "序号"), (0, 3, 1, 2, "事项"), (1, 0, 1, 3, "1"), (1, 3, 1, 2, "甲")],
        [["序号", "事项"], ["1", "甲"]],
    ),
    "borders that miss each other: cells count, not places": (
        [
            (0, 0, 1, 2, "序号"),
            (0, 2, 1, 2, "事项"),
            (1, 0, 1, 1, "1"),
            (1, 1, 1, 3, "甲"),
            (2, 0, 1, 3, "2"),
            (2, 3, 1, 1, "乙"),
        ],
        [["序号", "事项"], ["1", "甲"], ["2", "乙"]],
    ),
    "a header of two levels": (
        [
            *[(0, 0, 2, 1, "序号"), (0, 1, 2, 1, "事项"), (0, 2, 1, 2, "单位")],
            *[(1, 2, 1, 1, "牵头单位"), (1, 3, 1, 1, "配合单位")],
            *[(2, 0, 1, 1, "1"), (2, 1, 1, 1, "甲"), (2, 2, 1, 1, "市局"), (2, 3, 1, 1, "省厅")],
        ],
        [["序号", "事项", "牵头单位", "配合单位"], ["1", "甲", "市局", "省厅"]],
    ),
    "one number over two rows is one measure": (
        [
            (0, 0, 2, 1, "1"),
            (0, 1, 1, 1, "一是"),
            (0, 2, 2, 1, "市局"),
            (1, 1, 1, 1, "二是"),
            (2, 0, 1, 1, "2"),
            (2, 1, 1, 1, "乙"),
            (2, 2, 1, 1, "省厅"),
        ],
        [["1", "一是\n二是", "市局"], ["2", "乙", "省厅"]],
    ),
    "a body over two columns holds for both": (
        [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "市局"), (0, 2, 1, 1, "省厅"), (1, 0, 1, 1, "2"), (1, 1, 1, 2, "各区政府")],
        [["1", "市局", "省厅"], ["2", "各区政府", "各区政府"]],
    ),
    "a row with nothing in it is left out": (
        [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "甲"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "")],
        [["1", "甲"]],
    ),
    "nothing at all": ([], []),
}


@pytest.mark.parametrize("name", CASES)
def test_lay_out(name: str) -> None:
    cells, expected = CASES[name]
    assert rows(*cells) == expected


def test_a_span_over_rows_gives_the_same_words_in_each() -> None:
    cells = [Cell(r, 0, 1, 1, Words(str(r))) for r in range(4)] + [Cell(0, 1, 4, 1, Words("域"))]
    made = lay_out(Rendition("a", b""), cells)
    assert all(above[1] is below[1] for above, below in pairwise(made))


def test_a_grid_of_too_many_slots_is_refused() -> None:
    cells = [Cell(i, i, 1, 1, Words("x")) for i in range(int(MAX_SLOTS**0.5) + 1)]
    with pytest.raises(DocumentError, match="too large to be one of measures"):
        lay_out(Rendition("a", b""), cells)
