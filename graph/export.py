"""What the graph holds, written for others: measures, links, TriG, GraphML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import orjson

from graph.judgements import sssom
from graph.judgements.answers import JudgedPair, answers
from graph.judgements.store import held
from graph.projection import declared
from graph.release import Release
from graph.store import Store
from ontology.errors import QueryError
from ontology.identifiers import PROPOSALS
from ontology.proposal_triples import proposals_in
from ontology.records import (
    BodyRecord,
    JudgementRecord,
    LineageRecord,
    MeasureRecord,
    MechanismRecord,
    PlanRecord,
    ScopeRecord,
    TargetRecord,
    VoiceRecord,
)

if TYPE_CHECKING:
    import networkx as nx

MEASURES = """
MATCH (m:Measure)-[:FROM]->(d:Document)
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(domain:Domain)
RETURN m.id AS id, m.title AS title, m.content AS content, domain.name AS domain, m.status AS status,
       m.deadline AS deadline, d.id AS document, m.list_number AS list, m.number AS number
ORDER BY document, list, number
"""
BODIES = """
MATCH (m:Measure)-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(b)
RETURN m.id AS id, r.printed AS printed, b.name AS name, r.role AS role, r.start AS start
ORDER BY id, start, printed
"""
SCOPES = """
MATCH (m:Measure)-[:HAS_SCOPE]->(s:Scope)
OPTIONAL MATCH (s)-[:IN_ZONE_TYPE]->(z:ZoneType)
RETURN m.id AS id, s.iri AS scope, z.name AS zone_type
"""
SCOPE_AREAS = """
MATCH (s:Scope)-[r:INCLUDES|EXCLUDES]->(a:Area)
RETURN s.iri AS scope, type(r) AS kind, a.qualified_name AS name, a.code AS code
ORDER BY scope, kind, code
"""
ORIGINS = """
MATCH (m:Measure)-[r:ORIGINATED_IN]->(a:Area)
RETURN m.id AS id, a.qualified_name AS name, r.start AS start
ORDER BY id, start
"""
INSTRUMENTS = """
MATCH (m:Measure)-[r:CITES]->(i:Instrument)
RETURN m.id AS id, i.title AS title, r.start AS start
ORDER BY id, start
"""
PLANS = """
MATCH (m:Measure)-[r:BASED_ON|PLANS_TO_CREATE|PLANS_TO_AMEND]->(i:Instrument)
RETURN m.id AS id, i.title AS instrument, type(r) AS use, r.start AS start
ORDER BY id, start, instrument
"""
USES = {"BASED_ON": "basis", "PLANS_TO_CREATE": "to_create", "PLANS_TO_AMEND": "to_amend"}
TARGETS = """
MATCH (m:Measure)-[r:HAS_TARGET]->(t:Target)
RETURN m.id AS id, t.metric AS metric, t.baseline AS baseline, t.value AS value, t.change AS change, t.unit AS unit,
       t.bound AS bound, r.quote AS quote, r.start AS start
ORDER BY id, start
"""
MECHANISMS = """
MATCH (m:Measure)-[r:USES_MECHANISM]->(x:Mechanism)
RETURN m.id AS id, x.id AS mechanism, x.kind AS kind, r.quote AS quote, r.start AS start, r.end AS end
ORDER BY id, start, end, kind, mechanism
"""
LINEAGE = """
MATCH (m:Measure)-[r:STATES_LINEAGE]->(s:LineageStatement)
OPTIONAL MATCH (s)-[:NAMES_PLACE]->(a:Area)
RETURN m.id AS id, s.lineage_kind AS kind, a.qualified_name AS area, s.qualifier AS qualifier, s.extent AS extent,
       s.practice AS practice, r.quote AS quote, r.start AS start
ORDER BY id, start, kind, area
"""
LINKS = """
MATCH (a:Measure)-[r:COMPARABLE_TO|CANDIDATE]->(b:Measure)
RETURN a.id AS a, b.id AS b, r.score AS score, r.accepted AS accepted, r.features AS features,
       r.shared_words AS shared_words, r.rule AS rule, r.grade AS grade, r.clauses AS clauses, r.rival AS rival,
       r.removal AS removal, r.made_in AS made_in
