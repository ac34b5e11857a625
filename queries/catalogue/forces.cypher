// title: Binding or for reference
// description: How strongly each list of a document binds, with the number of its measures; none where the list's title does not say.
// parameter: document text – id of the document (example: zhuhai-2020)
// columns: list_number, list_title, force, measures
// users: researchers
// number: 8
MATCH (:Document {id: $document})<-[:FROM]-(m:Measure)
RETURN m.list_number AS list_number, m.list_title AS list_title, m.force AS force, count(m) AS measures
ORDER BY list_number
