// Purpose: write relations that are not there.
// Parameters: rows of {type, a, b, props}: ids of the ends, all properties
// Columns: none
UNWIND $rows AS row
MATCH (a:Entity {id: row.a})
MATCH (b:Entity {id: row.b})
CREATE (a)-[r:$(row.type)]->(b)
SET r = row.props
