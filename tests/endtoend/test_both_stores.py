"""`--store neo4j`: what comes out is byte for byte what the embedded store gives, and the server holds it."""

import json
from pathlib import Path

import neo4j
import pytest
from desk import EXPORTS, Desk

import netinv
from netinv.demo import CountySummary
from netinv.graph.neo4j.target import Target


@pytest.fixture
def neo4j_desk(new_desk: Desk, empty_neo4j: Target, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty desk beside an empty server."""
    monkeypatch.setenv("NETINV_NEO4J_URI", empty_neo4j.uri)
    monkeypatch.setenv("NETINV_NEO4J_USER", empty_neo4j.user)
    monkeypatch.setenv("NETINV_NEO4J_PASSWORD", empty_neo4j.password)
    return new_desk


def test_a_run_over_neo4j_gives_the_same_bytes(
    neo4j_desk: Desk,
    empty_neo4j: Target,
    county: CountySummary,
    desk: Desk,
    exports: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    summary = json.loads(neo4j_desk.do("run", county.data, "--store", "neo4j", "--json"))["resolve"]
    for what, file in EXPORTS.items():
        to = neo4j_desk.folder / file
        neo4j_desk.do("export", what, "--to", to, "--store", "neo4j")
        assert to.read_bytes() == exports[what]

    graphs = []
    for place, store in ((neo4j_desk, "neo4j"), (desk, "embedded")):
        to = place.folder / "graph.graphml"
        place.do("export", "graph", "--to", to, "--store", store)
        graphs.append(to.read_bytes())
    assert graphs[0] == graphs[1]

    assert counted(empty_neo4j, "MATCH (n:Entity) RETURN count(n)") == summary["nodes"]
    assert counted(empty_neo4j, "MATCH (:Entity)-[r]->(:Entity) RETURN count(r)") == summary["relations"]
    assert counted(empty_neo4j, "MATCH (n:Person) RETURN count(n)") == summary["persons"]
    assert counted(empty_neo4j, "MATCH (n:Organization) RETURN count(n)") == summary["organizations"]

    again = json.loads(neo4j_desk.do("resolve", "--store", "neo4j", "--json"))
    assert again == {**summary, "skipped": True}
    counted(empty_neo4j, "MATCH (n:Entity) CALL (n) { DETACH DELETE n } IN TRANSACTIONS RETURN count(*)")
    counted(empty_neo4j, "MATCH (n:NetinvState) DELETE n RETURN count(*)")
    healed = json.loads(neo4j_desk.do("resolve", "--store", "neo4j", "--json"))
    assert healed == {**summary, "skipped": False}, "a lost volume is written anew"
    assert counted(empty_neo4j, "MATCH (n:Entity) RETURN count(n)") == summary["nodes"]

    assert looked_up(neo4j_desk, "neo4j", monkeypatch) == looked_up(desk, "embedded", monkeypatch)


def test_a_server_that_does_not_answer_is_said_before_anything_is_read(
    new_desk: Desk, county: CountySummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    from netinv.graph.neo4j.server import free_port

    monkeypatch.setenv("NETINV_NEO4J_URI", f"bolt://127.0.0.1:{free_port()}")
    result = new_desk.call("run", county.data, "--store", "neo4j")
    assert result.returncode == 1
    assert "cannot reach Neo4j" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def counted(target: Target, query: str) -> int:
    """One number from the server, asked in Cypher."""
    auth = (target.user, target.password)
    with neo4j.GraphDatabase.driver(target.uri, auth=auth) as driver, driver.session() as session:
        return int(session.run(query).single(strict=True).value())


def looked_up(desk: Desk, store: str, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What a notebook is told: searches, an entity, what lies around it."""
    monkeypatch.setenv("NETINV_KEY_DIR", str(desk.folder / "keys"))
    viewer = netinv.operator()
    said: list[object] = []
    with netinv.open(Path(desk.workspace), store=store) as workspace:
        alert = workspace.alerts(viewer)[0]
        for text in (alert.official.name, alert.official.name[0], "公安局", "138", "wg", alert.gang.gang_id):
            said.append(workspace.search(viewer, text))
        said.append(workspace.entity(viewer, alert.official.entity_id))
        around = workspace.to_networkx(viewer, alert.official.entity_id, hops=2, at_most=60)
        said.append(repr(sorted(around.nodes(data=True))))
        said.append(repr(sorted(around.edges(keys=True, data=True), key=lambda edge: edge[2])))
    return said
