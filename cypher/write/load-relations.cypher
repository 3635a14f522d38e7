// Purpose: write relations that are not there, many of them: their ends are found without an index.
// Parameters: rows of {type, a, b, props}: element ids of the ends, all properties
// Columns: none
UNWIND $rows AS row
MATCH (a) WHERE elementId(a) = row.a
MATCH (b) WHERE elementId(b) = row.b
CREATE (a)-[r:$(row.type)]->(b)
SET r = row.props
