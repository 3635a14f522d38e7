"""Whom and what each cluster is recorded with: the acquaintance that places a bare name.

A record that names two people makes each part of the other's surroundings; so do an event, a gang, a company,
a household. Kept as one sparse count matrix, clusters by nodes, so that a mention's own share can be taken
off when the data are asked how well surroundings tell namesakes apart.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.resolve.acquaintance import Lines, scores
from netinv.resolve.links import CROWD, Links
from netinv.resolve.standing import Standing

SHARED_STEPS = (0.0, 0.12, 0.25, 0.45, 0.9)
SECOND_STEPS = (0.0, 0.03, 0.1, 0.3, 0.8)
"""Upper ends of the grades of shared and second-hand acquaintance; what each is worth is learnt."""

CIRCLES = (10, 40)
"""Others and things that somebody is recorded with from which on their circle is wide, and very wide: with
those, anybody shares something by chance."""


class Surroundings:
    """The count matrix of one state of the clusters, and the two scores asked of it."""

    def __init__(self, found: Links, standing: Standing) -> None:
        self._n = n = len(standing.label)
        size = n + found.things
        rows = np.concatenate([found.mention, found.thing_mention])
        columns = np.concatenate([standing.label[found.beside], n + found.thing])
        data = np.concatenate([found.weight, np.ones(len(found.thing))])
        self._mention = sparse.csr_matrix((data, (rows, columns)), (n, size))
        self._mention_counts = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (n, size))
        self._counts = standing.members() @ self._mention_counts
        self.circle = np.digitize(self._counts.getnnz(axis=1), CIRCLES).astype(np.int8)
        """How many each cluster is recorded with, in grades; by root."""
        degree = self._counts.getnnz(axis=0)
        self._weight = 1.0 / np.log2(2.0 + degree)
        # What a second-hand acquaintance goes by: a thing few hold, a person few know
        held = degree.astype(float)
        rare = np.where(held <= CROWD, 1.0 / np.maximum(1.0, np.log2(1.0 + held)), 0.0)
        quiet = np.where(held <= CROWD, 1.0 / (1.0 + held), 0.0)
        self._via = np.where(np.arange(size) < n, quiet, rare)

    def levels(
        self, groups: sparse.csr_matrix, group: NDArray[np.int64], cluster: NDArray[np.int64], own: bool
    ) -> NDArray[np.int8]:
        """Graded (shared, second) of groups of mentions with one cluster each, shape (pairs, 2).

        `groups` has a line for each group with 1 at its mentions; `group` and `cluster` are the pairs.
        Shared: what the group stands beside and the cluster is also recorded with, each weighing less the
        more share it. Second: what those beside the group share with the cluster: a household, a company.
        `own`: the group is in the cluster already, so its own records do not count for the cluster.
        """
        beside = groups @ self._mention
        beside.data = np.minimum(beside.data, 1.5)
        mine = groups @ self._mention_counts if own else sparse.csr_matrix(beside.shape)
        counts = _lines(self._counts)
        ours = _lines(beside), _lines(mine)
        shared, second = scores(group, cluster, *ours, counts, self._weight, self._via, self._n).T
        steps = ((shared, SHARED_STEPS), (second, SECOND_STEPS))
        return np.stack([np.digitize(score, ends, right=True) for score, ends in steps], axis=1).astype(
            np.int8
        )

    def near(
        self,
        groups: sparse.csr_matrix,
        group: NDArray[np.int64],
        cluster: NDArray[np.int64],
        towns: sparse.csr_matrix,
    ) -> NDArray[np.int8]:
        """How many of those beside a group live where the cluster does: 0 where nobody's town is known, 1 for
        none, 2 for less than half, 3 for half of them or more. `towns` is clusters by towns."""
        beside = (groups @ self._mention)[:, : self._n]
        beside.data[:] = 1.0
        lived = towns.copy()
        lived.data[:] = 1.0
        of_those = beside @ lived
        known = np.asarray(of_those.sum(axis=1)).ravel()[group]
        here = np.asarray(of_those[group].multiply(lived[cluster]).sum(axis=1)).ravel()
        said = (known > 0) & (lived.getnnz(axis=1)[cluster] > 0)
        return np.where(said, np.where(here == 0, 1, np.where(2 * here < known, 2, 3)), 0).astype(np.int8)


def _lines(matrix: sparse.csr_matrix) -> Lines:
    indptr, indices = (column.astype(np.int32, copy=False) for column in (matrix.indptr, matrix.indices))
    return Lines(indptr, indices, matrix.data)
