"""One fixture per store: the contract suite runs over every parameter of `store`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netinv.graph.embedded import EmbeddedStore
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import Target
from netinv.graph.protocol import GraphStore

WORKSPACE = "contract-suite"


def _embedded(request: pytest.FixtureRequest) -> EmbeddedStore:
    folder: Path = request.getfixturevalue("tmp_path")
    return EmbeddedStore(folder / "graph.db")


def _neo4j(request: pytest.FixtureRequest) -> Neo4jStore:
    opened: Neo4jStore = request.getfixturevalue("neo4j_store")
    opened.clear()
    return opened


STORES = {"embedded": _embedded, "neo4j": _neo4j}


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest) -> Iterator[GraphStore]:
    opened = STORES[request.param](request)
    yield opened
    if isinstance(opened, EmbeddedStore):
        opened.close()


@pytest.fixture
def neo4j_store(neo4j_server: Target) -> Iterator[Neo4jStore]:
    """The store on the tests' server; whoever uses it clears it first."""
    opened = Neo4jStore(neo4j_server, WORKSPACE)
    yield opened
    opened.close()
