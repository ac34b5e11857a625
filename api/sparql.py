"""SPARQL 1.1 over HTTP (https://www.w3.org/TR/sparql11-protocol/), for reading."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qs

import anyio
import anyio.to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.exceptions import HTTPException

from api.dependencies import text_of
from api.negotiation import negotiated, not_acceptable
from api.responses import Responses, problems
from graph.sparql.description import service_description
from graph.sparql.service import Sparql, SparqlResult
from graph.sparql.words import MAX_CHARACTERS
from ontology.errors import BadQueryError, QueryTimeoutError, StoreError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MAX_BYTES = 12 * MAX_CHARACTERS
"""A character takes four bytes, and three times as many where a form escapes them."""

#: Media type → form, in the order of preference; the names that clients use beside the registered ones count too.
RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "text/plain": "ntriples",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
}
_CONTENT: Responses = {200: {"description": "The answer.", "content": {name: {} for name in (*RESULTS, *GRAPHS)}}}
_STRING = {"schema": {"type": "string"}}
_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {FORM: _STRING, QUERY: _STRING}}}

router = APIRouter(tags=["SPARQL"])


def get_sparql(request: Request) -> Sparql:
    """Give the endpoint's dataset."""
    found: Sparql | None = getattr(request.app.state, "sparql", None)
    if found is None:
        raise StoreError("The release is not open.")
    return found


SparqlDep = Annotated[Sparql, Depends(get_sparql)]
_GRAPH = "IRI of a named graph of the release; may be repeated. It takes the place of FROM in the query."
DefaultGraphs = Annotated[list[str], Query(alias="default-graph-uri", description=_GRAPH)]
NamedGraphs = Annotated[list[str], Query(alias="named-graph-uri", description=_GRAPH)]
QueryText = Annotated[
    str | None, Query(description="SELECT, ASK, CONSTRUCT or DESCRIBE; without it the endpoint describes itself.")
]


@router.get("/sparql", response_class=Response, responses={**_CONTENT, **problems(400, 406, 422, 503)})
async def get_sparql_query(
    request: Request,
    sparql: SparqlDep,
    query: QueryText = None,
    default_graphs: DefaultGraphs = [],  # noqa: B006 - FastAPI copies it
    named_graphs: NamedGraphs = [],  # noqa: B006
) -> Response:
    """Answer a SPARQL 1.1 query over the triples of everything that is loaded; describe the endpoint without one.

    The default graph is the union of the named graphs: one a document, `reference`, `links` and
    `judgements`. Updates and SERVICE are refused. Where the limit of rows is reached, the header `Reformgraph-Truncated` says so.
    """
    if "update" in request.query_params:
        raise BadQueryError("Updates are refused here; only queries are answered.")
    if query is None:
        return await _description(request, sparql)
    if len(request.query_params.getlist("query")) > 1:
        raise BadQueryError("Two queries were given; one is answered at a time.")
    return await _answered(request, sparql, query, default_graphs, named_graphs)


@router.post(
    "/sparql",
    response_class=Response,
    openapi_extra=_BODY,
    responses={**_CONTENT, **problems(400, 406, 413, 415, 422, 503)},
)
async def post_sparql_query(request: Request, sparql: SparqlDep) -> Response:
    """Answer a SPARQL 1.1 query given as a form (`query=…`) or as the body itself (application/sparql-query)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == UPDATE:
        raise BadQueryError("Updates are refused here; only queries are answered.")
    if kind not in (FORM, QUERY):
        raise HTTPException(415, f"A query comes as {FORM} or as {QUERY}, not as {kind or 'something unnamed'}.")
    body = await text_of(request, MAX_BYTES, f"A query may have {MAX_CHARACTERS:,} characters at the most.")
    if kind == QUERY:
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        given["query"] = [body]
    else:
        given = parse_qs(body, keep_blank_values=True)
    if "update" in given:
        raise BadQueryError("Updates are refused here; only queries are answered.")
    queries = given.get("query", [])
    if len(queries) != 1:
        raise BadQueryError(f"One query is wanted, in the field “query”; {len(queries)} were given.")
    names = (given.get("default-graph-uri", []), given.get("named-graph-uri", []))
    return await _answered(request, sparql, queries[0], *names)


async def _answered(
    request: Request, sparql: Sparql, query: str, default_graphs: list[str], named_graphs: list[str]
) -> Response:
    accept = request.headers.get("accept", "*/*")
    results, graphs = negotiated(accept, RESULTS), negotiated(accept, GRAPHS)
    if results is None and graphs is None:
        raise _not_acceptable(accept)
    work = partial(
        sparql.query,
        query,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        results=results or "json",
        graphs=graphs or "turtle",
    )
    found: SparqlResult = await in_turn(request, sparql, work)
    if (graphs if found.kind == "triples" else results) is None:
        raise _not_acceptable(accept)
    headers = {"Vary": "Accept"}
    if found.truncated:
        headers["Reformgraph-Truncated"] = f"only the first {found.rows} rows are given"
    return Response(found.body, headers=headers, media_type=found.media_type)


async def _description(request: Request, sparql: Sparql) -> Response:
    accept = request.headers.get("accept", "*/*")
    form = negotiated(accept, GRAPHS) or ("turtle" if "html" in accept else None)
    if form is None:
        raise _not_acceptable(accept)
    endpoint = str(request.url.replace(query=None, fragment=None))
    graphs = await anyio.to_thread.run_sync(sparql.graphs)
    media_type = next(name for name, one in GRAPHS.items() if one == form)
    body = service_description(endpoint, graphs, form)
    return Response(body, headers={"Vary": "Accept"}, media_type=media_type)


async def in_turn(request: Request, sparql: Sparql, work: partial[SparqlResult]) -> SparqlResult:
    """Run a query when it is its turn, so that queries that wait hold no thread of other routes."""
    turns: anyio.CapacityLimiter | None = getattr(request.app.state, "sparql_turns", None)
    if turns is None:
        turns = request.app.state.sparql_turns = anyio.CapacityLimiter(sparql.limits.at_once)
    borrower = object()
    try:
        with anyio.fail_after(sparql.limits.seconds):
            await turns.acquire_on_behalf_of(borrower)
    except TimeoutError:
        raise QueryTimeoutError("Too many queries were running; try again.") from None
    try:
        return await anyio.to_thread.run_sync(work)
    finally:
        turns.release_on_behalf_of(borrower)


def _not_acceptable(accept: str) -> HTTPException:
    return not_acceptable(accept, {**RESULTS, **GRAPHS})
