// title: Does an exclusion keep a body from leading
// description: Measures that one body leads, by whether their scope leaves a place out and whether another body leads too.
// parameter: lead text – name of the body that leads (example: 国家税务总局广东省税务局)
// parameter: place text – the place left out (example: 深圳市)
// parameter: other text – name of the body of that place (example: 国家税务总局深圳市税务局)
// columns: excluded, other_leads, measures, ids
// users: researchers
// number: 15
MATCH (m:Measure)-[:LEAD]->({name: $lead})
MATCH (m)-[:HAS_SCOPE]->(s:Scope)
OPTIONAL MATCH (s)-[:EXCLUDES]->(out:Area {name: $place})
WITH m, count(out) > 0 AS excluded
OPTIONAL MATCH (m)-[:LEAD]->(other {name: $other})
WITH m, excluded, count(other) > 0 AS other_leads
ORDER BY m.id
WITH excluded, other_leads, collect(m.id) AS ids
RETURN excluded, other_leads, size(ids) AS measures, ids
ORDER BY excluded, other_leads
