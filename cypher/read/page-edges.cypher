// Purpose: relations that leave the nodes between two ids, for arrays: one row a type.
// Parameters: first and last (ids, both included)
// Columns: type, list of [id, source, target, since, until, confidence]
MATCH (a:Entity)
WHERE $first <= a.id <= $last
MATCH (a)-[r]->(b:Entity)
RETURN type(r) AS type, collect([r.id, a.id, b.id, r.since, r.until, r.confidence]) AS relations
