"""A first load from files holds what the store itself would have written: every property, type and digest."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netinv.graph.neo4j.bulk import Files, finish, import_files, write_files
from netinv.graph.neo4j.server import Neo4jServer
from netinv.graph.neo4j.state import UnfinishedError
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import Target
from netinv.graph.protocol import Change, GraphError, Node, Relation, combined_digest, fingerprint
from netinv.model.errors import NetinvError

NODES = [
    Node("P1", "person", 'a "quoted", 名\nline\r\n2 \\ \t ', {"names": ("x", "y,z", 'q"', " sp ")}),
    Node("P2", "person", "", {"names": ("",), "n": "text", "f": 2, "big": 2**70, "kind": "own"}),
    Node("P3", "person", "plain", {"names": ()}),
    Node("P4", "person", "c", {"names": ("a", ""), "e": "", "n": 3, "f": 0.1 + 0.2}),
    Node("P5", "person", " lead ", {"names": ("", "b"), "f": 1.5, "tiny": 1e-300, "neg": -0.0, "z": "007"}),
    Node("P6", "person", "true", {"n": "1.5", "f": "true", "least": -(2**63)}),
    Node("O1", "organization", "单位", {"long": "长" * 100_000}),
    Node("D1", "address", "檀泽县1号"),
]
RELATIONS = [
    Relation("R1", "paid", "P1", "P2", None, None, 0.123456, ("t:1",), {"amount_yuan": 1e20, "count": 1}),
    Relation("R2", "paid", "P1", "P2", "2016", "2016-04", 1.0, ()),
    Relation("R3", "kin", "P1", "P3", None, "2020", 0.9, ("a:1", "b:2"), {"role": "父", "since": "own"}),
    Relation("R4", "located_at", "P5", "D1", "2016-04-03", None, 0.5, ("people:,\"'",), {"count": 2}),
]
IDS = [node.id for node in NODES]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return write_files(NODES, RELATIONS, tmp_path_factory.mktemp("files"), "bulk", 7)


@pytest.fixture(scope="module")
def imported(written: Files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A server of its own: neo4j-admin wants it stopped."""
    server = Neo4jServer(tmp_path_factory.mktemp("neo4j"), heap="512m", pagecache="64m")
    import_files(server, written, heap="512m")
    server.start()
    yield Target(server.uri, server.user, server.password)
    server.kill()


def all_of(store: Neo4jStore) -> tuple[Any, ...]:
    return store.seq(), store.digest(), store.get(IDS), store.relations(IDS), store.fingerprints()


def test_the_digest_is_that_of_the_graph(written: Files) -> None:
    assert (written.nodes, written.relations) == (len(NODES), len(RELATIONS))
    assert written.digest == combined_digest(map(fingerprint, [*NODES, *RELATIONS]))


def test_files_follow_from_the_graph_alone(written: Files, tmp_path: Path) -> None:
    again = write_files(iter(NODES), iter(RELATIONS), tmp_path / "again", "bulk", 7)
    assert [path.read_bytes() for path in sorted(again.folder.iterdir())] == [
        path.read_bytes() for path in sorted(written.folder.glob("*.csv"))
    ]


def test_a_text_with_the_parting_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"U\+001F.* / "):
        write_files([Node("P1", "person", "a", {"names": ("b\x1fc",)})], [], tmp_path / "files", "bulk", 1)


def test_a_relation_without_an_end_is_refused(tmp_path: Path) -> None:
    lost = Relation("R9", "kin", "P1", "P9", None, None, 0.9, ("kin:1",))
    files = write_files(NODES[:1], [lost], tmp_path / "files", "bulk", 1)
    with pytest.raises(NetinvError, match="neo4j-admin"):
        import_files(Neo4jServer(tmp_path / "home", heap="512m"), files, heap="512m")


def test_nobody_reads_it_before_it_is_finished_and_then_it_is_the_same(
    imported: Target, written: Files, neo4j_server: Target
) -> None:
    store = Neo4jStore(imported, "bulk")
    with pytest.raises(UnfinishedError):
        store.digest()
    finish(imported, written)
    found = all_of(store)
    store.close()

    from neo4j_server import wipe

    wipe(neo4j_server)
    over_bolt = Neo4jStore(neo4j_server, "bulk")
    over_bolt.apply(Change(7, NODES, RELATIONS))
    assert found == all_of(over_bolt)
    assert found[2] == {node.id: node for node in NODES}
    over_bolt.close()
    wipe(neo4j_server)


def test_search_and_changes_go_on_as_after_any_load(imported: Target, written: Files) -> None:
    finish(imported, written)  # once more changes nothing
    store = Neo4jStore(imported, "bulk")
    assert [hit.node.id for hit in store.search("单位")] == ["O1"]
    store.apply(Change(8, [Node("P7", "person", "新")], [], [], ["R1"]))
    assert (store.seq(), sorted(store.get([*IDS, "P7"]))) == (8, sorted([*IDS, "P7"]))
    store.close()
