// Purpose: one state of the graph.
// Parameters: none
// Columns: none
CREATE CONSTRAINT netinv_state_name IF NOT EXISTS FOR (s:NetinvState) REQUIRE s.name IS UNIQUE
