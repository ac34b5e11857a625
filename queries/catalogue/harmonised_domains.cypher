// title: Documents by harmonised domain
// description: The domains of documents with the harmonised domain that each is matched to, how, and the number of measures. Domains that are matched to none come last, with no harmonised domain.
// parameter: document text? – only the domains of this document (example: shenzhen-2020)
// parameter: domain text? – only this harmonised domain, by its code or Chinese name (example: 纳税)
// columns: harmonised, harmonised_code, relation, document, domain, measures
// users: researchers
MATCH (d:Document)<-[:FROM]-(m:Measure)-[:IN_DOMAIN]->(own:Domain)
WHERE $document IS NULL OR d.id = $document
WITH d, own, count(m) AS measures
OPTIONAL MATCH (own)-[r:EXACT_MATCH|CLOSE_MATCH|BROAD_MATCH]->(h:HarmonisedDomain)
WITH d, own, measures, r, h
WHERE $domain IS NULL OR h.code = $domain OR h.name = $domain
RETURN h.name AS harmonised, h.code AS harmonised_code, type(r) AS relation, d.id AS document, own.name AS domain, measures
ORDER BY coalesce(harmonised_code, "~"), document, domain
