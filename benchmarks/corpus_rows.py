"""The rows of synthetic documents without their triples: a tenth of the time, for what benchmarks.corpus uses of a record.

It is no second projection: tests/benchmarks hold that `graph.projection.project` gives the same of the same documents.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from graph.rows import Edge, Node, Rows, Value
from ontology import identifiers as ids
from ontology.domains import match_domain
from ontology.model import DocumentRecord, LineageStatement, Link, Measure, Quote, Role
from ontology.reference import area, known_body, reader_version
from ontology.triples import ROLE_PROPERTY
from ontology.vocabulary import NAMESPACE, RG

ROLE = {Role.LEAD: "LEAD", Role.COOPERATING: "COOPERATES"}
MATCH = {"exact": "EXACT_MATCH", "close": "CLOSE_MATCH", "broad": "BROAD_MATCH"}


def document_rows(record: DocumentRecord) -> Rows:
    """All that a document states."""
    return _Writer(record).rows()


def link_rows(name: str, links: Iterable[Link]) -> Rows:
    """All that a graph of links states."""
    edges = []
    for link in links:
        a, b = str(ids.measure_iri(link.a)), str(ids.measure_iri(link.b))
        claim = str(ids.claim_iri(a, RG.comparableTo, b))
        features = [{"name": f.name, "value": f.value, "share": f.share} for f in link.features]
        properties: dict[str, Value] = {
            "claim_class": [NAMESPACE + "Link"],
            "accepted": link.accepted,
            "features": orjson.dumps(features).decode(),
            "rule": link.rule,
            "score": link.score,
            "shared_words": sorted(link.shared_words),
            "claim_id": claim,
        }
        if link.grade is not None:
            properties["grade"] = str(link.grade)
        kind = "COMPARABLE_TO" if link.accepted else "CANDIDATE"
        edges.append(Edge(kind, claim, "Measure", a, "Measure", b, properties))
    return Rows(str(ids.graph_iri(name)), (), tuple(edges))


class _Writer:
    def __init__(self, record: DocumentRecord) -> None:
        self.record = record
        self.document = str(ids.document_iri(record.id))
        self.run = str(ids.run_iri(record.id, record.sha256, reader_version()))
        self.nodes: dict[tuple[str, str], Node] = {}
        self.edges: dict[tuple[str, str], Edge] = {}

    def node(self, label: str, iri: str, **properties: Value | None) -> None:
        said = {name: value for name, value in properties.items() if value is not None}
        self.nodes[label, iri] = Node(label, iri, said)

    def edge(self, kind: str, start: tuple[str, str], end: tuple[str, str]) -> None:
        key = f"{start[1]} {kind} {end[1]}"
        self.edges[kind, key] = Edge(kind, key, *start, *end, {})

    def claim(
        self,
        kind: str,
        predicate: str,
        start: tuple[str, str],
        end: tuple[str, str],
        quote: Quote,
        rule: str,
        **more: str,
    ) -> None:
        claim = str(ids.claim_iri(start[1], predicate, end[1]))
        if (kind, claim) in self.edges:
            return
        of = CLAIM.get(kind, "Claim")
        properties: dict[str, Value] = {
            "claim_class": [NAMESPACE + of],
            "quote": quote.text,
            "field": quote.field,
            "line": quote.span.line,
            "start": quote.span.start,
            "end": quote.span.end,
            "document": self.document,
            "made_by": rule,
            "made_in": self.run,
            "claim_id": claim,
            **more,
        }
        self.edges[kind, claim] = Edge(kind, claim, *start, *end, properties)

    def rows(self) -> Rows:
        record, document = self.record, ("Document", self.document)
        self.node(
            *document,
            id=record.id,
            title=record.title,
            issuer=record.issuer,
            issued=record.issued,
            encoding=record.encoding,
            place_basis=record.place_basis,
            sha256=record.sha256,
            rendition_sha256=record.rendition_sha256,
        )
        if record.place is not None:
            self.edge("ISSUED_FOR", document, _area(record.place))
        self.node("ExtractionRun", self.run)
        self.edge("READ", ("ExtractionRun", self.run), document)
        self.edge("RUN_BY", ("ExtractionRun", self.run), ("Reader", str(ids.reader_iri(reader_version()))))
        for measure in record.measures:
            self.measure(measure, document)
        nodes = sorted(self.nodes.values(), key=lambda one: (one.iri, one.label))
        edges = sorted(self.edges.values(), key=lambda one: (one.type, one.key))
        return Rows(str(ids.graph_iri(record.id)), tuple(nodes), tuple(edges))

    def measure(self, measure: Measure, document: tuple[str, str]) -> None:
        iri = str(ids.measure_iri(measure.id))
        own, row, due = ("Measure", iri), ("Row", str(ids.row_iri(measure.id))), measure.deadline
        self.node(
            *own,
            id=measure.id,
            number=measure.number,
            title=measure.title,
            content=measure.content,
            deadline=None if due is None else due.value,
            status=None if measure.status is None else str(measure.status.value),
        )
        self.node(*row, id=measure.id, number=measure.number, line=measure.line)
        self.edge("FROM", own, document)
        self.edge("STATED_IN", own, row)
        self.edge("ROW_OF", row, document)
        for index, cell in enumerate(measure.cells):
            end = ("Cell", f"{row[1]}/cell/{index}")
            self.node(
                *end,
                column=cell.column,
                text=cell.text,
                number=index + 1,
                start=cell.span.start,
                end=cell.span.end,
                line=cell.span.line,
            )
            self.edge("HAS_CELL", row, end)
        if measure.domain is not None:
            domain, match = (
                ("Domain", str(ids.domain_iri(self.record.id, measure.domain))),
                match_domain(measure.domain),
            )
            self.node(*domain, name=measure.domain)
            self.edge("IN_DOMAIN", own, domain)
            if match is not None:
                self.edge(MATCH[match.relation], domain, ("HarmonisedDomain", str(match.iri)))
        self.bodies(measure, own)
        if measure.scope is not None:
            scope = ("Scope", iri + "/scope")
            self.claim("HAS_SCOPE", RG.hasScope, own, scope, measure.scope.quote, "scope-column")
            self.node(*scope, raw_text=measure.scope.quote.text, exclusion_reason=measure.scope.exclusion_reason)
            for name in measure.scope.includes:
                self.edge("INCLUDES", scope, _area(name))
            for name in measure.scope.excludes:
                self.edge("EXCLUDES", scope, _area(name))
            for name in measure.scope.already_adopted:
                quote = measure.scope.quote
                self.claim("ASSERTED_REPLICATED_IN", RG.assertedReplicatedIn, own, _area(name), quote, "scope-column")
        if due is not None:
            end = ("Deadline", iri + "/deadline")
            self.claim("HAS_DEADLINE", RG.hasDeadline, own, end, due.quote, "deadline-words")
            self.node(*end, raw_text=due.quote.text, ongoing=due.ongoing, deadline=due.value, precision=due.precision)
        if measure.status is not None:
            concept = RG.completed if measure.status.value == "completed" else RG.inProgress
            self.claim("HAS_STATUS", RG.hasStatus, own, ("Status", str(concept)), measure.status.quote, "status-words")
        for origin in measure.origins:
            self.claim("ORIGINATED_IN", RG.originatedIn, own, _area(origin.area), origin.quote, "origin-places")
        for one in measure.mechanisms:
            concept = ids.mechanism_iri(one.concept)
            end = ("Mechanism", str(concept))
            self.claim("USES_MECHANISM", RG.usesMechanism, own, end, one.quote, "mechanism-scheme")
        for stated in measure.lineage:
            self.lineage(measure, own, stated)

    def bodies(self, measure: Measure, own: tuple[str, str]) -> None:
        for one in measure.responsibilities:
            body, known = one.body, known_body(one.body.name) if one.body.known else None
            iri = str(ids.body_iri(body.name) if known is None else known.iri)
            end = (str(body.kind), iri)
            if known is None:
                self.node(*end, name=body.name)
                if body.jurisdiction is not None:
                    self.edge("JURISDICTION", end, _area(body.jurisdiction))
            more = {"role": str(one.role), "printed": one.printed}
            self.claim(ROLE[one.role], ROLE_PROPERTY[one.role], own, end, one.quote, "body-column", **more)

    def lineage(self, measure: Measure, own: tuple[str, str], stated: LineageStatement) -> None:
        end = ("LineageStatement", str(ids.lineage_iri(measure.id, stated)))
        self.claim("STATES_LINEAGE", RG.statesLineage, own, end, stated.quote, "lineage-words")
        self.node(*end, lineage_kind=str(stated.kind))
        if stated.area is not None:
            self.edge("NAMES_PLACE", end, _area(stated.area))


CLAIM = {
    "LEAD": "Responsibility",
    "COOPERATES": "Responsibility",
    "ORIGINATED_IN": "OriginClaim",
    "ASSERTED_REPLICATED_IN": "LineageClaim",
    "STATES_LINEAGE": "LineageClaim",
}


def _area(name: str) -> tuple[str, str]:
    found = area(name)
    assert found is not None
    return "Area", str(found.iri)
