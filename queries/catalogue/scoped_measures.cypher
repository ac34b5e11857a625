// title: Measures with their scopes
// description: The measures of a document, or one measure, with the scope that each states; no scope where the document has none.
// parameter: document text? – id of the document (example: guangdong-8)
// parameter: id text? – id of a measure (example: guangdong-8/12)
// columns: measure, title, document, place, issued, includes, excludes, zone_type, exclusion_reason, quote, field, line, start, end, claim_id
MATCH (m:Measure)-[:FROM]->(d:Document)
WHERE ($document IS NULL OR d.id = $document) AND ($id IS NULL OR m.id = $id)
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(p:Area)
OPTIONAL MATCH (m)-[r:HAS_SCOPE]->(s:Scope)
OPTIONAL MATCH (s)-[:IN_ZONE_TYPE]->(z:ZoneType)
RETURN m.id AS measure, m.title AS title, d.id AS document, p.qualified_name AS place, d.issued AS issued,
  COLLECT { MATCH (m)-[:HAS_SCOPE]->(:Scope)-[:INCLUDES]->(a) RETURN coalesce(a.qualified_name, a.name) ORDER BY a.code, a.name } AS includes,
  COLLECT { MATCH (m)-[:HAS_SCOPE]->(:Scope)-[:EXCLUDES]->(a) RETURN coalesce(a.qualified_name, a.name) ORDER BY a.code, a.name } AS excludes,
  z.name AS zone_type, s.exclusion_reason AS exclusion_reason, r.quote AS quote, r.field AS field, r.line AS line,
  r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY document, coalesce(m.list_number, 0), m.number
