// Purpose: relations with an end among some nodes, by id.
// Parameters: ids; types (null: all); limit
// Columns: list of [type, id of source, id of target, all properties]
UNWIND $ids AS id
MATCH (n:Entity {id: id})-[r]-(:Entity)
WHERE $types IS NULL OR type(r) IN $types
WITH DISTINCT r ORDER BY r.id LIMIT $limit
RETURN collect([type(r), startNode(r).id, endNode(r).id, properties(r)]) AS relations
