// Purpose: forget an index, before so many nodes are written that it is cheaper to build it afterwards.
// Parameters: index (its name)
// Columns: none
DROP INDEX $index IF EXISTS
