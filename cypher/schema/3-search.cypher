// Purpose: candidates for the store's own search: terms and pairs of characters, as netinv parted them.
// Parameters: none
// Columns: none
CREATE FULLTEXT INDEX netinv_search IF NOT EXISTS FOR (n:Entity) ON EACH [n._search]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}
