// title: Measures that leave a place out
// description: Measures whose scope names the place among those left out, with the reason where one is printed.
// parameter: place text – name of the area (example: 深圳市)
// columns: measure, title, reason, words, line, claim_id
// users: researchers
// number: 1
MATCH (m:Measure)-[r:HAS_SCOPE]->(s:Scope)-[:EXCLUDES]->(a:Area {name: $place})
RETURN m.id AS measure, m.title AS title, s.exclusion_reason AS reason, s.raw_text AS words, r.line AS line, r.claim_id AS claim_id
ORDER BY measure
