// Purpose: whether the database holds no node at all.
// Parameters: none
// Columns: empty
RETURN NOT EXISTS { MATCH () } AS empty
