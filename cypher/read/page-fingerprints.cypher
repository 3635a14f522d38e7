// Purpose: content hashes of relations that leave the nodes between two ids.
// Parameters: first and last (ids, both included)
// Columns: list of [id, fingerprint]
MATCH (a:Entity)
WHERE $first <= a.id <= $last
MATCH (a)-[r]->(:Entity)
RETURN collect([r.id, r.fingerprint]) AS relations
