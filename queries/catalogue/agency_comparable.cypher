// title: Agencies of a place with comparable measures
// description: Bodies of another jurisdiction that carry measures comparable to those that an agency carries, with the words that name each.
// parameter: agency text – full name of the agency (example: 深圳市市场监督管理局)
// parameter: place text? – full name of the other jurisdiction (example: 珠海市)
// columns: name, jurisdiction, own_measure, own_role, measure, title, role, score, link_claim_id, quote, field, line, start, end, claim_id
// users: researchers, applications
MATCH (a {name: $agency})<-[mine:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(m:Measure)-[l:COMPARABLE_TO]-(o:Measure)
MATCH (o)-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(b)-[:JURISDICTION]->(p:Area)
WHERE a.iri <> b.iri AND ($place IS NULL OR p.qualified_name = $place) AND EXISTS {
  MATCH (a)-[:JURISDICTION]->(q:Area)
  WHERE q.iri <> p.iri
}
RETURN b.name AS name, p.qualified_name AS jurisdiction, m.id AS own_measure, mine.role AS own_role, o.id AS measure,
  o.title AS title, r.role AS role, l.score AS score, l.claim_id AS link_claim_id, r.quote AS quote, r.field AS field,
  r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY score DESC, measure, name, own_measure
