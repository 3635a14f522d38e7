// Purpose: begin a load: who still writes for another one is waited for, and then refused.
// Parameters: lanes (their names), loading (the token of the load)
// Columns: none
UNWIND $lanes AS lane
MERGE (l:NetinvState {name: lane})
SET l.loading = $loading, l.batch = 0
