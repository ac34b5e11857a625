// title: Neighbourhood of a measure
// description: What hangs on a measure, as relationships with both ends: its row, bodies, domain, scope, deadline, status, origins and instruments, comparable measures with their rows, documents and places, and the areas of its scope.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// parameter: candidates boolean – whether to give the pairs that were not accepted too (example: false)
// columns: source, relationship, target
MATCH (m:Measure {id: $id})
CALL {
  WITH m
  MATCH (m)-[r:FROM|IN_DOMAIN|LEAD|RESPONSIBLE|COORDINATES|COOPERATES|HAS_SCOPE|HAS_DEADLINE|HAS_STATUS|STATED_IN|ORIGINATED_IN|ASSERTED_REPLICATED_IN|CITES]->(x)
  RETURN m AS a, r, x AS b
  UNION
  WITH m
  MATCH (m)-[r:COMPARABLE_TO|CANDIDATE]-(:Measure)
  WHERE $candidates OR type(r) = "COMPARABLE_TO"
  RETURN startNode(r) AS a, r, endNode(r) AS b
  UNION
  WITH m
  MATCH (m)-[l:COMPARABLE_TO|CANDIDATE]-(o:Measure)-[r:FROM]->(d:Document)
  WHERE $candidates OR type(l) = "COMPARABLE_TO"
  RETURN o AS a, r, d AS b
  UNION
  WITH m
  MATCH (m)-[l:COMPARABLE_TO|CANDIDATE]-(o:Measure)-[r:STATED_IN]->(row:Row)
  WHERE $candidates OR type(l) = "COMPARABLE_TO"
  RETURN o AS a, r, row AS b
  UNION
  WITH m
  MATCH (m)-[:COMPARABLE_TO]-(o:Measure)-[r:ORIGINATED_IN|ASSERTED_REPLICATED_IN]->(x:Area)
  RETURN o AS a, r, x AS b
  UNION
  WITH m
  MATCH (m)-[:FROM]->(d:Document)-[r:ISSUED_FOR]->(x:Area)
  RETURN d AS a, r, x AS b
  UNION
  WITH m
  MATCH (m)-[l:COMPARABLE_TO|CANDIDATE]-(:Measure)-[:FROM]->(d:Document)-[r:ISSUED_FOR]->(x:Area)
  WHERE $candidates OR type(l) = "COMPARABLE_TO"
  RETURN d AS a, r, x AS b
  UNION
  WITH m
  MATCH (m)-[:HAS_SCOPE]->(s:Scope)-[r:INCLUDES|EXCLUDES|IN_ZONE_TYPE]->(x)
  RETURN s AS a, r, x AS b
}
RETURN a AS source, r AS relationship, b AS target
ORDER BY a.iri, type(r), b.iri
