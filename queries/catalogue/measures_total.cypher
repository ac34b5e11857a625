// title: Number of measures
// description: How many measures fit all given filters; the filters are those of the question measures.
// parameter: document text? – id of the document (example: shenzhen-2020)
// parameter: place text? – name, short name or code of the area that the document was issued for (example: 深圳市)
// parameter: domain text? – part of the name of the domain (example: 税)
// parameter: agency text? – part of the name of a body that carries the measure (example: 市场监督管理局)
// parameter: role text? – role of that body: lead, responsible, coordinating or cooperating (example: lead)
// parameter: status text? – completed, in_progress, or not_stated where the document gives none (example: in_progress)
// parameter: text text? – part of the title or the content; capitals are as small letters (example: 一窗通)
// columns: total
MATCH (m:Measure)-[:FROM]->(d:Document)
WHERE ($document IS NULL OR d.id = $document)
  AND ($place IS NULL OR EXISTS {
    MATCH (d)-[:ISSUED_FOR]->(p:Area)
    WHERE p.name = $place OR p.code = $place OR $place IN p.aliases
  })
  AND ($domain IS NULL OR EXISTS {
    MATCH (m)-[:IN_DOMAIN]->(f:Domain)
    WHERE f.name CONTAINS $domain
  })
  AND (($agency IS NULL AND $role IS NULL) OR EXISTS {
    MATCH (m)-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(b)
    WHERE ($agency IS NULL OR b.name CONTAINS $agency) AND ($role IS NULL OR r.role = $role)
  })
  AND ($status IS NULL OR coalesce(m.status, "not_stated") = $status)
  AND ($text IS NULL OR toLower(m.title) CONTAINS toLower($text) OR toLower(m.content) CONTAINS toLower($text))
RETURN count(m) AS total
