// Purpose: what the graph stands at, and whose it is. No row: the database was never netinv's.
// Parameters: none
// Columns: properties of the state
MATCH (s:NetinvState {name: 'graph'})
RETURN properties(s) AS state
