// title: Lists and domains of a document
// description: How a document divides its measures: each list and domain with its number of measures, in the order of print.
// parameter: id text – id of the document (example: zhuhai-2020)
// columns: list_number, list_title, force, domain, measures
// users: researchers, applications
MATCH (d:Document {id: $id})<-[:FROM]-(m:Measure)
OPTIONAL MATCH (m)-[:IN_DOMAIN]->(f:Domain)
WITH m.list_number AS list_number, m.list_title AS list_title, m.force AS force, f.name AS domain,
  count(m) AS measures, min(m.number) AS first
RETURN list_number, list_title, force, domain, measures
ORDER BY coalesce(list_number, 0), first
