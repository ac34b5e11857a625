// title: Links of a measure
// description: Measures that a measure is comparable to, the surest first, with each feature's share of the score; on request also the pairs that were compared and not accepted.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// parameter: candidates boolean – whether to give the pairs that were not accepted too (example: false)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: measure, title, document, place, issued, score, accepted, features, shared_words, rule, claim_id
// users: researchers, applications
MATCH (m:Measure {id: $id})-[l:COMPARABLE_TO|CANDIDATE]-(o:Measure)-[:FROM]->(d:Document)
WHERE $candidates OR type(l) = "COMPARABLE_TO"
OPTIONAL MATCH (d)-[:ISSUED_FOR]->(p:Area)
RETURN o.id AS measure, o.title AS title, d.id AS document, p.name AS place, d.issued AS issued,
  l.score AS score, l.accepted AS accepted, l.features AS features, l.shared_words AS shared_words,
  l.rule AS rule, l.claim_id AS claim_id
ORDER BY accepted DESC, score DESC, measure
SKIP $skip LIMIT $limit
