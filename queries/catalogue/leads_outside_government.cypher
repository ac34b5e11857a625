// title: Led by others than agencies
// description: Measures that an enterprise, a class of bodies or a collaboration leads, alone or jointly.
// columns: measure, title, body, kind, printed, line, claim_id
// users: researchers
// number: 17
MATCH (m:Measure)-[r:LEAD]->(b)
WHERE b:Enterprise OR b:AgencyClass OR b:Collaboration
RETURN m.id AS measure, m.title AS title, b.name AS body, labels(b)[0] AS kind, r.printed AS printed, r.line AS line,
  r.claim_id AS claim_id
ORDER BY measure, body
