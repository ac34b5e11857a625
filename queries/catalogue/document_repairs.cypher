// title: Repairs of a document
// description: What the reader changed between the print and the record, with both sides, in the order of print.
// parameter: id text – id of the document (example: zhuhai-2020)
// columns: rule, measure, before, after, uncertain, line, start, end
// users: researchers, applications
MATCH (d:Document {id: $id})<-[:REPAIR_OF]-(r:Repair)
OPTIONAL MATCH (r)-[:CONCERNS]->(m:Measure)
RETURN r.rule AS rule, m.id AS measure, r.before AS before, r.after AS after, coalesce(r.uncertain, false) AS uncertain,
  r.line AS line, r.start AS start, r.end AS end
ORDER BY start, rule, after
