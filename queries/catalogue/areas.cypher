// title: Areas
// description: Areas by code, with what hangs on each: documents issued for it, measures that name it as origin, measures said to be adopted there, scopes that include it or leave it out.
// parameter: text text? – part of the name, Chinese or English (example: 深圳)
// parameter: level text? – country, province, prefecture, county or zone (example: prefecture)
// parameter: used boolean – whether to give only areas that a document, a scope, a body or an origin names (example: true)
// parameter: skip count – how many to leave out at the start (example: 0)
// parameter: limit count – how many to give at most (example: 50)
// columns: iri, code, name, name_en, level, within, documents, origins, adoptions, included, excluded
// users: researchers, applications
MATCH (a:Area)
WHERE ($text IS NULL OR a.name CONTAINS $text OR toLower(a.name_en) CONTAINS toLower($text))
  AND ($level IS NULL OR a.level = $level)
  AND (NOT $used OR EXISTS {
    MATCH (a)<-[:ISSUED_FOR|INCLUDES|EXCLUDES|ORIGINATED_IN|ASSERTED_REPLICATED_IN]-()
  } OR EXISTS { MATCH (a)<-[:JURISDICTION]-()<-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(:Measure) })
WITH a
ORDER BY coalesce(a.code, "~"), a.name
SKIP $skip LIMIT $limit
OPTIONAL MATCH (a)-[:WITHIN]->(w:Area)
RETURN a.iri AS iri, a.code AS code, a.name AS name, a.name_en AS name_en, a.level AS level, w.name AS within,
  COUNT { (a)<-[:ISSUED_FOR]-(:Document) } AS documents,
  COUNT { (a)<-[:ORIGINATED_IN]-(:Measure) } AS origins,
  COUNT { (a)<-[:ASSERTED_REPLICATED_IN]-(:Measure) } AS adoptions,
  COUNT { (a)<-[:INCLUDES]-(:Scope) } AS included,
  COUNT { (a)<-[:EXCLUDES]-(:Scope) } AS excluded
ORDER BY coalesce(code, "~"), name
