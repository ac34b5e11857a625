"""The words of a SPARQL query, as far as refusing needs them. Oxigraph parses; this only looks.

What is refused here is refused for a clear answer. That no query can write, read a file or reach the network is
seen to by the process that runs it (graph.sparql.server).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.errors import BadQueryError

MAX_CHARACTERS = 100_000
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_TOKEN = re.compile(
    r"""
      <(?P<iri>[^<>"{}|^`\\\x00-\x20]*)>
    | \#[^\n\r]*
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | [?$]\w+
    | @[A-Za-z][\w-]*
    | [\w.-]*:(?:[\w.:%-]|\\.)*
    | (?P<word>[^\W\d]\w*)
    | [^\s]
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Words:
    """What a query asks for beyond its patterns."""

    has_dataset: bool
    """Whether it names graphs by FROM or FROM NAMED."""
    graphs: tuple[str, ...]
    """The IRIs of those that are written out, in their order."""


def read_words(query: str) -> Words:
    """Raises `BadQueryError` for an update, for SERVICE, and for a text that is too long."""
    if len(query) > MAX_CHARACTERS:
        raise BadQueryError(f"The query has {len(query):,} characters; at most {MAX_CHARACTERS:,} are read.")
    tokens = [*_tokens(query)]
    words = [text for kind, text in tokens if kind == "word"]
    verb = next((word for word in words if word not in ("BASE", "PREFIX")), "")
    if verb in UPDATES:
        raise BadQueryError(f"{verb} would write. Only SELECT, ASK, CONSTRUCT and DESCRIBE are answered here.")
    if "SERVICE" in words:
        raise BadQueryError("SERVICE is refused: nothing is fetched from another machine while a query runs.")
    graphs = []
    for number, token in enumerate(tokens):
        if token == ("word", "FROM"):
            rest = [one for one in tokens[number + 1 : number + 3] if one != ("word", "NAMED")]
            graphs += [text for kind, text in rest[:1] if kind == "iri"]
    return Words("FROM" in words, tuple(graphs))


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(query):
        if match["iri"] is not None:
            yield "iri", match["iri"]
        elif match["word"] is not None:
            yield "word", match["word"].upper()
        elif not match[0].startswith("#"):
            yield "other", match[0]
