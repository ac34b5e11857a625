// title: Measures that came home again
// description: Measures whose place of origin lies within the place that the document is issued for.
// columns: measure, title, place, origin, quote, line, claim_id
// users: researchers
// number: 5
MATCH (m:Measure)-[r:ORIGINATED_IN]->(a:Area)
MATCH (m)-[:FROM]->(:Document)-[:ISSUED_FOR]->(place:Area)
MATCH (a)-[:WITHIN*0..4]->(place)
RETURN DISTINCT m.id AS measure, m.title AS title, place.name AS place, a.name AS origin, r.quote AS quote, r.line AS line,
  r.claim_id AS claim_id
ORDER BY measure
