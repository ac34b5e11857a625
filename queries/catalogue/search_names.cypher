// title: Names as a search reads them
// description: Documents, bodies, mechanisms, areas and instruments with their other names and the documents whose measures name them, or that are issued for them.
// columns: iri, id, kind, name, aliases, documents
CALL {
  MATCH (d:Document)
  RETURN d.iri AS iri, d.id AS id, 'document' AS kind, coalesce(d.title, d.id) AS name, [] AS aliases, [d.id] AS documents
  UNION ALL
  MATCH (b)<-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(:Measure)-[:FROM]->(d:Document)
  RETURN b.iri AS iri, b.name AS id, 'agency' AS kind, b.name AS name, coalesce(b.aliases, []) AS aliases,
    collect(DISTINCT d.id) AS documents
  UNION ALL
  MATCH (x:Mechanism)
  OPTIONAL MATCH (x)<-[:USES_MECHANISM]-(:Measure)-[:FROM]->(d:Document)
  RETURN x.iri AS iri, x.id AS id, 'mechanism' AS kind, x.name AS name, coalesce(x.aliases, []) AS aliases,
    collect(DISTINCT d.id) AS documents
  UNION ALL
  MATCH (a:Area)
  OPTIONAL MATCH (a)<-[:ISSUED_FOR]-(d:Document)
  RETURN a.iri AS iri, coalesce(a.code, a.name) AS id, 'area' AS kind, coalesce(a.qualified_name, a.name) AS name,
    coalesce(a.aliases, []) AS aliases, collect(DISTINCT d.id) AS documents
  UNION ALL
  MATCH (i:Instrument)<-[:CITES|BASED_ON|PLANS_TO_CREATE|PLANS_TO_AMEND]-(:Measure)-[:FROM]->(d:Document)
  RETURN i.iri AS iri, i.title AS id, 'instrument' AS kind, i.title AS name, [] AS aliases,
    collect(DISTINCT d.id) AS documents
}
RETURN iri, id, kind, name, aliases, documents
ORDER BY kind, name, iri
