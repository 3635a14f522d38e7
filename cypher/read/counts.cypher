// Purpose: relations of a node, counted by type.
// Parameters: id
// Columns: type, count
MATCH (n:Entity {id: $id})-[r]-(:Entity)
RETURN type(r) AS type, count(DISTINCT r) AS count
