// Purpose: nodes by their ids. What is only searched stays behind.
// Parameters: ids
// Columns: list of the properties of a node
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN collect(n {.*, _search: null}) AS nodes
