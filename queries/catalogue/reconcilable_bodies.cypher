// title: Bodies to be matched by name
// description: Every body that is held, with all names it is known by: its own, its other names, and those that documents print for it.
// columns: iri, name, kind, aliases, printed, name_en, jurisdiction, place, renamed_to, later, measures
MATCH (b:Agency|Enterprise|AgencyClass|Collaboration)
OPTIONAL MATCH (b)-[:JURISDICTION]->(a:Area)
OPTIONAL MATCH (b)-[:RENAMED_TO]->(later)
RETURN b.iri AS iri, b.name AS name, head(labels(b)) AS kind, coalesce(b.aliases, []) AS aliases,
  COLLECT { MATCH (b)<-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(:Measure) RETURN DISTINCT r.printed } AS printed,
  b.name_en AS name_en, a.iri AS jurisdiction, a.qualified_name AS place, later.iri AS renamed_to, later.name AS later,
  size(COLLECT {
    MATCH (b)<-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(m:Measure) RETURN DISTINCT m.id
  }) AS measures
ORDER BY iri
