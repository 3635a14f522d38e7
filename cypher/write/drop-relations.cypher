// Purpose: remove relations by id alone: one pass over all, however many go.
// Parameters: ids
// Columns: none
MATCH ()-[r]->()
WHERE r.id IN $ids
DELETE r
