"""From edges to probabilities: tie strength, confidence of the sources, age, and how many share a thing."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netinv.graph.arrays import NO_DATE, days
from netinv.graph.snapshot import Snapshot
from netinv.model.ontology import ontology


@dataclass(frozen=True)
class Weights:
    """-log of the probability that an edge carries, infinite if not allowed, and of passing a node.

    A path's cost is the sum over its edges and the nodes between its ends; exp(-cost) is its reliability.
    """

    edge: NDArray[np.float64]
    node: NDArray[np.float64]


def weights(
    snapshot: Snapshot,
    as_of: str | datetime.date | None = None,
    kinds: Collection[str] | None = None,
    min_confidence: float = 0.0,
    hidden: NDArray[np.bool_] | None = None,
) -> Weights:
    """Weights of a snapshot's edges on a day (None: nothing ages), over some kinds of relation or all.

    `hidden` nodes (one flag a node) are not there: no path begins, ends or passes at them, and they add to no
    count of sharers.
    """
    arrays = snapshot.arrays
    relations = list(ontology().relations.values())
    present = np.ones(len(arrays.source), dtype=bool)
    if hidden is not None:
        present &= ~(hidden[arrays.source] | hidden[arrays.target])
    strength = np.array([kind.strength for kind in relations])
    probability = (
        strength[arrays.kind] * arrays.confidence * _ageing(snapshot, as_of) * _sharing(snapshot, present)
    )
    allowed = present & (arrays.confidence >= min_confidence)
    if kinds is not None:
        allowed &= np.isin(
            arrays.kind, [code for code, name in enumerate(ontology().relations) if name in kinds]
        )
    with np.errstate(divide="ignore"):
        edge = np.where(allowed, -np.log(probability), np.inf)
    return Weights(np.abs(edge), _passing(snapshot, present))


def _ageing(snapshot: Snapshot, as_of: str | datetime.date | None) -> NDArray[np.float64]:
    """Half for every half-life between the end of a relation and the day; what goes on or lasts is new."""
    if as_of is None:
        return np.ones(len(snapshot.arrays.until))
    today = days([str(as_of)], last=True)[0]
    lives = np.array([kind.half_life or np.inf for kind in ontology().relations.values()])
    until = snapshot.arrays.until.astype(np.int64)
    age = np.where(until == NO_DATE, 0, np.maximum(0, today - until))
    return np.asarray(0.5 ** (age / lives[snapshot.arrays.kind]), dtype=np.float64)


def _sharing(snapshot: Snapshot, present: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The hub discount of relations: of n links of a kind at one end with cap c, each counts for √(c/n).

    The root, because whoever passes a shared thing takes two of its links: together c/n.
    """
    arrays = snapshot.arrays
    caps = np.array([kind.hub_cap or np.inf for kind in ontology().relations.values()])
    factor = np.ones(len(arrays.source))
    for end in (arrays.source, arrays.target):
        slot = end.astype(np.int64) * len(caps) + arrays.kind
        _, inverse, count = np.unique(slot[present], return_inverse=True, return_counts=True)
        crowd = count[inverse]
        factor[present] *= np.sqrt(np.minimum(1.0, caps[arrays.kind[present]] / crowd))
    return factor


def _passing(snapshot: Snapshot, present: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The hub discount of nodes: passing one of degree d with cap c costs log(d/c)."""
    arrays = snapshot.arrays
    size = len(arrays.node_ids)
    degree = np.bincount(arrays.source[present], minlength=size) + np.bincount(
        arrays.target[present], minlength=size
    )
    caps = np.array([kind.hub_cap or np.inf for kind in ontology().entities.values()])[arrays.node_kind]
    return np.asarray(np.log(np.maximum(1.0, degree / caps)), dtype=np.float64)
