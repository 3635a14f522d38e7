"""Whom a node brings: counted by kind before anything is drawn, then the best few. Over arrays, not rows."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights
from netinv.model.errors import UsageError
from netinv.model.exploring import Asked, Expansion, KindCount
from netinv.model.ontology import ontology
from netinv.workspace.exploring.allowing import conditions

AT_MOST = 200
"""Nodes of one expansion: more cannot be read in one picture."""


class By(StrEnum):
    """Which of many come first: what few others share, or what carries most."""

    RARITY = "rarity"
    STRENGTH = "strength"


def counts(snapshot: Snapshot, id: str, known: Sequence[str]) -> list[KindCount]:
    """Neighbours of a node by kind of relation, in the order of the ontology."""
    at = snapshot.index(id)
    if at is None:
        return []
    others, edges = _around(snapshot, at)
    kinds = snapshot.arrays.kind[edges].astype(np.int64)
    pairs = np.unique(kinds * len(snapshot.arrays.node_ids) + others)
    kind, other = np.divmod(pairs, len(snapshot.arrays.node_ids))
    there = np.isin(other, _positions(snapshot, known))
    names = ontology().relation_kinds
    total, seen = np.bincount(kind, minlength=len(names)), np.bincount(kind[there], minlength=len(names))
    return [
        KindCount(kind=names[code], neighbours=int(total[code]), known=int(seen[code]))
        for code in np.flatnonzero(total)
    ]


def expansion(
    snapshot: Snapshot, weights: Weights, id: str, asked: Asked, by: str, limit: int, known: Sequence[str]
) -> Expansion:
    """The best `limit` neighbours that meet the conditions and are not known yet."""
    if by not in list(By) or not 1 <= limit <= AT_MOST:
        raise UsageError(
            f"排序为 rarity 或 strength，数量 1–{AT_MOST} / by rarity or strength, 1 to {AT_MOST} at a time"
        )
    at = snapshot.index(id)
    if at is None:
        return Expansion(ids=[], total=0, known=0)
    others, edges = _around(snapshot, at)
    for mask in conditions(snapshot, asked).values():
        others, edges = others[mask[edges]], edges[mask[edges]]
    each, first = np.unique(others, return_index=True)
    if len(each) == 0:
        return Expansion(ids=[], total=0, known=0)
    cost = np.minimum.reduceat(weights.edge[edges], first)
    there = np.isin(each, _positions(snapshot, known))
    each, cost, total = each[~there], cost[~there], len(each)
    degree = snapshot.degrees[each]
    keys = (each, cost, degree) if by == By.RARITY else (each, degree, cost)
    chosen = each[np.lexsort(keys)[:limit]]
    return Expansion(ids=[snapshot.node_id(int(n)) for n in chosen], total=total, known=int(there.sum()))


def _around(snapshot: Snapshot, at: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Neighbours and edges of a node, sorted by neighbour."""
    around = slice(snapshot.offsets[at], snapshot.offsets[at + 1])
    return snapshot.neighbours[around].astype(np.int64), snapshot.edges[around]


def _positions(snapshot: Snapshot, ids: Sequence[str]) -> NDArray[np.int64]:
    return np.array([at for id in ids if (at := snapshot.index(id)) is not None], dtype=np.int64)
