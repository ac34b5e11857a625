// title: Bodies of one name
// description: Every body that is called so, or has it among its other names, known of the reference data or met in a document. Several bodies may share a short name; they are never merged.
// parameter: name text – canonical name or another name (example: 深圳市市场监督管理局)
// columns: iri, name, kind, jurisdiction, ambiguous, aliases, renamed_to, measures, lead, responsible, coordinating, cooperating
// users: researchers, applications
MATCH (b:Agency|Enterprise|AgencyClass|Collaboration)
WHERE b.name = $name OR $name IN b.aliases
OPTIONAL MATCH (b)-[:JURISDICTION]->(a:Area)
OPTIONAL MATCH (b)-[:RENAMED_TO]->(later)
RETURN b.iri AS iri, b.name AS name, head(labels(b)) AS kind, a.name AS jurisdiction,
  coalesce(b.ambiguous, false) AS ambiguous, coalesce(b.aliases, []) AS aliases, later.name AS renamed_to,
  size(COLLECT {
    MATCH (b)<-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(m:Measure) RETURN DISTINCT m.id
  }) AS measures,
  COUNT { (b)<-[:LEAD]-(:Measure) } AS lead,
  COUNT { (b)<-[:RESPONSIBLE]-(:Measure) } AS responsible,
  COUNT { (b)<-[:COORDINATES]-(:Measure) } AS coordinating,
  COUNT { (b)<-[:COOPERATES]-(:Measure) } AS cooperating
ORDER BY measures DESC, iri
