// title: Measures that share mechanisms
// description: Measures of other documents that name the same mechanisms, those with the most in common first; objects and instruments count, goals do not. Sharing mechanisms alone does not make two measures comparable.
// parameter: id text – id of the measure (example: zhuhai-2020/1-9)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: measure, title, document, place, shared, objects, instruments
// users: researchers, applications
MATCH (m:Measure {id: $id})-[:FROM]->(own:Document)
MATCH (m)-[:USES_MECHANISM]->(x:Mechanism)<-[:USES_MECHANISM]-(o:Measure)-[:FROM]->(d:Document)
WHERE d.id <> own.id AND x.kind <> "goal"
WITH o, d, x
ORDER BY x.id
WITH o, d, count(x) AS shared, collect(x) AS mechanisms
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(place:Area)
RETURN o.id AS measure, o.title AS title, d.id AS document, place.name AS place, shared,
  [x IN mechanisms WHERE x.kind = "object" | x.name] AS objects,
  [x IN mechanisms WHERE x.kind = "instrument" | x.name] AS instruments
ORDER BY shared DESC, measure
SKIP $skip LIMIT $limit
