"""New, changed and withdrawn records of a register, resolved among those that stand: with the very result
that all of them together would give under the same version of the model.

Only blocks in which such a record stands are made again, only pairs that come of it are weighed, and only
what such pairs tie together is clustered again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from netinv.ledger.types import Judgement, Mentions
from netinv.model.keys import SEPARATOR, entity_id
from netinv.resolve.blocks import Rule, rules, starred
from netinv.resolve.clusters import Clusters
from netinv.resolve.comparisons import Comparisons
from netinv.resolve.doubts import MOST, Weighed, told
from netinv.resolve.kept import Index, Kept, Rows, joined_ranks, tagged
from netinv.resolve.people import People, read_people
from netinv.resolve.persons import ACCEPT, WeighedPairs, bits, join_pairs, worth_a_look
from netinv.resolve.reasons import joins_of
from netinv.resolve.result import Doubt, Joined
from netinv.resolve.sketch import Sketch

Record = tuple[str, str, str]
"""(origin, table, record_id)."""
Read = Callable[[Sequence[Record]], Mentions]


@dataclass(frozen=True)
class Increment:
    """What changed. Entities named in `stale` have the `joins` given here and no others; doubts between two
    entities named in `settled` are no more."""

    kept: Kept
    entity_of: dict[str, str]
    gone: list[str]
    stale: set[str]
    joins: list[Joined]
    settled: list[tuple[str, str]]
    doubts: list[Doubt]
    around: dict[str, str]
    """Entity of every mention that the doubts speak of."""


def increment(
    kept: Kept, before: Mentions, now: Mentions, read: Read, judgements: Sequence[Judgement], judged: set[str]
) -> Increment | None:
    """Bring a register forward. `before` and `now` are the mentions of the changed records as they were kept
    and as they are; `read` gives those of any; `judged` are the mentions on which the judgements changed.

    None where what is kept does not hold the mentions that were there.
    """
    regions = kept.version.regions
    was, new = read_people(before, regions), read_people(now, regions)
    gone = np.array(kept.rows(was.key), np.int64)
    if (gone < 0).any():
        return None
    try:
        return _Work(kept, was, new, gone, read, judgements, judged).done()
    except UnfitError:
        return None


class _Work:
    """One increment."""

    def __init__(
        self,
        kept: Kept,
        was: People,
        new: People,
        gone: Rows,
        read: Read,
        judgements: Sequence[Judgement],
        judged: set[str],
    ) -> None:
        self._was, self._gone, self._read, self._judgements = kept, gone, read, judgements
        repeated = kept.version.blocking.repeated
        sketch = Sketch.of(new)
        self._ours = list(rules(new, sketch, repeated))
        self._theirs = list(rules(was, Sketch.of(was), repeated))
        first = len(kept.key)
        self._added = np.arange(first, first + len(new))
        alive = np.append(kept.alive, np.ones(len(new), np.bool_))
        alive[gone] = False
        self._now = replace(
            kept,
            key=kept.key.and_(new.key),
            alive=alive,
            profile=np.append(kept.profile, sketch.profile),
            new=kept.new.and_(Index.of(self._ours, first)),
            root=np.append(kept.root, self._added).astype(np.int32),
        )
        self._rank = self._now.rank
        self._touched = np.zeros(len(alive), np.bool_)
        self._touched[self._added] = True
        rows = self._now.rows(judged)
        self._touched[[row for row in rows if row >= 0]] = True

    def done(self) -> Increment:
        """The increment."""
        self._weigh()
        members = self._tied()
        found = self._cluster(members)
        root = self._now.root.copy()
        root[members] = found.roots
        self._now = replace(self._now, root=root)
        doubtful = self._doubtful(members)
        touched = np.zeros(len(root), np.bool_)
        touched[members] = True
        touched[doubtful.fresh] = True
        around = self._members(self._component[touched])
        if len(around) > len(members):
            found = self._cluster(around)
        return self._told(members, around, found, doubtful)

    # --- pairs

    def _weigh(self) -> None:
        """Bring the pairs worth a look forward."""
        before, after, touched = self._blocks()
        n, old = len(self._now.key), self._codes(self._was.pairs)
        # of pairs that were not worth a look nothing is kept that could be lost
        lost = np.intersect1d(np.setdiff1d(before, after, assume_unique=True), old, assume_unique=True)
        found = np.setdiff1d(np.setdiff1d(after, before, assume_unique=True), old, assume_unique=True)
        row_of = np.argsort(self._rank)
        pairs = np.stack([row_of[lost // n], row_of[lost % n]], axis=1)
        there = self._now.alive[pairs].all(axis=1)
        still = self._elsewhere(pairs[there], touched) if there.any() else np.zeros(0, np.int64)
        lost = np.setdiff1d(lost, still, assume_unique=True)
        kept = ~np.isin(old, lost) & self._now.alive[self._was.pairs].all(axis=1)
        self._touch(self._was.pairs[~kept])
        weighed = self._weighed(np.stack([row_of[found // n], row_of[found % n]], axis=1))
        self._touch(weighed.pairs)
        pairs, odds = (
            np.concatenate(each)
            for each in zip((self._was.pairs[kept], self._was.odds[kept]), weighed, strict=True)
        )
        order = np.lexsort((self._codes(pairs), -odds))
        self._now = replace(self._now, pairs=pairs[order], odds=odds[order])

    def _touch(self, pairs: Rows) -> None:
        self._touched[pairs.ravel()] = True

    def _blocks(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[NDArray[np.uint64]]]:
        """The pairs of all blocks in which a changed record stands, before and after, and the blocks' keys,
        rule by rule."""
        before, after, touched = [], [], []
        for number, (mine, theirs) in enumerate(zip(self._ours, self._theirs, strict=True)):
            keys = np.unique(tagged(number, np.concatenate([mine.key, theirs.key])))
            touched.append(keys)
            before.append(self._starred(number, *self._was.find(keys)))
            after.append(self._starred(number, *self._now.find(keys)))
        return np.unique(np.concatenate(before)), np.unique(np.concatenate(after)), touched

    def _starred(self, number: int, key: NDArray[np.uint64], row: Rows) -> NDArray[np.int64]:
        now = self._now
        profile = np.zeros(len(now.key), np.int64)
        rank = self._rank[row]
        profile[rank] = np.unique(now.profile[row], return_inverse=True)[1]
        return starred(Rule(rank, key), profile, now.version.blocking.widest[number], len(now.key))

    def _elsewhere(self, pairs: Rows, touched: list[NDArray[np.uint64]]) -> NDArray[np.int64]:
        """The pairs that the other blocks of these mentions give."""
        people, _ = self._people(np.unique(pairs))
        found = []
        mine = rules(people, Sketch.of(people), self._now.version.blocking.repeated)
        for number, rule in enumerate(mine):
            key, count = np.unique(tagged(number, rule.key), return_counts=True)
            others = np.setdiff1d(key[count > 1], touched[number])
            found.append(self._starred(number, *self._now.find(others)))
        return np.unique(np.concatenate(found))

    def _weighed(self, pairs: Rows) -> WeighedPairs:
        """Those of the pairs that are worth a look, as rows."""
        people, rows = self._people(np.unique(pairs))
        place = self._place(rows, pairs)
        comparisons = Comparisons(people)
        levels = comparisons.levels(place)
        odds = self._now.version.model.on(people).score(people, place, levels)
        found = worth_a_look(place, odds).as_answered(self._now.version.model.answers)
        return WeighedPairs(rows[found.pairs], found.odds)

    # --- clusters

    def _tied(self) -> Rows:
        """The mentions that stand in one component with a touched one, by key."""
        now = self._now
        sure = now.pairs[now.odds >= bits(ACCEPT)]
        hands = [now.rows((j.left_key, j.right_key)) for j in self._judgements]
        edges = np.concatenate([sure, np.array([h for h in hands if min(h) >= 0], np.int64).reshape(-1, 2)])
        n = len(now.key)
        graph = sparse.csr_matrix((np.ones(len(edges), np.int8), tuple(edges.T)), (n, n))
        _, self._component = csgraph.connected_components(graph, directed=False)
        return self._members(self._component[self._touched & now.alive])

    def _members(self, components: NDArray[np.int32]) -> Rows:
        chosen = np.zeros(len(self._now.key), np.bool_)
        chosen[components] = True
        rows = np.flatnonzero(chosen[self._component] & self._now.alive)
        return rows[np.argsort(self._rank[rows])]

    def _cluster(self, members: Rows) -> "_Found":
        """Cluster whole components."""
        people, rows = self._people(members)
        now, inside = self._now, np.zeros(len(self._now.key), np.bool_)
        inside[rows] = True
        chosen = inside[now.pairs].all(axis=1)
        place = np.sort(self._place(rows, now.pairs[chosen]), axis=1)
        comparisons = Comparisons(people)
        clusters, _ = join_pairs(comparisons, WeighedPairs(place, now.odds[chosen]), self._judgements)
        return _Found(comparisons, clusters, rows[clusters.labels()])

    # --- doubts

    def _doubtful(self, members: Rows) -> "_Doubtful":
        """Of all pairs worth a look the likeliest of each two clusters: as `doubts` chooses them."""
        now, rank = self._now, self._rank
        apart = np.flatnonzero(now.root[now.pairs[:, 0]] != now.root[now.pairs[:, 1]])
        pairs, odds = now.pairs[apart], now.odds[apart]
        probability = np.array(WeighedPairs(pairs, odds).probabilities())
        left, right = rank[pairs].T
        ends = joined_ranks(rank[now.root[pairs]], len(now.key))
        order = np.lexsort((right, left, -probability, ends))
        best = order[np.append(True, ends[order][1:] != ends[order][:-1])[: len(order)]]
        best = best[np.lexsort((right[best], left[best], -probability[best]))][:MOST]
        shown, before = pairs[best], self._was.doubts
        inside = np.zeros(len(now.key), np.bool_)
        inside[members] = True
        new = inside[shown].any(axis=1) | ~np.isin(self._codes(shown), self._codes(before))
        old = inside[before].any(axis=1) | ~np.isin(self._codes(before), self._codes(shown))
        return _Doubtful(shown, shown[new], probability[best][new], before[old])

    def _told(self, members: Rows, around: Rows, found: "_Found", doubtful: "_Doubtful") -> Increment:
        """What changed, in words."""
        now, was, key = self._now, self._was, self._now.key
        people, inside = found.comparisons.people, np.zeros(len(key), np.bool_)
        inside[members] = True
        model = now.version.model.on(people)
        merges = [m for m in found.clusters.merges if inside[around[m.left]]]
        fresh = self._place(around, doubtful.fresh).tolist()
        weighed = [Weighed(i, j, p) for (i, j), p in zip(fresh, doubtful.probability.tolist(), strict=True)]
        ends = np.unique(doubtful.fresh).tolist()
        ids = {row: entity_id(key[row]) for row in np.unique(now.root[members]).tolist()}
        entity_of = {key[row]: ids[now.root[row]] for row in members.tolist()}
        there = np.append(members[members < len(was.key)], self._gone)
        stale = {entity_id(key[row]) for row in np.unique(was.root[there]).tolist()}
        settled = [tuple(entity_id(key[row]) for row in pair) for pair in was.root[doubtful.settled].tolist()]
        return Increment(
            replace(now, doubts=doubtful.shown),
            entity_of,
            sorted({key[row] for row in self._gone.tolist()} - entity_of.keys()),
            stale | set(ids.values()),
            list(joins_of(found.comparisons, model, merges)),
            [(left, right) for left, right in settled],
            told(found.comparisons, model, found.clusters, weighed, ACCEPT),
            {key[row]: entity_id(key[root]) for row, root in zip(ends, now.root[ends].tolist(), strict=True)},
        )

    # --- rows

    def _place(self, rows: Rows, wanted: Rows) -> Rows:
        """The positions of wanted rows among `rows`."""
        place = np.full(len(self._now.key), -1, np.int64)
        place[rows] = np.arange(len(rows))
        return place[wanted]

    def _codes(self, pairs: Rows) -> NDArray[np.int64]:
        return joined_ranks(self._rank[pairs].reshape(-1, 2), len(self._now.key))

    def _people(self, rows: Rows) -> tuple[People, Rows]:
        """The mentions of these rows, and their rows by key."""
        rows = rows[np.argsort(self._rank[rows])]
        keys = [self._now.key[row] for row in rows.tolist()]
        origin_table_record = sorted({tuple(key.split(SEPARATOR)[:3]) for key in keys})
        records = [(origin, table, id) for origin, table, id in origin_table_record]
        people = read_people(self._read(records), self._now.version.regions)
        if people.key != keys:
            raise UnfitError
        return people, rows


class UnfitError(Exception):
    """What is kept does not hold what the ledger does."""


class _Found(NamedTuple):
    comparisons: Comparisons
    clusters: Clusters
    roots: Rows
    """The row of the cluster of each member."""


class _Doubtful(NamedTuple):
    shown: Rows
    fresh: Rows
    probability: NDArray[np.float64]
    """Of the fresh ones."""
    settled: Rows
