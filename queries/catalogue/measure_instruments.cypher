// title: Instruments of a measure
// description: Titled texts, document numbers and laws to be made that a measure names, in the order of print; with what the measure means to do with each (BASED_ON, PLANS_TO_CREATE, PLANS_TO_AMEND), where it says so.
// parameter: id text – id of the measure (example: zhuhai-2020/1-2)
// columns: title, use, form, quote, field, line, start, end, claim_id
// users: researchers, applications
MATCH (m:Measure {id: $id})-[r:CITES|BASED_ON|PLANS_TO_CREATE|PLANS_TO_AMEND]->(i:Instrument)
WITH i, max(CASE WHEN type(r) = 'CITES' THEN NULL ELSE type(r) END) AS use, min(r.quote) AS quote, min(r.field) AS field,
  min(r.line) AS line, min(r.start) AS start, min(r.end) AS end, min(r.claim_id) AS claim_id
RETURN i.title AS title, use, i.form AS form, quote, field, line, start, end, claim_id
ORDER BY start, title
