// Purpose: remove many relations, in transactions that fit into memory.
// Parameters: ids
// Columns: none
MATCH ()-[r]->()
WHERE r.id IN $ids
CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS
