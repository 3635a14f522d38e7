// Purpose: relations of a node with the node at the other end, surest first, then by relation id, and what the graph stands at. What is only searched stays behind.
// Parameters: id; types (null: all); confidence (at least); limit
// Columns: properties of the state; list of [type, whether it leaves the node, its properties, properties of the other node]
MATCH (s:NetinvState {name: 'graph'})
CALL () {
  MATCH (n:Entity {id: $id})-[r]-(other:Entity)
  WHERE r.confidence >= $confidence AND ($types IS NULL OR type(r) IN $types)
  WITH DISTINCT n, r, other ORDER BY r.confidence DESC, r.id LIMIT $limit
  RETURN collect([type(r), startNode(r) = n, properties(r), other {.*, _search: null}]) AS neighbours
}
RETURN properties(s) AS state, neighbours
