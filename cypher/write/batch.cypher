// Purpose: begin the next batch of a load. No row: another process has taken the load over.
// Parameters: loading (the token of the load)
// Columns: number of the batch
MATCH (s:NetinvState {name: 'graph', loading: $loading})
SET s.batch = s.batch + 1, s.writes = s.writes + 1
RETURN s.batch AS batch
