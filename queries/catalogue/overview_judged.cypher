// title: Links that people judged
// description: The comparison of every pair that people judged and that was not accepted, with all that Links to draw gives.
// columns: a, b, score, accepted, grade, features, shared_words, clauses, rival, removal, weights, model, rule, claim_id
MATCH (a:Measure)-[:JUDGED]->(b:Measure)
WITH DISTINCT a, b
MATCH (a)-[l:CANDIDATE]->(b)
OPTIONAL MATCH (r:LinkRun) WHERE r.iri = l.made_in
RETURN a.id AS a, b.id AS b, l.score AS score, type(l) = "COMPARABLE_TO" AS accepted, l.grade AS grade,
  l.features AS features, l.shared_words AS shared_words, l.clauses AS clauses, l.rival AS rival,
  l.removal AS removal, r.weights AS weights, r.embedding_model AS model, l.rule AS rule, l.claim_id AS claim_id
ORDER BY accepted DESC, score DESC, a, b
