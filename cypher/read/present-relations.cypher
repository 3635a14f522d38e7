// Purpose: which of some relations exist, found between their ends, with their content hash.
// Parameters: rows of {id, a, b}: id of the relation, ids of its ends
// Columns: list of [id, fingerprint]
UNWIND $rows AS row
MATCH (a:Entity {id: row.a})-[r]->(b:Entity {id: row.b})
WHERE r.id = row.id
RETURN collect([r.id, r.fingerprint]) AS found
