// Purpose: one node an id, and the way to it. Before any load.
// Parameters: none
// Columns: none
CREATE CONSTRAINT netinv_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE
