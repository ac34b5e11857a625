"""Charts as SVG that stands inside a page; text stays text, drawn by whoever shows it.

matplotlib draws them; it stands in the dependency group `docs`.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOUR = "#2b6777"
PALE = "#c8d8e4"
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # letters stay letters: no font for Chinese is needed here
    "svg.hashsalt": "reformgraph",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def reliability(points: Sequence[tuple[float, float, int]], label: str) -> str:
    """Mean score against the share that is true, for bins of so many pairs each; the diagonal is perfect."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=PALE, linestyle="--")
        axes.plot([one[0] for one in points], [one[1] for one in points], color=COLOUR, marker="o")
        for score, true, pairs in points:
            axes.annotate(f"{pairs}", (score, true), textcoords="offset points", xytext=(6, -10))
        axes.set_xlim(-0.02, 1.05)
        axes.set_ylim(-0.05, 1.08)
        axes.set_xlabel("mean score")
        axes.set_ylabel("share that is comparable")

    return _svg(draw, (5.5, 4), label)


def bars(names: Sequence[str], values: Sequence[float], unit: str, label: str) -> str:
    """One bar a name, the first at the top."""

    def draw(axes: Axes) -> None:
        places = range(len(names))
        axes.barh(places, values, color=COLOUR)
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.set_xlabel(unit)
        for place, value in zip(places, values, strict=True):
            axes.annotate(f"{value:g}", (value, place), textcoords="offset points", xytext=(4, 0), va="center")
        axes.margins(x=0.12)

    return _svg(draw, (8, 0.9 + 0.3 * len(names)), label)


def matrix(names: Sequence[str], values: Sequence[Sequence[float]], label: str) -> str:
    """Every pair of names by a number from 0 to 1, darker where it is greater."""

    def draw(axes: Axes) -> None:
        axes.pcolormesh(values, cmap="GnBu", vmin=0, vmax=1)
        middles = [place + 0.5 for place in range(len(names))]
        axes.set_xticks(middles, names)
        axes.set_yticks(middles, names)
        axes.invert_yaxis()
        axes.set_aspect("equal")
        for row, several in enumerate(values):
            for column, value in enumerate(several):
                colour = "white" if value > 0.6 else "black"
                axes.annotate(f"{value:.2f}", (column + 0.5, row + 0.5), ha="center", va="center", color=colour)

    size = 2 + 0.8 * len(names)
    return _svg(draw, (size, size), label)


def _svg(draw: Callable[[Axes], None], size: tuple[float, float], label: str) -> str:
    from html import escape

    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import warnings

    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # only their widths are guessed then
        figure, axes = pyplot.subplots(figsize=size)
        draw(axes)
        figure.tight_layout()
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    body = text.getvalue()
    start = body.index("<svg")
    return f'<figure role="img" aria-label="{escape(label)}">{body[start:]}<figcaption>{escape(label)}</figcaption></figure>'
