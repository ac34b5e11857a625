// title: Links to draw
// description: Accepted links and the best of those not accepted, with score, features, shared words and the clauses that answer each other; a pair has no direction.
// parameter: candidates boolean – whether to give pairs that were compared and not accepted, too (example: false)
// parameter: limit count – how many to give at most, accepted ones first (example: 500)
// columns: a, b, score, accepted, grade, features, shared_words, clauses, rule, claim_id
MATCH (a:Measure)-[l:COMPARABLE_TO|CANDIDATE]->(b:Measure)
WHERE $candidates OR type(l) = "COMPARABLE_TO"
WITH a, l, b
ORDER BY type(l) DESC, l.score DESC, a.id, b.id
LIMIT $limit
RETURN a.id AS a, b.id AS b, l.score AS score, type(l) = "COMPARABLE_TO" AS accepted, l.grade AS grade,
  l.features AS features, l.shared_words AS shared_words, l.clauses AS clauses, l.rule AS rule, l.claim_id AS claim_id
ORDER BY accepted DESC, score DESC, a, b
