"""Snapshots: complete or not there, the same for the same content, older ones gone."""

import os
from pathlib import Path

import numpy as np

from netinv.graph.ids import node_id, relation_id
from netinv.graph.protocol import Change, GraphStore, Node, Relation
from netinv.graph.snapshot import Snapshot, snapshot

A, B, C = (Node(node_id("person", name), "person", name) for name in "甲乙丙")


def _link(source: Node, target: Node) -> Relation:
    id = relation_id("kin", source.id, target.id, "")
    return Relation(id, "kin", source.id, target.id, None, None, 0.85, ("kin:1",))


def test_an_empty_graph_has_a_snapshot(store: GraphStore, tmp_path: Path) -> None:
    made = snapshot(store, tmp_path / "snapshots")
    assert (made.seq, len(made.offsets), len(made.edges)) == (0, 1, 0)
    assert made.index("Pnone") is None


def test_it_holds_what_the_store_exports_in_both_directions(store: GraphStore, tmp_path: Path) -> None:
    store.apply(Change(3, [A, B, C], [_link(A, B), _link(C, A)]))
    made = snapshot(store, tmp_path)
    assert (made.seq, made.digest) == (3, store.digest())
    assert made.arrays.equals(store.export())
    index = made.index(A.id)
    assert index is not None
    around = slice(made.offsets[index], made.offsets[index + 1])
    assert {made.node_id(i) for i in made.neighbours[around]} == {B.id, C.id}
    assert made.degrees.sum() == 2 * len(made.arrays.source)
    assert np.array_equal(made.neighbours, Snapshot.of(store.export()).neighbours)


def test_one_folder_a_state_and_older_ones_go(store: GraphStore, tmp_path: Path) -> None:
    store.apply(Change(3, [A, B], [_link(A, B)]))
    old = snapshot(store, tmp_path)
    abandoned, at_work = tmp_path / "writing-killed-long-ago", tmp_path / "writing-right-now"
    for folder in (abandoned, at_work):
        folder.mkdir()
    os.utime(abandoned, (0, 0))
    assert snapshot(store, tmp_path).arrays.equals(old.arrays)
    store.apply(Change(4, gone_nodes=[B.id], gone_relations=[_link(A, B).id]))
    new = snapshot(store, tmp_path)
    assert {folder.name for folder in tmp_path.iterdir() if folder.is_dir()} == {
        f"4-{store.digest()}",
        at_work.name,
    }
    assert len(new.arrays.source) == 0
    assert len(old.arrays.source) == 1  # who has it mapped still reads it


def test_other_content_at_the_same_sequence_number_is_another_snapshot(
    store: GraphStore, tmp_path: Path
) -> None:
    store.apply(Change(3, [A]))
    snapshot(store, tmp_path)
    store.apply(Change(3, [B]))
    assert len(snapshot(store, tmp_path).arrays.node_ids) == 2
