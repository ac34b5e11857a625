// title: Rows of a city beside a batch
// description: Accepted comparable pairs between the measures of a document, or one measure, and the rows of a city's documents, with what those rows name as origin. A comparable row alone does not say that a measure was taken over.
// parameter: place text – full name of the city (example: 珠海市)
// parameter: document text? – id of the document (example: guangdong-8)
// parameter: id text? – id of a measure (example: guangdong-8/12)
// columns: source, measure, title, document, place, issued, score, claim_id
MATCH (c:Area {qualified_name: $place})<-[:WITHIN*0..6]-(p:Area)<-[:ISSUED_FOR]-(d:Document)<-[:FROM]-(o:Measure)-[l:COMPARABLE_TO]-(m:Measure)
MATCH (m)-[:FROM]->(own:Document)
WHERE ($document IS NULL OR own.id = $document) AND ($id IS NULL OR m.id = $id)
RETURN m.id AS source, o.id AS measure, o.title AS title, d.id AS document, p.qualified_name AS place, d.issued AS issued,
  l.score AS score, l.claim_id AS claim_id
ORDER BY source, score DESC, measure
