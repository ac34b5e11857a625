// title: Comparable measures of one field
// description: Comparable pairs of which one measure at least stands in a domain that is matched to the harmonised domain.
// parameter: domain text – the harmonised domain, by its code or Chinese name (example: 纳税)
// columns: a, a_title, b, b_title, score, claim_id
// users: researchers
// number: 20
MATCH (a:Measure)-[r:COMPARABLE_TO]->(b:Measure)
WHERE EXISTS { MATCH (a)-[:IN_DOMAIN]->(:Domain)-[:EXACT_MATCH|CLOSE_MATCH|BROAD_MATCH]->(h:HarmonisedDomain) WHERE h.code = $domain OR h.name = $domain }
   OR EXISTS { MATCH (b)-[:IN_DOMAIN]->(:Domain)-[:EXACT_MATCH|CLOSE_MATCH|BROAD_MATCH]->(h:HarmonisedDomain) WHERE h.code = $domain OR h.name = $domain }
RETURN a.id AS a, a.title AS a_title, b.id AS b, b.title AS b_title, r.score AS score, r.claim_id AS claim_id
ORDER BY score DESC, a, b
