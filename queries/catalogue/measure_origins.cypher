// title: Origins of a measure
// description: Where the row says that the practice comes from, each with the words that say so.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// columns: area, code, quote, field, line, start, end, claim_id
// users: researchers, analysts, applications
MATCH (m:Measure {id: $id})-[r:ORIGINATED_IN]->(a:Area)
RETURN a.name AS area, a.code AS code,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY start, area
