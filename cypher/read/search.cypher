// Purpose: nodes that may match a search; netinv looks at their terms and ranks them.
// Parameters: query (for the index netinv_search); kinds (null: all); limit
// Columns: list of all properties of a node
CALL db.index.fulltext.queryNodes('netinv_search', $query, {limit: $limit}) YIELD node
WHERE $kinds IS NULL OR node.kind IN $kinds
RETURN collect(properties(node)) AS nodes
