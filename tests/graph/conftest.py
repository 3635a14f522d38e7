"""One fixture per store: the contract suite runs over every parameter of `store`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netinv.graph.embedded import EmbeddedStore
from netinv.graph.protocol import GraphStore


def _embedded(folder: Path) -> EmbeddedStore:
    return EmbeddedStore(folder / "graph.db")


STORES = {"embedded": _embedded}


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    opened = STORES[request.param](tmp_path)
    yield opened
    opened.close()
