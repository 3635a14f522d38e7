// Purpose: wait until all indexes can be used, at most five minutes.
// Parameters: none
// Columns: none
CALL db.awaitIndexes(300)
