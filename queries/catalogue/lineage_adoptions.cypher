// title: Comparable measures where adoption is asserted
// description: For each place of which the document says that it has the measure already, the comparable measures of documents issued for that place or a part of it: candidates for the row that would confirm it.
// parameter: id text – id of the measure (example: guangdong-8/5)
// columns: area, measure, title, document, place, issued, score, claim_id
MATCH (m:Measure {id: $id})-[:ASSERTED_REPLICATED_IN]->(a:Area)
MATCH (m)-[l:COMPARABLE_TO]-(o:Measure)-[:FROM]->(d:Document)-[:ISSUED_FOR]->(p:Area)-[:WITHIN*0..6]->(a)
RETURN a.name AS area, o.id AS measure, o.title AS title, d.id AS document, p.name AS place, d.issued AS issued,
  l.score AS score, l.claim_id AS claim_id
ORDER BY area, score DESC, measure
