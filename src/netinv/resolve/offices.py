"""Which parts in records go with which offices: who handles a case serves with the police, not in a village.

An office is learnt from the records and from no list: the last two characters of a unit's name, which in
Chinese say what kind of unit it is (派出所, 法院, 村委会), and titles. How often a part in a record (handler
of a case, guest at a table) falls to the holders of an office, against how often it falls to anybody, is
counted over people whose number tells who they are.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.resolve.standing import Standing

STEPS = (-2.5, -0.7, 0.7, 2.5, 4.5)
"""Upper ends (bits) of the grades in which a part goes with an office; what each is worth is learnt."""

LEVELS = np.array([1, 2, 0, 3, 4, 5], np.int8)
"""Level of each grade: 0 where a part says nothing of the office, 1 where it hardly ever goes with it, 5
where it goes with it above all."""

KIND = 2
"""Characters at the end of a unit's name that tell its kind."""

DRAWN = 1.0
"""Holders seen in a part, and expected to be, before any is counted: few draw no conclusion."""

Index = NDArray[np.int64]


class Offices:
    """How well each part in a record goes with the offices of each cluster of one state."""

    def __init__(self, office: sparse.csr_matrix, part: sparse.csr_matrix, standing: Standing) -> None:
        """`office` and `part` are clusters, by root, by what their mentions state."""
        roots = np.unique(standing.label)
        self._place = np.zeros(len(standing.label), np.int64)
        self._place[roots] = np.arange(len(roots))
        offices, parts = ((held[roots] > 0).astype(float) for held in (office, part))
        none = sparse.csr_matrix((offices.getnnz(axis=1) == 0).astype(float)[:, None])
        self._offices = sparse.hstack([none, offices], "csr")
        known = np.flatnonzero(standing.numbered[roots])
        self._holders = np.asarray(self._offices[known].sum(axis=0)).ravel()
        self._seen = (self._offices[known].T @ parts[known]).toarray()
        self._usual = np.asarray(parts[known].sum(axis=0)).ravel() / max(1, len(known))

    @cached_property
    def _all(self) -> NDArray[np.float32]:
        return self._best(0)

    @cached_property
    def _others(self) -> NDArray[np.float32]:
        """With one person, the very one who is asked about, taken off."""
        return self._best(1)

    def _best(self, off: int) -> NDArray[np.float32]:
        """Bits of each part with the best of the offices of each cluster, shape (clusters, parts)."""
        expected = np.outer(np.maximum(self._holders - off, 0), self._usual)
        ratio = np.log2((np.maximum(self._seen - off, 0) + DRAWN) / (expected + DRAWN)).astype(np.float32)
        best = np.full((self._offices.shape[0], ratio.shape[1]), -np.inf, np.float32)
        row, held = self._offices.nonzero()
        np.maximum.at(best, row, ratio[held])
        return best

    def levels(self, said: sparse.csr_matrix, group: Index, cluster: Index, own: bool) -> NDArray[np.int8]:
        """`LEVELS` of pairs of a group and a cluster.

        `said` is groups by parts; of several parts the one that goes least well counts. `own`: as in
        `Surroundings.levels`.
        """
        best = self._others if own else self._all
        size = np.diff(said.indptr)[group]
        at = np.repeat(np.arange(len(group)), size)
        within = np.arange(len(at)) - np.repeat(np.cumsum(size) - size, size)
        part = said.indices[said.indptr[group][at] + within]
        bits = np.full(len(group), np.inf, np.float32)
        np.minimum.at(bits, at, best[self._place[cluster][at], part])
        return np.where(size > 0, LEVELS[np.digitize(bits, STEPS)], 0).astype(np.int8)
