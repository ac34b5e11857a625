// title: Judgements
// description: What people hold of pairs of measures, by pair, time and person; those withdrawn are left out.
// parameter: measure text? – id of a measure of the pair (example: zhuhai-2020/1-4)
// parameter: verdict text? – same, comparable, related, different or unsure (example: same)
// parameter: by text? – who judged (example: project reader)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: a, a_title, b, b_title, verdict, by, when, reason, claim_id
// users: researchers, applications
MATCH (a:Measure)-[j:JUDGED]->(b:Measure)
WHERE j.withdrawn_at IS NULL AND ($measure IS NULL OR a.id = $measure OR b.id = $measure)
  AND ($verdict IS NULL OR j.verdict = $verdict) AND ($by IS NULL OR j.by = $by)
RETURN a.id AS a, a.title AS a_title, b.id AS b, b.title AS b_title, j.verdict AS verdict, j.by AS by, j.when AS when,
  j.reason AS reason, j.claim_id AS claim_id
ORDER BY a, b, when, by, claim_id
SKIP $skip LIMIT $limit
