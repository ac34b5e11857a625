"""What a Neo4j lets any query do beside reading the graph, as far as it tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from graph.bolt.values import Answer
from ontology.errors import QueryError

#: An address at which nobody answers: the server's own loopback, port 1.
_NOWHERE = "http://127.0.0.1:1/"


class Read(Protocol):
    """As `Store.read`."""

    def __call__(self, cypher: str, /, *, timeout: float) -> Answer:
        """The rows of a reading statement. Raises QueryError where it is refused or runs too long."""
        ...


def openings(read: Read) -> tuple[str, ...]:
    """What the server lets any query do, a sentence each; none where it does not say."""
    return (*_files(read), *_network(read), *_plugins(read))


def _files(read: Read) -> Iterator[str]:
    name = "dbms.security.allow_csv_import_from_file_urls"
    for (value,) in _tried(read, f"SHOW SETTINGS '{name}' YIELD value RETURN value"):
        if value == "true":
            yield f"it reads files for LOAD CSV: set {name}=false"


def _network(read: Read) -> Iterator[str]:
    try:
        read(f"LOAD CSV FROM '{_NOWHERE}' AS line RETURN line", timeout=3)
    except QueryError as error:
        if "Couldn't load the external resource" in str(error):
            yield "it opens connections for LOAD CSV: set internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0"


def _plugins(read: Read) -> Iterator[str]:
    cypher = "SHOW FUNCTIONS YIELD name, isBuiltIn WHERE NOT isBuiltIn RETURN DISTINCT split(name, '.')[0] AS plugin"
    names = sorted(str(name) for (name,) in _tried(read, cypher))
    if names:
        yield f"it has functions of plugins ({', '.join(names)}), which may do more than Neo4j's own"


def _tried(read: Read, cypher: str) -> tuple[tuple[Any, ...], ...]:
    try:
        return read(cypher, timeout=3).rows
    except QueryError:
        return ()
