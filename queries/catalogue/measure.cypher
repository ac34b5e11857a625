// title: One measure
// description: What one measure says, without its cells, bodies and evidence.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// columns: iri, id, document, document_title, number, list_number, list_title, title, content, work_measures, remark, domain, domain_as_printed, place, place_code, issued, status, force, deadline, deadline_text, precision, ongoing, line
// users: researchers, applications
MATCH (m:Measure {id: $id})-[:FROM]->(d:Document)
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(place:Area)
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(domain:Domain)
OPTIONAL MATCH (m)-[:HAS_DEADLINE]->(due:Deadline)
OPTIONAL MATCH (m)-[:STATED_IN]->(row:Row)
RETURN m.iri AS iri, m.id AS id, d.id AS document, d.title AS document_title, m.number AS number,
  m.list_number AS list_number, m.list_title AS list_title, m.title AS title, m.content AS content,
  m.work_measures AS work_measures, m.remark AS remark, domain.name AS domain,
  m.domain_as_printed AS domain_as_printed, place.name AS place, place.code AS place_code, d.issued AS issued,
  m.status AS status, m.force AS force, m.deadline AS deadline, due.raw_text AS deadline_text,
  due.precision AS precision, due.ongoing AS ongoing, row.line AS line
