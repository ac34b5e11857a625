// title: Agencies of a place with the same function
// description: Agencies of another jurisdiction that do what an agency does, by the reference data.
// parameter: agency text – full name of the agency (example: 深圳市市场监督管理局)
// parameter: place text? – full name of the other jurisdiction (example: 珠海市)
// columns: name, jurisdiction, function
// users: researchers, applications
MATCH (a:Agency {name: $agency})-[:HAS_FUNCTION]->(f:Function)<-[:HAS_FUNCTION]-(b:Agency)-[:JURISDICTION]->(p:Area)
WHERE a.iri <> b.iri AND ($place IS NULL OR p.qualified_name = $place) AND EXISTS {
  MATCH (a)-[:JURISDICTION]->(q:Area)
  WHERE q.iri <> p.iri
}
RETURN b.name AS name, p.qualified_name AS jurisdiction, f.name AS function
ORDER BY name, function
