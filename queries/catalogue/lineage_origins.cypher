// title: Comparable measures in the places of origin
// description: For each place that the row names as its origin, the comparable measures of documents issued for that place or a part of it. The row names the place; that these measures are what it means is not stated anywhere.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// columns: area, measure, title, document, place, issued, score, claim_id
MATCH (m:Measure {id: $id})-[:ORIGINATED_IN]->(a:Area)
MATCH (m)-[l:COMPARABLE_TO]-(o:Measure)-[:FROM]->(d:Document)-[:ISSUED_FOR]->(p:Area)-[:WITHIN*0..6]->(a)
RETURN a.name AS area, o.id AS measure, o.title AS title, d.id AS document, p.name AS place, d.issued AS issued,
  l.score AS score, l.claim_id AS claim_id
ORDER BY area, score DESC, measure
