"""What may be wrong with a server: one clear line each, and a database that is not ours is left alone."""

import logging
import time

import neo4j
import pytest

from netinv.graph.neo4j.connection import Connection, ServerError, must_be_new_enough
from netinv.graph.neo4j.server import LOOPBACK, free_port
from netinv.graph.neo4j.state import UnfinishedError, put_state
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import Target, target
from netinv.graph.protocol import Change, Node
from netinv.model.errors import NetinvError

SOMEBODY = Node("P1", "person", "李建国", {"names": ("李建国",)})


def refused(target: Target, workspace: str = "ours") -> str:
    """What opening says; one line in Chinese and English."""
    with pytest.raises(ServerError) as caught:
        Neo4jStore(target, workspace)
    said = str(caught.value)
    assert len(said.splitlines()) == 1
    assert " / " in said
    return said


def test_wrong_password(neo4j_server: Target) -> None:
    said = refused(Target(neo4j_server.uri, neo4j_server.user, "wrong"))
    assert "NETINV_NEO4J_PASSWORD" in said
    assert "wrong" not in said


def test_nobody_listens() -> None:
    began = time.monotonic()
    assert "cannot reach Neo4j" in refused(Target(f"bolt://{LOOPBACK}:{free_port()}"))
    assert time.monotonic() - began < 60, "early, not after minutes of trying"


@pytest.mark.parametrize("uri", ["localhost:7687", "ftp://localhost", "neo4j"])
def test_no_address(uri: str) -> None:
    with pytest.raises(NetinvError, match="is no address"):
        Neo4jStore(Target(uri), "ours")


@pytest.mark.parametrize("agent", ["Neo4j/4.4.38", "Neo4j/5.20.0", "Memgraph"])
def test_wrong_version(agent: str) -> None:
    with pytest.raises(ServerError, match=r"5\.26"):
        must_be_new_enough(agent, "bolt://server")


@pytest.mark.parametrize("agent", ["Neo4j/5.26.31", "Neo4j/2025.10.1"])
def test_right_version(agent: str) -> None:
    must_be_new_enough(agent, "bolt://server")


def test_somebody_elses_database_is_left_alone(empty_neo4j: Target) -> None:
    with driver(empty_neo4j) as opened:
        opened.execute_query("CREATE (:Movie {title: '甲'})")
        assert "not netinv's" in refused(empty_neo4j)
        assert opened.execute_query("MATCH (n) RETURN labels(n)").records[0].value() == ["Movie"]


def test_another_workspaces_graph_is_left_alone(empty_neo4j: Target) -> None:
    theirs = Neo4jStore(empty_neo4j, "theirs")
    theirs.apply(Change(1, [SOMEBODY]))
    assert "another workspace" in refused(empty_neo4j)
    assert theirs.get(["P1"]) == {"P1": SOMEBODY}
    theirs.close()


def test_an_unfinished_load_says_so_and_is_healed(neo4j_server: Target, neo4j_store: Neo4jStore) -> None:
    neo4j_store.clear()
    neo4j_store.apply(Change(3, [SOMEBODY]))
    before = neo4j_store.digest()
    connection = Connection(neo4j_server)
    connection.write(lambda tx: put_state(tx, loading="somebody's"))
    connection.close()
    for read in (
        neo4j_store.digest,
        neo4j_store.export,
        lambda: neo4j_store.get(["P1"]),
        lambda: neo4j_store.search("李"),
        lambda: neo4j_store.neighbours("P1"),
        lambda: neo4j_store.counts("P1"),
        lambda: neo4j_store.relations(["P1"]),
    ):
        with pytest.raises(UnfinishedError, match="netinv resolve"):
            read()
    assert neo4j_store.seq() == 3
    assert not neo4j_store.stands_at(3)
    neo4j_store.apply(Change(4))
    assert (neo4j_store.seq(), neo4j_store.digest()) == (4, before)


def test_trying_again_is_said(neo4j_server: Target, caplog: pytest.LogCaptureFixture) -> None:
    connection, tries = Connection(neo4j_server), []

    def once_in_vain(_: object) -> int:
        tries.append(1)
        if len(tries) == 1:
            raise neo4j.exceptions.TransientError("busy")
        return len(tries)

    with caplog.at_level(logging.WARNING, "netinv"):
        assert connection.write(once_in_vain) == 2
    assert "trying again" in caplog.text
    connection.close()


def test_no_server_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NETINV_NEO4J_URI", "NEO4J_URI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/nowhere")
    with pytest.raises(NetinvError, match="netinv neo4j start"):
        target()


def driver(target: Target) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(target.uri, auth=(target.user, target.password))
