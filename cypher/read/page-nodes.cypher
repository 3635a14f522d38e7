// Purpose: nodes in the order of their ids, a page in one row, since a list costs far less than rows.
// Parameters: after (id of the last node of the page before, '' at first); size
// Columns: list of [id, kind, fingerprint]
MATCH (n:Entity)
WHERE n.id > $after
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, n.kind, n.fingerprint]) AS nodes
