// title: Measures
// description: Measures that fit all given filters, by document, list and number, a page at a time.
// parameter: document text? – id of the document (example: shenzhen-2020)
// parameter: place text? – name, short name or code of the area that the document was issued for (example: 深圳市)
// parameter: domain text? – part of the name of the domain (example: 税)
// parameter: agency text? – part of the name of a body that carries the measure (example: 市场监督管理局)
// parameter: role text? – role of that body: lead, responsible, coordinating or cooperating (example: lead)
// parameter: status text? – completed, in_progress, or not_stated where the document gives none (example: in_progress)
// parameter: text text? – part of the title or the content; capitals are as small letters (example: 一窗通)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: id, document, number, list_number, title, domain, place, status, force, deadline, leads, bodies
// users: applications
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
WITH m, d
ORDER BY d.id, coalesce(m.list_number, 0), m.number
SKIP $skip LIMIT $limit
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(place:Area)
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(domain:Domain)
RETURN m.id AS id, d.id AS document, m.number AS number, m.list_number AS list_number, m.title AS title,
  domain.name AS domain, place.name AS place, m.status AS status, m.force AS force, m.deadline AS deadline,
  COLLECT { MATCH (m)-[r:LEAD]->(b) RETURN b.name ORDER BY r.start, b.name } AS leads,
  COLLECT {
    MATCH (m)-[r:RESPONSIBLE|COORDINATES|COOPERATES]->(b) RETURN b.name ORDER BY r.start, b.name
  } AS bodies
ORDER BY document, coalesce(list_number, 0), number
