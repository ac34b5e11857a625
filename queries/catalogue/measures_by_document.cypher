// title: Measures of each document
// description: How many measures of each document fit all given filters, by the document's id, of documents with any; the filters are those of the question measures.
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
// columns: document, measures
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
RETURN d.id AS document, count(m) AS measures
ORDER BY document
