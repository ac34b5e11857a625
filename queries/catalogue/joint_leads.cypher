// title: Who leads with whom
// description: Pairs of bodies that lead measures jointly, by number of measures.
// parameter: least count – pairs with at least so many measures (example: 3)
// columns: a, b, measures, ids
// users: researchers
// number: 14
MATCH (a)<-[:LEAD]-(m:Measure)-[:LEAD]->(b)
WHERE a.name < b.name
WITH a, b, m ORDER BY m.id
WITH a.name AS a, b.name AS b, collect(DISTINCT m.id) AS ids
WHERE size(ids) >= $least
RETURN a, b, size(ids) AS measures, ids
ORDER BY measures DESC, a, b
