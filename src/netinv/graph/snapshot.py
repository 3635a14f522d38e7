"""Snapshots: the graph as memory-mapped arrays, exported once for each state and read by every worker.

A snapshot is a folder `<seq>-<digest>` of `.npy` files. It is written beside its place and renamed into it,
so that there is all of it or nothing. Older ones go once a new one stands; who has mapped one keeps it.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netinv.graph.arrays import EdgeArrays
from netinv.graph.delta import forward
from netinv.graph.protocol import Change, GraphStore

_WRITING = "writing-"
_ABANDONED = 600
"""Seconds after which a folder in the making counts as left by a killed process."""

_ADJACENCY = ("offsets", "neighbours", "edges")


@dataclass(frozen=True)
class Snapshot:
    """The edges of one state with its adjacency, both directions in one (CSR).

    The links of node i are `neighbours[offsets[i]:offsets[i+1]]` by way of `edges[…]`, sorted by neighbour
    and edge; an edge leaves i if `arrays.source[edge] == i`.
    """

    seq: int
    digest: str
    arrays: EdgeArrays
    offsets: NDArray[np.int64]
    neighbours: NDArray[np.int32]
    edges: NDArray[np.int32]

    @classmethod
    def of(cls, arrays: EdgeArrays, seq: int = 0, digest: str = "") -> "Snapshot":
        """Build the adjacency in memory."""
        count = len(arrays.source)
        ends = np.concatenate([arrays.source, arrays.target])
        others = np.concatenate([arrays.target, arrays.source])
        edges = np.concatenate([np.arange(count, dtype=np.int32)] * 2)
        order = np.lexsort((edges, others, ends))
        offsets = np.zeros(len(arrays.node_ids) + 1, dtype=np.int64)
        np.cumsum(np.bincount(ends, minlength=len(arrays.node_ids)), out=offsets[1:])
        return cls(seq, digest, arrays, offsets, others[order], edges[order])

    def index(self, node_id: str) -> int | None:
        """Position of a node, None if the graph has it not."""
        ids = self.arrays.node_ids
        key = node_id.encode()
        position = int(np.searchsorted(ids, np.bytes_(key)))
        return position if position < len(ids) and ids[position] == key else None

    def node_id(self, index: int) -> str:
        """Id of the node at a position."""
        return str(self.arrays.node_ids[index].decode())

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """Number of relations of each node."""
        return np.diff(self.offsets)

    @cached_property
    def neighbour_counts(self) -> NDArray[np.int64]:
        """Number of others that each node is linked with."""
        first = np.ones(len(self.neighbours), dtype=bool)  # of the links with one other, sorted by neighbour
        first[1:] = self.neighbours[1:] != self.neighbours[:-1]
        starts = self.offsets[:-1]
        first[starts[starts < len(first)]] = True
        passed = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(first)])
        return np.asarray(passed[self.offsets[1:]] - passed[starts])

    def positions(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Positions of many nodes, -1 for those that the graph has not."""
        known = self.arrays.node_ids
        if not len(known) or not ids:
            return np.full(len(ids), -1, dtype=np.int64)
        keys = np.array([id.encode() for id in ids], dtype=np.bytes_)
        found = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[found] == keys, found, -1)


def standing(store: GraphStore, folder: Path) -> Snapshot | None:
    """The snapshot of a store's present state, if it is there."""
    place = folder / _name(store.seq(), store.digest())
    return load(place) if place.is_dir() else None


def snapshot(store: GraphStore, folder: Path, grown: tuple[Snapshot, Change] | None = None) -> Snapshot:
    """The snapshot of a store's present state in `folder`, written first if it is not there.

    `grown`: the snapshot of the state before and what has been changed since, by which it is made sooner.
    """
    while True:
        seq, digest = store.seq(), store.digest()
        place = folder / _name(seq, digest)
        if place.is_dir():
            break
        arrays = forward(grown[0].arrays, grown[1]) if grown else store.export()
        if (store.seq(), store.digest()) == (seq, digest):  # else somebody wrote meanwhile
            _write(Snapshot.of(arrays, seq, digest), place)
            break
    for other in folder.iterdir():
        if other != place and other.is_dir() and _is_left_over(other, seq):
            shutil.rmtree(other, ignore_errors=True)
    return load(place)


def load(place: Path) -> Snapshot:
    """Map a snapshot into memory; its pages are shared by all who do, and no file changes."""
    seq, digest = place.name.split("-")
    arrays = EdgeArrays(**{field.name: _mapped(place, field.name) for field in fields(EdgeArrays)})
    return Snapshot(int(seq), digest, arrays, *(_mapped(place, name) for name in _ADJACENCY))


def _name(seq: int, digest: str) -> str:
    return f"{seq}-{digest}"


def _mapped(place: Path, name: str) -> Any:
    path = place / f"{name}.npy"
    try:
        # copy on write, not read-only: numba would compile everything twice for the two kinds of arrays
        return np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
    except ValueError:  # an empty array cannot be mapped
        return np.load(path, allow_pickle=False)


def _write(made: Snapshot, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=_WRITING, dir=place.parent))
    try:
        for field in fields(EdgeArrays):
            _save(temporary / f"{field.name}.npy", getattr(made.arrays, field.name))
        for name in _ADJACENCY:
            _save(temporary / f"{name}.npy", getattr(made, name))
        temporary.replace(place)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not place.is_dir():  # else another process was first, with the same content
            raise


def _save(path: Path, array: NDArray[np.generic]) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())


def _is_left_over(other: Path, seq: int) -> bool:
    """An older state, or what a killed process had begun to write and nobody has touched for long."""
    number = other.name.split("-")[0]
    if number.isdigit():
        return int(number) <= seq
    return other.name.startswith(_WRITING) and time.time() - other.stat().st_mtime > _ABANDONED
