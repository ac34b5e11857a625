// title: Properties of nodes
// description: For each label and property, how many nodes have it, and the IRI of the first that does; the store's own bookkeeping is left out.
// columns: label, property, count, example
MATCH (n)
UNWIND labels(n) AS label
UNWIND keys(n) AS property
WITH n, label, property
WHERE NOT label IN ["NamedGraph", "PushLock"] AND NOT property IN ["sources", "stated"]
RETURN label, property, count(*) AS count, min(n.iri) AS example
ORDER BY label, property
