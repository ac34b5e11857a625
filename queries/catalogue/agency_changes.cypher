// title: Bodies under other names
// description: Changes of bodies by reform of institutions, with the source of each, and how many measures name the body before and after it.
// parameter: place text? – only bodies of this jurisdiction, by its name (example: 广东省)
// columns: before, after, place, sources, measures_before, measures_after
// users: researchers
// number: 16 place=广东省
MATCH (old)<-[:CHANGED]-(change:AgencyChange)-[:RESULTED_IN]->(new)
OPTIONAL MATCH (old)-[:JURISDICTION]->(place:Area)
WITH old, change, new, place
WHERE $place IS NULL OR place.name = $place
OPTIONAL MATCH (earlier:Measure)-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(old)
WITH change, old, new, place, count(DISTINCT earlier) AS measures_before
OPTIONAL MATCH (later:Measure)-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(new)
RETURN old.name AS before, new.name AS after, place.name AS place, change.sources_cited AS sources,
  measures_before, count(DISTINCT later) AS measures_after
ORDER BY before
