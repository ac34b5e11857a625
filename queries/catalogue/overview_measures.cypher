// title: Measures to draw
// description: Measures for a picture of everything, those with comparable measures, origins or asserted adoptions first; the content is cut after 1,200 characters.
// parameter: document text? – only the measures of this document, and those comparable to them (example: zhuhai-2020)
// parameter: limit count – how many to give at most (example: 1000)
// columns: iri, id, document, document_iri, title, content, cut, domain, place, issued, status, deadline, deadline_text, line, links
MATCH (m:Measure)-[:FROM]->(d:Document)
WHERE $document IS NULL OR d.id = $document OR EXISTS {
  MATCH (m)-[:COMPARABLE_TO]-(:Measure)-[:FROM]->(other:Document)
  WHERE other.id = $document
}
WITH m, d, COUNT { (m)-[:COMPARABLE_TO]-(:Measure) } AS links,
  COUNT { (m)-[:ORIGINATED_IN|ASSERTED_REPLICATED_IN]->(:Area) } AS places
ORDER BY links > 0 OR places > 0 DESC, d.id, coalesce(m.list_number, 0), m.number
LIMIT $limit
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(place:Area)
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(domain:Domain)
OPTIONAL MATCH (m)-[:HAS_DEADLINE]->(due:Deadline)
OPTIONAL MATCH (m)-[:STATED_IN]->(row:Row)
RETURN m.iri AS iri, m.id AS id, d.id AS document, d.iri AS document_iri, m.title AS title,
  substring(m.content, 0, 1200) AS content, size(m.content) > 1200 AS cut, domain.name AS domain,
  place.name AS place, d.issued AS issued, m.status AS status, m.deadline AS deadline,
  due.raw_text AS deadline_text, row.line AS line, links
ORDER BY document, coalesce(m.list_number, 0), m.number
