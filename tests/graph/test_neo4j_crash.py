"""kill -9 of the server in the middle of a load, and again up: the graph ends equal to a rebuild."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from netinv.graph.arrays import EdgeArrays
from netinv.graph.ids import node_id, relation_id
from netinv.graph.neo4j import writing
from netinv.graph.neo4j.connection import Connection
from netinv.graph.neo4j.server import Neo4jServer
from netinv.graph.neo4j.state import State, UnfinishedError, read_state
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import Target
from netinv.graph.project import Desired, difference
from netinv.graph.protocol import Node, Relation, combined_digest, fingerprint
from netinv.model.errors import NetinvError
from netinv.model.ontology import ontology

SHORT, LONG = 1, 10
PEOPLE, LINKS, BATCH = 1_500, 12_000, 500


def goal() -> Desired:
    """People with links at random, the same at every call."""
    chance = random.Random(1)
    ids = [node_id("person", str(i)) for i in range(PEOPLE)]
    nodes = {id: Node(id, "person", f"王伟{i}", {"names": (f"王伟{i}",)}) for i, id in enumerate(ids)}
    links = {}
    while len(links) < LINKS:
        a, b = chance.sample(ids, 2)
        kind = chance.choice(["kin", "paid", "called"])
        id = relation_id(kind, a, b, "")
        links[id] = Relation(id, kind, a, b, "2020-01", None, 0.5, ("kin:1",), {"count": 1})
    return Desired(nodes, links)


GOAL = goal()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A server of our own, to be killed."""
    from neo4j_server import missing

    made = Neo4jServer(tmp_path_factory.mktemp("neo4j"), heap="512m", pagecache="64m")
    try:
        made.start()
    except NetinvError as error:
        missing(str(error))
    yield made
    made.kill()


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[pytest.mark.soak] if n >= SHORT else []) for n in range(LONG)]
)
def test_a_load_whose_server_was_killed_is_completed(
    server: Neo4jServer, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", BATCH)
    monkeypatch.setattr(writing, "SMALL", BATCH)
    target = Target(server.uri, server.user, server.password)
    store = Neo4jStore(target, "crash")
    store.clear()
    ended: list[str] = []

    def load() -> None:
        try:
            store.apply(difference(GOAL, store.fingerprints(), 1))
            ended.append("")
        except NetinvError as error:
            ended.append(str(error))

    loading = threading.Thread(target=load)
    loading.start()
    batches = (PEOPLE + LINKS) // BATCH
    wait_for_batch(target, random.Random(number).randint(1, batches - 3))
    server.kill()
    server.start()
    loading.join()
    store.close()
    store = Neo4jStore(target, "crash")
    if ended != [""]:
        assert "lost" in ended[0]
        assert store.seq() == 0
        with pytest.raises(UnfinishedError):
            store.export()
        store.apply(difference(GOAL, store.fingerprints(), 1))
    marks = [fingerprint(item) for item in (*GOAL.nodes.values(), *GOAL.relations.values())]
    assert (store.seq(), store.digest()) == (1, combined_digest(marks))
    assert store.export().equals(rebuilt())
    store.close()


def wait_for_batch(target: Target, number: int) -> None:
    """Until a load has written so many batches."""
    connection = Connection(target)
    try:
        end = time.monotonic() + 300
        while time.monotonic() < end:
            state: State = connection.read(read_state)
            if state.loading and state.batch >= number:
                return
            time.sleep(0.01)
    finally:
        connection.close()
    raise AssertionError("the load does not get on")


def rebuilt() -> EdgeArrays:
    """The arrays of the goal, made from it alone."""
    entities, kinds = ontology().entity_kinds, ontology().relation_kinds
    nodes = [(node.id, entities.index(node.kind)) for node in GOAL.nodes.values()]
    links = [
        (r.id, r.source, r.target, kinds.index(r.kind), r.since, r.until, r.confidence)
        for r in GOAL.relations.values()
    ]
    return EdgeArrays.build(nodes, links)


def test_the_files_of_the_home_are_for_its_owner_only(server: Neo4jServer) -> None:
    for name in ("password", "netinv-server.json"):
        assert Path(server.home, name).stat().st_mode & 0o077 == 0
