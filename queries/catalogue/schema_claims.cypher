// title: Properties of relationships
// description: For each type of relationship and property, how many have it, and the key of the first that does; the store's own bookkeeping is left out.
// columns: type, property, count, example
MATCH ()-[r]->()
UNWIND keys(r) AS property
WITH r, property
WHERE NOT property IN ["key", "sources", "stated"]
RETURN type(r) AS type, property, count(*) AS count, min(r.key) AS example
ORDER BY type, property
