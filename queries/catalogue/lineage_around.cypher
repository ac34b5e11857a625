// title: What the lineage of measures rests on
// description: Measures with the places that their rows name, the measures that they are stated to come from or lead to, and the comparable ones; each list in the order of its own question.
// parameter: ids texts – ids of measures (example: zhuhai-2020/1-9)
// columns: measure, title, document, place, issued, origins, learned, asserted, derivations, links
UNWIND $ids AS id
MATCH (m:Measure {id: id})-[:FROM]->(d:Document)
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(p:Area)
RETURN m.id AS measure, m.title AS title, d.id AS document, p.qualified_name AS place, d.issued AS issued,
  COLLECT {
    MATCH (m)-[r:ORIGINATED_IN]->(a:Area)
    RETURN {kind: "originated_in", measure: m.id, document: d.id, area: a.qualified_name, quote: r.quote,
      field: r.field, line: r.line, start: r.start, end: r.end, claim_id: r.claim_id}
    ORDER BY r.start, a.qualified_name
  } AS origins,
  COLLECT {
    MATCH (m)-[r:STATES_LINEAGE]->(s:LineageStatement {lineage_kind: "learns_from"})-[:NAMES_PLACE]->(a:Area)
    RETURN {kind: "learns_from", measure: m.id, document: d.id, area: a.qualified_name, quote: r.quote,
      field: r.field, line: r.line, start: r.start, end: r.end, claim_id: r.claim_id}
    ORDER BY r.start, r.end, a.qualified_name
  } AS learned,
  COLLECT {
    MATCH (m)-[r:ASSERTED_REPLICATED_IN]->(a:Area)
    RETURN {measure: m.id, title: m.title, document: d.id, area: a.qualified_name, quote: r.quote,
      field: r.field, line: r.line, start: r.start, end: r.end, claim_id: r.claim_id}
    ORDER BY a.qualified_name
  } AS asserted,
  COLLECT {
    MATCH (m)-[r:REPLICATES|ADAPTS|LEARNS_FROM|UPGRADES]-(o:Measure)
    RETURN {measure: startNode(r).id, kind: toLower(type(r)), source: endNode(r).id, quote: r.quote,
      field: r.field, line: r.line, start: r.start, end: r.end, claim_id: r.claim_id}
    ORDER BY startNode(r).id, toLower(type(r)), endNode(r).id
  } AS derivations,
  COLLECT {
    MATCH (m)-[r:COMPARABLE_TO]-(o:Measure)-[:FROM]->(e:Document)
    OPTIONAL MATCH (e)-[:ISSUED_FOR]->(q:Area)
    RETURN {measure: o.id, place: q.qualified_name, issued: e.issued, own_place: p.qualified_name,
      own_issued: d.issued, score: r.score, claim_id: r.claim_id}
  } AS links
