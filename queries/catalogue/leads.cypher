// title: Who leads most
// description: Bodies by the number of measures of a document that they lead, joint leads counted for each.
// parameter: document text – id of the document (example: shenzhen-2020)
// parameter: limit count – how many to give at most (example: 5)
// columns: body, measures
// users: researchers
// number: 13
MATCH (:Document {id: $document})<-[:FROM]-(m:Measure)-[:LEAD]->(b)
RETURN b.name AS body, count(DISTINCT m) AS measures
ORDER BY measures DESC, body
LIMIT $limit
