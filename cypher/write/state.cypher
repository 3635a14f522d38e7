// Purpose: set what the graph stands at; taken first in a transaction, it lets one writer in at a time.
// Parameters: state (properties to set; null removes one)
// Columns: properties of the state, now
MERGE (s:NetinvState {name: 'graph'})
SET s += $state, s.writes = coalesce(s.writes, 0) + 1
RETURN properties(s) AS state
