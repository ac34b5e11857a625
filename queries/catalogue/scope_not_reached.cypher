// title: Cities that a measure does not reach
// description: Prefectures of a province that the scope of a measure leaves out or does not name. A city that is reached for a type of zone alone counts as reached.
// parameter: id text – id of the measure (example: guangdong-10/19)
// parameter: province text – name of the province (example: 广东省)
// columns: city, code
// users: researchers
// number: 3
MATCH (m:Measure {id: $id})-[:HAS_SCOPE]->(s:Scope)
MATCH (city:Area {level: 'prefecture'})-[:WITHIN]->(:Area {name: $province})
OPTIONAL MATCH (s)-[:INCLUDES]->(inside:Area)<-[:WITHIN*0..3]-(city)
WITH s, city, count(inside) AS included
OPTIONAL MATCH (s)-[:EXCLUDES]->(out:Area)<-[:WITHIN*0..3]-(city)
WITH city, included, count(out) AS excluded
WHERE included = 0 OR excluded > 0
RETURN city.name AS city, city.code AS code
ORDER BY code
