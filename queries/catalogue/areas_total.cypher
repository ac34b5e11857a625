// title: Number of areas
// description: How many areas fit all given filters; the filters are those of the question areas.
// parameter: text text? – part of the name, Chinese or English (example: 深圳)
// parameter: level text? – country, province, prefecture, county or zone (example: prefecture)
// parameter: used boolean – whether to give only areas that a document, a scope, a body or an origin names (example: true)
// columns: total
MATCH (a:Area)
WHERE ($text IS NULL OR a.name CONTAINS $text OR toLower(a.name_en) CONTAINS toLower($text))
  AND ($level IS NULL OR a.level = $level)
  AND (NOT $used OR EXISTS {
    MATCH (a)<-[:ISSUED_FOR|INCLUDES|EXCLUDES|ORIGINATED_IN|ASSERTED_REPLICATED_IN]-()
  } OR EXISTS { MATCH (a)<-[:JURISDICTION]-()<-[:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(:Measure) })
RETURN count(a) AS total
