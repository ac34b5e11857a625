// title: What the graph holds
// description: Number of nodes by label and of relationships by type; the store's own bookkeeping is left out.
// columns: element, name, count
// users: applications
CALL {
  MATCH (n)
  UNWIND labels(n) AS name
  WITH name
  WHERE NOT name IN ["NamedGraph", "PushLock"]
  RETURN "node" AS element, name, count(*) AS count
  UNION ALL
  MATCH ()-[r]->()
  RETURN "relationship" AS element, type(r) AS name, count(*) AS count
}
RETURN element, name, count
ORDER BY element, name
