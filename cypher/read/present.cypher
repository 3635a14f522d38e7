// Purpose: which of some nodes exist, with their content hash.
// Parameters: ids
// Columns: list of [id, fingerprint]
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN collect([n.id, n.fingerprint]) AS found
