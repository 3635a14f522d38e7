// Purpose: nodes by their ids.
// Parameters: ids
// Columns: list of all properties of a node
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN collect(properties(n)) AS nodes