ORDER BY a, b
"""


def export(form: str, store: Store, release: Release, file: BinaryIO, *, judged: bool = False) -> None:
    """Writes one of the forms `measures`, `links`, `judgements`, `proposals`, `trig` and `graphml`.

    With `judged`, links are written as people judged them. Raises `QueryError` for another form.
    """
    if form == "measures":
        for measure in measures(store):
            file.write(orjson.dumps(measure, option=orjson.OPT_APPEND_NEWLINE))
    elif form == "links":
        for link in judged_links(store, release, judged=judged):
            file.write(orjson.dumps(link, option=orjson.OPT_APPEND_NEWLINE))
    elif form == "judgements":
        file.write(sssom.write(held(release)).encode())
    elif form == "proposals":
        for proposal in proposals_in(release.triples(PROPOSALS)) if PROPOSALS in release.names() else ():
            file.write(orjson.dumps(proposal, option=orjson.OPT_APPEND_NEWLINE))
    elif form == "trig":
        trig(release, file)
    elif form == "graphml":
        graphml(store, file)
    else:
        raise QueryError(
            f"there is no export “{form}”; there are measures, links, judgements, proposals, trig, graphml"
        )


def measures(store: Store) -> Iterator[MeasureRecord]:
    """Every measure in the exchange form, by document and number."""
    bodies = _grouped(store, BODIES)
    origins, instruments = _grouped(store, ORIGINS), _grouped(store, INSTRUMENTS)
    plans, targets = _grouped(store, PLANS), _grouped(store, TARGETS)
    mechanisms, lineage = _grouped(store, MECHANISMS), _grouped(store, LINEAGE)
    scopes = _scopes(store)
    for row in _rows(store, MEASURES):
        key = str(row["id"])
        yield MeasureRecord(
            id=key,
            title=str(row["title"]),
            content=str(row["content"]),
            domain=_text(row["domain"]),
            status=_text(row["status"]),
            agencies=[
                BodyRecord(printed=str(one["printed"]), name=str(one["name"]), role=str(one["role"]))
                for one in bodies.get(key, [])
            ],
            scope=scopes.get(key),
            deadline=_text(row["deadline"]),
            origins=[str(one["name"]) for one in origins.get(key, [])],
            instruments=[str(one["title"]) for one in instruments.get(key, [])],
            plans=[
                PlanRecord(instrument=str(one["instrument"]), use=USES[str(one["use"])]) for one in plans.get(key, [])
            ],
            targets=[_target(one) for one in targets.get(key, [])],
            lineage=[_lineage(one) for one in lineage.get(key, [])],
            mechanisms=[
                MechanismRecord(id=str(one["mechanism"]), kind=str(one["kind"]), quote=str(one["quote"]))
                for one in mechanisms.get(key, [])
            ],
        )


def links(store: Store) -> Iterator[dict[str, object]]:
    """Every pair that was compared, accepted or not, by ids, with all that its score is made of and the run that made it."""
    for row in _rows(store, LINKS):
        read = {
            name: orjson.loads(str(row[name]))
            for name in ("features", "clauses", "rival", "removal")
            if row[name] is not None
        }
        yield {**row, **read}


def judged_links(store: Store, release: Release, *, judged: bool) -> Iterator[dict[str, object]]:
    """Every pair that was compared, with what people hold of it under `judgement`, None where nobody decided.

    `score` and `accepted` are the machine's alone. With `judged`, `accepted` is the judged answer where there is one,
    and judged pairs that the machine did not propose follow, with `proposed` false and the score 0.
    """
    settled = answers(held(release))
    for link in links(store):
        one = settled.pop((str(link["a"]), str(link["b"])), None)
        accepted = one.accepted if judged and one is not None else link["accepted"]
        yield {**link, "accepted": accepted, "judgement": None if one is None else judgement_record(one)}
    for (a, b), one in settled.items() if judged else ():
        yield {
            **{"a": a, "b": b, "score": 0.0, "accepted": one.accepted, "features": [], "shared_words": []},
            **{"rule": None, "proposed": False, "judgement": judgement_record(one)},
        }


def judgement_record(one: JudgedPair) -> JudgementRecord:
    """The judged answer of a pair in the exchange form."""
    return JudgementRecord(
        verdict=None if one.verdict is None else str(one.verdict),
        accepted=one.accepted,
        disputed=one.disputed,
        voices=[VoiceRecord(verdict=str(v.verdict), by=v.by, when=v.when, reason=v.reason) for v in one.voices],
    )


def trig(release: Release, file: BinaryIO) -> None:
    """All named graphs of the release as one TriG file."""
    from graph.publish.rdf import trig as write

    write({name: release.path(name).read_bytes() for name in release.names()}, file)


def graphml(store: Store, file: BinaryIO) -> None:
    """Nodes and relationships with their properties as GraphML; lists become text joined by “ | ”."""
    import networkx as nx

    graph = network(store)
    for properties in (*(p for _, p in graph.nodes(data=True)), *(p for *_, p in graph.edges(data=True))):
        properties.update({name: " | ".join(map(str, v)) for name, v in properties.items() if isinstance(v, list)})
    nx.write_graphml(graph, file, encoding="utf-8", named_key_ids=True)


def network(store: Store) -> nx.MultiDiGraph[str]:
    """Nodes by IRI and relationships, each with `label` and those of its properties that have a value."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for label in sorted(set(declared().labels.values())):
        for row in _rows(store, f"MATCH (n:{label}) RETURN properties(n) AS properties ORDER BY n.iri"):
            properties = _stated(row["properties"])
            graph.add_node(str(properties["iri"]), label=label, **properties)
    for kind in sorted(set(declared().edges.values())):
        query = (
            f"MATCH (a)-[r:{kind}]->(b) RETURN a.iri AS start, b.iri AS end, properties(r) AS properties "
            "ORDER BY start, end"
        )
        for row in _rows(store, query):
            graph.add_edge(str(row["start"]), str(row["end"]), label=kind, **_stated(row["properties"]))
    return graph


