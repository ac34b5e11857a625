// title: Due and not reported as done
// description: Measures with a deadline up to a date that no row reports as completed. Where a document reports no status at all, the answer is unknown for its rows.
// parameter: date text – the latest deadline, an ISO date, month or year (example: 2020-06)
// parameter: document text? – only measures of this document (example: zhuhai-2020)
// columns: measure, title, deadline, status
// users: researchers
// number: 12
MATCH (m:Measure)-[:FROM]->(d:Document)
WHERE m.deadline IS NOT NULL AND ($document IS NULL OR d.id = $document)
  AND substring(m.deadline, 0, CASE WHEN size(m.deadline) < size($date) THEN size(m.deadline) ELSE size($date) END) <= $date
  AND (m.status IS NULL OR m.status <> 'completed')
OPTIONAL MATCH (d)<-[:FROM]-(told:Measure)
WHERE told.status IS NOT NULL
WITH m, d, count(told) AS reports
RETURN m.id AS measure, m.title AS title, m.deadline AS deadline,
  CASE WHEN m.status IS NOT NULL THEN m.status WHEN reports = 0 THEN 'unknown' WHEN m.remark IS NOT NULL THEN 'text_only' ELSE 'not_stated' END AS status
ORDER BY d.id, m.list_number, m.number
