// title: Where the measures of a document come from
// description: Places that rows name as origin, by number of measures; a district counts for its city, a zone for itself. A row that names two places counts for both.
// parameter: document text – id of the document (example: zhuhai-2020)
// columns: origin, measures, ids
// users: researchers
// number: 4
MATCH (d:Document {id: $document})<-[:FROM]-(m:Measure)-[:ORIGINATED_IN]->(a:Area)
OPTIONAL MATCH (a)-[:WITHIN]->(city:Area {level: 'prefecture'})
WITH m, CASE WHEN a.level = 'county' THEN coalesce(city.name, a.name) ELSE a.name END AS origin
ORDER BY m.list_number, m.number
WITH origin, collect(DISTINCT m.id) AS ids
RETURN origin, size(ids) AS measures, ids
ORDER BY measures DESC, origin
