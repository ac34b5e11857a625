"""One process that holds the release, and a child of it for every query: `python -m graph.sparql.server FD`.

FD is a socket to the process that asks. Over it come, once, the files to hold, and then one socket for each query.
The child that is forked for a query shares the triples that are in memory already, so it is there in a few
milliseconds, and these limits are the system's, not Oxigraph's, which knows none:

time      an alarm of its own kills it, whatever it is doing and whether or not anybody still waits
files     it may open none, and no socket either: no query reaches a file or the network
memory    so much on top of what it began with; Oxigraph aborts where it gets no more

Nothing that happens to a child touches the process that holds the release, or the one that asks.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import orjson
import pyoxigraph as ox

from ontology.prefixes import PREFIXES

FORMATS: dict[str, ox.QueryResultsFormat] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
MAX_BODY = 256_000_000
PARAMETER = "https://w3id.org/reformgraph/parameter/"
"""Begins the IRIs of a query's parameters; the graph of that name holds them, in the query's own process alone."""
_VALUE = ox.NamedNode(PREFIXES["rdf"] + "value")


def main(number: int) -> None:
    """Holds the files that the first message names, and answers until the other end is closed."""
    with socket.socket(fileno=number) as control:
        store = ox.Store()
        try:
            for path, media, graph in receive(control):
                _load(store, path, media, graph)
        except (OSError, SyntaxError, ValueError) as error:
            send(control, {"error": str(error)})
            return
        send(control, {"quads": len(store), "graphs": sorted(one.value for one in store.named_graphs())})
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the system
        gc.collect()
        gc.freeze()
        while True:
            message, files, _, _ = socket.recv_fds(control, 1, 1)
            if not message:
                return
            if os.fork() == 0:
                _child(store, files[0], max(number, *files))
            os.close(files[0])


def send(stream: socket.socket, message: object, body: bytes = b"") -> None:
    """Sends a message, and bytes after it."""
    head = orjson.dumps(message)
    stream.sendall(len(head).to_bytes(8) + head + body)


def receive(stream: socket.socket) -> Any:
    """The next message. Raises `EOFError` where the other end is gone."""
    return orjson.loads(exactly(stream, int.from_bytes(exactly(stream, 8))))


def exactly(stream: socket.socket, length: int) -> bytes:
    """So many bytes. Raises `EOFError` where there are fewer."""
    data = bytearray()
    while len(data) < length:
        part = stream.recv(min(1 << 20, length - len(data)))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def _load(store: ox.Store, path: str, media: str, graph: str | None) -> None:
    media_format = ox.RdfFormat.from_media_type(media)
    to = None if graph is None else ox.NamedNode(graph)
    if Path(path).stat().st_size:
        store.bulk_load(path=path, format=media_format, to_graph=to)


def _child(store: ox.Store, number: int, highest: int) -> None:
    """Answers one query and ends; never returns."""
    status = 1
    try:
        os.dup2(number, 3)
        os.closerange(4, highest + 1)
        resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))
        stream = socket.socket(fileno=3, family=socket.AF_UNIX, type=socket.SOCK_STREAM, proto=0)
        request = receive(stream)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        _limit_memory(request["megabytes"])
        send(stream, *_answer(store, request))
        status = 0
    finally:
        os._exit(status)


def _limit_memory(megabytes: int) -> None:
    """So much more than is held already. Other systems than Linux know no limit that counts here."""
    if sys.platform != "linux":
        return
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    limit = 2 * held + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _answer(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    try:
        store.extend(
            ox.Quad(ox.NamedNode(PARAMETER + name), _VALUE, ox.Literal(value), ox.NamedNode(PARAMETER))
            for name, value in request.get("parameters", ())
        )
        found = store.query(
            request["query"],
            use_default_graph_as_union=request["union"],
            default_graph=_graphs(request["default_graphs"]),  # type: ignore[arg-type]
            named_graphs=_graphs(request["named_graphs"]),
        )
        if isinstance(found, ox.QuerySolutions):
            return _bindings(found, request)
        if isinstance(found, ox.QueryTriples):
            return _triples(found, request)
        body = found.serialize(format=FORMATS[request["results"]]) or b""
        return _described("boolean", request["results"], 1, body, truncated=False)
    except SyntaxError as error:
        return {"malformed": str(error)}, b""
    except Exception as error:  # whatever Oxigraph says goes to the one who asked
        return {"failed": str(error) or type(error).__name__}, b""


def _graphs(names: list[str] | None) -> list[ox.NamedNode | ox.BlankNode] | None:
    return None if names is None else [ox.NamedNode(name) for name in names]


def _bindings(found: ox.QuerySolutions, request: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    names = [variable.value for variable in found.variables]
    rows: list[dict[str, dict[str, str]]] = []
    truncated = False
    for solution in found:
        if len(rows) == request["rows"]:
            truncated = True
            break
        rows.append({name: _term(value) for name, value in zip(names, solution, strict=True) if value is not None})
    body = orjson.dumps({"head": {"vars": names}, "results": {"bindings": rows}})
    if request["results"] != "json":
        again = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        body = again.serialize(format=FORMATS[request["results"]]) or b""
    return _described("bindings", request["results"], len(rows), body, truncated=truncated)


def _triples(found: ox.QueryTriples, request: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    triples: list[ox.Triple] = []
    truncated = False
    for triple in found:
        if len(triples) == request["rows"]:
            truncated = True
            break
        triples.append(triple)
    body = ox.serialize(triples, format=GRAPH_FORMATS[request["graphs"]], prefixes=PREFIXES) or b""
    return _described("triples", request["graphs"], len(triples), body, truncated=truncated)


def _described(kind: str, form: str, rows: int, body: bytes, *, truncated: bool) -> tuple[dict[str, object], bytes]:
    if len(body) > MAX_BODY:
        return {"failed": f"the answer would be {len(body):,} bytes; ask for fewer rows"}, b""
    return {"kind": kind, "format": form, "rows": rows, "truncated": truncated, "length": len(body)}, body


def _term(value: object) -> dict[str, str]:
    """A term in SPARQL's JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if not isinstance(value, ox.Literal):
        raise TypeError("a triple as a value is not part of SPARQL 1.1")
    term = {"type": "literal", "value": value.value}
    if value.language:
        term["xml:lang"] = value.language
    elif value.datatype.value != PREFIXES["xsd"] + "string":
        term["datatype"] = value.datatype.value
    return term


if __name__ == "__main__":
    main(int(sys.argv[1]))
