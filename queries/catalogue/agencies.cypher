// title: Bodies
// description: Bodies that carry measures, the busiest first, with the number of measures in each role. One who holds two roles in a measure counts in both, and once in measures.
// parameter: text text? – part of the name (example: 税务局)
// parameter: place text? – name, short name or code of the jurisdiction (example: 深圳市)
// parameter: kind text? – Agency, Enterprise, AgencyClass or Collaboration (example: Agency)
// parameter: role text? – only bodies that carry a measure in this role (example: lead)
// parameter: document text? – count only the measures of this document (example: shenzhen-2020)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: iri, name, kind, jurisdiction, ambiguous, measures, lead, responsible, coordinating, cooperating
// users: researchers, applications
MATCH (b)<-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(m:Measure)
WHERE ($text IS NULL OR b.name CONTAINS $text)
  AND ($kind IS NULL OR $kind IN labels(b))
  AND ($role IS NULL OR r.role = $role)
  AND ($document IS NULL OR EXISTS {
    MATCH (m)-[:FROM]->(d:Document)
    WHERE d.id = $document
  })
  AND ($place IS NULL OR EXISTS {
    MATCH (b)-[:JURISDICTION]->(p:Area)
    WHERE p.name = $place OR p.code = $place OR $place IN p.aliases
  })
WITH b, count(DISTINCT m) AS measures,
  sum(CASE r.role WHEN "lead" THEN 1 ELSE 0 END) AS lead,
  sum(CASE r.role WHEN "responsible" THEN 1 ELSE 0 END) AS responsible,
  sum(CASE r.role WHEN "coordinating" THEN 1 ELSE 0 END) AS coordinating,
  sum(CASE r.role WHEN "cooperating" THEN 1 ELSE 0 END) AS cooperating
ORDER BY measures DESC, b.name, b.iri
SKIP $skip LIMIT $limit
OPTIONAL MATCH (b)-[:JURISDICTION]->(a:Area)
RETURN b.iri AS iri, b.name AS name, head(labels(b)) AS kind, a.name AS jurisdiction,
  coalesce(b.ambiguous, false) AS ambiguous, measures, lead, responsible, coordinating, cooperating
ORDER BY measures DESC, name, iri
