// Purpose: replace all that is known of relations that are there, found between their ends.
// Parameters: rows of {id, a, b, props}: id of the relation, ids of its ends, all properties
// Columns: none
UNWIND $rows AS row
MATCH (a:Entity {id: row.a})-[r]->(b:Entity {id: row.b})
WHERE r.id = row.id
SET r = row.props
