"""SPARQL over a release: right answers, refusals, and limits that really end the work."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, Graph, Literal

from graph.release import Release
from graph.sparql.server import GRAPH_FORMATS, send
from graph.sparql.service import Limits, Sparql
from graph.sparql.words import MAX_CHARACTERS, read_words
from ontology.errors import BadQueryError, QueryError, QueryTimeoutError, StoreError
from ontology.identifiers import graph_iri, measure_iri
from ontology.link_triples import links_graph
from ontology.triples import document_graph
from ontology.vocabulary import RG
from tests import toy

PREFIX = "PREFIX rg: <https://w3id.org/reformgraph/ontology#> "
CROSS = 'SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = "none") }'
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c"
REGEX = (
    "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f "
    'FILTER(REGEX(CONCAT(STR(?o), STR(?c), STR(?f)), "^(([a-z])+.)+[A-Z]([a-z])+$")) }'
)


def write_toy(folder: Path) -> Release:
    release = Release(folder)
    for document in toy.documents():
        release.write(document_graph(document))
    release.write(links_graph(toy.links()))
    return release


@pytest.fixture(scope="module")
def sparql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sparql]:
    folder = tmp_path_factory.mktemp("sparql")
    write_toy(folder)
    with Sparql(folder, Limits(seconds=10, megabytes=200)) as sparql:
        yield sparql


def rows(sparql: Sparql, query: str, **options: object) -> list[dict[str, str]]:
    found = json.loads(sparql.query(PREFIX + query, **options).body)  # type: ignore[arg-type]
    return [{name: term["value"] for name, term in row.items()} for row in found["results"]["bindings"]]


def children(sparql: Sparql) -> list[int]:
    assert sparql._holder is not None
    pid = sparql._holder._process.pid
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(one) for one in found if Path(f"/proc/{one}/stat").exists()]


def wait_for_quiet(sparql: Sparql) -> None:
    deadline = time.monotonic() + 2
    while children(sparql) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert children(sparql) == []


def test_the_default_graph_is_the_union(sparql: Sparql) -> None:
    (row,) = rows(sparql, "SELECT (COUNT(*) AS ?n) { ?m a rg:ReformMeasure }")
    assert row == {"n": "12"}
    counts = rows(sparql, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?m a rg:ReformMeasure } } GROUP BY ?g ORDER BY ?g")
    assert [row["n"] for row in counts] == ["4", "5", "3"]
    assert [row["g"] for row in counts] == [str(graph_iri(one.id)) for one in toy.documents()]


def test_graphs_can_be_chosen_by_from_and_by_name(sparql: Sparql) -> None:
    chosen = str(graph_iri("zhuhai-toy"))
    assert rows(sparql, f"SELECT (COUNT(*) AS ?n) FROM <{chosen}> {{ ?m a rg:ReformMeasure }}") == [{"n": "3"}]
    asked = "SELECT (COUNT(*) AS ?n) { ?m a rg:ReformMeasure }"
    assert rows(sparql, asked, default_graphs=[chosen]) == [{"n": "3"}]
    assert rows(sparql, asked, named_graphs=[chosen]) == [{"n": "0"}]
    assert rows(sparql, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", named_graphs=[chosen]) == [{"g": chosen}]


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://127.0.0.1/", "https://w3id.org/reformgraph/graph/no"])
@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED", "from named"])
def test_no_other_graph_is_read(sparql: Sparql, graph: str, clause: str) -> None:
    with pytest.raises(BadQueryError, match="holds no graph"):
        sparql.query(f"SELECT * {clause} <{graph}> {{ ?s ?p ?o }}")
    with pytest.raises(BadQueryError, match="holds no graph"):
        sparql.query("SELECT * { ?s ?p ?o }", default_graphs=[graph])


def test_every_form_says_the_same(sparql: Sparql) -> None:
    query = PREFIX + "SELECT ?title { ?m rg:title ?title ; rg:number 1 ; rg:listNumber 1 }"
    found = {form: sparql.query(query, results=form) for form in ("json", "xml", "csv", "tsv")}
    for one in found.values():
        assert "证照主题联办" in one.body.decode()
        assert (one.kind, one.rows, one.truncated) == ("bindings", 1, False)
    assert found["tsv"].body.decode() == '?title\n"证照主题联办"@zh\n'
    assert found["xml"].media_type == "application/sparql-results+xml"
    construct = PREFIX + "CONSTRUCT { ?m rg:title ?t } WHERE { ?m rg:title ?t ; a rg:ReformMeasure }"
    graphs = []
    for form in GRAPH_FORMATS:
        answer = sparql.query(construct, graphs=form)
        assert answer.kind == "triples"
        graphs.append({quad.triple for quad in pyoxigraph.parse(answer.body, format=GRAPH_FORMATS[form])})
    assert len(graphs[0]) == 12
    assert all(graph == graphs[0] for graph in graphs)
    for form, expected in (("json", b'{"head":{},"boolean":true}'), ("csv", b"true"), ("tsv", b"true")):
        assert sparql.query("ASK {}", results=form).body == expected


def test_a_cap_is_said(sparql: Sparql) -> None:
    every = sparql.query("SELECT * { ?s ?p ?o }")
    assert not every.truncated
    exact = sparql.query("SELECT * { ?s ?p ?o }", rows=every.rows)
    assert (exact.rows, exact.truncated) == (every.rows, False)
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        some = sparql.query(query, rows=3)
        assert (some.rows, some.truncated) == (3, True)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT would write"),
        ("PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }", "DELETE would write"),
        ("LOAD <file:///etc/passwd>", "LOAD would write"),
        ("# SELECT\nCLEAR ALL", "CLEAR would write"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { ?s ?p", "cannot be understood: error at 1:"),
        ("", "cannot be understood"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", "cannot be understood"),
        ("#" * (MAX_CHARACTERS + 1), "at most 100,000"),
    ],
)
def test_what_is_refused(sparql: Sparql, query: str, message: str) -> None:
    with pytest.raises(BadQueryError, match=message):
        sparql.query(query)


def test_words_in_names_and_texts_are_not_taken_for_keywords() -> None:
    words = read_words(
        'PREFIX service: <http://a/SERVICE> SELECT ?from { ?service service:from \'SERVICE\', """a "FROM" <b>"""@x-FROM }'
        " # SERVICE FROM <c>"
    )
    assert (words.has_dataset, words.graphs) == (False, ())
    assert read_words("SELECT * FROM <a> FROM NAMED <b> FROM c:d {}").graphs == ("a", "b")


def test_no_query_reaches_the_network_however_it_is_written(sparql: Sparql) -> None:
    """The look for keywords can be led astray; the process that runs the query cannot open a socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        query = f'SELECT * {{ ?s ?p ?o FILTER(1<?b#>"""\n)SERVICE <{address}> {{ ?x ?y ?z }} }} #"""'
        assert not read_words(query).graphs
        with pytest.raises(QueryError, match="The query failed"):
            sparql.query(query)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    "query", [CROSS, REGEX, CROSS.replace("SELECT *", "CONSTRUCT { ?a ?b ?c }")], ids=["cross", "regex", "construct"]
)
def test_a_query_ends_at_its_time(sparql: Sparql, query: str) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"ran over 0\.6 seconds"):
        sparql.query(query, seconds=0.6)
    assert time.monotonic() - started < 1.2
    wait_for_quiet(sparql)
    assert sparql.query("ASK {}").body == b'{"head":{},"boolean":true}'


