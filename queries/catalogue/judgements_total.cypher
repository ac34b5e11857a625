// title: Number of judgements
// description: How many judgements of people fit the filters.
// parameter: measure text? – id of a measure of the pair (example: zhuhai-2020/1-4)
// parameter: verdict text? – same, comparable, related, different or unsure (example: same)
// parameter: by text? – who judged (example: project reader)
// columns: total
MATCH (a:Measure)-[j:JUDGED]->(b:Measure)
WHERE j.withdrawn_at IS NULL AND ($measure IS NULL OR a.id = $measure OR b.id = $measure)
  AND ($verdict IS NULL OR j.verdict = $verdict) AND ($by IS NULL OR j.by = $by)
RETURN count(j) AS total
