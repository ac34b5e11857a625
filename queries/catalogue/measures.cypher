// title: Measures
// description: Measures that fit all given filters, by document, list and number or as `sort` says, a page at a time. A measure without the value that is sorted by comes last.
// parameter: document text? – id of the document (example: shenzhen-2020)
// parameter: place text? – name, short name or code of the area that the document was issued for (example: 深圳市)
// parameter: domain text? – part of the name of the domain (example: 税)
// parameter: agency text? – part of the name of a body that carries the measure (example: 市场监督管理局)
// parameter: role text? – role of that body: lead, responsible, coordinating or cooperating (example: lead)
// parameter: status text? – completed, in_progress, or not_stated where the document gives none (example: in_progress)
// parameter: batch text? – batch as the document's title prints it (example: 第八批)
// parameter: mechanism text? – id or Chinese name of a mechanism that the measure names, or a narrower one (example: 秒批)
// parameter: origin text? – name, short name or code of an area that the row names as origin (example: 深圳市)
// parameter: due_from text? – earliest day of the deadline; of a month or a year its last day counts (example: 2020-03-01)
// parameter: due_to text? – latest day of the deadline (example: 2020-06-30)
// parameter: text text? – part of the title or the content; capitals are as small letters (example: 一窗通)
// parameter: sort text? – title, domain, place, status or deadline; without it the order of the documents (example: deadline)
// parameter: descending boolean? – whether to sort from the greatest to the least (example: false)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: id, document, number, list_number, title, domain, place, status, force, deadline, leads, bodies
// users: researchers, applications
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
  AND ($batch IS NULL OR d.title CONTAINS $batch)
  AND ($mechanism IS NULL OR EXISTS {
    MATCH (m)-[:USES_MECHANISM]->(:Mechanism)-[:BROADER*0..4]->(x:Mechanism)
    WHERE x.id = $mechanism OR x.name = $mechanism
  })
  AND ($origin IS NULL OR EXISTS {
    MATCH (m)-[:ORIGINATED_IN]->(o:Area)
    WHERE o.name = $origin OR o.qualified_name = $origin OR o.code = $origin OR $origin IN o.aliases
  })
  AND ($due_from IS NULL OR m.deadline + substring("9999-99-99", size(m.deadline)) >= $due_from)
  AND ($due_to IS NULL OR m.deadline + substring("9999-99-99", size(m.deadline)) <= $due_to)
  AND ($text IS NULL OR toLower(m.title) CONTAINS toLower($text) OR toLower(m.content) CONTAINS toLower($text))
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(place:Area)
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(domain:Domain)
WITH m, d, place, domain, CASE $sort WHEN "title" THEN m.title WHEN "domain" THEN domain.name WHEN "place" THEN place.name
  WHEN "status" THEN m.status WHEN "deadline" THEN m.deadline ELSE "" END AS key
WITH m, d, place, domain, CASE WHEN $descending THEN "" ELSE coalesce(key, "\uFFFF") END AS up,
  CASE WHEN $descending THEN coalesce(key, "") ELSE "" END AS down
ORDER BY up, down DESC, d.id, coalesce(m.list_number, 0), m.number
SKIP $skip LIMIT $limit
RETURN m.id AS id, d.id AS document, m.number AS number, m.list_number AS list_number, m.title AS title,
  domain.name AS domain, place.name AS place, m.status AS status, m.force AS force, m.deadline AS deadline,
  COLLECT { MATCH (m)-[r:LEAD]->(b) RETURN b.name ORDER BY r.start, b.name } AS leads,
  COLLECT {
    MATCH (m)-[r:RESPONSIBLE|COORDINATES|COOPERATES]->(b) RETURN b.name ORDER BY r.start, b.name
  } AS bodies
ORDER BY up, down DESC, document, coalesce(list_number, 0), number
