// title: Measures that are made after others
// description: Statements that one measure replicates, adapts, learns from or upgrades another, with the words that say so. Such a statement needs a quote that names the other measure.
// parameter: id text? – id of a measure on either side (example: zhuhai-2020/1-4)
// columns: measure, kind, source, quote, field, line, start, end, claim_id
// users: researchers, applications
MATCH (m:Measure)-[r:REPLICATES|ADAPTS|LEARNS_FROM|UPGRADES]->(o:Measure)
WHERE $id IS NULL OR m.id = $id OR o.id = $id
RETURN m.id AS measure, toLower(type(r)) AS kind, o.id AS source, r.quote AS quote, r.field AS field, r.line AS line,
  r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY measure, kind, source
