// Purpose: relations with both ends among some nodes, by id.
// Parameters: ids; types (null: all); limit
// Columns: list of [type, id of source, id of target, all properties]
UNWIND $ids AS id
MATCH (a:Entity {id: id})-[r]->(b:Entity)
WHERE b.id IN $ids AND ($types IS NULL OR type(r) IN $types)
WITH a, r, b ORDER BY r.id LIMIT $limit
RETURN collect([type(r), a.id, b.id, properties(r)]) AS relations
