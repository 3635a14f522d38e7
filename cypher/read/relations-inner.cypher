// Purpose: relations that leave some nodes for some others, by id.
// Parameters: ids; among (ids of the other ends, null: any); types (null: all); limit
// Columns: list of [type, id of source, id of target, all properties]
UNWIND $ids AS id
MATCH (a:Entity {id: id})-[r]->(b:Entity)
WHERE ($among IS NULL OR b.id IN $among) AND ($types IS NULL OR type(r) IN $types)
WITH a, r, b ORDER BY r.id LIMIT $limit
RETURN collect([type(r), a.id, b.id, properties(r)]) AS relations
