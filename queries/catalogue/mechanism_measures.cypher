// title: Measures that use a mechanism
// description: Measures that name the mechanism or a narrower one, by document, list and number, with the words that say so and the mechanism meant by them. Which documents are loaded decides what is found: a city that is not here may use it all the same.
// parameter: mechanism text – id of the mechanism, or its Chinese name (example: 秒批)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: measure, title, document, place, issued, mechanism, quote, field, line, start, end, claim_id
// users: researchers, applications
// number: 6 mechanism=秒批, skip=0, limit=100
// number: 7 mechanism=开办企业一窗通, skip=0, limit=100
MATCH (n:Mechanism)-[:BROADER*0..4]->(x:Mechanism)
WHERE x.id = $mechanism OR x.name = $mechanism
WITH DISTINCT n
MATCH (m:Measure)-[r:USES_MECHANISM]->(n)
MATCH (m)-[:FROM]->(d:Document)
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(place:Area)
RETURN m.id AS measure, m.title AS title, d.id AS document, place.name AS place, d.issued AS issued, n.id AS mechanism,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY document, coalesce(m.list_number, 0), m.number, start, mechanism
SKIP $skip LIMIT $limit
