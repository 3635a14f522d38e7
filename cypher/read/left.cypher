// Purpose: a relation that would be left without one of its ends.
// Parameters: nodes (ids of nodes that go); relations (ids of relations that go)
// Columns: id of the relation, id of the node
UNWIND $nodes AS id
MATCH (n:Entity {id: id})-[r]-()
WHERE NOT r.id IN $relations
RETURN r.id AS relation, n.id AS node
LIMIT 1
