// title: Comparable measures that name this place as their origin
// description: Comparable measures whose own rows name the place of this measure's document, or an area that it lies in or that lies in it, as the origin of the practice, with the words that say so.
// parameter: id text – id of the measure (example: shenzhen-2020/35)
// columns: measure, title, document, place, issued, score, link_claim_id, area, quote, field, line, start, end, claim_id
MATCH (m:Measure {id: $id})-[:FROM]->(:Document)-[:ISSUED_FOR]->(here:Area)
MATCH (m)-[l:COMPARABLE_TO]-(o:Measure)-[r:ORIGINATED_IN]->(a:Area)
WHERE EXISTS { MATCH (here)-[:WITHIN*0..6]->(a) } OR EXISTS { MATCH (a)-[:WITHIN*0..6]->(here) }
MATCH (o)-[:FROM]->(d:Document)
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(p:Area)
RETURN o.id AS measure, o.title AS title, d.id AS document, p.name AS place, d.issued AS issued,
  l.score AS score, l.claim_id AS link_claim_id, a.name AS area,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY score DESC, measure, area
