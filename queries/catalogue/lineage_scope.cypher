// title: Comparable measures in the places that the scope covers
// description: Comparable measures of documents issued for a place that lies in an included area and in no area left out. A region counts by its members.
// parameter: id text – id of the measure (example: guangdong-8/1)
// columns: measure, title, document, place, issued, score, claim_id
MATCH (m:Measure {id: $id})-[:HAS_SCOPE]->(s:Scope)
MATCH (m)-[l:COMPARABLE_TO]-(o:Measure)-[:FROM]->(d:Document)-[:ISSUED_FOR]->(p:Area)
WHERE (EXISTS { MATCH (p)-[:WITHIN*0..6]->(:Area)<-[:INCLUDES]-(s) }
    OR EXISTS { MATCH (p)-[:WITHIN*0..6]->(:Area)<-[:HAS_MEMBER]-(:Region)<-[:INCLUDES]-(s) })
  AND NOT EXISTS { MATCH (p)-[:WITHIN*0..6]->(:Area)<-[:EXCLUDES]-(s) }
  AND NOT EXISTS { MATCH (p)-[:WITHIN*0..6]->(:Area)<-[:HAS_MEMBER]-(:Region)<-[:EXCLUDES]-(s) }
RETURN o.id AS measure, o.title AS title, d.id AS document, p.name AS place, d.issued AS issued,
  l.score AS score, l.claim_id AS claim_id
ORDER BY score DESC, measure
