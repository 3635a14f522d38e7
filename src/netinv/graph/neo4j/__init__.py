"""The graph in a Neo4j server: the store, and a server of one's own for tests and for the one office PC."""
