"""Joining many pairs at once: with the same result as one by one in their order."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.columns import levels_of_pairs
from netinv.resolve.numbers import MASKED, SLIP, Numbers
from netinv.resolve.people import People
from netinv.resolve.slips import one_day

Index = NDArray[np.int64]
Flags = NDArray[np.bool_]


def join_all(
    people: People, numbers: Numbers, clusters: Clusters, pairs: Index, odds: NDArray[np.float64]
) -> Flags:
    """Merge pairs of mentions (n, 2), none of them twice, in their order. Returns which are one then.

    Most of what pairs tie together states nothing that cannot be one person's, so that none of its pairs is
    refused, and those that join two clusters are a minimum spanning forest (J. B. Kruskal, 1956).
    Only where something could be refused it goes pair by pair.
    """
    order = sparse.csr_matrix((np.arange(1.0, len(pairs) + 1), tuple(pairs.T)), (len(people),) * 2)
    tree = csgraph.minimum_spanning_tree(order)
    _, tied = csgraph.connected_components(tree, directed=False)
    doubtful = (_contradictory(people, numbers, tied) | _touched(clusters, tied))[tied]
    edges = np.sort(tree.data.astype(np.int64)) - 1
    for members in _groups(tied, ~doubtful):
        clusters.adopt(members)
    rows = np.sort(np.concatenate([edges[~doubtful[pairs[edges, 0]]], np.flatnonzero(doubtful[pairs[:, 0]])]))
    one = np.ones(len(pairs), np.bool_)
    one_by_one = doubtful[pairs[rows, 0]].tolist()
    for row, (i, j), bits, doubt in zip(
        rows.tolist(), pairs[rows].tolist(), odds[rows].tolist(), one_by_one, strict=True
    ):
        found = Merge(i, j, bits)
        if doubt:
            one[row] = clusters.merge(found)
        else:
            clusters.merges.append(found)
    return one


def _contradictory(people: People, numbers: Numbers, tied: Index) -> Flags:
    """Which components may state what one person cannot: all but those whose numbers and birth dates are two
    at most, a slip apart, and whose masked number fits them."""
    codes = people.number.codes
    hidden = people.number.lookup(lambda n: bool(n.masked), np.bool_)[codes]
    one, two, several = _stated(np.where(people.valid, codes, 0), tied)
    mask, other, many = _stated(np.where(hidden, codes, 0), tied)
    day, second, days = _stated(people.birth.codes, tied)
    result: Flags = several | many | days | (other != 0)
    rows = np.flatnonzero(two)
    result[rows] |= numbers.levels(one[rows], two[rows]) != SLIP
    for number in (one, two):
        rows = np.flatnonzero((mask != 0) & (number != 0))
        result[rows] |= numbers.levels(mask[rows], number[rows]) != MASKED
    rows = np.flatnonzero(second)
    result[rows] |= levels_of_pairs(day[rows], second[rows], people.birth.values, one_day) == 0
    return result


def _stated(codes: NDArray[np.int32], tied: Index) -> tuple[Index, Index, Flags]:
    """Of each component two different codes that its mentions state, 0 for none; whether there are more."""
    one, two = np.zeros((2, len(tied)), np.int64)
    several = np.zeros(len(tied), np.bool_)
    said = np.flatnonzero(codes)
    one[tied[said]] = codes[said]
    said = said[one[tied[said]] != codes[said]]
    two[tied[said]] = codes[said]
    several[tied[said[two[tied[said]] != codes[said]]]] = True
    return one, two, several


def _touched(clusters: Clusters, tied: Index) -> Flags:
    """Which components hold a mention that a person has judged."""
    result = np.zeros(len(tied), np.bool_)
    result[tied[clusters.judged()]] = True
    return result


def _groups(tied: Index, chosen: Flags) -> Iterator[list[int]]:
    """The members of each component of two or more, of those chosen, sorted."""
    members = np.flatnonzero(chosen)
    members = members[np.argsort(tied[members], kind="stable")]
    ends = np.flatnonzero(np.diff(tied[members], prepend=-1, append=-1)).tolist()
    flat = members.tolist()
    return (flat[a:b] for a, b in pairwise(ends) if b - a > 1)