def _stated(properties: object) -> dict[str, object]:
    if not isinstance(properties, dict):
        return {}
    return {str(name): value for name, value in properties.items() if value is not None and name != "sources"}


def _rows(store: Store, query: str) -> list[dict[str, object]]:
    answer = store.read(query, timeout=300.0)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _grouped(store: Store, query: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for row in _rows(store, query):
        found.setdefault(str(row["id"]), []).append(row)
    return found


def _scopes(store: Store) -> dict[str, ScopeRecord]:
    places: dict[tuple[str, str], list[str]] = {}
    for row in _rows(store, SCOPE_AREAS):
        places.setdefault((str(row["scope"]), str(row["kind"])), []).append(str(row["name"]))
    return {
        str(row["id"]): ScopeRecord(
            includes=places.get((str(row["scope"]), "INCLUDES"), []),
            excludes=places.get((str(row["scope"]), "EXCLUDES"), []),
            zone_type=_text(row["zone_type"]),
        )
        for row in _rows(store, SCOPES)
    }


def _target(row: dict[str, object]) -> TargetRecord:
    return {
        "metric": _text(row["metric"]),
        "from": _figure(row["baseline"]),
        "to": _figure(row["value"]),
        "change": _figure(row["change"]),
        "unit": str(row["unit"]),
        "bound": _text(row["bound"]),
        "quote": str(row["quote"]),
    }


def _lineage(row: dict[str, object]) -> LineageRecord:
    return LineageRecord(
        kind=str(row["kind"]),
        area=_text(row["area"]),
        qualifier=_text(row["qualifier"]),
        extent=_text(row["extent"]),
        practice=_text(row["practice"]),
        quote=str(row["quote"]),
    )


def _figure(value: object) -> float | None:
    return value if isinstance(value, float) else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
