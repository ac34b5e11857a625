// title: Asserted adoptions of a measure
// description: Places of which the document says that they have the measure already; no row of theirs need be held.
// parameter: id text – id of the measure (example: guangdong-8/3)
// columns: area, code, quote, field, line, start, end, claim_id
// users: researchers, applications
MATCH (m:Measure {id: $id})-[r:ASSERTED_REPLICATED_IN]->(a:Area)
RETURN a.name AS area, a.code AS code,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY coalesce(code, "~"), area
