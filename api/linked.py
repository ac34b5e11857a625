"""Linked data: every IRI of ours leads, by 303, to what is said of it, in the form that the request likes best.

The IRI `https://w3id.org/reformgraph/id/…` is asked for here as `/id/…`, a named graph as `/graph/…`, the ontology as
`/ontology`. What is said comes from the release's triples, as at `/sparql`, and lies at `/data/….ttl` and the like.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import cache, partial
from importlib.resources import files
from string import Template
from typing import Annotated, NamedTuple
from urllib.parse import quote, unquote

import orjson
from fastapi import APIRouter, Path, Request, Response
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef

from api.dependencies import root_of
from api.errors import codes
from api.negotiation import not_acceptable, preferred
from api.responses import Responses, problems
from api.sparql import SparqlDep, in_turn
from graph.sparql.service import Sparql, SparqlResult
from ontology.errors import NotFoundError
from ontology.identifiers import BASE, GRAPH, ID, iri_of_path
from ontology.prefixes import PREFIXES
from ontology.vocabulary import NAMESPACE

HTML, JSON, JSONLD = "text/html", "application/json", "application/ld+json"
TURTLE, NTRIPLES = "text/turtle", "application/n-triples"
#: Media type → ending of the path, in the order of preference.
FORMS = {HTML: "html", JSON: "json", JSONLD: "jsonld", TURTLE: "ttl", NTRIPLES: "nt"}
MEDIA = {ending: media for media, ending in FORMS.items()}
WRITERS = {"jsonld": "jsonld", "ttl": "turtle", "nt": "ntriples"}
#: Kind of an IRI, and how many parts follow it → the path of the API that has the thing as JSON.
RESOURCES = {
    ("measure", 2): "measures/",
    ("document", 1): "documents/",
    ("agency", 1): "agencies/",
    ("mechanism", 1): "mechanisms/",
    ("area", 1): "places/",
}
MOST = 300
"""Statements on a page in each direction; more of a hub is asked for at `/sparql`."""
CONTEXT_LINK = "http://www.w3.org/ns/json-ld#context"
SEE_OTHER = 303

router = APIRouter(tags=["linked data"])

_FORMS = {media: {"schema": {"type": "string"}} for media in FORMS}
_SEE: Responses = {303: {"description": "Where what is said of it lies, in the form that the request likes best."}}


class Said(NamedTuple):
    """A statement about a thing, or one that leads to it."""

    predicate: str
    other: str
    kind: str
    """uri or literal."""
    language: str | None
    incoming: bool


Rest = Annotated[
    str, Path(description="The IRI behind its base.", examples=["measure/zhuhai-2020/1-4"], max_length=500)
]

GraphName = Annotated[
    str, Path(description="A document's id, reference, links or judgements.", examples=["zhuhai-2020"], max_length=500)
]


@router.get("/id/{rest:path}", status_code=303, response_class=Response, responses={**_SEE, **problems(406, 422, 503)})
async def get_thing(request: Request, rest: Rest) -> Response:
    """Lead from the IRI of a thing to what is said of it."""
    del rest  # its slashes are no longer told apart; the path as it came is read
    form = _form(request)
    path = _raw(request, "id/")
    kind, *parts = path.split("/")
    resource = RESOURCES.get((kind, len(parts)))
    if form == "json" and resource is not None:
        return _see(request, resource + "/".join(parts))
    return _see(request, f"data/id/{path}.{form}")


@router.get(
    "/graph/{rest:path}", status_code=303, response_class=Response, responses={**_SEE, **problems(406, 422, 503)}
)
async def get_graph(request: Request, rest: GraphName) -> Response:
    """Lead from the IRI of a named graph to its triples, or to a page about it."""
    del rest
    return _see(request, f"data/graph/{_raw(request, 'graph/')}.{_form(request)}")


@router.get("/ontology", status_code=303, response_class=Response, responses={**_SEE, **problems(406, 422, 503)})
async def get_ontology(request: Request) -> Response:
    """Lead from the ontology's IRI to its text, or to a page of its terms."""
    return _see(request, f"data/ontology.{_form(request)}")


@router.get(
    "/problem/{code}",
    response_class=Response,
    responses={200: {"description": "The problem."}, **problems(404, 422, 503)},
)
async def get_problem(
    request: Request, code: Annotated[str, Path(description="Code.", examples=["not-found"])]
) -> Response:
    """Say what a code of a problem means."""
    kind = codes().get(code)
    if kind is None:
        raise NotFoundError(f"There is no problem “{code}”; there are {', '.join(sorted(codes()))}.")
    body = {"type": str(request.url.path), "code": code, "title": kind.title, "status": kind.status}
    if _form(request) == "html":
        return _page(request, f"{kind.title} ({code})", [Said("status", str(kind.status), "literal", None, False)], "")
    return Response(orjson.dumps(body), headers={"Vary": "Accept"}, media_type=JSON)