def test_a_query_ends_at_its_time_though_nobody_waits(sparql: Sparql) -> None:
    holder = sparql._holding()
    request = {"query": CROSS, "union": True, "default_graphs": None, "named_graphs": None, "results": "json"}
    with holder.connect() as stream:
        send(stream, {**request, "graphs": "turtle", "seconds": 0.5, "rows": 10, "megabytes": 100})
        time.sleep(0.1)
        assert len(children(sparql)) == 1
    time.sleep(0.6)
    wait_for_quiet(sparql)


def test_memory_has_a_limit(sparql: Sparql) -> None:
    with pytest.raises(QueryError, match="more memory"):
        sparql.query(SORTED)
    wait_for_quiet(sparql)


def test_deep_nesting_ends_its_own_process_only(sparql: Sparql) -> None:
    with pytest.raises(QueryError):
        sparql.query("SELECT * " + "{" * 40_000 + "}" * 40_000)
    assert sparql.query("ASK {}").rows == 1


def test_many_ask_at_once(sparql: Sparql) -> None:
    def ask(number: int) -> list[dict[str, str]]:
        return rows(sparql, f"SELECT ?id {{ ?m a rg:ReformMeasure ; rg:id ?id }} ORDER BY ?id LIMIT 1 OFFSET {number}")

    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(ask, range(12))]
    assert [row["id"] for (row,) in found] == sorted(one.id for d in toy.documents() for one in d.measures)


