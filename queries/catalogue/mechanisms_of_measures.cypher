// title: Objects and instruments of measures
// description: Which objects and instruments each measure names, goals left out; with the number of measures that name each, which tells how rare it is.
// parameter: ids texts? – ids of measures; without it all of them (example: zhuhai-2020/1-9)
// columns: measure, mechanism, name, measures
MATCH (m:Measure)-[:USES_MECHANISM]->(x:Mechanism)
WHERE ($ids IS NULL OR m.id IN $ids) AND x.kind <> "goal"
RETURN m.id AS measure, x.id AS mechanism, x.name AS name, COUNT { (:Measure)-[:USES_MECHANISM]->(x) } AS measures
ORDER BY measure, mechanism
