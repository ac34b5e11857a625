// title: Instruments of a measure
// description: Titled texts and document numbers that a measure cites, in the order of print.
// parameter: id text – id of the measure (example: zhuhai-2020/1-2)
// columns: title, quote, field, line, start, end, claim_id
MATCH (m:Measure {id: $id})-[r:CITES]->(i:Instrument)
RETURN i.title AS title,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY start, title
