"""Whom and what each cluster is recorded with: the acquaintance that places a bare name.

A record that names two people makes each part of the other's surroundings; so do an event, a gang, a company,
a household. Kept as one sparse count matrix, clusters by nodes, so that a mention's own share can be taken
off when the data are asked how well surroundings tell namesakes apart.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.ledger.types import Rows
from netinv.resolve.people import People
from netinv.resolve.standing import Standing

CROWD = 40
"""People at one event, or in one case, above which being there together says nothing."""

SHARED_STEPS = (0.0, 0.12, 0.25, 0.45, 0.9)
SECOND_STEPS = (0.0, 0.03, 0.1, 0.3, 0.8)
"""Upper ends of the grades of shared and second-hand acquaintance; what each is worth is learnt."""

GROUPS = {
    "event_people": "event_id",
    "events": "event_id",
    "case_people": "case_id",
    "gang_members": "gang_id",
    "lead_subjects": "lead_id",
    "operation_people": "op_id",
    "lead_steps": "lead_id",
}
"""Tables whose rows share something by a column, and the column."""

BLOCK = 50_000
"""Pairs whose surroundings lie side by side at a time: all of them, in a large county, are gigabytes."""


@dataclass(frozen=True)
class Links:
    """Person mentions and what stands beside each: other mentions (by index) and named things (by code)."""

    mention: NDArray[np.int64]
    beside: NDArray[np.int64]
    weight: NDArray[np.float64]
    thing_mention: NDArray[np.int64]
    thing: NDArray[np.int64]
    things: int


def links(
    people: People,
    rows: Callable[[str], Rows],
    organizations: Sequence[tuple[str, str, str, str]],
    calls: Sequence[tuple[str, str]],
) -> Links:
    """Who stands beside whom.

    `organizations` holds (origin, table, record id, organisation's cluster) of each organisation mention;
    `calls` the distinct pairs of numbers that called each other.
    """
    beside: dict[tuple[int, int], float] = {}
    things: dict[tuple[str, ...], int] = {}
    of_thing: set[tuple[int, int]] = set()
    by_row: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for i, row in enumerate(zip(people.origin, people.table, people.record_id, strict=True)):
        by_row[row].append(i)

    def together(members: Sequence[int], weight: float) -> None:
        for i in members:
            for j in members:
                if i != j:
                    beside[i, j] = max(weight, beside.get((i, j), 0.0))

    def has(i: int, *thing: str) -> None:
        of_thing.add((i, things.setdefault(thing, len(things))))

    for members in by_row.values():
        together(members, 1.0)
    named: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for origin, table, record, cluster in organizations:
        named[origin, table, record].append(cluster)
        for i in by_row.get((origin, table, record), ()):
            has(i, "organization", cluster)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    companies: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, column in GROUPS.items():
        found = rows(table)
        values = found.columns.get(column, [""] * len(found))
        for origin, record, value in zip(found.origin, found.record_id, values, strict=True):
            if value:
                groups[column, value] += by_row.get((origin, table, record), ())
                companies[column, value] += named.get((origin, table, record), ())
    for (column, value), members in groups.items():
        if 1 < len(members) <= CROWD:
            together(members, 1.0 / np.sqrt(len(members) - 1))
        if len(members) <= CROWD:
            for i in members:
                for company in companies[column, value]:
                    has(i, "organization", company)
        if column == "gang_id":
            for i in members:
                has(i, "gang", value)
    for i in range(len(people)):
        address = people.address[i]
        if address.numbers:
            has(i, "home", address.town, address.place, *address.numbers)
    holders: dict[str, list[int]] = defaultdict(list)
    for i, numbers in enumerate(people.phones):
        for number in numbers:
            holders[number].append(i)
    for a, b in calls:
        # One mention stands for all that state the number: they are one cluster or they disagree anyway
        if a in holders and b in holders:
            for i in holders[a][:3]:
                for j in holders[b][:3]:
                    if i != j:
                        beside[i, j] = beside[j, i] = max(0.7, beside.get((i, j), 0.0))
    pairs = sorted(beside)
    owned = sorted(of_thing)
    return Links(
        np.array([i for i, _ in pairs], np.int64),
        np.array([j for _, j in pairs], np.int64),
        np.array([beside[p] for p in pairs]),
        np.array([i for i, _ in owned], np.int64),
        np.array([t for _, t in owned], np.int64),
        len(things),
    )


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
        degree = self._counts.getnnz(axis=0)
        self._node_weight = sparse.diags(1.0 / np.log2(2.0 + degree))
        # What a second-hand acquaintance goes by: a thing few hold, a person few know
        held = degree.astype(float)
        rare = np.where(held <= CROWD, 1.0 / np.maximum(1.0, np.log2(1.0 + held)), 0.0)
        quiet = np.where(held <= CROWD, 1.0 / (1.0 + held), 0.0)
        self._known = self._counts.copy()
        self._known.data[:] = 1.0
        self._via = sparse.diags(np.where(np.arange(size) < n, quiet, rare))

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
        weighed = beside @ self._node_weight
        counted = groups @ self._mention_counts
        through = beside[:, : self._n] @ self._known @ self._via

        def scores(some: slice) -> NDArray[np.float64]:
            known = self._counts[cluster[some]]
            if own:
                known = known - counted[group[some]]
            known.data = (known.data > 0.5).astype(float)
            shared = weighed[group[some]].multiply(known).sum(axis=1)
            second = through[group[some]].multiply(self._known[cluster[some]]).sum(axis=1)
            return np.hstack([shared, second])

        shared, second = _by_block(scores, len(group)).T
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

        def meeting(some: slice) -> NDArray[np.float64]:
            return np.asarray(of_those[group[some]].multiply(lived[cluster[some]]).sum(axis=1))

        here = _by_block(meeting, len(group)).ravel()
        said = (known > 0) & (lived.getnnz(axis=1)[cluster] > 0)
        return np.where(said, np.where(here == 0, 1, np.where(2 * here < known, 2, 3)), 0).astype(np.int8)


def _by_block(score: Callable[[slice], NDArray[np.float64]], pairs: int) -> NDArray[np.float64]:
    """Scores of all pairs, a line each, a block at a time."""
    return np.concatenate(
        [np.asarray(score(slice(start, start + BLOCK))) for start in range(0, max(pairs, 1), BLOCK)]
    )
