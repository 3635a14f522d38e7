// Purpose: where some nodes are, for as long as nobody else writes.
// Parameters: ids
// Columns: list of [id, element id]
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN collect([n.id, elementId(n)]) AS places
