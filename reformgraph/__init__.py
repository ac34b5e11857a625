"""Reform Graph: policy reforms, the agencies that carry them, and the lineage between them.

    from pathlib import Path
    import reformgraph

    document = reformgraph.read_document(Path("sample/zhuhai-2020.txt")).record
    with reformgraph.open_graph() as graph:
        print(graph.ask("counts").rows)

Names are imported when they are first used, so that `import reformgraph` itself is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.settings import Settings as Settings
    from graph.store import open_store as open_store
    from loaders.read import read_document as read_document
    from ontology.errors import ReformGraphError as ReformGraphError
    from reformgraph.explore import explore as explore
    from reformgraph.main import load as load
    from reformgraph.notebook import Graph as Graph
    from reformgraph.notebook import open_graph as open_graph

_HOME = {
    "Graph": "reformgraph.notebook",
    "ReformGraphError": "ontology.errors",
    "Settings": "graph.settings",
    "explore": "reformgraph.explore",
    "load": "reformgraph.main",
    "open_graph": "reformgraph.notebook",
    "open_store": "graph.store",
    "read_document": "loaders.read",
}

__all__ = ["Graph", "ReformGraphError", "Settings", "explore", "load", "open_graph", "open_store", "read_document"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module “reformgraph” has no attribute “{name}”")
    return getattr(import_module(_HOME[name]), name)
