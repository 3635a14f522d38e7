// Purpose: remove nodes whose relations are gone.
// Parameters: ids
// Columns: none
UNWIND $ids AS id
MATCH (n:Entity {id: id})
DELETE n
