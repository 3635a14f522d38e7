// Purpose: what the graph stands at, and whose it is. No row: the database was never netinv's.
// Parameters: none
// Columns: properties of the state; of a load under way the number of batches written
MATCH (s:NetinvState {name: 'graph'})
CALL (s) {
  MATCH (l:NetinvState)
  WHERE l.name STARTS WITH 'lane ' AND l.loading = s.loading
  RETURN sum(l.batch) AS batch
}
RETURN s {.*, batch: batch} AS state
