"""One state of the clusters as arrays: which there are, and which of them somebody can be placed with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.resolve.clusters import Clusters
from netinv.resolve.people import People

REGISTERS = frozenset({"people", "posts", "gang_members"})
"""Tables that list people: a row there is somebody, even without a number."""


@dataclass(frozen=True)
class Standing:
    """Clusters are named by their roots; the flags are by root, False for mentions that are none."""

    label: NDArray[np.int64]
    """The root of each mention."""
    numbered: NDArray[np.bool_]
    target: NDArray[np.bool_]
    """Somebody that a weaker mention can be placed with: by number, or in a register."""
    listed: NDArray[np.bool_]
    """In the register of people, which lists everybody once."""
    groups: NDArray[np.int64]
    """Roots without a valid number, sorted."""

    @classmethod
    def of(cls, people: People, clusters: Clusters, register: NDArray[np.bool_]) -> "Standing":
        """The state of `clusters`; `register` says which mentions stand in one."""
        label = clusters.labels()

        def flag(mentions: NDArray[np.bool_]) -> NDArray[np.bool_]:
            result = np.zeros(len(label), np.bool_)
            result[label[mentions]] = True
            return result

        numbered = flag(people.valid)
        roots = np.unique(label)
        listed = np.array([table == "people" for table in people.table], np.bool_)
        return cls(label, numbered, numbered | flag(register), flag(listed), roots[~numbered[roots]])

    def members(self) -> sparse.csr_matrix:
        """Clusters by mentions, 1 where a mention belongs."""
        n = len(self.label)
        return sparse.csr_matrix((np.ones(n), (self.label, np.arange(n))), (n, n))


def registered(tables: Sequence[str]) -> NDArray[np.bool_]:
    """Which mentions stand in a register."""
    return np.array([table in REGISTERS for table in tables], np.bool_)
