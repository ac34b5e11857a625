// title: Targets of a measure
// description: The figures that a measure sets, in the order of print. Those that stand in the account of somebody's practice are theirs, as the field says.
// parameter: id text – id of the measure (example: shenzhen-2020/35)
// columns: metric, baseline, value, change, unit, bound, quote, field, line, start, end, claim_id
// users: researchers, applications
// number: 10 id=zhuhai-2020/1-4
MATCH (m:Measure {id: $id})-[r:HAS_TARGET]->(t:Target)
RETURN t.metric AS metric, t.baseline AS baseline, t.value AS value, t.change AS change, t.unit AS unit,
  t.bound AS bound, r.quote AS quote, r.field AS field, r.line AS line,
  r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY start, claim_id
