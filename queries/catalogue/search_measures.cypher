// title: Measures as a search reads them
// description: Each measure with its title, its texts, its domain, and the names of its bodies and mechanisms, by document, list and number; those of some documents, or all.
// parameter: documents texts? – ids of documents (example: zhuhai-2020)
// columns: iri, id, title, content, work_measures, remark, domain, names, document
MATCH (d:Document)
WHERE $documents IS NULL OR d.id IN $documents
MATCH (m:Measure)-[:FROM]->(d)
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(f:Domain)
RETURN m.iri AS iri, m.id AS id, m.title AS title, m.content AS content, m.work_measures AS work_measures,
  m.remark AS remark, f.name AS domain,
  COLLECT {
    MATCH (m)-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES|USES_MECHANISM]->(x) RETURN DISTINCT x.name AS name ORDER BY name
  } AS names,
  d.id AS document
ORDER BY document, coalesce(m.list_number, 0), m.number
