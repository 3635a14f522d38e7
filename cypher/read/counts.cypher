// Purpose: relations of a node, counted by type, and what the graph stands at.
// Parameters: id
// Columns: properties of the state; list of [type, count]
MATCH (s:NetinvState {name: 'graph'})
CALL () {
  MATCH (n:Entity {id: $id})-[r]-(:Entity)
  WITH type(r) AS type, count(DISTINCT r) AS count
  RETURN collect([type, count]) AS counts
}
RETURN properties(s) AS state, counts
