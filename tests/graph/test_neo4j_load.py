"""A load in lanes: every batch once, though a server may not say that it wrote; one load at a time."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest

from netinv.graph.neo4j import writing
from netinv.graph.neo4j.connection import Connection, ServerError, Transaction
from netinv.graph.neo4j.loading import LANES, Load
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import Target
from netinv.graph.protocol import Change, GraphError, Node, Relation, combined_digest, fingerprint

PEOPLE = [Node(f"P{i:03d}", "person", "王某", {"names": ("王某",)}) for i in range(40)]
LINKS = [
    Relation(f"R{i:03d}", "kin", f"P{i % 40:03d}", f"P{i * 7 % 40:03d}", None, None, 0.9, (f"ties:{i}",))
    for i in range(120)
    if i % 40 != i * 7 % 40
]
ROWS = "write/create-nodes"
_T = TypeVar("_T")


class Forgetful(Connection):
    """A way to a server that does everything, and is told so only the second time."""

    def write(self, work: Callable[[Transaction], _T]) -> _T:
        super().write(work)
        return super().write(work)


@pytest.fixture
def in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SMALL", 10)
    monkeypatch.setattr(writing, "BATCH", 7)


def digest(*items: Node | Relation) -> str:
    return combined_digest([fingerprint(item) for item in items])


def until(done: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def row(number: int) -> dict[str, Any]:
    return {"kind": "Person", "props": {"id": f"P{number}", "fingerprint": number}}


@pytest.mark.usefixtures("in_batches")
def test_a_batch_that_is_sent_again_is_written_once(
    neo4j_server: Target, neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_store, "_connection", Forgetful(neo4j_server))
    neo4j_store.clear()
    neo4j_store.apply(Change(1, PEOPLE, LINKS))
    assert (neo4j_store.seq(), neo4j_store.digest()) == (1, digest(*PEOPLE, *LINKS))
    neo4j_store._connection.close()


@pytest.mark.usefixtures("in_batches")
def test_relations_between_nodes_that_are_there_already(neo4j_store: Neo4jStore) -> None:
    neo4j_store.clear()
    neo4j_store.apply(Change(1, PEOPLE[:30]))
    neo4j_store.apply(Change(2, PEOPLE[30:], LINKS))
    assert neo4j_store.digest() == digest(*PEOPLE, *LINKS)
    ends = {(link.source, link.target) for link in neo4j_store.relations(node.id for node in PEOPLE)}
    assert ends == {(link.source, link.target) for link in LINKS}


@pytest.mark.usefixtures("in_batches")
def test_people_are_found_where_the_index_was_built_after_them(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the load was cut off before it, and goes on over the same connection."""
    neo4j_store.clear()
    monkeypatch.setattr(writing, "MANY", 10)
    monkeypatch.setattr(writing, "build_schema", _cut_off)
    with pytest.raises(ServerError):
        neo4j_store.apply(Change(1, PEOPLE, LINKS))
    monkeypatch.undo()
    neo4j_store.apply(Change(1, PEOPLE, LINKS))
    assert neo4j_store.digest() == digest(*PEOPLE, *LINKS)
    assert [hit.node.id for hit in neo4j_store.search("王某", 100)] == [node.id for node in PEOPLE]


def _cut_off(connection: Connection) -> None:
    raise ServerError("the connection was lost")


def test_who_is_overtaken_by_another_load_stops(neo4j_server: Target, neo4j_store: Neo4jStore) -> None:
    neo4j_store.clear()
    connection = Connection(neo4j_server)
    first = Load(connection, 1, 0)

    def overtaken() -> Iterator[dict[str, Any]]:
        yield row(1)
        # a row is taken before the one ahead of it is written
        until(lambda: "P1" in neo4j_store.fingerprints().nodes)
        second = Load(connection, 2, 0)
        second.run(ROWS, "rows", [row(2)], 1)
        yield row(3)
        yield row(4)

    with pytest.raises(GraphError, match="another process"):
        first.run(ROWS, "rows", overtaken(), 1, len(LANES))
    with pytest.raises(GraphError, match="another process"):
        first.finish(combined_digest([1, 2]))
    assert set(neo4j_store.fingerprints().nodes) == {"P1", "P2"}
    neo4j_store.clear()
    connection.close()


def test_a_lane_that_fails_stops_the_other(neo4j_server: Target, neo4j_store: Neo4jStore) -> None:
    neo4j_store.clear()
    connection = Connection(neo4j_server)
    taken: list[int] = []

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(1000):
            taken.append(number)
            yield row(number) if number != 3 else {"kind": "Person", "props": {"id": {}}}

    load = Load(connection, 1, 0)
    with pytest.raises(ServerError):
        load.run(ROWS, "rows", rows(), 1, len(LANES))
    assert len(taken) < 1000
    neo4j_store.clear()
    connection.close()
