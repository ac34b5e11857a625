// title: Evidence of a measure's plain facts
// description: The words that give the domain, the deadline and the status of a measure.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// columns: fact, value, quote, field, line, start, end, claim_id
// users: researchers, applications
MATCH (m:Measure {id: $id})-[r:IN_DOMAIN|HAS_DEADLINE|HAS_STATUS]->(x)
WHERE r.claim_id IS NOT NULL
RETURN type(r) AS fact, coalesce(x.raw_text, x.code, x.name) AS value,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY fact, start
