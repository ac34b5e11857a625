// title: Links to draw
// description: Accepted links and the best of those not accepted, with score, features, shared words, the clauses that answer each other, the nearest rejected rival, the smallest removal and what the run used; a pair has no direction.
// parameter: candidates boolean – whether to give pairs that were compared and not accepted, too (example: false)
// parameter: limit count – how many to give at most, accepted ones first (example: 500)
// columns: a, b, score, accepted, grade, features, shared_words, clauses, rival, removal, weights, model, rule, claim_id
MATCH (a:Measure)-[l:COMPARABLE_TO|CANDIDATE]->(b:Measure)
WHERE $candidates OR type(l) = "COMPARABLE_TO"
WITH a, l, b
ORDER BY type(l) DESC, l.score DESC, a.id, b.id
LIMIT $limit
OPTIONAL MATCH (r:LinkRun) WHERE r.iri = l.made_in
RETURN a.id AS a, b.id AS b, l.score AS score, type(l) = "COMPARABLE_TO" AS accepted, l.grade AS grade,
  l.features AS features, l.shared_words AS shared_words, l.clauses AS clauses, l.rival AS rival,
  l.removal AS removal, r.weights AS weights, r.embedding_model AS model, l.rule AS rule, l.claim_id AS claim_id
ORDER BY accepted DESC, score DESC, a, b
