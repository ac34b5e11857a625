// title: Scope of a measure
// description: Where a measure is to be copied to: areas included and left out, a type of zone if it is narrowed to one, and the reason for leaving out as printed.
// parameter: id text – id of the measure (example: guangdong-8/3)
// columns: includes, excludes, zone_type, exclusion_reason, raw_text, quote, field, line, start, end, claim_id
// users: researchers, analysts, applications
MATCH (m:Measure {id: $id})-[r:HAS_SCOPE]->(s:Scope)
OPTIONAL MATCH (s)-[:IN_ZONE_TYPE]->(z:ZoneType)
RETURN COLLECT { MATCH (s)-[:INCLUDES]->(a) RETURN a.name ORDER BY coalesce(a.code, "~"), a.name } AS includes,
  COLLECT { MATCH (s)-[:EXCLUDES]->(a) RETURN a.name ORDER BY coalesce(a.code, "~"), a.name } AS excludes,
  z.name AS zone_type, s.exclusion_reason AS exclusion_reason, s.raw_text AS raw_text,
  r.quote AS quote, r.field AS field, r.line AS line, r.start AS start, r.end AS end, r.claim_id AS claim_id
