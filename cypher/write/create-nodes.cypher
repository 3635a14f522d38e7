// Purpose: write nodes that are not there.
// Parameters: rows of {kind, props}: the label of the kind, all properties
// Columns: list of [id, element id]
UNWIND $rows AS row
CREATE (n:Entity:$(row.kind))
SET n = row.props
RETURN collect([n.id, elementId(n)]) AS places
