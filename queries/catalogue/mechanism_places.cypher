// title: Places that use a mechanism
// description: Areas whose documents name the mechanism or a narrower one, with the number of such measures, the documents, and the earliest date of issue where one is stated. A place that is not here may use it all the same.
// parameter: mechanism text – id of the mechanism, or its Chinese name (example: 秒批)
// columns: place, code, measures, documents, first_issued
// users: researchers
MATCH (n:Mechanism)-[:BROADER*0..4]->(x:Mechanism)
WHERE x.id = $mechanism OR x.name = $mechanism
WITH DISTINCT n
MATCH (m:Measure)-[:USES_MECHANISM]->(n)
WITH DISTINCT m
MATCH (m)-[:FROM]->(d:Document)-[:ISSUED_FOR]->(place:Area)
WITH place, d, count(m) AS measures
ORDER BY d.id
RETURN place.name AS place, place.code AS code, sum(measures) AS measures, collect(d.id) AS documents,
  min(d.issued) AS first_issued
ORDER BY measures DESC, code
