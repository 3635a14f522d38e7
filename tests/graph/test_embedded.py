"""What only the embedded store promises: a shared file, and nothing left of what was removed."""

import sqlite3
from pathlib import Path

from netinv.graph.embedded import EmbeddedStore
from netinv.graph.ids import node_id
from netinv.graph.protocol import Change, Node

SECRET = "一个要清除的名字"


def _node(label: str) -> Node:
    return Node(node_id("person", label), "person", label, {})


def test_tables_of_other_rooms_stay(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE resolve_cluster (id TEXT)")
        connection.execute("INSERT INTO resolve_cluster VALUES ('kept')")
    store = EmbeddedStore(path)
    store.apply(Change(1, [_node("王伟")]))
    store.clear()
    store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT id FROM resolve_cluster").fetchall() == [("kept",)]


def test_reopened_it_stands_where_it_stood(tmp_path: Path) -> None:
    first = EmbeddedStore(tmp_path / "graph.db")
    first.apply(Change(7, [_node("王伟")]))
    second = EmbeddedStore(tmp_path / "graph.db")
    assert (second.seq(), second.digest()) == (7, first.digest())
    first.apply(Change(8, [_node("李强")]))
    assert [hit.node.label for hit in second.search("李强")] == ["李强"]


def test_what_was_removed_is_in_no_free_page(tmp_path: Path) -> None:
    node = _node(SECRET)
    store = EmbeddedStore(tmp_path / "graph.db")
    store.apply(Change(1, [node]))
    store.apply(Change(2, gone_nodes=[node.id]))
    store.compact()
    store.close()
    for file in tmp_path.iterdir():
        assert SECRET.encode() not in file.read_bytes()