@router.get(
    "/context.jsonld",
    response_class=Response,
    responses={200: {"content": {JSONLD: {}}, "description": "The context."}, **problems(503)},
)
async def get_context() -> Response:
    """Give the JSON-LD context: prefixes, and every term of the ontology by its name."""
    return Response(orjson.dumps({"@context": context()}), media_type=JSONLD)


@router.get(
    "/data/{rest:path}",
    response_class=Response,
    responses={200: {"description": "What is said.", "content": _FORMS}, **problems(404, 422, 503)},
)
async def get_data(
    request: Request,
    sparql: SparqlDep,
    rest: Annotated[str, Path(description="Path of an IRI, and the form.", examples=["id/document/zhuhai-2020.ttl"])],
) -> Response:
    """Give what is said of a thing, of a named graph or of the ontology, in the form of the path's ending."""
    del rest
    path, _, ending = _raw(request, "data/").rpartition(".")
    if ending not in MEDIA or not path.startswith(("id/", "graph/", "ontology")):
        raise NotFoundError(f"Paths here are those of IRIs, with one of the endings {', '.join(MEDIA)}.")
    if path == "ontology":
        return _ontology(request, ending)
    iri = iri_of_path(path)
    if path.startswith("graph/"):
        return await _graph(request, sparql, iri, ending)
    if ending in WRITERS:
        query = f"CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}"
        found = await in_turn(request, sparql, partial(sparql.query, query, results="json", graphs=WRITERS[ending]))
        if found.rows == 0:
            raise NotFoundError(f"Nothing that is loaded says anything of {iri}.")
        return _rdf(request, found.body, ending)
    query = (
        f"SELECT ?p ?o ?in {{ {{ SELECT ?p ?o (false AS ?in) {{ <{iri}> ?p ?o }} LIMIT {MOST} }} UNION "
        f"{{ SELECT ?p ?o (true AS ?in) {{ ?o ?p <{iri}> }} LIMIT {MOST} }} }}"
    )
    said = _said(await in_turn(request, sparql, partial(sparql.query, query, results="json", graphs="turtle")))
    if not said:
        raise NotFoundError(f"Nothing that is loaded says anything of {iri}.")
    return _page(request, iri, said, path) if ending == "html" else _json(iri, said)


async def _graph(request: Request, sparql: Sparql, iri: str, ending: str) -> Response:
    held = await in_turn(
        request,
        sparql,
        partial(
            sparql.query,
            f"SELECT (COUNT(*) AS ?o) (<{RDF.value}> AS ?p) (false AS ?in) {{ GRAPH <{iri}> {{ ?s ?q ?x }} }}",
            results="json",
            graphs="turtle",
        ),
    )
    said = _said(held)
    if not said or said[0].other == "0":
        raise NotFoundError(f"There is no named graph {iri}; {GRAPH} and a document's id names one.")
    if ending not in WRITERS:
        count = [Said("https://www.w3.org/ns/void#triples", said[0].other, "literal", None, incoming=False)]
        return _page(request, iri, count, iri.removeprefix(BASE)) if ending == "html" else _json(iri, count)
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
    found = await in_turn(request, sparql, partial(sparql.query, query, results="json", graphs=WRITERS[ending]))
    return _rdf(request, found.body, ending, truncated=found.truncated)


def _ontology(request: Request, ending: str) -> Response:
    text = files("ontology").joinpath("reform.ttl").read_bytes()
    if ending == "ttl":
        return _rdf(request, text, ending)
    if ending in WRITERS:
        form = "json-ld" if ending == "jsonld" else "nt"
        return _rdf(request, _terms().serialize(format=form, encoding="utf-8"), ending)
    said = [
        Said(str(term), str(label), "literal", getattr(label, "language", None), incoming=False)
        for term in sorted({term for term in _terms().subjects() if str(term).startswith(NAMESPACE)}, key=str)
        for label in sorted(_terms().objects(term, RDFS.label), key=str)
    ]
    return _page(request, NAMESPACE, said, "ontology") if ending == "html" else _json(NAMESPACE, said)


@cache
def _terms() -> Graph:
    return Graph().parse(data=files("ontology").joinpath("reform.ttl").read_text("utf-8"), format="turtle")


