// title: Number of proposals
// description: How many proposals of models fit the filters.
// parameter: measure text? – id of a measure of the pair (example: zhuhai-2020/1-4)
// parameter: verdict text? – same, comparable, related, different or unsure (example: same)
// parameter: by text? – name of the model (example: qwen2.5:7b)
// columns: total
MATCH (a:Measure)-[p:PROPOSED]->(b:Measure)
WHERE ($measure IS NULL OR a.id = $measure OR b.id = $measure)
  AND ($verdict IS NULL OR p.verdict = $verdict) AND ($by IS NULL OR p.proposed_by = $by)
RETURN count(p) AS total
