// title: Number of links of a measure
// description: How many pairs of a measure were accepted as comparable, and how many were compared and not accepted.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// columns: accepted, candidates
MATCH (m:Measure {id: $id})
RETURN COUNT { (m)-[:COMPARABLE_TO]-(:Measure) } AS accepted, COUNT { (m)-[:CANDIDATE]-(:Measure) } AS candidates
