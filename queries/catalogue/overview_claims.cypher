// title: What drawn measures say
// description: The bodies, places, mechanisms, instruments and statements of lineage of the given measures, or of all, each with the words and where they stand.
// parameter: ids texts? – ids of measures; without it all of them (example: zhuhai-2020/1-4)
// columns: measure, type, kind, iri, name, place, jurisdiction, ambiguous, printed, extra, quote, field, line, start, end, claim_id
MATCH (m:Measure)-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES|ORIGINATED_IN|ASSERTED_REPLICATED_IN|USES_MECHANISM|CITES|STATES_LINEAGE|HAS_STATUS|HAS_DEADLINE|IN_DOMAIN]->(x)
WHERE $ids IS NULL OR m.id IN $ids
OPTIONAL MATCH (x)-[:NAMES_PLACE]->(named:Area)
OPTIONAL MATCH (x)-[:JURISDICTION]->(seat:Area)
RETURN m.id AS measure, type(r) AS type, labels(x)[0] AS kind, x.iri AS iri,
  coalesce(x.qualified_name, x.name, x.title, x.practice, x.qualifier, x.deadline, x.raw_text, x.code, "") AS name,
  CASE labels(x)[0] WHEN "Area" THEN x.qualified_name ELSE named.qualified_name END AS place,
  seat.qualified_name AS jurisdiction, coalesce(x.ambiguous, false) AS ambiguous, r.printed AS printed,
  CASE type(r) WHEN "STATES_LINEAGE" THEN x.lineage_kind WHEN "USES_MECHANISM" THEN x.kind ELSE null END AS extra,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
ORDER BY measure, type, line, start, name
