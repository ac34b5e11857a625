// title: How many measures there are
// description: Number of measures that the graph holds, from the store's own count.
// columns: total
MATCH (m:Measure)
RETURN count(m) AS total
