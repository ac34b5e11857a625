// title: Names to be reviewed
// description: Bodies whose printed names could not be placed: they fit several bodies or none that is known, and are kept apart until somebody decides. Each with the measures that print it, and where.
// parameter: document text? – only the names of this document (example: zhuhai-2020)
// columns: name, document, measure, role, printed, field, line, claim_id
// users: researchers
MATCH (m:Measure)-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(body {ambiguous: true})
MATCH (m)-[:FROM]->(d:Document)
WHERE $document IS NULL OR d.id = $document
RETURN body.name AS name, d.id AS document, m.id AS measure, type(r) AS role, r.printed AS printed, r.field AS field,
  r.line AS line, r.claim_id AS claim_id
ORDER BY name, document, line, measure, role
