// title: Documents
// description: Documents by id, with place, date of issue where stated, and number of measures.
// parameter: id text? – only the document of this id (example: shenzhen-2020)
// columns: iri, id, title, issuer, issued, place, place_code, place_basis, sha256, rendition_sha256, encoding, measures
// users: researchers, applications
MATCH (d:Document)
WHERE $id IS NULL OR d.id = $id
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(a:Area)
RETURN d.iri AS iri, d.id AS id, d.title AS title, d.issuer AS issuer, d.issued AS issued, a.name AS place,
  a.code AS place_code, d.place_basis AS place_basis, d.sha256 AS sha256, d.rendition_sha256 AS rendition_sha256,
  d.encoding AS encoding, COUNT { (d)<-[:FROM]-(:Measure) } AS measures
ORDER BY id
