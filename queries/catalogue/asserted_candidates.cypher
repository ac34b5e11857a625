// title: Candidates for asserted adoptions
// description: For each place of which a document says that it has a measure already, the measures of that place that were compared with it, the surest first, accepted or not: which of them is meant is stated nowhere.
// parameter: document text? – id of the document (example: guangdong-8)
// parameter: id text? – id of a measure (example: guangdong-8/5)
// columns: source, area, measure, title, document, place, issued, score, accepted, claim_id
// users: researchers, applications
MATCH (m:Measure)-[:ASSERTED_REPLICATED_IN]->(a:Area)
MATCH (m)-[:FROM]->(own:Document)
WHERE ($document IS NULL OR own.id = $document) AND ($id IS NULL OR m.id = $id)
MATCH (m)-[l:COMPARABLE_TO|CANDIDATE]-(o:Measure)-[:FROM]->(d:Document)-[:ISSUED_FOR]->(p:Area)-[:WITHIN*0..6]->(a)
RETURN m.id AS source, a.qualified_name AS area, o.id AS measure, o.title AS title, d.id AS document, p.qualified_name AS place,
  d.issued AS issued, l.score AS score, l.accepted AS accepted, l.claim_id AS claim_id
ORDER BY source, area, score DESC, measure
