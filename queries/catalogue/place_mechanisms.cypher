// title: Mechanisms of places
// description: How many measures of each place name each object or instrument, goals left out; a place is what a document is issued for.
// columns: place, mechanism, name, measures
// users: researchers
MATCH (m:Measure)-[:USES_MECHANISM]->(x:Mechanism)
WHERE x.kind <> "goal"
MATCH (m)-[:FROM]->(:Document)-[:ISSUED_FOR]->(p:Area)
RETURN p.qualified_name AS place, x.id AS mechanism, x.name AS name, count(DISTINCT m) AS measures
ORDER BY place, mechanism
