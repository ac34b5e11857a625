// title: How far the measures of a document are
// description: Measures by reported status. Without one, text_only says that a remark stands there all the same, not_stated that none does.
// parameter: document text – id of the document (example: zhuhai-2020)
// columns: status, measures, ids
// users: researchers
// number: 11
MATCH (:Document {id: $document})<-[:FROM]-(m:Measure)
WITH m, CASE WHEN m.status IS NOT NULL THEN m.status WHEN m.remark IS NOT NULL THEN 'text_only' ELSE 'not_stated' END AS status
ORDER BY m.list_number, m.number
WITH status, collect(m.id) AS ids
RETURN status, size(ids) AS measures, ids
ORDER BY measures DESC, status
