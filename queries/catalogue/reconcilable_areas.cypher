// title: Areas to be matched by name
// description: Every area with all names it is known by, its code, and the area that it lies in.
// columns: iri, name, qualified_name, aliases, code, name_en, level, within, within_name
MATCH (a:Area)
OPTIONAL MATCH (a)-[:WITHIN]->(w:Area)
RETURN a.iri AS iri, a.name AS name, a.qualified_name AS qualified_name,
  coalesce(a.aliases, []) + coalesce(a.hidden_names, []) AS aliases, a.code AS code, a.name_en AS name_en,
  a.level AS level, w.iri AS within, w.qualified_name AS within_name
ORDER BY iri
