// title: Relationships to draw between measures and places
// description: Comparable pairs with both ends among the given measures, and the origins and asserted adoptions of these measures.
// parameter: iris texts – IRIs of the measures (example: https://w3id.org/reformgraph/id/measure/zhuhai-2020/1-4)
// columns: source, relationship, target
MATCH (a:Measure)-[r:COMPARABLE_TO|ORIGINATED_IN|ASSERTED_REPLICATED_IN]->(b)
WHERE a.iri IN $iris AND (b:Area OR b.iri IN $iris)
RETURN a.iri AS source, r AS relationship, b {.iri, .name, .code, .level, .name_en} AS target
ORDER BY source, type(r), b.iri
