// title: All claims of origin
// description: Every place that a row names as the origin of its practice, with the city that it lies in, the documents held of that city, and the words.
// parameter: id text? – id of a measure; without it those of all measures (example: zhuhai-2020/1-9)
// columns: measure, title, document, place, issued, area, city, held, quote, field, line, start, end, claim_id
// users: researchers, applications
MATCH (m:Measure)-[r:ORIGINATED_IN]->(a:Area)
MATCH (m)-[:FROM]->(d:Document)
WHERE $id IS NULL OR m.id = $id
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(p:Area)
OPTIONAL MATCH (a)-[:WITHIN*0..6]->(c:Area {level: "prefecture"})
RETURN m.id AS measure, m.title AS title, d.id AS document, p.qualified_name AS place, d.issued AS issued,
  a.qualified_name AS area, coalesce(c.qualified_name, a.qualified_name) AS city,
  COLLECT { MATCH (c)<-[:WITHIN*0..6]-(:Area)<-[:ISSUED_FOR]-(h:Document) RETURN h.id ORDER BY h.id } AS held,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY document, coalesce(m.list_number, 0), m.number, start, area
