// title: Mechanisms of a measure
// description: What a measure is about (object), how it is done (instrument) and what for (goal), with the words that name it, in the order of print.
// parameter: id text – id of the measure (example: zhuhai-2020/1-9)
// columns: mechanism, name, name_en, kind, quote, field, line, start, end, claim_id
// users: researchers, analysts, applications
MATCH (m:Measure {id: $id})-[r:USES_MECHANISM]->(x:Mechanism)
RETURN x.id AS mechanism, x.name AS name, x.name_en AS name_en, x.kind AS kind,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY start, end, kind, mechanism
