// title: Bodies of drawn measures
// description: Who carries each of the given measures, with the words that say so, in the order of print.
// parameter: iris texts – IRIs of the measures (example: https://w3id.org/reformgraph/id/measure/zhuhai-2020/1-4)
// columns: measure, name, role, printed, quote, field, line
MATCH (m:Measure)-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]->(b)
WHERE m.iri IN $iris
RETURN m.iri AS measure, b.name AS name, r.role AS role, r.printed AS printed, r.quote AS quote, r.field AS field,
  r.line AS line
ORDER BY measure, r.start, name, role
