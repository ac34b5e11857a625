// title: Number of bodies
// description: How many bodies fit all given filters; the filters are those of the question agencies.
// parameter: text text? – part of the name (example: 税务局)
// parameter: place text? – name, short name or code of the jurisdiction (example: 深圳市)
// parameter: kind text? – Agency, Enterprise, AgencyClass or Collaboration (example: Agency)
// parameter: role text? – only bodies that carry a measure in this role (example: lead)
// parameter: document text? – count only the measures of this document (example: shenzhen-2020)
// columns: total
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
RETURN count(DISTINCT b) AS total