def test_who_finds_no_place_is_told(sparql: Sparql) -> None:
    with Sparql(sparql._folder, Limits(seconds=5, at_once=1)) as narrow:
        narrow.query("ASK {}")

        def occupy() -> None:
            with pytest.raises(QueryTimeoutError):
                narrow.query(CROSS, seconds=1.5)

        thread = threading.Thread(target=occupy)
        thread.start()
        time.sleep(0.3)
        with pytest.raises(QueryTimeoutError, match=r"1 queries were running for 0\.2 seconds"):
            narrow.query("ASK {}", seconds=0.2)
        thread.join()


def test_a_changed_release_is_read_again(tmp_path: Path) -> None:
    release = write_toy(tmp_path)
    with Sparql(tmp_path) as sparql:
        ask = "SELECT (COUNT(*) AS ?n) { ?m a rg:ReformMeasure }"
        assert rows(sparql, ask) == [{"n": "12"}]
        graph = Graph(identifier=graph_iri("zhuhai-toy"))
        graph.add((measure_iri("zhuhai-toy/1"), RDF.type, RG.ReformMeasure))
        graph.add((measure_iri("zhuhai-toy/1"), RG.id, Literal("zhuhai-toy/1")))
        release.write(graph)
        assert rows(sparql, ask) == [{"n": "10"}]
        release.remove("zhuhai-toy")
        assert rows(sparql, ask) == [{"n": "9"}]
        assert sparql._holder is not None
        sparql._holder._process.kill()
        sparql._holder._process.wait()
        assert rows(sparql, ask) == [{"n": "9"}]
        release.path("links").write_bytes(b"<a> nonsense")
        with pytest.raises(StoreError, match="cannot be read"):
            rows(sparql, ask)


def test_nothing_loaded_is_nothing_found(tmp_path: Path) -> None:
    with Sparql(tmp_path / "none") as sparql:
        assert rows(sparql, "SELECT * { ?s ?p ?o }") == []
        assert sparql.graphs() == ()


def test_the_process_ends_with_its_owner(tmp_path: Path) -> None:
    with Sparql(tmp_path) as sparql:
        sparql.query("ASK {}")
        assert sparql._holder is not None
        process = sparql._holder._process
    assert process.poll() == 0


def test_parameters_are_triples_beside_the_query_and_gone_after_it(sparql: Sparql) -> None:
    text = (
        "PREFIX p: <https://w3id.org/reformgraph/parameter/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    )
    text += "SELECT ?name ?value { VALUES ?name { p:a p:b p:c p:d p:e } ?name rdf:value ?value } ORDER BY ?name ?value"
    given = {"a": 'x" } #', "b": ["2", "1"], "c": 7, "d": None, "e": True}
    found = rows(sparql, text, parameters=given)
    assert [row["value"] for row in found] == ['x" } #', "1", "2", "7", "true"]
    assert rows(sparql, text) == []
