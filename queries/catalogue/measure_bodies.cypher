// title: Bodies of a measure
// description: Who carries a measure and in which role, with the words that say so, in the order of print.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// columns: iri, name, kind, jurisdiction, ambiguous, role, printed, role_words, quote, field, line, start, end, claim_id
// users: researchers, analysts, applications
MATCH (m:Measure {id: $id})-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(b)
OPTIONAL MATCH (b)-[:JURISDICTION]->(a:Area)
RETURN b.iri AS iri, b.name AS name, head(labels(b)) AS kind, a.name AS jurisdiction,
  coalesce(b.ambiguous, false) AS ambiguous, r.role AS role, r.printed AS printed, r.role_words AS role_words,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY start, name, role
