// title: Measures to be matched by title
// description: Every measure with what tells it from others of the same title: document, place, domain, bodies that lead.
// columns: iri, id, title, document, place, place_name, domain, status, deadline, leads, origins
MATCH (m:Measure)-[:FROM]->(d:Document)
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(p:Area)
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(f:Domain)
RETURN m.iri AS iri, m.id AS id, m.title AS title, d.id AS document, p.iri AS place, p.qualified_name AS place_name,
  f.name AS domain, m.status AS status, m.deadline AS deadline,
  COLLECT { MATCH (m)-[r:LEAD]->(b) RETURN DISTINCT b.iri ORDER BY b.iri } AS leads,
  COLLECT { MATCH (m)-[:ORIGINATED_IN]->(a:Area) RETURN DISTINCT a.iri ORDER BY a.iri } AS origins
ORDER BY document, iri
