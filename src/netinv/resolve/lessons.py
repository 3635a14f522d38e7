"""What people answered when they were asked, beside what the model alone says of the same pairs.

Alone: before any judgement and any earlier lesson, for a pair that somebody judged is sure. A question was
about two clusters, or about one join within a cluster; however many judgements the answer took, it counts
once. *Unsure* teaches nothing, nor does what nobody was asked: a split or a merge by hand, for people look
there where something is wrong, and a forced *same*.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Judgement
from netinv.resolve.calibration import Lesson
from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.doubts import Weighed
from netinv.resolve.odds import log_odds

Pair = tuple[int, int]
"""Two clusters or two mentions, the smaller left."""


class Lessons(NamedTuple):
    """What was answered of pairs that comparisons weigh, and of placings: two models, two maps."""

    pairs: list[Lesson]
    placings: list[Lesson]

    def add(self, placed: bool, said: float, verdicts: set[str]) -> None:
        """Add an answered question; answers that contradict each other teach nothing."""
        if len(verdicts) == 1:
            (self.placings if placed else self.pairs).append(Lesson(said, verdicts == {"same"}))


class Answers:
    """The answers, by what the model alone makes of the mentions."""

    def __init__(self, alone: Clusters, judgements: Iterable[Judgement], position: Mapping[str, int]) -> None:
        self._alone = alone
        self._apart: dict[Pair, set[str]] = defaultdict(set)
        self._within: dict[tuple[int, int], list[tuple[Pair, str]]] = defaultdict(list)
        for j in judgements:
            ends = [position[key] for key in (j.left_key, j.right_key) if key in position]
            if len(ends) < 2:  # withdrawn, or of organisations
                continue
            one, other = sorted(map(alone.find, ends))
            if one == other:
                self._within[j.seq, one].append(((ends[0], ends[1]), j.verdict))
            else:
                self._apart[one, other].add(j.verdict)

    def about(self, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which pairs of mentions (n, 2) may belong to clusters that somebody was asked about."""
        root = self._alone.labels()
        asked = np.zeros(len(root), np.bool_)
        asked[[end for ends in self._apart for end in ends]] = True
        return np.asarray(asked[root[pairs]].all(axis=1))

    def asked(self, weighed: Weighed) -> bool:
        """Whether somebody was asked about the two clusters of a pair."""
        return self._clusters(weighed) in self._apart

    def learn(self, stayed: Iterable[Weighed]) -> Lessons:
        """The lessons; `stayed` are the pairs that stayed two, one for each two clusters asked about."""
        found = Lessons([], [])
        for each in stayed:
            verdicts = self._apart[self._clusters(each)]
            found.add(each.why is not None, float(log_odds(np.array(each.probability))), verdicts)
        joins: dict[int, set[str]] = defaultdict(set)
        ways = _Ways(self._alone, {root for _, root in self._within})
        for (_, root), answers in sorted(self._within.items()):
            # what an answer parts or binds is one join, and every judgement it took spans that one
            shared = set.intersection(*(ways.between(root, *pair) for pair, _ in answers))
            if shared:
                weakest = min(shared, key=lambda n: (ways.joins[n].odds, n))
                joins[weakest] |= {verdict for _, verdict in answers}
        for n, verdicts in sorted(joins.items()):
            join = ways.joins[n]
            found.add(join.why is not None, join.odds, verdicts)
        return found

    def _clusters(self, weighed: Weighed) -> Pair:
        one, other = sorted((self._alone.find(weighed.left), self._alone.find(weighed.right)))
        return one, other


class _Ways:
    """The joins that lie between two mentions of one of these clusters."""

    def __init__(self, alone: Clusters, roots: set[int]) -> None:
        self.joins: Sequence[Merge] = alone.merges
        self._near: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for n, join in enumerate(alone.merges if roots else ()):
            if alone.find(join.left) in roots:
                self._near[join.left].append((join.right, n))
                self._near[join.right].append((join.left, n))
        self._up: dict[int, tuple[int, int]] = {}
        for root in sorted(roots):
            self._walk(root)

    def _walk(self, root: int) -> None:
        todo = [(root, -1)]
        while todo:
            at, before = todo.pop()
            for other, n in self._near[at]:
                if other != before:
                    self._up[other] = at, n
                    todo.append((other, at))

    def between(self, root: int, left: int, right: int) -> set[int]:
        """Positions of the joins."""
        ways = []
        for end in (left, right):
            way = set()
            while end != root:
                end, n = self._up[end]
                way.add(n)
            ways.append(way)
        return ways[0] ^ ways[1]


def teaching(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that answer a question of the queue."""
    return [j for j in judgements if j.asked and not j.forced and j.verdict != "unsure"]
