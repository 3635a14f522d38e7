// Purpose: end a load.
// Parameters: lanes (their names)
// Columns: none
UNWIND $lanes AS lane
MATCH (l:NetinvState {name: lane})
DELETE l
