// Purpose: remove all nodes, in transactions that fit into memory; the state stays.
// Parameters: none
// Columns: none
MATCH (n:Entity)
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS
