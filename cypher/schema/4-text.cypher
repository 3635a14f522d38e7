// Purpose: full text for people in Neo4j Browser: CALL db.index.fulltext.queryNodes('netinv_text', '王伟').
// Parameters: none
// Columns: none
CREATE FULLTEXT INDEX netinv_text IF NOT EXISTS FOR (n:Entity)
ON EACH [n.label, n.names, n.units, n.titles, n.addresses, n.region, n.charge, n.place]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}
