"""Where a graph may lie."""

from enum import StrEnum


class Store(StrEnum):
    """Graph stores: tables in the workspace, or a Neo4j server."""

    EMBEDDED = "embedded"
    NEO4J = "neo4j"
