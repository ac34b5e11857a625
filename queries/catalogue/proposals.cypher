// title: Proposals
// description: What models propose of pairs of measures, by pair, time and model; no judgement, and never counted as one.
// parameter: measure text? – id of a measure of the pair (example: zhuhai-2020/1-4)
// parameter: verdict text? – same, comparable, related, different or unsure (example: same)
// parameter: by text? – name of the model (example: qwen2.5:7b)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: a, a_title, b, b_title, verdict, by, when, reason, prompt_sha256, claim_id
// users: researchers
MATCH (a:Measure)-[p:PROPOSED]->(b:Measure)
WHERE ($measure IS NULL OR a.id = $measure OR b.id = $measure)
  AND ($verdict IS NULL OR p.verdict = $verdict) AND ($by IS NULL OR p.proposed_by = $by)
RETURN a.id AS a, a.title AS a_title, b.id AS b, b.title AS b_title, p.verdict AS verdict, p.proposed_by AS by, p.proposed_at AS when,
  p.reason AS reason, p.prompt_sha256 AS prompt_sha256, p.claim_id AS claim_id
ORDER BY a, b, when, by, claim_id
SKIP $skip LIMIT $limit
