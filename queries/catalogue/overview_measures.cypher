// title: Measures to draw
// description: Measures for pictures, those with comparable measures, origins or asserted adoptions first. Fields are the codes of the harmonised domains that the document's own domain was matched with.
// parameter: document text? – only the measures of this document, and those comparable to them (example: zhuhai-2020)
// parameter: focus text? – a measure that is among them in any case (example: zhuhai-2020/1-4)
// parameter: limit count – how many to give at most (example: 1000)
// columns: iri, id, document, title, content, work_measures, domain, fields, status, force, deadline, deadline_text, precision, ongoing, line
MATCH (m:Measure)-[:FROM]->(d:Document)
WHERE $document IS NULL OR d.id = $document OR EXISTS {
  MATCH (m)-[:COMPARABLE_TO]-(:Measure)-[:FROM]->(other:Document)
  WHERE other.id = $document
}
WITH m, d, COUNT { (m)-[:COMPARABLE_TO]-(:Measure) } AS links,
  COUNT { (m)-[:ORIGINATED_IN|ASSERTED_REPLICATED_IN]->(:Area) } AS places
ORDER BY coalesce(m.id = $focus, false) DESC, links > 0 OR places > 0 DESC, d.id, coalesce(m.list_number, 0), m.number
LIMIT $limit
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(domain:Domain)
OPTIONAL MATCH (m)-[:HAS_DEADLINE]->(due:Deadline)
OPTIONAL MATCH (m)-[:STATED_IN]->(row:Row)
RETURN m.iri AS iri, m.id AS id, d.id AS document, m.title AS title, m.content AS content,
  m.work_measures AS work_measures, domain.name AS domain, COLLECT {
    MATCH (m)-[:IN_DOMAIN]->(:Domain)-[:EXACT_MATCH|CLOSE_MATCH|BROAD_MATCH]->(f:HarmonisedDomain)
    RETURN f.code ORDER BY f.code
  } AS fields, m.status AS status, m.force AS force, m.deadline AS deadline,
  due.raw_text AS deadline_text, due.precision AS precision, due.ongoing AS ongoing, row.line AS line
ORDER BY document, coalesce(m.list_number, 0), m.number
