// title: What rows say of their lineage
// description: Claims of being first, what was learned from whom, upgrades and references, each with the words that say so. A claim of being first that stands in the account of somebody's practice is theirs: the origins tell whose. Nothing is judged.
// parameter: id text? – id of a measure; without it those of all measures (example: zhuhai-2020/2-3)
// parameter: kind text? – first, learns_from, upgrades or refers_to (example: first)
// columns: measure, title, document, place, issued, origins, mechanisms, kind, area, qualifier, extent, practice, quote, field, line, start, end, claim_id
// users: researchers, applications
// number: 9 kind=first
MATCH (m:Measure)-[r:STATES_LINEAGE]->(s:LineageStatement)
MATCH (m)-[:FROM]->(d:Document)
WHERE ($id IS NULL OR m.id = $id) AND ($kind IS NULL OR s.lineage_kind = $kind)
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(p:Area)
OPTIONAL MATCH (s)-[:NAMES_PLACE]->(a:Area)
RETURN m.id AS measure, m.title AS title, d.id AS document, p.qualified_name AS place, d.issued AS issued,
  COLLECT { MATCH (m)-[:ORIGINATED_IN]->(o:Area) RETURN o.qualified_name ORDER BY o.code, o.qualified_name } AS origins,
  COLLECT { MATCH (m)-[:USES_MECHANISM]->(x:Mechanism) WHERE x.kind <> "goal" RETURN x.id ORDER BY x.id } AS mechanisms,
  s.lineage_kind AS kind, a.qualified_name AS area, s.qualifier AS qualifier, s.extent AS extent,
  s.practice AS practice, r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end,
  r.claim_id AS claim_id
ORDER BY document, coalesce(m.list_number, 0), m.number, start, end, kind, area
