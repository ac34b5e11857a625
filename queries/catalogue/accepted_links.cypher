// title: Comparable pairs
// description: Every pair that was accepted as comparable, or those of the given measures; a pair has no direction.
// parameter: ids texts? – ids of measures (example: zhuhai-2020/1-4)
// columns: a, a_title, a_document, a_place, a_issued, b, b_title, b_document, b_place, b_issued, score, claim_id
// users: researchers, applications
MATCH (a:Measure)-[l:COMPARABLE_TO]->(b:Measure)
WHERE $ids IS NULL OR a.id IN $ids OR b.id IN $ids
MATCH (a)-[:FROM]->(da:Document)
MATCH (b)-[:FROM]->(db:Document)
OPTIONAL MATCH (da)-[:ISSUED_FOR]->(pa:Area)
OPTIONAL MATCH (db)-[:ISSUED_FOR]->(pb:Area)
RETURN a.id AS a, a.title AS a_title, da.id AS a_document, pa.qualified_name AS a_place, da.issued AS a_issued,
  b.id AS b, b.title AS b_title, db.id AS b_document, pb.qualified_name AS b_place, db.issued AS b_issued,
  l.score AS score, l.claim_id AS claim_id
ORDER BY a, b
