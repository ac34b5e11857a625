// title: Number of measures of a body
// description: How many rows the question measures of a body has.
// parameter: name text – canonical name or another name (example: 深圳市市场监督管理局)
// parameter: role text? – only measures carried in this role (example: lead)
// columns: total
MATCH (b:Agency|Enterprise|AgencyClass|Collaboration)
WHERE b.name = $name OR $name IN b.aliases
MATCH (b)<-[r:LEAD|RESPONSIBLE|COORDINATES|COOPERATES]-(m:Measure)
WHERE $role IS NULL OR r.role = $role
RETURN count(r) AS total
