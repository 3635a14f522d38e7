// Purpose: relations by id alone, with their content hash: one pass over all, however many are asked for.
// Parameters: ids
// Columns: list of [id, fingerprint]
MATCH ()-[r]->()
WHERE r.id IN $ids
RETURN collect([r.id, r.fingerprint]) AS found
