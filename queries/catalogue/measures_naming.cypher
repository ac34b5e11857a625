// title: Measures that name certain words
// description: Measures whose title, content or work measures hold one of the words; a list to look through, since a word is no proof of the matter.
// parameter: words texts – the words (example: 香港, 澳门, 港澳, 深港)
// columns: measure, title, document
// users: researchers
// number: 19
MATCH (m:Measure)-[:FROM]->(d:Document)
WHERE any(word IN $words WHERE m.title CONTAINS word OR m.content CONTAINS word OR coalesce(m.work_measures, '') CONTAINS word)
RETURN m.id AS measure, m.title AS title, d.id AS document
ORDER BY d.id, m.list_number, m.number
