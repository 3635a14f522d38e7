"""Where a graph may lie."""

from enum import StrEnum

from netinv.model.errors import UsageError


class Store(StrEnum):
    """Graph stores: tables in the workspace, or a Neo4j server."""

    EMBEDDED = "embedded"
    NEO4J = "neo4j"

    @classmethod
    def named(cls, name: str) -> "Store":
        """The store of a name; UsageError says which there are."""
        if name not in list(cls):
            names = ", ".join(cls)
            raise UsageError(f"没有图存储 {name!r}，可选 {names} / no graph store {name!r}; one of {names}")
        return cls(name)
