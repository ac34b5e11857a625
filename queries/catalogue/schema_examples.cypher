// title: Examples
// description: The properties of some nodes, by IRI, and of some relationships, by key, with the IRIs of their ends.
// parameter: iris texts – IRIs of nodes (example: https://w3id.org/reformgraph/id/area/440300)
// parameter: keys texts – keys of relationships (example: https://w3id.org/reformgraph/id/claim/213581f24f80a8088ade)
// columns: name, properties, start, end
CALL {
  MATCH (n)
  WHERE n.iri IN $iris
  RETURN n.iri AS name, properties(n) AS properties, NULL AS start, NULL AS end
  UNION ALL
  MATCH (a)-[r]->(b)
  WHERE r.key IN $keys
  RETURN r.key AS name, properties(r) AS properties, a.iri AS start, b.iri AS end
}
RETURN name, properties, start, end
ORDER BY name
