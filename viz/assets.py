"""The explorer's own files, and vis-network from the pyvis package: in a page, or served beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OWN = (
    "base.js",
    "state.js",
    "find.js",
    "svg.js",
    "judging.js",
    "panel.js",
    "lanes.js",
    "network.js",
    "charts.js",
    "main.js",
)
"""Scripts of the explorer, in the order in which they build on each other."""
SCRIPTS = ("vis-network.js", *OWN)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages need. `version` changes with its content."""

    name: str
    media_type: str
    text: str

    @property
    def version(self) -> str:
        """Give 12 hexadecimal digits of the content's digest."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


@cache
def assets() -> Mapping[str, Asset]:
    """Read all files by name, once."""
    # pyvis is looked up, not imported: its import brings an interactive shell along.
    vis = files("pyvis").joinpath("lib", "vis-9.1.2", "vis-network.min.js").read_text("utf-8")
    vis = vis.split("//# sourceMappingURL=")[0]  # the map is not there; a browser's tools would ask for it
    own = files("viz").joinpath("static")
    return {
        one.name: one
        for one in (
            Asset("vis-network.js", "text/javascript", vis),
            Asset("explorer.css", "text/css", own.joinpath("explorer.css").read_text("utf-8")),
            *(Asset(name, "text/javascript", own.joinpath(name).read_text("utf-8")) for name in OWN),
        )
    }