@cache
def context() -> dict[str, object]:
    """The JSON-LD context of the ontology: prefixes, and terms by their names, with what their values are."""
    found: dict[str, object] = dict(PREFIXES)
    graph = _terms()
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Class):
        for term in sorted(graph.subjects(RDF.type, kind), key=str):
            name = str(term).removeprefix(NAMESPACE)
            if not isinstance(term, URIRef) or name == str(term):
                continue
            ranges = [one for one in graph.objects(term, RDFS.range) if str(one).startswith(str(XSD))]
            said: dict[str, str] = {"@id": f"rg:{name}"}
            if kind == OWL.ObjectProperty:
                said["@type"] = "@id"
            elif len(ranges) == 1 and ranges[0] != XSD.string:
                said["@type"] = f"xsd:{str(ranges[0]).removeprefix(str(XSD))}"
            found[name] = said
    found["prefLabel"] = {"@id": str(SKOS.prefLabel), "@container": "@language"}
    return found


def _form(request: Request) -> str:
    accept = request.headers.get("accept")
    form = preferred(accept, FORMS)
    if form is None:
        raise not_acceptable(accept or "", FORMS)
    return FORMS[form]


def _raw(request: Request, front: str) -> str:
    """What follows in the path as it came, percent-encoded: a slash within a name is not one between names."""
    raw = request.scope.get("raw_path") or quote(request.url.path).encode()
    path = str(raw.decode("ascii", "replace")).partition("?")[0]
    return path.removeprefix(root_of(request)).removeprefix(front)


def _see(request: Request, path: str) -> Response:
    location = root_of(request) + quote(path, safe="/%:@!$&'()*+,;=-._~")
    return Response(status_code=SEE_OTHER, headers={"Location": location, "Vary": "Accept"})


def _said(found: SparqlResult) -> list[Said]:
    rows = orjson.loads(found.body)["results"]["bindings"]
    return [
        Said(
            row["p"]["value"],
            row["o"]["value"],
            "literal" if row["o"]["type"] == "literal" else "uri",
            row["o"].get("xml:lang"),
            row["in"]["value"] == "true",
        )
        for row in rows
    ]


def _rdf(request: Request, body: bytes, ending: str, *, truncated: bool = False) -> Response:
    headers = {"Link": f'<{root_of(request)}context.jsonld>; rel="{CONTEXT_LINK}"'}
    if truncated:
        headers["Reformgraph-Truncated"] = "the limit of rows was reached; ask at /sparql for the rest"
    return Response(body, headers=headers, media_type=MEDIA[ending])


def _json(iri: str, said: Iterable[Said]) -> Response:
    body = {"iri": iri, "statements": [one._asdict() for one in said]}
    return Response(orjson.dumps(body), media_type=JSON)


def _page(request: Request, title: str, said: Iterable[Said], path: str) -> Response:
    page = Template(files("api").joinpath("static", "resource.html").read_text("utf-8"))
    root = root_of(request)
    lines = [
        f"<tr><td>{'← ' if one.incoming else ''}{_link(one.predicate, root)}</td><td{_language(one)}>"
        f"{_link(one.other, root) if one.kind == 'uri' else html.escape(one.other)}</td></tr>"
        for one in said
    ]
    others = [
        f'<a href="{html.escape(f"{root}data/{path}.{ending}")}">{ending}</a>' for ending in MEDIA.values() if path
    ]
    text = page.substitute(title=html.escape(unquote(title)), rows="\n".join(lines), forms=" ".join(others))
    return Response(text, headers={"Vary": "Accept"}, media_type="text/html; charset=utf-8")


def _language(one: Said) -> str:
    return f' lang="{html.escape(one.language)}"' if one.language else ""


def _link(iri: str, root: str) -> str:
    """An IRI of ours leads to this server, another one elsewhere; what is none is text."""
    if iri.startswith(NAMESPACE):
        return f'<a href="{html.escape(f"{root}ontology")}">{html.escape(iri.removeprefix(NAMESPACE))}</a>'
    if iri.startswith((ID, GRAPH)):
        path = quote(iri.removeprefix(BASE), safe="/%:@!$&'()*+,;=-._~")
        return f'<a href="{html.escape(root + path)}">{html.escape(unquote(iri.removeprefix(BASE)))}</a>'
    if iri.startswith(("http://", "https://")):
        return f'<a rel="noopener noreferrer" href="{html.escape(iri)}">{html.escape(iri)}</a>'
    return html.escape(iri)
