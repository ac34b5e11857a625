// title: Explanation of a link
// description: All that the comparison of two measures is made of, with both texts and the run that made it; no row where the two were not compared.
// parameter: a text – id of the measure that comes first in the order of ids (example: qianhai-4/8)
// parameter: b text – id of the other measure (example: zhuhai-2020/2-1)
// columns: a, a_title, a_content, b, b_title, b_content, score, accepted, grade, rule, features, shared_words, clauses, rival, removal, claim_id, run, weights, weights_sha256, model, inputs_sha256, ended, documents
// users: researchers
MATCH (a:Measure {id: $a})-[l:COMPARABLE_TO|CANDIDATE]->(b:Measure {id: $b})
OPTIONAL MATCH (r:LinkRun) WHERE r.iri = l.made_in
RETURN a.id AS a, a.title AS a_title, a.content AS a_content, b.id AS b, b.title AS b_title, b.content AS b_content,
  l.score AS score, l.accepted AS accepted, l.grade AS grade, l.rule AS rule, l.features AS features,
  l.shared_words AS shared_words, l.clauses AS clauses, l.rival AS rival, l.removal AS removal,
  l.claim_id AS claim_id, r.iri AS run, r.weights AS weights, r.weights_sha256 AS weights_sha256,
  r.embedding_model AS model, r.inputs_sha256 AS inputs_sha256, r.ended_at AS ended, r.compared AS documents
