// Purpose: replace all that is known of nodes that are there; their relations stay.
// Parameters: rows of {id, kind, props}: the label of the kind, all properties
// Columns: none
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
WITH n, row, [name IN labels(n) WHERE NOT name IN ['Entity', row.kind]] AS old
REMOVE n:$(old)
SET n:$(row.kind), n = row.props
