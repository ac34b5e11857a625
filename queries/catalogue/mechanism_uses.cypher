// title: Mechanisms in use
// description: Every mechanism that a measure names, with the number of such measures; narrower mechanisms are not counted with it.
// columns: mechanism, measures
MATCH (m:Measure)-[:USES_MECHANISM]->(x:Mechanism)
WITH x, count(DISTINCT m) AS measures
RETURN x.id AS mechanism, measures
ORDER BY measures DESC, mechanism
