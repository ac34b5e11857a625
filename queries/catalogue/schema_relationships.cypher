// title: Ends of relationships
// description: For each type of relationship, the labels that it leads from and to, how many there are, and the key of the first.
// columns: type, start, end, count, example
MATCH (a)-[r]->(b)
WITH type(r) AS type, head(labels(a)) AS start, head(labels(b)) AS end, count(*) AS count, min(r.key) AS example
RETURN type, start, end, count, example
ORDER BY type, start, end
