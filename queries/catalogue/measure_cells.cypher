// title: Cells of a measure
// description: The cells of the row that states a measure, from left to right, and where each stands in the source.
// parameter: id text – id of the measure (example: zhuhai-2020/1-4)
// columns: number, column, text, line, start, end
// users: researchers, analysts, applications
MATCH (m:Measure {id: $id})-[:STATED_IN]->(:Row)-[:HAS_CELL]->(c:Cell)
RETURN c.number AS number, c.column AS column, c.text AS text, c.line AS line, c.start AS start, c.end AS end
ORDER BY number
