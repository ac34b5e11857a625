// title: Measures of a body
// description: What bodies of one name carry, by document, list and number, with role and the words that say so.
// parameter: name text – canonical name or another name (example: 深圳市市场监督管理局)
// parameter: role text? – only measures carried in this role (example: lead)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: agency, measure, title, document, role, printed, role_words, quote, field, line, start, end, claim_id
// users: researchers, applications
MATCH (b:Agency|Enterprise|AgencyClass|Collaboration)
WHERE b.name = $name OR $name IN b.aliases
MATCH (b)<-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(m:Measure)-[:FROM]->(d:Document)
WHERE $role IS NULL OR r.role = $role
RETURN b.iri AS agency, m.id AS measure, m.title AS title, d.id AS document, r.role AS role,
  r.printed AS printed, r.role_words AS role_words,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY document, coalesce(m.list_number, 0), m.number, role, agency
SKIP $skip LIMIT $limit
