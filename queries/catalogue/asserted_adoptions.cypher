// title: All adoptions that are only asserted
// description: Places of which a document says that they have a measure already, with the words. No row of the place itself confirms it.
// parameter: document text? – id of the document (example: guangdong-8)
// parameter: id text? – id of a measure (example: guangdong-8/5)
// columns: measure, title, document, area, quote, field, line, start, end, claim_id
// users: researchers, applications
MATCH (m:Measure)-[r:ASSERTED_REPLICATED_IN]->(a:Area)
MATCH (m)-[:FROM]->(d:Document)
WHERE ($document IS NULL OR d.id = $document) AND ($id IS NULL OR m.id = $id)
RETURN m.id AS measure, m.title AS title, d.id AS document, a.qualified_name AS area,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY document, coalesce(m.list_number, 0), m.number, area
