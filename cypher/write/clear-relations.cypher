// Purpose: remove all relations, in transactions that fit into memory.
// Parameters: none
// Columns: none
MATCH (:Entity)-[r]->()
CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS
