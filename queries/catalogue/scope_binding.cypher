// title: Measures that reach a place
// description: Measures whose scope covers the place: outright, or (conditional) only for a type of zone. Whether the place took them up is not told.
// parameter: place text – name of the area (example: 珠海市)
// columns: measure, title, reach, zone_type, words, line, claim_id
// users: researchers
// number: 2
MATCH (m:Measure)-[r:HAS_SCOPE]->(s:Scope)-[:INCLUDES]->(wide:Area)<-[:WITHIN*0..4]-(a:Area {name: $place})
WITH DISTINCT m, r, s, a
OPTIONAL MATCH (s)-[:EXCLUDES]->(out:Area)<-[:WITHIN*0..4]-(a)
WITH m, r, s, count(out) AS excluded
WHERE excluded = 0
OPTIONAL MATCH (s)-[:IN_ZONE_TYPE]->(z:ZoneType)
RETURN m.id AS measure, m.title AS title, CASE WHEN z IS NULL THEN 'outright' ELSE 'conditional' END AS reach,
  z.name AS zone_type, s.raw_text AS words, r.line AS line, r.claim_id AS claim_id
ORDER BY measure
