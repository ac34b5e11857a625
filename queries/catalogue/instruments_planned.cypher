// title: Measures that write or amend law
// description: Instruments that measures mean to create or to amend, with the words that say so. An intention only: whether it was done is not told.
// parameter: document text? – only measures of this document (example: shenzhen-2020)
// columns: measure, intention, instrument, form, quote, line, claim_id
// users: researchers
// number: 18
MATCH (m:Measure)-[r:PLANS_TO_CREATE|PLANS_TO_AMEND]->(i:Instrument)
MATCH (m)-[:FROM]->(d:Document)
WHERE $document IS NULL OR d.id = $document
RETURN m.id AS measure, type(r) AS intention, i.title AS instrument, i.form AS form, r.quote AS quote, r.line AS line,
  r.claim_id AS claim_id
ORDER BY d.id, m.list_number, m.number, line, instrument
